import { type Identifier, type Interaction, interactionRecord, stamped, topics } from '@hilo/contracts';
import { holdOffErasures, type Outgoing, type Transaction } from '@hilo/runtime';
import { noteObjections } from '../contacts/note-objections.ts';
import { reportContacts } from '../contacts/report.ts';
import type { Versions } from '../delivery/outgoing.ts';
import type { InboundCallback } from '../domain/callbacks/callback.ts';
import { ownSource } from '../domain/candidate.ts';
import { derivedUuid } from '../domain/derived-uuid.ts';
import { refusalInText } from '../domain/refusal-words/refusal-in-text.ts';
import { findLastMessage } from '../store/told-messages.ts';
import { languageOfAnswer } from './language.ts';
import type { TakingCallback } from './take-status.ts';

/** In which language she is answered, where she has said no. */
export type TakenInbound = { isRefusal: boolean; language?: string | undefined; outbox: readonly Outgoing[] };

/**
 * Takes what somebody wrote to a number from which she was asked: a refusal brakes at once, also of somebody whom Hilo never asked; anything
 * else stands on the thread. Brought again under its id, it is the same.
 */
export const takeInbound = async (
  tx: Transaction,
  callback: InboundCallback,
  { route, hashes, now, versions }: TakingCallback & { versions: Versions },
): Promise<TakenInbound> => {
  await holdOffErasures(tx);
  const { id, channel, text, at, from } = callback;
  const places = spellingsOf(from).map((one) => hashes.ofIdentifier(one));
  const message = await findLastMessage(tx, places, route);
  const { isRefusal, words } = refusalInText(text);
  const key = derivedUuid(['inbound', route, id]);
  if (!isRefusal) return { isRefusal, outbox: [onThread(key, callback, message?.invitation, now)] };
  const language = await languageOfAnswer(tx, { message: message?.id, places }, versions);
  if (message !== undefined) {
    const proof = `by ${channel}: ${words.join(', ')}`;
    const objection = {
      invitation: message.invitation,
      message: message.id,
      brake: 'refusal' as const,
      channel,
      at,
      proof,
      id: key,
      text,
    };
    const { outbox } = await noteObjections(tx, [objection], hashes);
    return { isRefusal, language, outbox };
  }
  const { outbox } = await reportContacts(tx, [strangersRefusal(key, callback)], {
    source: ownSource,
    now,
    hashes,
    newId: () => key,
  });
  return { isRefusal, language, outbox };
};

/** A number is one whether she was written to by SMS or by WhatsApp. */
const spellingsOf = (from: Identifier): Identifier[] =>
  from.kind === 'phone' || from.kind === 'whatsapp'
    ? [
        { kind: 'phone', value: from.value },
        { kind: 'whatsapp', value: from.value },
      ]
    : [from];

/** Of somebody who was not asked by this endpoint, as far as it is known: the contact point is braked all the same. */
const strangersRefusal = (id: string, { channel, from, at }: InboundCallback) => ({
  id,
  contactPoint: from,
  channel,
  purpose: 'feedback',
  class: 'survey' as const,
  touchpoint: 'survey.objection',
  startedAt: new Date(at).toISOString(),
  outcome: 'refused' as const,
  actor: 'customer' as const,
  weight: 0,
});

const onThread = (
  id: string,
  { channel, from, text, at }: InboundCallback,
  invitation: string | undefined,
  now: number,
): Outgoing => {
  const interaction: Interaction & { id: string } = {
    id,
    occurredAt: new Date(at).toISOString(),
    channel,
    touchpoint: 'survey.reply',
    kind: 'replied',
    direction: 'inbound',
    actor: 'customer',
    identifiers: [from],
    ...(text !== '' && { text }),
    properties: { ...(invitation !== undefined && { invitation }) },
  };
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: now, isTimeDerived: true });
  return { topic: topics.interactions.name, ...interactionRecord({ id, source: ownSource, interaction, content }) };
};
