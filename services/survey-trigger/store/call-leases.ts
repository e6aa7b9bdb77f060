import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { callListRoute } from '../domain/call-lists/call-list.ts';
import type { CallDisposition, CallNext } from '../domain/call-lists/call-result.ts';
import { kindOfRoute, messageTimers, setMessageTimers } from './message-timers.ts';
import { ClaimedMessage, claimedColumns, MessageOfInvitation, messageColumns } from './messages.ts';

const claimCallSql = statement({
  name: 'claim-call',
  text: `UPDATE messages m SET state = 'sending', attempts = m.attempts + 1, claimed_until = to_timestamp($2) + interval '1 minute'
           FROM invitations i
          WHERE i.id = m.invitation AND m.id = (
            SELECT w.id FROM messages w JOIN invitations v ON v.id = w.invitation
             WHERE w.state IN ('queued', 'deferred') AND w.route = '${callListRoute}' AND w.contact_point IS NOT NULL
               AND coalesce(w.retry_at, w.due_at) <= to_timestamp($2) AND ($1::text[] IS NULL OR v.programme = ANY ($1::text[]))
             ORDER BY coalesce(w.retry_at, w.due_at), w.id LIMIT 1 FOR UPDATE OF w SKIP LOCKED)
         RETURNING ${claimedColumns}`,
});

/** Whoever has waited longest of those whom these programmes ask; nobody else is given the same. */
export const claimCall = async (
  tx: Transaction,
  { programmes, now }: { programmes: readonly string[] | undefined; now: number },
): Promise<ClaimedMessage | undefined> => {
  const { rows } = await tx.query(claimCallSql([programmes ?? null, now / 1000]));
  if (rows[0] === undefined) return undefined;
  const call = ClaimedMessage.parse(rows[0]);
  await messageTimers(callListRoute).cancel(tx, [call.id]);
  return call;
};

export type NewLease = {
  id: string;
  list: string;
  message: string;
  by: DecidedBy;
  agent: string | undefined;
  now: number;
  until: number;
};

const insertLeaseSql = statement(`
  INSERT INTO call_leases (id, list, message, by, agent, leased_at, until)
  VALUES ($1, $2, $3, $4, $5, to_timestamp($6), to_timestamp($7))`);

export const insertLease = async (tx: Transaction, lease: NewLease): Promise<void> => {
  const { id, list, message, by, agent, now, until } = lease;
  await tx.query(insertLeaseSql([id, list, message, JSON.stringify(by), agent ?? null, now / 1000, until / 1000]));
};

const milliseconds = z.date().transform((at) => at.getTime());
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

const CallLease = z.object({
  id: z.string(),
  list: z.string(),
  message: z.string(),
  by: DecidedBy,
  agent: orNothing(z.string()),
  leasedAt: milliseconds,
  until: milliseconds,
  disposition: orNothing(z.string()),
  digest: orNothing(z.string()),
  endedAt: orNothing(milliseconds),
});
/** Who was given to an agent; times are in milliseconds since the epoch. */
export type CallLease = z.infer<typeof CallLease>;

const leaseColumns = `l.id, l.list, l.message, l.by, l.agent, l.leased_at AS "leasedAt", l.until, l.disposition, l.digest,
  l.ended_at AS "endedAt"`;

const leasesOfSql = statement({
  name: 'leases-of',
  text: `SELECT ${leaseColumns} FROM call_leases l WHERE l.message = $1 ORDER BY l.leased_at, l.id`,
});

/** Everybody to whom the same call was given, in order. */
export const leasesOf = async (tx: Pick<Transaction, 'query'>, message: string): Promise<CallLease[]> =>
  z.array(CallLease).parse((await tx.query(leasesOfSql([message]))).rows);

const findLeaseSql = statement(`SELECT ${leaseColumns} FROM call_leases l WHERE l.id = $1`);

export const findLease = async (tx: Pick<Transaction, 'query'>, id: string): Promise<CallLease | undefined> => {
  const { rows } = await tx.query(findLeaseSql([id]));
  return rows[0] && CallLease.parse(rows[0]);
};

const lockCallSql = statement({
  name: 'lock-call',
  text: `SELECT ${messageColumns}, m.state FROM messages m JOIN invitations i ON i.id = m.invitation
          WHERE m.id = $1 AND m.contact_point IS NOT NULL FOR UPDATE OF m`,
});

const LockedCall = MessageOfInvitation.extend({ state: z.string() });
export type LockedCall = z.infer<typeof LockedCall>;

/** The call, which nobody else leases or settles until the end of the transaction. */
export const lockCall = async (tx: Transaction, message: string): Promise<LockedCall | undefined> => {
  const { rows } = await tx.query(lockCallSql([message]));
  return rows[0] && LockedCall.parse(rows[0]);
};

const endLeaseSql = statement(`
  UPDATE call_leases SET disposition = $2, digest = $3, ended_at = to_timestamp($4) WHERE id = $1`);

export const endLease = async (
  tx: Transaction,
  { id, disposition, digest, now }: { id: string; disposition: CallDisposition; digest: string; now: number },
): Promise<void> => {
  await tx.query(endLeaseSql([id, disposition, digest, now / 1000]));
};

const settleCallSql = statement({
  name: 'settle-call',
  text: `WITH settled AS (
           UPDATE messages SET state = $2, reason = $3, reasons = NULL, attempts = attempts + 1, handed_over_at = to_timestamp($4),
                  retry_at = to_timestamp($5), claimed_until = NULL,
                  settled_at = CASE WHEN $2 = 'deferred' THEN NULL ELSE to_timestamp($6) END
            WHERE id = $1
           RETURNING id AS ref, subject AS about, retry_at AS due_at, ${kindOfRoute('route')} AS kind, state),
         told AS (
           INSERT INTO message_reports (message, by, status, at, detail)
           SELECT ref, 'call', $7, to_timestamp($4), $8::jsonb FROM settled ON CONFLICT DO NOTHING)
         ${setMessageTimers('settled')}`,
});

type SettledCall = {
  message: string;
  lease: string;
  disposition: CallDisposition;
  next: CallNext;
  at: number;
  now: number;
};

/** Writes what came of calling, with its entry in the log. */
export const settleCall = async (
  tx: Transaction,
  { message, lease, disposition, next, at, now }: SettledCall,
): Promise<void> => {
  await messageTimers(callListRoute).cancel(tx, [message]);
  await tx.query(
    settleCallSql([
      message,
      next.state,
      'reason' in next ? next.reason : null,
      at / 1000,
      next.state === 'deferred' ? next.until / 1000 : null,
      now / 1000,
      `${lease}/${disposition}`,
      JSON.stringify({ disposition }),
    ]),
  );
};

const removeLeasesSql = statement('DELETE FROM call_leases WHERE message = ANY ($1::uuid[])');

/** Forgets to whom these calls were given. */
export const removeLeases = async (tx: Transaction, messages: readonly string[]): Promise<void> => {
  if (messages.length > 0) await tx.query(removeLeasesSql([messages]));
};
