import { statement, type Transaction } from '@hilo/runtime';
import type { PutOff } from '../domain/decide.ts';
import { toldReasons } from '../domain/refusals.ts';
import { setInvitationTimers } from './invitation-timers.ts';

/** An invitation that may be sent later, before its deadline: it is decided again then, by what is known then. */
export type PutOffInvitation = PutOff & { id: string; programme: string };

const putOffSql = statement({
  name: 'put-off-invitations',
  text: `WITH put_off AS (
           UPDATE invitations AS i
              SET due_at = p.until, reasons = p.reasons, unreadable = NULL, retry_at = NULL, failures = 0
             FROM unnest($1::uuid[], $2::timestamptz[], $3::jsonb[]) AS p (id, until, reasons) WHERE i.id = p.id
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
    ]),
  );
};
