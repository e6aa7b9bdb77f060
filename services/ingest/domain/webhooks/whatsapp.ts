import type { Interaction } from '@hilo/contracts';
import type { Adapter, Ignored, Mapped } from './adapter.ts';
import { type ContactChange, changesIn, gathered, ignore } from './changes.ts';
import { composeEvent, type NamedIdentifier } from './compose.ts';
import { leavesOf } from './leaves.ts';
import { challengeOfMeta, verifyMeta } from './meta-signature.ts';
import { known, onWhatsApp } from './people.ts';
import { as, cut, type FieldReader, fieldReaderOf, type Sourced, said, small } from './reader.ts';
import { received, timeAs } from './time.ts';
import { contentOf } from './whatsapp-content.ts';

/** The webhooks of the WhatsApp Cloud API: what customers send, and what became of what was sent to them. */
export const whatsapp: Adapter = {
  verify: verifyMeta,
  challenge: challengeOfMeta,
  map: (body, receivedAt) => {
    const reader = fieldReaderOf(body);
    const changes = changesIn(reader);
    if (reader.text('object') !== 'whatsapp_business_account' || changes.length === 0) {
      return gathered([ignore(reader.text('object') ?? '', reader, 'unknown-type')]);
    }
    return gathered(changes.flatMap((change) => partsOf(change, receivedAt)));
  },
};

const partsOf = ({ field, value }: ContactChange, receivedAt: number): (Mapped | Ignored)[] => {
  const messages = value.each('messages').map((message) => messageIn(message, value, receivedAt));
  const statuses = value.each('statuses').map((status) => statusOf(status, value, receivedAt));
  const choices = value.each('user_preferences').map((choice) => choiceOf(choice, value, receivedAt));
  const parts = field === 'messages' ? [...messages, ...statuses] : field === 'user_preferences' ? choices : [];
  return parts.length === 0 ? [ignore(field, value, 'unknown-type')] : parts;
};

/** What a message of each type says, and what the customer did with it; a type that nobody knows is a message too. */
const kinds: Readonly<Record<string, string>> = {
  reaction: 'reacted',
  order: 'ordered',
  button: 'replied',
  interactive: 'replied',
  system: 'changed_number',
};

const texts: readonly (readonly string[])[] = [
  ['text', 'body'],
  ['image', 'caption'],
  ['video', 'caption'],
  ['document', 'caption'],
  ['button', 'text'],
  ['interactive', 'button_reply', 'title'],
  ['interactive', 'list_reply', 'title'],
  ['reaction', 'emoji'],
  ['order', 'text'],
];

const messageIn = (message: FieldReader, value: FieldReader, receivedAt: number): Mapped | Ignored => {
  const type = message.text('type') ?? '';
  const contact = contactOf(message, value);
  const identifiers = [
    ...onWhatsApp(message.get('from') ?? contact?.get('wa_id')),
    // Since 2026 a number may be hidden: then an id that is the person's at this business says who it is.
    ...known('whatsapp_user_id', message.get('from_user_id') ?? contact?.get('user_id')),
    ...(type === 'system' ? onWhatsApp(message.get('system', 'wa_id')) : []),
  ];
  if (identifiers.length === 0) return ignore(type, message, 'names-nobody');
  return composeEvent({
    id: message.get('id') ?? said(null),
    occurredAt: timeAs('seconds', message.get('timestamp')) ?? received(receivedAt),
    ...place,
    kind: as(message.get('type'), (word) => kindOf(word, message)) ?? said('messaged'),
    direction: said('inbound'),
    actor: said('customer'),
    text: cut(firstOf(message, texts)),
    identifiers,
    traits: { profileName: small(contact?.get('profile', 'name')) },
    properties: {
      type: small(message.get('type')),
      ...contentOf(message, type),
      replyId: small(
        firstOf(message, [
          ['interactive', 'button_reply', 'id'],
          ['interactive', 'list_reply', 'id'],
          ['button', 'payload'],
        ]),
      ),
      repliesTo: small(message.get('context', 'id') ?? message.get('reaction', 'message_id')),
      forwarded: small(message.get('context', 'forwarded') ?? message.get('context', 'frequently_forwarded')),
      adId: small(message.get('referral', 'source_id')),
      ...leavesOf(message.get('referral'), { under: 'referral', except: new Set(['source_id']) }),
      errorCode: small(message.get('errors', 0, 'code')),
      ...numberOf(value),
    },
  });
};

/** A reaction without an emoji takes the one before back. */
const kindOf = (type: string, message: FieldReader): string => {
  if (type === 'reaction' && message.text('reaction', 'emoji') === undefined) return 'reaction_removed';
  return (Object.hasOwn(kinds, type) ? kinds[type] : undefined) ?? 'messaged';
};

/**
 * What a customer chose of marketing messages in WhatsApp itself: to stop them, or to have them again. Source: the Cloud
 * API's "user_preferences webhook reference".
 */
const choiceOf = (choice: FieldReader, value: FieldReader, receivedAt: number): Mapped | Ignored => {
  const state = { stop: 'withdrawn', resume: 'granted' }[choice.text('value')?.toLowerCase() ?? ''];
  const contact = value.each('contacts').find((one) => one.text('wa_id') === choice.text('wa_id'));
  const identifiers = [
    ...onWhatsApp(choice.get('wa_id')),
    ...known('whatsapp_user_id', choice.get('user_id') ?? contact?.get('user_id')),
  ];
  const [contactPoint] = identifiers;
  if (contactPoint === undefined) return ignore('user_preferences', choice, 'names-nobody');
  if (state === undefined) return ignore(`user_preferences ${choice.text('value') ?? ''}`, choice, 'unknown-type');
  const { kind, value: address } = contactPoint;
  const proof = choice.text('detail') ?? `WhatsApp user preference: ${choice.text('value')}`;
  return composeEvent({
    id: said(['preference', address, choice.text('value'), choice.text('timestamp') ?? receivedAt].join(':')),
    occurredAt: timeAs('seconds', choice.get('timestamp')) ?? received(receivedAt),
    ...place,
    kind: said(state === 'withdrawn' ? 'opted_out' : 'opted_in'),
    direction: said('inbound'),
    actor: said('customer'),
    consents: said([
      { purpose: 'marketing', channel: 'whatsapp', contactPoint: { kind, value: address }, state, proof },
    ]),
    identifiers,
    properties: { category: small(choice.get('category')), preference: small(choice.get('value')), ...numberOf(value) },
  });
};

/** What became of a message that was sent. Source: the Cloud API's "Status messages webhook reference". */
const outcomes: Readonly<Record<string, Interaction['outcome']>> = {
  sent: undefined,
  delivered: 'delivered',
  read: 'opened',
  played: 'opened',
  failed: 'failed',
};

const statusOf = (status: FieldReader, value: FieldReader, receivedAt: number): Mapped | Ignored => {
  const word = status.text('status') ?? '';
  if (!Object.hasOwn(outcomes, word)) return ignore(word, status, 'unknown-type');
  const identifiers: NamedIdentifier[] = [
    ...onWhatsApp(status.get('recipient_id')),
    ...known('whatsapp_user_id', status.get('recipient_user_id')),
  ];
  if (identifiers.length === 0) return ignore(word, status, 'names-nobody');
  return composeEvent({
    id: as(status.get('id'), (id) => `${id}:${word}`) ?? said(null),
    occurredAt: timeAs('seconds', status.get('timestamp')) ?? received(receivedAt),
    ...place,
    kind: as(status.get('status'), (text) => `message_${text}`) ?? said('message'),
    direction: said('outbound'),
    actor: said('system'),
    outcome: as(status.get('status'), (text) => outcomes[text]),
    identifiers,
    properties: {
      status: small(status.get('status')),
      category: small(status.get('pricing', 'category')),
      errorCode: small(status.get('errors', 0, 'code')),
      errorTitle: small(status.get('errors', 0, 'title')),
      ...numberOf(value),
    },
  });
};

const place = { channel: said('whatsapp'), touchpoint: said('whatsapp.message') };

const numberOf = (value: FieldReader) => ({ businessNumber: small(value.get('metadata', 'display_phone_number')) });

/** The contact whose message it is; where there is one only, it is that one. */
const contactOf = (message: FieldReader, value: FieldReader): FieldReader | undefined => {
  const contacts = value.each('contacts');
  const sender = message.text('from') ?? message.text('from_user_id');
  const own = contacts.find(
    (contact) => sender !== undefined && [contact.text('wa_id'), contact.text('user_id')].includes(sender),
  );
  return own ?? (contacts.length === 1 && sender === undefined ? contacts[0] : undefined);
};

const firstOf = (reader: FieldReader, paths: readonly (readonly string[])[]): Sourced | undefined =>
  paths.map((path) => reader.get(...path)).find((sourced) => sourced !== undefined);
