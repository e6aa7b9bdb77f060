import { holdOffErasures, type NameHashes, type Outgoing, type Transaction } from '@hilo/runtime';
import { noteObjections } from '../contacts/note-objections.ts';
import { messageEvents, sentInteraction } from '../delivery/survey-events.ts';
import { type StatusCallback, stateAfter } from '../domain/callbacks/callback.ts';
import { lookNow } from '../store/follow-up-timers.ts';
import { messageTimers } from '../store/message-timers.ts';
import type { MessageOfInvitation } from '../store/messages.ts';
import { findRecords } from '../store/profiles.ts';
import { lockToldMessage, noteTold, saveTold, type ToldMessage } from '../store/told-messages.ts';

export type TakingCallback = { route: string; hashes: NameHashes; now: number };

/** What was told twice, or is of no message of this endpoint, changes nothing. */
export type TakenStatus = { status: 'noted' | 'known' | 'not-found'; outbox: readonly Outgoing[] };

/**
 * Takes what a provider tells of a message: hold the message → write it into its log → what counts is the state of the highest rank. What was
 * unknown is settled by it; who has said no to the provider has said no, and a number where nobody is, is reached for nobody any more.
 */
export const takeStatus = async (
  tx: Transaction,
  callback: StatusCallback,
  { route, hashes, now }: TakingCallback,
): Promise<TakenStatus> => {
  await holdOffErasures(tx);
  const told = await lockToldMessage(tx, callback, route);
  if (told === undefined) return { status: 'not-found', outbox: [] };
  const { message } = told;
  if (!(await noteTold(tx, message.id, callback))) return { status: 'known', outbox: [] };
  const moved = await moveOn(tx, told, callback, now);
  const { id, invitation } = message;
  const objections =
    callback.brake === undefined
      ? []
      : [
          {
            invitation,
            message: id,
            brake: callback.brake,
            at: callback.at,
            proof: proofOf(callback),
            id: `${id}/${callback.brake}`,
          },
        ];
  const { outbox } = await noteObjections(tx, objections, hashes);
  return { status: 'noted', outbox: [...moved, ...outbox] };
};

const proofOf = ({ status, reason }: StatusCallback): string =>
  `the provider says: ${reason === undefined ? status : `${status}, ${reason}`}`;

const moveOn = async (
  tx: Transaction,
  { message, state: before }: ToldMessage,
  { state: told, reason, providerId }: StatusCallback,
  now: number,
): Promise<Outgoing[]> => {
  const state = stateAfter(before, told);
  if (state === undefined) return [];
  await messageTimers(message.route).cancel(tx, [message.id]);
  await saveTold(tx, message.id, { state, reason: state === 'bounced' ? reason : undefined, providerId }, now);
  await lookNow(tx, [message.invitation], now);
  const wasTaken = before === 'accepted' || before === 'bounced';
  return [
    ...(wasTaken ? [] : await asTaken(tx, message, now)),
    ...(state === 'accepted'
      ? []
      : messageEvents(message, { state, ...(state === 'bounced' && reason !== undefined && { reason }) }, now)),
  ];
};

/** Nobody knew that somebody has it, until this was told. */
const asTaken = async (tx: Transaction, message: MessageOfInvitation, now: number): Promise<Outgoing[]> => {
  const profile = (await findRecords(tx, [message.subject])).get(message.subject);
  return [sentInteraction(message, profile, now), ...messageEvents(message, { state: 'accepted' }, now)];
};
