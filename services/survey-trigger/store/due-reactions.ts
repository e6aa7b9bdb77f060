import {
  type DueItem,
  type DueRows,
  type FiredTimer,
  holdOffErasures,
  setTimers,
  statement,
  type Transaction,
} from '@hilo/runtime';
import { OpenReaction } from '../domain/reactions/reaction.ts';
import { reactionKind, reactionTimers } from './reaction-timers.ts';
import { reactionColumns } from './reactions.ts';
import { wrongIn } from './wrong-in.ts';

/** A reaction that is due, with whose it is; or why nobody can read it; or somebody has it, or the customer, at this moment, so that it waits. */
export type DueReaction = DueItem & { timer: FiredTimer } & (
    | { reaction: OpenReaction; customer: string }
    | { wrong: string }
    | { isWaiting: true }
  );

const holdSql = statement({
  name: 'hold-due-reactions',
  text: `SELECT ${reactionColumns('r')}, r.resolved, r.failures FROM reactions r
          WHERE r.id = ANY ($1::uuid[]) AND r.state = 'open' ORDER BY r.id FOR UPDATE SKIP LOCKED`,
});

const findSql = statement({
  name: 'find-due-reactions',
  text: `SELECT id FROM reactions WHERE id = ANY ($1::uuid[]) AND state = 'open'`,
});

const holdCustomersSql = statement({
  name: 'hold-customers-of-reactions',
  text: `SELECT id FROM customers WHERE id IN (SELECT customer FROM claims WHERE subject = ANY ($1::uuid[])) ORDER BY id FOR UPDATE SKIP LOCKED`,
});

const holdClaimsSql = statement({
  name: 'hold-claims-of-reactions',
  text: `SELECT subject, customer FROM claims WHERE subject = ANY ($1::uuid[]) ORDER BY subject FOR SHARE SKIP LOCKED`,
});

const unknownSql = statement({
  name: 'hold-unknown-of-reactions',
  text: `SELECT s AS subject FROM unnest($1::uuid[]) AS s
          WHERE NOT EXISTS (SELECT FROM claims k WHERE k.subject = s) AND pg_try_advisory_xact_lock(hashtextextended(s::text, 6700))`,
});

/** Whose these are who are free: nobody else decides about them meanwhile, and they neither merge nor part. */
const holdWhose = async (tx: Transaction, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const held = new Set((await tx.query<{ id: string }>(holdCustomersSql([subjects]))).rows.map(({ id }) => id));
  const claims = await tx.query<{ subject: string; customer: string }>(holdClaimsSql([subjects]));
  // Of whom no record is known yet, is alone.
  const unknown = await tx.query<{ subject: string }>(unknownSql([subjects]));
  return new Map([
    ...unknown.rows.map(({ subject }) => [subject, subject] as const),
    ...claims.rows.flatMap(({ subject, customer }) => (held.has(customer) ? [[subject, customer] as const] : [])),
  ]);
};

const take: DueRows<DueReaction>['take'] = async (tx, { now, limit }) => {
  await holdOffErasures(tx);
  const fired = await reactionTimers.take(tx, { now, limit });
  if (fired.length === 0) return { items: [], isFull: false };
  const refs = fired.map(({ ref }) => ref);
  type Row = { id: string; subject: string; failures: number };
  // Whose it is first, as everybody locks.
  const { rows } = await tx.query<Row>(holdSql([refs]));
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const whose = await holdWhose(tx, [...new Set(rows.map(({ subject }) => subject))].sort());
  const there = new Set((await tx.query<{ id: string }>(findSql([refs]))).rows.map(({ id }) => id));
  const items = fired.flatMap((timer): DueReaction[] => {
    const row = rowOf.get(timer.ref);
    const item = { id: timer.ref, failures: row?.failures ?? 0, dueAt: timer.since, timer };
    if (row === undefined) return there.has(timer.ref) ? [{ ...item, isWaiting: true }] : [];
    const customer = whose.get(row.subject);
    if (customer === undefined) return [{ ...item, isWaiting: true }];
    const { data, error } = OpenReaction.safeParse(row);
    return [
      data ? { ...item, reaction: data, customer } : { ...item, wrong: `reaction: ${error ? wrongIn(error) : ''}` },
    ];
  });
  return { items, isFull: fired.length === limit };
};

const setAsideSql = statement(`
  WITH aside AS (
    UPDATE reactions r SET unworkable = f.reason, failures = f.failures
      FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::float8[]) AS f (id, reason, failures, until)
     WHERE r.id = f.id RETURNING r.id AS ref, r.subject AS about, to_timestamp(f.until / 1000) AS due_at)
  ${setTimers(reactionKind, 'aside')}`);

const countAsideSql = statement(
  'SELECT count(*)::int AS aside FROM (SELECT FROM reactions WHERE unworkable IS NOT NULL LIMIT 10000) a',
);

/** What is to be decided: each has its timer. */
export const dueReactions: DueRows<DueReaction> = {
  take,
  putBack: (tx, items, now) =>
    reactionTimers.putBack(
      tx,
      items.map(({ timer }) => ({ timer, awaits: timer.ref, notAfter: now + 10_000 })),
      now,
    ),
  setAside: async (tx, items) => {
    await tx.query(
      setAsideSql([
        items.map(({ id }) => id),
        items.map(({ reason }) => reason),
        items.map(({ failures }) => failures),
        items.map(({ until }) => until),
      ]),
    );
  },
  nextAt: (pool, after) => reactionTimers.nextAt(pool, after),
  look: async (pool, now) => {
    const { rows } = await pool.query<{ aside: number }>(countAsideSql());
    return { ...(await reactionTimers.look(pool, now)), setAside: rows[0]?.aside ?? 0 };
  },
};
