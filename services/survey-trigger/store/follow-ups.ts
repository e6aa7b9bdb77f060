import { Channel, type ContactReason, Identifier } from '@hilo/contracts';
import {
  type DueItem,
  type DueRows,
  type FiredTimer,
  holdOffErasures,
  setTimers,
  statement,
  type Transaction,
} from '@hilo/runtime';
import { z } from 'zod';
import { Circumstances } from '../domain/candidate.ts';
import { finalWords, messageStates, talkedToWords, voices } from '../domain/following/asked-so-far.ts';
import type { NextStep } from '../domain/following/next-step.ts';
import { followUpTimers } from './follow-up-timers.ts';
import { MessageOfInvitation, messageColumns } from './messages.ts';
import { wrongIn } from './wrong-in.ts';

const milliseconds = z.date().transform((at) => at.getTime());
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);

const FollowedInvitation = z.object({
  id: z.string(),
  programme: z.string(),
  programmeVersion: z.int(),
  source: z.string(),
  interaction: z.string(),
  touchpoint: z.string(),
  subject: z.string(),
  customer: z.string(),
  occurredAt: milliseconds,
  deadline: milliseconds,
  circumstances: Circumstances,
  response: orNothing(z.enum(['opened', 'partial', 'completed', 'screened-out'])),
  ending: orNothing(z.enum(finalWords)),
  isExpiredTold: z.boolean(),
});

const FollowedMessage = z.object({
  ordinal: z.int(),
  kind: z.enum(['invitation', 'reminder', 'fallback']),
  channel: Channel,
  contactKind: z.string(),
  contactPoint: orNothing(Identifier),
  state: z.enum(messageStates),
  reason: orNothing(z.string()),
  handedOverAt: orNothing(milliseconds),
  isTalkedTo: z.boolean(),
});

/** An invitation that was sent, with how far it came. */
export type FollowedInvitation = z.infer<typeof FollowedInvitation> & { messages: z.infer<typeof FollowedMessage>[] };

/** One whose timer has fired: what it is about, or why nobody can read that, or somebody sends it at this moment, so that it waits. */
export type DueFollowUp = DueItem & { timer: FiredTimer } & (
    | { followed: FollowedInvitation }
    | { wrong: string }
    | { isWaiting: true }
  );

const readInvitationsSql = statement({
  name: 'read-followed-invitations',
  text: `SELECT i.id, i.programme, i.programme_version AS "programmeVersion", i.source, i.interaction, i.touchpoint, i.subject,
                coalesce(k.customer, i.customer) AS customer, i.occurred_at AS "occurredAt", i.deadline, i.circumstances,
                r.state AS response, f.ending, f.expired_at IS NOT NULL AS "isExpiredTold", coalesce(f.failures, 0) AS failures
           FROM invitations i LEFT JOIN claims k ON k.subject = i.subject LEFT JOIN responses r ON r.invitation = i.id
           LEFT JOIN follow_ups f ON f.invitation = i.id
          WHERE i.id = ANY ($1::uuid[]) AND i.state = 'invited'`,
});

const inSql = (words: readonly string[]): string => `(${words.map((word) => `'${word}'`).join(', ')})`;

const holdMessagesSql = statement({
  name: 'hold-followed-messages',
  text: `SELECT m.invitation, m.ordinal, m.kind, m.channel, coalesce(m.contact_point->>'kind', '') AS "contactKind", m.contact_point AS "contactPoint",
                m.state, m.reason,
                m.handed_over_at AS "handedOverAt",
                m.channel IN ${inSql(voices)} AND EXISTS (
                  SELECT FROM message_reports r WHERE r.message = m.id AND r.by <> 'attempt' AND r.status IN ${inSql(talkedToWords)}) AS "isTalkedTo"
           FROM messages m WHERE m.invitation = ANY ($1::uuid[]) ORDER BY m.id FOR UPDATE OF m SKIP LOCKED`,
});

const countMessagesSql = statement({
  name: 'count-followed-messages',
  text: 'SELECT invitation, count(*)::int AS messages FROM messages WHERE invitation = ANY ($1::uuid[]) GROUP BY invitation',
});

const take: DueRows<DueFollowUp>['take'] = async (tx, { now, limit }) => {
  await holdOffErasures(tx);
  const fired = await followUpTimers.take(tx, { now, limit });
  if (fired.length === 0) return { items: [], isFull: false };
  const refs = fired.map(({ ref }) => ref);
  const held = Map.groupBy(
    (await tx.query<{ invitation: string }>(holdMessagesSql([refs]))).rows,
    ({ invitation }) => invitation,
  );
  const counts = new Map(
    (await tx.query<{ invitation: string; messages: number }>(countMessagesSql([refs]))).rows.map((row) => [
      row.invitation,
      row.messages,
    ]),
  );
  // Who is asked is read after the messages are held: what was said before these were settled is seen.
  const { rows } = await tx.query<{ id: string; failures: number }>(readInvitationsSql([refs]));
  const timerOf = new Map(fired.map((timer) => [timer.ref, timer]));
  const items = rows.flatMap((row): DueFollowUp[] => {
    const timer = timerOf.get(row.id);
    if (timer === undefined) return [];
    const item = { id: row.id, failures: row.failures, dueAt: timer.since, timer };
    const messages = held.get(row.id) ?? [];
    if (messages.length < (counts.get(row.id) ?? 0)) return [{ ...item, isWaiting: true }];
    const read = z.tuple([FollowedInvitation, z.array(FollowedMessage)]).safeParse([row, messages]);
    if (!read.success) return [{ ...item, wrong: `invitation: ${wrongIn(read.error)}` }];
    return [{ ...item, followed: { ...read.data[0], messages: read.data[1] } }];
  });
  return { items, isFull: fired.length === limit };
};

const setAsideSql = statement(`
  WITH aside AS (
    INSERT INTO follow_ups AS f (invitation, unreadable, failures)
    SELECT id, reason, failures FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS a (id, reason, failures)
    ON CONFLICT (invitation) DO UPDATE SET unreadable = EXCLUDED.unreadable, failures = EXCLUDED.failures
    RETURNING f.invitation)
  ${setTimers(
    'follow-up',
    `(SELECT i.id AS ref, i.subject AS about, to_timestamp(a.until / 1000) AS due_at
        FROM unnest($1::uuid[], $4::float8[]) AS a (id, until) JOIN invitations i ON i.id = a.id
        JOIN aside ON aside.invitation = i.id) AS again`,
  )}`);

const countAsideSql = statement(
  'SELECT count(*)::int AS aside FROM (SELECT FROM follow_ups WHERE unreadable IS NOT NULL LIMIT 10000) a',
);

/** Invitations of which it is time to look at what comes next. */
export const dueFollowUps: DueRows<DueFollowUp> = {
  take,
  putBack: (tx, items, now) =>
    followUpTimers.putBack(
      tx,
      items.map(({ timer }) => ({ timer, awaits: timer.ref, notAfter: now + 60_000 })),
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
  nextAt: (pool, after) => followUpTimers.nextAt(pool, after),
  look: async (pool, now) => {
    const { rows } = await pool.query<{ aside: number }>(countAsideSql());
    return { ...(await followUpTimers.look(pool, now)), setAside: rows[0]?.aside ?? 0 };
  },
};

const saveStepsSql = statement({
  name: 'save-follow-ups',
  text: `INSERT INTO follow_ups (invitation, step, next_at, reason, reasons, expired_at)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::jsonb[], $6::timestamptz[])
         ON CONFLICT (invitation) DO UPDATE SET step = EXCLUDED.step, next_at = EXCLUDED.next_at, reason = EXCLUDED.reason,
           reasons = EXCLUDED.reasons, expired_at = coalesce(follow_ups.expired_at, EXCLUDED.expired_at),
           unreadable = NULL, failures = 0`,
});

export type SavedStep = {
  invitation: string;
  step: NextStep['step'];
  at?: number | undefined;
  reason: string;
  reasons?: readonly ContactReason[] | undefined;
  expiredAt?: number | undefined;
};

/** What comes next for each of these, for whoever asks. */
export const saveSteps = async (tx: Transaction, steps: readonly SavedStep[]): Promise<void> => {
  if (steps.length === 0) return;
  const time = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
  await tx.query(
    saveStepsSql([
      steps.map(({ invitation }) => invitation),
      steps.map(({ step }) => step),
      steps.map(({ at }) => time(at)),
      steps.map(({ reason }) => reason),
      steps.map(({ reasons }) => (reasons ? JSON.stringify(reasons) : null)),
      steps.map(({ expiredAt }) => time(expiredAt)),
    ]),
  );
};

const cancelSql = statement({
  name: 'cancel-followed-messages',
  text: `WITH over AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS o (invitation, reason)),
              timed AS (DELETE FROM timers WHERE kind LIKE 'message %' AND ref IN (
                SELECT m.id FROM messages m JOIN over ON over.invitation = m.invitation WHERE m.state IN ('queued', 'deferred')))
         UPDATE messages m SET state = 'cancelled', reason = over.reason, settled_at = to_timestamp($3)
           FROM over, invitations i
          WHERE m.invitation = over.invitation AND m.state IN ('queued', 'deferred') AND i.id = m.invitation
         RETURNING ${messageColumns}, over.reason AS "cancelledFor"`,
});

const Cancelled = MessageOfInvitation.extend({ cancelledFor: z.string() });

/** What was still to leave of these does not any more. */
export const cancelOpen = async (
  tx: Transaction,
  over: readonly { invitation: string; reason: string }[],
  now: number,
): Promise<z.infer<typeof Cancelled>[]> => {
  if (over.length === 0) return [];
  const { rows } = await tx.query(
    cancelSql([over.map(({ invitation }) => invitation), over.map(({ reason }) => reason), now / 1000]),
  );
  return z.array(Cancelled).parse(rows);
};
