import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { MessageOfInvitation, messageColumns } from './messages.ts';

/** So many at once: who sends meanwhile does not wait for long. */
export const mostOverdue = 500;

const loseSql = statement({
  name: 'lose-messages',
  text: `WITH lost AS (
           SELECT id FROM messages WHERE state = 'sending' AND claimed_until < to_timestamp($1)
            ORDER BY claimed_until LIMIT ${mostOverdue} FOR UPDATE SKIP LOCKED),
         told AS (
           INSERT INTO message_reports (message, by, status, at, detail)
           SELECT id, 'attempt', attempts || '/unknown', to_timestamp($1), '{"reason": "interrupted"}'
             FROM messages WHERE id IN (SELECT id FROM lost) ON CONFLICT DO NOTHING)
         UPDATE messages m SET state = 'unknown', reason = 'interrupted', handed_over_at = to_timestamp($1), claimed_until = NULL
           FROM invitations i WHERE m.id IN (SELECT id FROM lost) AND i.id = m.invitation
         RETURNING ${messageColumns}`,
});

const expireSql = statement({
  name: 'expire-messages',
  text: `WITH over AS (
           SELECT id FROM messages
            WHERE state IN ('queued', 'deferred') AND coalesce(retry_at, due_at) <= to_timestamp($1) AND deadline <= to_timestamp($1)
            ORDER BY coalesce(retry_at, due_at), id LIMIT ${mostOverdue} FOR UPDATE SKIP LOCKED),
         timed AS (DELETE FROM timers WHERE kind LIKE 'message %' AND ref IN (SELECT id FROM over))
         UPDATE messages m SET state = 'expired', reason = 'too-late', reasons = $2::jsonb, settled_at = to_timestamp($1)
           FROM invitations i WHERE m.id IN (SELECT id FROM over) AND i.id = m.invitation
         RETURNING ${messageColumns}`,
});

/** Of these it is unknown what became of them: whoever handed them over was killed, or has lost the database. */
export const loseMessages = async (tx: Transaction, now: number): Promise<MessageOfInvitation[]> =>
  z.array(MessageOfInvitation).parse((await tx.query(loseSql([now / 1000]))).rows);

/** For these it is too late. */
export const expireMessages = async (
  tx: Transaction,
  reasons: readonly unknown[],
  now: number,
): Promise<MessageOfInvitation[]> =>
  z.array(MessageOfInvitation).parse((await tx.query(expireSql([now / 1000, JSON.stringify(reasons)]))).rows);

/** To count further would say no more. */
const mostCounted = 10_000;

const countUnknownSql = statement({
  name: 'count-unknown-messages',
  text: `SELECT count(*)::int AS n FROM (SELECT FROM messages WHERE state = 'unknown' LIMIT ${mostCounted}) AS u`,
});

/** Of how many messages it is unknown what became of them, until somebody says so. */
export const countUnknown = async (tx: Transaction): Promise<number> =>
  (await tx.query<{ n: number }>(countUnknownSql())).rows[0]?.n ?? 0;
