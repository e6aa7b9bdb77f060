import { statement, type Transaction } from '@hilo/runtime';
import { lookNow, removeFollowUps } from './follow-up-timers.ts';

const removeSql = statement(`
  WITH gone AS (DELETE FROM messages WHERE invitation = ANY ($1::uuid[]) RETURNING id),
       told AS (DELETE FROM message_reports WHERE message IN (SELECT id FROM gone)),
       linked AS (DELETE FROM survey_tokens WHERE invitation = ANY ($1::uuid[])),
       timed AS (DELETE FROM timers WHERE kind LIKE 'message %' AND ref IN (SELECT id FROM gone))
  SELECT id FROM gone`);

/** Removes the messages of these invitations, with their logs, links and timers. Gives their ids. */
export const removeMessages = async (tx: Transaction, invitations: readonly string[]): Promise<string[]> => {
  if (invitations.length === 0) return [];
  await removeFollowUps(tx, invitations);
  const { rows } = await tx.query<{ id: string }>(removeSql([invitations]));
  return rows.map(({ id }) => id);
};

const hideSql = statement(`
  WITH hidden AS (
         UPDATE messages SET contact_point = NULL, place = '', claimed_until = NULL,
                state = CASE WHEN state IN ('queued', 'deferred', 'sending') THEN 'cancelled' ELSE state END,
                reason = CASE WHEN state IN ('queued', 'deferred', 'sending') THEN 'erased' ELSE reason END,
                settled_at = CASE WHEN state IN ('queued', 'deferred', 'sending') THEN $2 ELSE settled_at END
          WHERE place = ANY ($1::text[]) AND queued_at < $2::timestamptz + interval '1 millisecond' RETURNING id, invitation),
       told AS (UPDATE message_reports SET detail = NULL WHERE message IN (SELECT id FROM hidden)),
       timed AS (DELETE FROM timers WHERE kind LIKE 'message %' AND ref IN (SELECT id FROM hidden)),
       linked AS (UPDATE survey_tokens SET place = NULL WHERE place = ANY ($1::text[]))
  SELECT id, invitation FROM hidden`);

/** Of messages to others, at contact points that were somebody's who is erased: forgets where, and sends them no more. Gives their ids. */
export const hideMessagesAt = async (
  tx: Transaction,
  { names = [], at }: { names?: readonly string[] | undefined; at: string },
): Promise<string[]> => {
  if (names.length === 0) return [];
  const { rows } = await tx.query<{ id: string; invitation: string }>(hideSql([names, at]));
  // What is cancelled has a follow-up: another way to ask, or none.
  await lookNow(
    tx,
    rows.map(({ invitation }) => invitation),
    Date.parse(at),
  );
  return rows.map(({ id }) => id);
};
