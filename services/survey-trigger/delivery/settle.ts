import { holdOffErasures, type NameHashes, type Outgoing, type Transaction } from '@hilo/runtime';
import { noteContacts } from '../contacts/note-contacts.ts';
import { takenBack } from '../domain/delivery/message-fact.ts';
import { lookNow } from '../store/follow-up-timers.ts';
import { findRecords } from '../store/profiles.ts';
import { lockMessage, type SettledBy, saveSettled } from '../store/settled-messages.ts';
import { messageEvents, sentInteraction } from './survey-events.ts';

export type Settlement = { invitation: string; message: string; outcome: 'sent' | 'not-sent'; by: SettledBy };
/** `known`: it is not unknown what became of it, so that nobody has to say. */
export type SettlementResult = { status: 'settled' | 'known' | 'not-found'; outbox: Outgoing[] };

const states = { sent: 'accepted', 'not-sent': 'refused' } as const;

/**
 * A person has found out what became of a message of which it was unknown. What was sent is put on the thread; what was not is no contact of
 * the ledger any more, and is not sent again: its time is over.
 */
export const settleMessage = async (
  tx: Transaction,
  { invitation, message: id, outcome, by }: Settlement,
  hashes: NameHashes,
  now: number,
): Promise<SettlementResult> => {
  await holdOffErasures(tx);
  const locked = await lockMessage(tx, { id, invitation });
  if (locked === undefined) return { status: 'not-found', outbox: [] };
  const { message, state, isSettled } = locked;
  const wanted = states[outcome];
  if (isSettled && state === wanted) return { status: 'settled', outbox: [] };
  if (state !== 'unknown') return { status: 'known', outbox: [] };
  const reason = outcome === 'sent' ? null : 'not-sent';
  await saveSettled(tx, { id, state: wanted, reason, status: outcome, by }, now);
  await lookNow(tx, [invitation], now);
  if (outcome === 'not-sent') {
    await noteContacts(tx, [takenBack(message, hashes.ofIdentifier, now)]);
    return { status: 'settled', outbox: messageEvents(message, { state: wanted, reason: 'not-sent' }, now) };
  }
  const profile = (await findRecords(tx, [message.subject])).get(message.subject);
  const told = [sentInteraction(message, profile, now), ...messageEvents(message, { state: wanted }, now)];
  return { status: 'settled', outbox: told };
};
