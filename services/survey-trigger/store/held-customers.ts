import { locks, type NameHashes, statement, type Transaction } from '@hilo/runtime';
import { holdLedger, partOfLedger } from './contact-facts.ts';
import { placesOfRecord } from './contact-points.ts';
import type { ClaimedMessage } from './messages.ts';
import { type KnownRecord, readLockedCustomers } from './profiles.ts';
import { wrongIn } from './wrong-in.ts';

/**
 * In SQL: the messages, the customers with what is claimed, the invitations, then the ledger, as everybody locks them: each depends on the one
 * before. `asItIs` says what is done with what somebody else has locked; `held` locks a part of the ledger, and says whether it is.
 */
const holding = (asItIs: '' | 'SKIP LOCKED', held: string): string => `
  WITH held AS MATERIALIZED (
         SELECT m.id, m.invitation, i.subject, c.id AS customer, c.version, c.rebuilt
           FROM unnest($1::uuid[], $2::integer[]) AS w (id, attempts) JOIN messages m ON m.id = w.id
           JOIN invitations i ON i.id = m.invitation JOIN claims k ON k.subject = i.subject JOIN customers c ON c.id = k.customer
          WHERE m.state = 'sending' AND m.attempts = w.attempts AND m.claimed_until > to_timestamp($3) AND m.contact_point IS NOT NULL
          ORDER BY c.id, m.id
            FOR KEY SHARE OF m ${asItIs} FOR SHARE OF c ${asItIs}),
       claimed AS MATERIALIZED (
         SELECT k.subject, k.customer FROM claims k WHERE k.subject IN (SELECT subject FROM held) ORDER BY k.subject FOR SHARE ${asItIs}),
       asked AS MATERIALIZED (
         SELECT i.id FROM invitations i WHERE i.id IN (SELECT invitation FROM held) ORDER BY i.id FOR SHARE ${asItIs}),
       parts AS MATERIALIZED (
         SELECT part, ${held} AS is_held FROM (
           SELECT DISTINCT ${partOfLedger('p')} AS part FROM unnest($5::text[]) AS p
            WHERE (SELECT count(*) FROM claimed) + (SELECT count(*) FROM asked) > 0 ORDER BY 1) AS d)
  SELECT held.id, held.customer, held.version, held.rebuilt, policy.version AS "policyVersion", policy.at AS "policyAt",
         change.revision, change.at AS "changedAt"
    FROM held JOIN claimed ON claimed.subject = held.subject AND claimed.customer = held.customer
    JOIN asked ON asked.id = held.invitation
    LEFT JOIN (SELECT version, at::text AS at FROM contact_policies ORDER BY version DESC LIMIT 1) AS policy ON true
    LEFT JOIN (SELECT revision, at::text AS at FROM programme_changes ORDER BY revision DESC LIMIT 1) AS change ON true
   WHERE NOT EXISTS (SELECT FROM unnest($6::uuid[], $5::text[]) AS n (message, p) JOIN parts ON parts.part = ${partOfLedger('n.p')}
                      WHERE n.message = held.id AND NOT parts.is_held)`;

const holdSql = statement({
  name: 'hold-for-sending',
  text: holding('', 'pg_advisory_xact_lock_shared($4, part) IS NOT NULL'),
});
const holdWithoutWaitingSql = statement({
  name: 'hold-for-sending-without-waiting',
  text: holding('SKIP LOCKED', 'pg_try_advisory_xact_lock_shared($4, part)'),
});

const isOpenSql = statement(`
  SELECT FROM messages WHERE id = $1 AND state = 'sending' AND attempts = $2 AND claimed_until > to_timestamp($3)
     AND contact_point IS NOT NULL FOR KEY SHARE`);

/** By what was decided on last, as it stands in the transaction: nobody publishes anything else until its end. */
export type LastChanges = {
  policyVersion: number | null;
  policyAt: string | null;
  revision: number | null;
  changedAt: string | null;
};
type HeldRow = LastChanges & { id: string; customer: string; version: number; rebuilt: number };
const unseen: LastChanges = { policyVersion: null, policyAt: null, revision: null, changedAt: null };

/** What is known of whom a message goes to, that nobody changes until the end of the transaction. */
export type Held = {
  inForce: LastChanges;
  /** Nothing, where nobody knows to whom the subject belongs; or why it cannot be read. */
  customer: HeldCustomer | { unreadable: string } | undefined;
};
export type HeldCustomer = { id: string; record: KnownRecord };

type Holding = { hashes: NameHashes; notBefore: number };

/**
 * Holds these messages for who hands them over, each if the attempt is still its own, their invitations, and the customers of their subjects:
 * until the end of the transaction no consent of hers changes, the subject becomes nobody else's, no answer is taken, and nobody notes
 * anything in the ledger at one of her contact points. Others who send hold all of it as well. What somebody else has locked is left out, so
 * that none waits for another's; and so is of whom something has become known since it was claimed. Gives what is held, by the message.
 */
export const holdWhatIsFree = async (
  tx: Transaction,
  messages: readonly ClaimedMessage[],
  holding: Holding,
): Promise<Map<string, Held>> => {
  const { rows: all } = await tx.query<HeldRow>(holdWithoutWaitingSql(valuesOf(messages, holding)));
  const rows = new Map(all.map((row) => [row.id, row]));
  return new Map(
    messages.flatMap(({ id, known }) => {
      const row = rows.get(id);
      return row === undefined || !isSame(row, known) ? [] : [[id, heldAs(row, known)] as const];
    }),
  );
};

/** The same of one message: waits for whoever has locked any of it, and sees what came of that. Nothing, if the attempt is its own no more. */
export const holdForSending = async (
  tx: Transaction,
  message: ClaimedMessage,
  holding: Holding,
): Promise<Held | undefined> => {
  const { id, attempts, known, subject } = message;
  const holdOne = async () => (await tx.query<HeldRow>(holdSql(valuesOf([message], holding)))).rows[0];
  // Who waited for a merge finds nobody whose the subject was before, and holds whose it has become.
  const row = (await holdOne()) ?? (await holdOne());
  if (row === undefined) {
    const { rowCount } = await tx.query(isOpenSql([id, attempts, holding.notBefore / 1000]));
    return rowCount === 0 ? undefined : { inForce: unseen, customer: undefined };
  }
  if (isSame(row, known)) return heldAs(row, known);
  // Since it was claimed, something has become known.
  const [read] = await readLockedCustomers(tx, [subject], [{ id: row.customer }]);
  if (read === undefined) return { inForce: row, customer: undefined };
  if (read.data === undefined) return { inForce: row, customer: { unreadable: `record: ${wrongIn(read.error)}` } };
  await holdLedger(tx, [...placesOfRecord(read.data.record, holding.hashes).keys()]);
  return { inForce: row, customer: { id: read.data.customer, record: read.data.record } };
};

const valuesOf = (messages: readonly ClaimedMessage[], { hashes, notBefore }: Holding): unknown[] => {
  const places = messages.flatMap(({ id, known }) =>
    known === null ? [] : [...placesOfRecord(known.record, hashes).keys()].map((place) => ({ id, place })),
  );
  return [
    messages.map(({ id }) => id),
    messages.map(({ attempts }) => attempts),
    notBefore / 1000,
    locks.notingContacts,
    places.map(({ place }) => place),
    places.map(({ id }) => id),
  ];
};

type KnownAtClaim = NonNullable<ClaimedMessage['known']>;

const isSame = (row: HeldRow, known: ClaimedMessage['known']): known is KnownAtClaim =>
  known !== null && row.customer === known.customer && row.version === known.version && row.rebuilt === known.rebuilt;

const heldAs = (row: HeldRow, { customer, record }: KnownAtClaim): Held => ({
  inForce: row,
  customer: { id: customer, record },
});
