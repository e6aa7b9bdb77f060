import type { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { MessageOfInvitation, messageColumns } from './messages.ts';

const lockSql = statement(`
  SELECT ${messageColumns}, m.state, m.settled_by IS NOT NULL AS "isSettled" FROM messages m JOIN invitations i ON i.id = m.invitation
   WHERE m.id = $1 AND m.invitation = $2 AND m.contact_point IS NOT NULL FOR UPDATE OF m`);

export type LockedMessage = { message: MessageOfInvitation; state: string; isSettled: boolean };

/** A message of this invitation, which nobody else changes until the end of the transaction. */
export const lockMessage = async (
  tx: Transaction,
  { id, invitation }: { id: string; invitation: string },
): Promise<LockedMessage | undefined> => {
  const { rows } = await tx.query<{ state: string; isSettled: boolean }>(lockSql([id, invitation]));
  const [row] = rows;
  return row && { message: MessageOfInvitation.parse(row), state: row.state, isSettled: row.isSettled };
};

const settleSql = statement(`
  WITH told AS (
    INSERT INTO message_reports (message, by, status, at, detail) VALUES ($1, 'settled', $4, to_timestamp($6), $5)
    ON CONFLICT DO NOTHING)
  UPDATE messages SET state = $2, reason = $3, settled_by = $5, settled_at = to_timestamp($6) WHERE id = $1`);

export type SettledBy = { by: DecidedBy; why: string };
type Settled = { id: string; state: 'accepted' | 'refused'; reason: string | null; status: string; by: SettledBy };

/** Somebody has found out what became of it. */
export const saveSettled = async (
  tx: Transaction,
  { id, state, reason, status, by }: Settled,
  now: number,
): Promise<void> => {
  await tx.query(settleSql([id, state, reason, status, JSON.stringify(by), now / 1000]));
};
