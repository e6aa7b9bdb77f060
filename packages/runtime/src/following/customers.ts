import { CustomerRecord, type Erasure, instantOf } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { bare } from '@hilo/log/arrays';
import { statement } from '@hilo/log/statement';
import type { GivenBatch } from '../consuming/commit.ts';
import { type DeadLetter, parseRecords } from '../consuming/dead-letter.ts';
import type { Transaction } from '../database/database.ts';
import { holdOffErasures } from './erasures.ts';
import { generationNow, heardOf, isBeforeRebuild } from './rebuilds.ts';

/** A record that is news to this service; without one, the customer was merged away or erased. */
export type CustomerChange = { id: string; version: number; record: CustomerRecord | undefined };

/**
 * Follows `hilo.customers.v1` in the service's tables `customers` and `claims`: which subjects are whose, so that a merge
 * or a split is a few rows. Gives what was news, and the subjects that may be another's since; what is older than what is known has
 * no effect. During a rebuild, what is known from before counts for nothing.
 */
export const followCustomers = async (
  tx: Transaction,
  batch: Pick<GivenBatch, 'records' | 'isRebuild'>,
): Promise<{ changed: CustomerChange[]; moved: string[]; deadLetters: DeadLetter[] }> => {
  await holdOffErasures(tx);
  const { records } = await heardOf(tx, batch);
  const { changes, deadLetters } = latestChanges(records);
  const news = await moveVersions(tx, changes);
  const changed = changes.filter(({ id }) => news.has(id));
  const moved = changed.length > 0 ? await moveClaims(tx, changed) : [];
  return { changed, moved, deadLetters };
};

/** The last change of every customer, in the order of their ids, in which rows are locked. */
const latestChanges = (records: readonly LogRecord[]) => {
  const deadLetters: DeadLetter[] = [];
  const latest = new Map<string, CustomerChange>();
  const note = (change: CustomerChange): void => {
    if ((latest.get(change.id)?.version ?? 0) < change.version) latest.set(change.id, change);
  };
  for (const record of records) {
    if (record.value === null) {
      // A tombstone has no value to read the version from.
      note({ id: record.key, version: Number(record.headers.hilo_version ?? 1), record: undefined });
      continue;
    }
    const result = parseRecords(CustomerRecord, [record]);
    deadLetters.push(...result.deadLetters);
    for (const { message } of result.parsed) note({ id: message.id, version: message.version, record: message });
  }
  return { changes: [...latest.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), deadLetters };
};

const moveVersionsSql = statement({
  name: 'move-customer-versions',
  text: `INSERT INTO customers AS c (id, version, deleted, rebuilt)
         SELECT *, ${generationNow} FROM unnest($1::uuid[], $2::integer[], $3::boolean[])
         ON CONFLICT (id) DO UPDATE
            SET version = EXCLUDED.version, deleted = EXCLUDED.deleted, rebuilt = EXCLUDED.rebuilt
          WHERE c.version < EXCLUDED.version OR ${isBeforeRebuild('c')} RETURNING id`,
});

const moveVersions = async (tx: Transaction, changes: readonly CustomerChange[]): Promise<ReadonlySet<string>> => {
  if (changes.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(
    moveVersionsSql([
      bare(changes.map(({ id }) => id)),
      bare(changes.map(({ version }) => version)),
      bare(changes.map(({ record }) => record === undefined)),
    ]),
  );
  return new Set(rows.map(({ id }) => id));
};

type Claim = { subject: string; customer: string; updatedAt: string };

const moveClaims = async (tx: Transaction, changed: readonly CustomerChange[]): Promise<string[]> => {
  const claimed = changed.flatMap(({ record }) =>
    record ? record.subjects.map((subject) => ({ subject, customer: record.id, updatedAt: record.updatedAt })) : [],
  );
  const kept = new Set(claimed.map(({ subject, customer }) => `${subject} ${customer}`));
  const held = await findClaims(
    tx,
    changed.map(({ id }) => id),
  );
  const givenUp = held.filter(({ subject, customer }) => !kept.has(`${subject} ${customer}`));
  await claim(tx, claimed, givenUp);
  await giveUp(tx, givenUp);
  return [...new Set([...claimed, ...givenUp].map(({ subject }) => subject))];
};

type Held = Pick<Claim, 'subject' | 'customer'>;

const findClaimsSql = statement({
  name: 'find-claims',
  text: 'SELECT subject, customer FROM claims WHERE customer = ANY ($1::uuid[])',
});

const findClaims = async (tx: Transaction, customers: readonly string[]): Promise<readonly Held[]> => {
  const { rows } = await tx.query<Held>(findClaimsSql([bare(customers)]));
  return rows;
};

const claimSql = statement({
  name: 'claim',
  text: `INSERT INTO claims AS c (subject, customer, updated_at, rebuilt)
         SELECT *, ${generationNow} FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[])
         ON CONFLICT (subject) DO UPDATE
            SET customer = EXCLUDED.customer, updated_at = EXCLUDED.updated_at, rebuilt = EXCLUDED.rebuilt
          WHERE c.updated_at <= EXCLUDED.updated_at OR ${isBeforeRebuild('c')}`,
});

/**
 * Two records may claim a subject for a moment, while their messages are on their way: the later one is right. What is given up
 * is locked in the same pass, in one order, since the records of two who take subjects from each other come at the same time.
 */
const claim = async (tx: Transaction, claims: readonly Claim[], givenUp: readonly Held[]): Promise<void> => {
  const latest = new Map<string, Claim>(givenUp.map((held) => [held.subject, { ...held, updatedAt: '-infinity' }]));
  for (const one of claims.toSorted((a, b) => instantOf(a.updatedAt) - instantOf(b.updatedAt)))
    latest.set(one.subject, one);
  const ordered = [...latest.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
  await tx.query(
    claimSql([
      bare(ordered.map(({ subject }) => subject)),
      bare(ordered.map(({ customer }) => customer)),
      bare(ordered.map(({ updatedAt }) => updatedAt)),
    ]),
  );
};

const giveUpSql = statement({
  name: 'give-up-claims',
  text: `DELETE FROM claims AS c USING unnest($1::uuid[], $2::uuid[]) AS g (subject, customer)
          WHERE c.subject = g.subject AND c.customer = g.customer`,
});

/** Those that are still the customer's: another one may have claimed them just now. */
const giveUp = async (tx: Transaction, claims: readonly Held[]): Promise<void> => {
  if (claims.length === 0) return;
  await tx.query(giveUpSql([claims.map(({ subject }) => subject), claims.map(({ customer }) => customer)]));
};

const keepForgottenSql = statement(`
  INSERT INTO customers AS c (id, version, deleted, rebuilt)
  SELECT *, true, ${generationNow} FROM unnest($1::uuid[], $2::integer[])
  ORDER BY 1 ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, deleted = true, rebuilt = EXCLUDED.rebuilt
   WHERE c.version < EXCLUDED.version OR ${isBeforeRebuild('c')}`);

const findDeletedSql = statement('SELECT id FROM customers WHERE id = ANY ($1::uuid[]) AND deleted');

const lockClaimsSql = statement(
  `SELECT FROM claims WHERE customer = ANY ($1::uuid[]) OR subject = ANY ($2::uuid[]) ORDER BY subject FOR UPDATE`,
);

const deleteClaimsSql = statement(`
  DELETE FROM claims WHERE customer = ANY ($1::uuid[])
     OR (subject = ANY ($2::uuid[]) AND updated_at <= $3::timestamptz)`);

/**
 * Forgets the customers of an erasure, and whose their subjects are, unless they have come back since. Gives whom it forgot,
 * and how many claims.
 */
export const forgetCustomers = async (
  tx: Transaction,
  { subjects, customers, at }: Erasure,
): Promise<{ customers: string[]; claims: number }> => {
  await tx.query(keepForgottenSql([customers.map(({ id }) => id), customers.map(({ version }) => version)]));
  const { rows } = await tx.query<{ id: string }>(findDeletedSql([customers.map(({ id }) => id)]));
  const forgotten = rows.map(({ id }) => id);
  await tx.query(lockClaimsSql([forgotten, subjects]));
  const { rowCount } = await tx.query(deleteClaimsSql([forgotten, subjects, at]));
  return { customers: forgotten, claims: rowCount ?? 0 };
};

const findCustomerSql = statement({
  name: 'find-customer',
  text: `SELECT id FROM customers WHERE id = $1 AND NOT deleted
          UNION ALL SELECT customer FROM claims WHERE subject = $1 LIMIT 1`,
});

/** The customer with this id, or the one to whom the identifier with this derived id belongs now. */
export const findCustomer = async (tx: Transaction, id: string): Promise<string | undefined> => {
  const { rows } = await tx.query<{ id: string }>(findCustomerSql([id]));
  return rows[0]?.id;
};
