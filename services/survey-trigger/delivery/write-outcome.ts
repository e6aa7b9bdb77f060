import { type NameHashes, type Outgoing, putIntoOutbox, type Transaction } from '@hilo/runtime';
import { noteContacts } from '../contacts/note-contacts.ts';
import { noteObjections } from '../contacts/note-objections.ts';
import { takenBack } from '../domain/delivery/message-fact.ts';
import { freesSlot, type MessageOutcome } from '../domain/delivery/outcome.ts';
import { brakeSaidBy } from '../domain/delivery/refusal-brake.ts';
import { lookAgainAt } from '../domain/following/next-step.ts';
import type { Objection } from '../domain/objection.ts';
import type { Profile } from '../domain/profile.ts';
import type { Programme } from '../domain/programme.ts';
import { holdToWrite } from '../store/held-invitations.ts';
import { type SavedOutcome, saveOutcomes } from '../store/message-outcomes.ts';
import type { ClaimedMessage } from '../store/messages.ts';
import { messageEvents, sentInteraction } from './survey-events.ts';

export type Attempted = {
  message: ClaimedMessage;
  programme: Programme;
  outcome: MessageOutcome;
  /** By what is known of the customer, who was asked. */
  profile: Profile | undefined;
};

/** What is told of an attempt, and in which rows of the outbox. */
export type ToldOutcome = { outbox: Outgoing[]; ids: string[] };

/** Writes what became of an attempt, to the ledger as well, with what is told of it: nothing, if the attempt was not open any more. */
export const writeOutcome = async (
  tx: Transaction,
  attempted: Attempted,
  hashes: NameHashes,
  now: number,
): Promise<ToldOutcome> => {
  const { message, outcome } = attempted;
  if (freesSlot(outcome)) await holdToWrite(tx, message.id);
  const saved = toSave(attempted, now);
  const { open, ids } = await saveOutcomes(tx, [saved], now);
  if (!open.has(message.id)) return { outbox: [], ids };
  if (!freesSlot(outcome)) return { outbox: [...saved.told], ids };
  await noteContacts(tx, [takenBack(message, hashes.ofIdentifier, now)]);
  const { outbox } = await noteObjections(tx, objectionsIn(message, outcome, now), hashes);
  return { outbox: [...saved.told, ...outbox], ids: [...ids, ...(await putIntoOutbox(tx, outbox))] };
};

/** The same of several of which nothing changes in the ledger. Gives which of them were open, with what is told of these. */
export const writeOutcomes = async (
  tx: Transaction,
  attempted: readonly Attempted[],
  now: number,
): Promise<ToldOutcome & { open: ReadonlySet<string> }> => {
  const saved = attempted.map((one) => toSave(one, now));
  const { open, ids } = await saveOutcomes(tx, saved, now);
  return { open, ids, outbox: saved.flatMap(({ id, told }) => (open.has(id) ? told : [])) };
};

const toSave = ({ message, programme, outcome, profile }: Attempted, now: number): SavedOutcome => {
  const events = messageEvents(message, outcome, now);
  const { id, attempts, deadline } = message;
  return {
    ...{ id, attempts, outcome },
    told: outcome.state === 'accepted' ? [sentInteraction(message, profile, now), ...events] : events,
    lookAgainAt: isFollowed(programme, outcome) ? lookAgainAt(programme, outcome, { deadline, now }) : undefined,
  };
};

/** Nothing comes next after what asks nothing. */
const isFollowed = ({ message }: Programme, { state }: MessageOutcome): boolean =>
  state !== 'deferred' && message === undefined;

/** What whoever would not take it has said of the person: it brakes as if it had come afterwards. */
const objectionsIn = ({ id, invitation }: ClaimedMessage, outcome: MessageOutcome, at: number): Objection[] => {
  const brake = outcome.state === 'refused' ? brakeSaidBy(outcome.reason) : undefined;
  if (brake === undefined || outcome.state !== 'refused') return [];
  return [{ invitation, message: id, brake, at, proof: outcome.detail ?? outcome.reason, id: `${id}/refused` }];
};
