import { type DueItem, type DueRows, holdOffErasures, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Circumstances } from '../domain/candidate.ts';
import { wrongIn } from './invitations.ts';

const PendingInvitation = z.object({
  id: z.string(),
  programme: z.string(),
  programmeVersion: z.int(),
  source: z.string(),
  interaction: z.string(),
  touchpoint: z.string(),
  subject: z.string(),
  customer: z.string(),
  circumstances: Circumstances,
  occurredAt: z.date(),
  deadline: z.date(),
});

export type PendingInvitation = z.infer<typeof PendingInvitation>;

/** One that is to be decided; or what of it cannot be read, by which it can be decided by nobody. */
export type DueInvitation = DueItem & ({ invitation: PendingInvitation } | { wrong: string });

/**
 * Due, and the record known in which the interaction is counted (so that a consent which it stated, or withdrew, is heeded).
 * What is too late needs no record, nor does an interaction that was withdrawn. What failed is due again at its time.
 */
const isDue = `i.state = 'pending' AND coalesce(i.retry_at, i.due_at) <= to_timestamp($1)
  AND (i.deadline <= to_timestamp($1) OR i.circumstances->>'withdrawn' = 'true'
       OR EXISTS (SELECT FROM customers c WHERE c.id = i.customer AND c.version >= i.record_version)
          AND EXISTS (SELECT FROM claims k WHERE k.subject = i.subject))`;
const longestDueFirst = 'ORDER BY coalesce(i.retry_at, i.due_at), i.id';
const decidableSince = 'greatest(i.due_at, i.noted_at, i.retry_at)';
/** While everything is told again, what is not told yet waits: it may be of another by then, or of nobody. */
const isToldAgain = 'i.rebuilt >= coalesce((SELECT generation FROM rebuilds WHERE active), 0)';
/** To count further would cost more than it says. */
const mostCounted = 10_000;

const takeDueSql = statement({
  name: 'take-due-invitations',
  text: `SELECT i.id, i.programme, i.programme_version AS "programmeVersion", i.source, i.interaction, i.touchpoint,
                i.subject, i.customer, i.circumstances, i.occurred_at AS "occurredAt", i.deadline,
                ${decidableSince} AS since, i.failures
           FROM invitations i WHERE ${isDue} AND ${isToldAgain} ${longestDueFirst} LIMIT $2 FOR UPDATE OF i SKIP LOCKED`,
});

/** What is to be decided; longest due first, and none that another instance decides now. */
export const takeDue = async (
  tx: Transaction,
  { now, limit }: { now: number; limit: number },
): Promise<DueInvitation[]> => {
  await holdOffErasures(tx);
  const { rows } = await tx.query<{ id: string; since: Date; failures: number }>(takeDueSql([now / 1000, limit]));
  return rows.map(({ since, failures, ...row }) => {
    const { data: invitation, error } = PendingInvitation.safeParse(row);
    const item = { id: row.id, dueAt: since.getTime(), failures };
    return invitation ? { ...item, invitation } : { ...item, wrong: `invitation: ${error ? wrongIn(error) : ''}` };
  });
};

const takeUpAgainSql = statement(
  'UPDATE invitations SET unreadable = NULL, retry_at = NULL, failures = 0 WHERE unreadable IS NOT NULL',
);

/** Takes what was set aside up again: another version may decide it. */
export const takeUpAgain = async (pool: Pool): Promise<void> => {
  await pool.query(takeUpAgainSql());
};

const setAsideSql = statement(`
  UPDATE invitations AS i SET unreadable = f.reason, failures = f.failures, retry_at = to_timestamp(f.until / 1000)
    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::float8[]) AS f (id, reason, failures, until)
   WHERE i.id = f.id`);

const nextDueSql = statement({
  name: 'next-due-invitation',
  text: `SELECT coalesce(i.retry_at, i.due_at) AS at FROM invitations i
          WHERE i.state = 'pending' AND coalesce(i.retry_at, i.due_at) > to_timestamp($1) ${longestDueFirst} LIMIT 1`,
});

const lookSql = statement(`
  SELECT (SELECT count(*)::int FROM (SELECT FROM invitations i WHERE ${isDue} LIMIT ${mostCounted}) d) AS due,
         (SELECT ${decidableSince} FROM invitations i WHERE ${isDue} ${longestDueFirst} LIMIT 1) AS oldest,
         (SELECT count(*)::int FROM (SELECT FROM invitations WHERE unreadable IS NOT NULL LIMIT ${mostCounted}) a) AS aside`);

/** Invitations that are to be decided: the row is the timer. */
export const dueInvitations: DueRows<DueInvitation> = {
  take: takeDue,
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
  nextAt: async (pool, now) => {
    const { rows } = await pool.query<{ at: Date }>(nextDueSql([now / 1000]));
    return rows[0]?.at.getTime();
  },
  look: async (pool, now) => {
    const { rows } = await pool.query<{ due: number; oldest: Date | null; aside: number }>(lookSql([now / 1000]));
    const { due = 0, oldest = null, aside = 0 } = rows[0] ?? {};
    return { due, oldestDueAt: oldest?.getTime(), setAside: aside };
  },
};
