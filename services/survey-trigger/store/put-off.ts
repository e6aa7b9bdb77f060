import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { PutOff } from '../domain/decide.ts';
import { toldReasons } from '../domain/refusals.ts';
import { setInvitationTimers } from './invitation-timers.ts';

/** An invitation that may be sent later, before its deadline: it is decided again then, by what is known then. */
export type PutOffInvitation = PutOff & { id: string; programme: string; policyVersion: number | undefined };

const putOffSql = statement({
  name: 'put-off-invitations',
  text: `WITH put_off AS (
           UPDATE invitations AS i
              SET due_at = p.until, reasons = p.reasons, policy_version = p.policy_version,
                  unreadable = NULL, retry_at = NULL, failures = 0
             FROM unnest($1::uuid[], $2::timestamptz[], $3::jsonb[], $4::integer[]) AS p (id, until, reasons, policy_version)
            WHERE i.id = p.id
           RETURNING i.id AS ref, i.subject AS about, i.due_at, i.state)
         ${setInvitationTimers('put_off')}`,
});

/** Moves the time at which these are due, with their timers, and keeps why they wait. */
export const putOffInvitations = async (tx: Transaction, putOff: readonly PutOffInvitation[]): Promise<void> => {
  if (putOff.length === 0) return;
  await tx.query(
    putOffSql([
      putOff.map(({ id }) => id),
      putOff.map(({ until }) => new Date(until).toISOString()),
      putOff.map(({ reasons }) => JSON.stringify(toldReasons(reasons))),
      putOff.map(({ policyVersion }) => policyVersion ?? null),
    ]),
  );
};

/** So many at once: who decides meanwhile does not wait for long. */
const mostAtOnce = 1000;

const takeUpPutOffSql = statement({
  name: 'take-up-put-off',
  text: `WITH taken_up AS (
           UPDATE invitations AS i SET due_at = to_timestamp($1), policy_version = NULL WHERE id = ANY (ARRAY(
             SELECT id FROM invitations
              WHERE state = 'pending' AND policy_version < (SELECT max(version) FROM contact_policies)
              LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED))
           RETURNING i.id AS ref, i.subject AS about, i.due_at, i.state)
         ${setInvitationTimers('taken_up')}`,
});

/**
 * What an earlier version of the policy has put off is due at once, so that it is decided by the one in force: it may permit what that did not. Gives
 * whether there may be more.
 */
export const takeUpPutOff = async (pool: Pool, now: number): Promise<boolean> =>
  (await pool.query(takeUpPutOffSql([now / 1000]))).rowCount === mostAtOnce;

const takeUpHeldBackSql = statement({
  name: 'take-up-held-back',
  text: `WITH taken_up AS (
           UPDATE invitations AS i SET due_at = to_timestamp($1) WHERE id = ANY (ARRAY(
             SELECT id FROM invitations
              WHERE state = 'pending' AND due_at >= deadline AND deadline > to_timestamp($1)
                AND reasons @> '[{"reason": "programme-paused"}]' AND programme = ANY (ARRAY(
                SELECT id FROM (SELECT DISTINCT ON (id) id, state FROM programme_changes ORDER BY id, revision DESC) AS now
                 WHERE now.state <> 'paused'))
              LIMIT ${mostAtOnce} FOR UPDATE SKIP LOCKED))
           RETURNING i.id AS ref, i.subject AS about, i.due_at, i.state)
         ${setInvitationTimers('taken_up')}`,
});

/** What waits for its deadline, since its programme was paused, is due at once when that is resumed, or has ended. Gives whether there may be more. */
export const takeUpHeldBack = async (pool: Pool, now: number): Promise<boolean> =>
  (await pool.query(takeUpHeldBackSql([now / 1000]))).rowCount === mostAtOnce;
