import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { MessageOfInvitation, messageColumns } from './messages.ts';

const lockSql = statement({
  name: 'lock-told-message',
  text: `SELECT ${messageColumns}, m.state FROM messages m JOIN invitations i ON i.id = m.invitation
          WHERE m.id = coalesce($1::uuid, (SELECT id FROM messages WHERE provider_id = $2 AND route = $3 LIMIT 1))
            AND m.route = $3 AND m.contact_point IS NOT NULL FOR UPDATE OF m`,
});

export type ToldMessage = { message: MessageOfInvitation; state: string };
type Named = { message: string | undefined; providerId: string | undefined };

/** A message that left by this route, which nobody else changes until the end of the transaction: whoever hands it over is waited for. */
export const lockToldMessage = async (
  tx: Transaction,
  { message, providerId }: Named,
  route: string,
): Promise<ToldMessage | undefined> => {
  const { rows } = await tx.query<{ state: string }>(lockSql([message ?? null, providerId ?? null, route]));
  const [row] = rows;
  return row && { message: MessageOfInvitation.parse(row), state: row.state };
};

const noteSql = statement({
  name: 'note-told-message',
  text: `INSERT INTO message_reports (message, by, status, at, detail) VALUES ($1, 'callback', $2, to_timestamp($3), $4)
         ON CONFLICT DO NOTHING`,
});

type Told = { status: string; reason: string | undefined; at: number };

/** Writes into the log of a message what was told of it; gives whether that was news. */
export const noteTold = async (tx: Transaction, message: string, { status, reason, at }: Told): Promise<boolean> => {
  const detail = JSON.stringify(reason === undefined ? {} : { reason });
  return ((await tx.query(noteSql([message, status, at / 1000, detail]))).rowCount ?? 0) > 0;
};

const saveSql = statement({
  name: 'save-told-message',
  text: `UPDATE messages SET state = $2, reason = $3, provider_id = coalesce(provider_id, $4), claimed_until = NULL, retry_at = NULL,
                             handed_over_at = coalesce(handed_over_at, to_timestamp($5)), settled_at = to_timestamp($5) WHERE id = $1`,
});

type Saved = { state: string; reason: string | undefined; providerId: string | undefined };

export const saveTold = async (
  tx: Transaction,
  message: string,
  { state, reason, providerId }: Saved,
  now: number,
): Promise<void> => {
  await tx.query(saveSql([message, state, reason ?? null, providerId ?? null, now / 1000]));
};

const findLastSql = statement({
  name: 'find-last-message',
  text: `SELECT id, invitation FROM messages
          WHERE place = ANY ($1::text[]) AND route = $2 AND handed_over_at IS NOT NULL ORDER BY queued_at DESC LIMIT 1`,
});

const LastMessage = z.object({ id: z.string(), invitation: z.string() });

/** The message that was sent last to one of these places by this route: what somebody answers there, answers it. */
export const findLastMessage = async (
  tx: Transaction,
  places: readonly string[],
  route: string,
): Promise<z.infer<typeof LastMessage> | undefined> =>
  z.array(LastMessage).parse((await tx.query(findLastSql([places, route]))).rows)[0];
