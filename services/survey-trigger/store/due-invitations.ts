import {
  type DueItem,
  type DueRows,
  type FiredTimer,
  holdOffErasures,
  statement,
  type Transaction,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Circumstances } from '../domain/candidate.ts';
import { invitationTimers, setInvitationTimers } from './invitation-timers.ts';
import { wrongIn } from './wrong-in.ts';

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

/**
 * One whose timer has fired: to be decided; or what of it cannot be read, by which it can be decided by nobody; or it waits, for the
 * record in which its interaction is counted, or to be told again.
 */
export type DueInvitation = DueItem & { timer: FiredTimer; awaits: string; notAfter: number } & (
    | { invitation: PendingInvitation }
    | { wrong: string }
    | { isWaiting: true }
  );

const hasRecord = 'EXISTS (SELECT FROM customers c WHERE c.id = i.customer AND c.version >= i.record_version)';
/**
 * The record is known in which the interaction is counted (so that a consent which it stated, or withdrew, is heeded). What is too
 * late needs no record, nor does an interaction that was withdrawn.
 */
const isDecidable = `(i.deadline <= to_timestamp($2) OR i.circumstances->>'withdrawn' = 'true'
  OR ${hasRecord} AND EXISTS (SELECT FROM claims k WHERE k.subject = i.subject))`;
/** While everything is told again, what is not told yet waits: it may be of another by then, or of nobody. */
const isToldAgain = 'i.rebuilt >= coalesce((SELECT generation FROM rebuilds WHERE active), 0)';
/** To count further would cost more than it says. */
const mostCounted = 10_000;

// Who notes interactions locks an invitation before its timer; here it is the other way round, so that one which is locked is passed over.
const readFiredSql = statement({
  name: 'read-fired-invitations',
  text: `SELECT i.id, i.programme, i.programme_version AS "programmeVersion", i.source, i.interaction, i.touchpoint,
                i.subject, i.customer, i.circumstances, i.occurred_at AS "occurredAt", i.deadline, i.failures,
                ${isDecidable} AND ${isToldAgain} AS "isDecidable",
                CASE WHEN ${hasRecord} THEN i.subject ELSE i.customer END AS awaits
           FROM invitations i WHERE i.id = ANY ($1::uuid[]) AND i.state = 'pending' FOR UPDATE OF i SKIP LOCKED`,
});

const findLockedSql = statement(`SELECT id FROM invitations WHERE id = ANY ($1::uuid[]) AND state = 'pending'`);

type FiredRow = { id: string; failures: number; isDecidable: boolean; awaits: string; deadline: Date };

/** What is to be decided, longest due first, and what has to wait; none that another instance decides now. */
export const takeDue: DueRows<DueInvitation>['take'] = async (tx, { now, limit }) => {
  await holdOffErasures(tx);
  const fired = await invitationTimers.take(tx, { now, limit });
  if (fired.length === 0) return { items: [], isFull: false };
  const { rows } = await tx.query<FiredRow>(readFiredSql([fired.map(({ ref }) => ref), now / 1000]));
  const timerOf = new Map(fired.map((timer) => [timer.ref, timer]));
  const items = rows.flatMap((row) => itemsOf(row, timerOf.get(row.id)));
  const read = new Set(rows.map(({ id }) => id));
  await putLockedBack(
    tx,
    fired.filter(({ ref }) => !read.has(ref)),
    now,
  );
  return { items: items.toSorted((one, other) => one.dueAt - other.dueAt), isFull: fired.length === limit };
};

const itemsOf = (
  { isDecidable, awaits, failures, ...row }: FiredRow,
  timer: FiredTimer | undefined,
): DueInvitation[] => {
  if (timer === undefined) return [];
  const item = { id: row.id, failures, dueAt: timer.since, timer, awaits, notAfter: row.deadline.getTime() };
  if (!isDecidable) return [{ ...item, isWaiting: true }];
  const { data: invitation, error } = PendingInvitation.safeParse(row);
  return [invitation ? { ...item, invitation } : { ...item, wrong: `invitation: ${error ? wrongIn(error) : ''}` }];
};

/** Of those whose row could not be had: it is locked, or it is decided or gone, and needs no timer. */
const putLockedBack = async (tx: Transaction, unread: readonly FiredTimer[], now: number): Promise<void> => {
  if (unread.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(findLockedSql([unread.map(({ ref }) => ref)]));
  const locked = new Set(rows.map(({ id }) => id));
  const waiting = unread
    .filter(({ ref }) => locked.has(ref))
    .map((timer) => ({ timer, awaits: timer.ref, notAfter: now + 1000 }));
  await invitationTimers.putBack(tx, waiting, now);
};

const takeUpAgainSql = statement(`
  WITH taken_up AS (
    UPDATE invitations SET unreadable = NULL, retry_at = NULL, failures = 0 WHERE unreadable IS NOT NULL
    RETURNING id AS ref, subject AS about, due_at, state)
  ${setInvitationTimers('taken_up')}`);

/** Takes what was set aside up again: another version may decide it. */
export const takeUpAgain = async (pool: Pool): Promise<void> => {
  await pool.query(takeUpAgainSql());
};

const giveTimersSql = statement(`
  WITH lost AS (
    SELECT i.id AS ref, i.subject AS about, i.due_at, i.state FROM invitations i
     WHERE i.state = 'pending' AND coalesce(i.retry_at, i.due_at) <= to_timestamp($1)
       AND NOT EXISTS (SELECT FROM timers t WHERE t.kind = 'invitation' AND t.ref = i.id)
     ORDER BY coalesce(i.retry_at, i.due_at) LIMIT ${mostCounted})
  ${setInvitationTimers('lost')}`);

/**
 * Gives a timer to what was due until then and has none, as what the release before has noted, which runs beside this one for a while.
 * Gives how many there were.
 */
export const giveTimers = async (pool: Pool, until: number): Promise<number> =>
  (await pool.query(giveTimersSql([until / 1000]))).rowCount ?? 0;

const setAsideSql = statement(`
  WITH aside AS (
    UPDATE invitations AS i SET unreadable = f.reason, failures = f.failures, retry_at = to_timestamp(f.until / 1000)
      FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::float8[]) AS f (id, reason, failures, until)
     WHERE i.id = f.id RETURNING i.id AS ref, i.subject AS about, i.retry_at AS due_at, i.state)
  ${setInvitationTimers('aside')}`);

const countAsideSql = statement(
  `SELECT count(*)::int AS aside FROM (SELECT FROM invitations WHERE unreadable IS NOT NULL LIMIT ${mostCounted}) a`,
);

/** Invitations that are to be decided: each has its timer. */
export const dueInvitations: DueRows<DueInvitation> = {
  take: takeDue,
  putBack: (tx, items, now) => invitationTimers.putBack(tx, items, now),
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
  nextAt: (pool, after) => invitationTimers.nextAt(pool, after),
  look: async (pool, now) => {
    const { rows } = await pool.query<{ aside: number }>(countAsideSql());
    return { ...(await invitationTimers.look(pool, now)), setAside: rows[0]?.aside ?? 0 };
  },
};
