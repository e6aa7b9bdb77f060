import type { Channel, Interaction } from '@hilo/contracts';
import type { Adapter, Ignored, MappedBody } from './adapter.ts';
import { composeEvent, type NamedIdentifier } from './compose.ts';
import { jsonIn, leavesOf } from './leaves.ts';
import { known, onWhatsApp } from './people.ts';
import { as, cut, type FieldReader, fieldReaderOf, type Sourced, said, small } from './reader.ts';
import { received, timeAs } from './time.ts';
import { verifyTwilio } from './twilio-signature.ts';

/** Twilio's status callbacks of calls and messages, and messages that come in. Not for the URL that answers a call. */
export const twilio: Adapter = {
  verify: verifyTwilio,
  map: (body, receivedAt) => {
    const reader = fieldReaderOf(body);
    const status = reader.text('MessageStatus') ?? reader.text('SmsStatus');
    if (sidOf(reader) !== undefined) {
      return status === undefined || status === 'received' || status === 'receiving'
        ? messageIn(reader, receivedAt)
        : messageStatus(reader, status, receivedAt);
    }
    const call = reader.text('CallStatus');
    if (reader.text('CallSid') !== undefined && call !== undefined) return callEnded(reader, call, receivedAt);
    return ignored(reader.text('EventType') ?? reader.text('RecordingStatus') ?? '', 'unknown-type');
  },
  // An answer of TwiML without a verb: do nothing more.
  thanks: { type: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
};

type Outcome = Interaction['outcome'];

const sidOf = (reader: FieldReader): Sourced | undefined => reader.get('MessageSid') ?? reader.get('SmsSid');

const messageIn = (reader: FieldReader, receivedAt: number): MappedBody => {
  const sender = partyAt(reader, 'From');
  if (sender === undefined) return ignored('received', 'names-nobody');
  const optOut = optOutIn(reader, sender);
  return mapped({
    id: idOf(sidOf(reader), 'received'),
    occurredAt: received(receivedAt),
    channel: said(sender.channel),
    touchpoint: said(`twilio.${sender.channel}`),
    kind: said(optOut?.kind ?? 'messaged'),
    direction: said('inbound'),
    actor: said('customer'),
    text: cut(reader.get('Body')),
    consents: optOut && said(optOut.consents),
    identifiers: sender.identifiers,
    traits: { profileName: small(reader.get('ProfileName')) },
    properties: {
      ...messageProperties(reader),
      to: small(reader.get('To')),
      status: said('received'),
      optOutType: small(reader.get('OptOutType')),
      ...flowIn(reader),
      ...restOf(reader),
    },
  });
};

/** What a company asks leave for; a message about an order under way needs none. */
const purposes = ['marketing', 'feedback'];

/**
 * STOP by the number that it was sent from ends all that was consented to there; START gives it again. Source: Twilio's
 * "Advanced Opt-Out". HELP says neither.
 */
const optOutIn = (reader: FieldReader, { channel, identifiers: [contactPoint] }: Party) => {
  const word = reader.text('OptOutType')?.toUpperCase() ?? '';
  const state = { STOP: 'withdrawn', START: 'granted' }[word];
  if (state === undefined || contactPoint === undefined) return undefined;
  const { kind, value } = contactPoint;
  const proof = `Twilio OptOutType ${word}, by ${channel} to ${reader.text('To') ?? 'an unknown number'}`;
  const statement = { channel, contactPoint: { kind, value }, state, proof };
  return {
    kind: state === 'withdrawn' ? 'opted_out' : 'opted_in',
    consents: purposes.map((purpose) => ({ purpose, ...statement })),
  };
};

/** The answers of a WhatsApp Flow, which Twilio passes on as a text of JSON. */
const flowIn = (reader: FieldReader) => {
  const data = reader.get('InteractiveData') ?? reader.get('FlowData');
  const value = as(data, jsonIn);
  return value === undefined
    ? { flow: cut(data, 4000) }
    : leavesOf({ value: value.value, from: undefined }, { under: 'flow' });
};

/** Names that say the same as another, or nothing of the interaction. */
const saidElsewhere = new Set([
  ...['AccountSid', 'ApiVersion', 'MessagingServiceSid', 'MessageSid', 'SmsSid', 'SmsMessageSid', 'SmsStatus'],
  ...['MessageStatus', 'From', 'To', 'Body', 'ProfileName', 'WaId', 'ExternalUserId', 'OptOutType', 'NumMedia'],
  ...['MediaContentType0', 'ButtonText', 'ErrorCode', 'InteractiveData', 'FlowData', 'NumSegments', 'MessageType'],
]);

/** What else Twilio sends: places, addresses of media, buttons, what is replied to, by Twilio's own names. */
const restOf = (reader: FieldReader) => leavesOf(reader.get(), { except: saidElsewhere });

/** What became of a message to a customer; what it goes through before it is sent says nothing of the customer. */
const sentOutcomes: Readonly<Record<string, Outcome>> = {
  sent: undefined,
  delivered: 'delivered',
  read: 'opened',
  undelivered: 'failed',
  failed: 'failed',
};

const beforeSending = new Set(['accepted', 'scheduled', 'queued', 'sending', 'canceled']);

const messageStatus = (reader: FieldReader, status: string, receivedAt: number): MappedBody => {
  if (!Object.hasOwn(sentOutcomes, status)) {
    return ignored(status, beforeSending.has(status) ? 'not-of-interest' : 'unknown-type');
  }
  const recipient = partyAt(reader, 'To');
  if (recipient === undefined) return ignored(status, 'names-nobody');
  const told = reader.get('MessageStatus') ?? reader.get('SmsStatus');
  return mapped({
    id: idOf(sidOf(reader), status),
    occurredAt: received(receivedAt),
    channel: said(recipient.channel),
    touchpoint: said(`twilio.${recipient.channel}`),
    kind: as(told, (word) => `message_${word}`) ?? said('message'),
    direction: said('outbound'),
    actor: said('system'),
    outcome: as(told, (word) => sentOutcomes[word]),
    identifiers: recipient.identifiers,
    properties: {
      ...messageProperties(reader),
      from: small(reader.get('From')),
      status: small(told),
      errorCode: small(reader.get('ErrorCode')),
    },
  });
};

const messageProperties = (reader: FieldReader) => ({
  messageSid: small(sidOf(reader)),
  mediaCount: as(reader.get('NumMedia'), countIn),
  mediaType: small(reader.get('MediaContentType0')),
  buttonText: small(reader.get('ButtonText')),
});

/** How a call ended. A machine that answered is voicemail, if Twilio was asked to tell. */
const callOutcomes: Readonly<Record<string, Outcome>> = {
  completed: 'completed',
  busy: 'busy',
  'no-answer': 'no_answer',
  failed: 'failed',
  canceled: 'abandoned',
};

const beforeTheEnd = new Set(['queued', 'initiated', 'ringing', 'in-progress', 'answered']);

const callEnded = (reader: FieldReader, status: string, receivedAt: number): MappedBody => {
  if (!Object.hasOwn(callOutcomes, status)) {
    return ignored(status, beforeTheEnd.has(status) ? 'not-of-interest' : 'unknown-type');
  }
  const direction = reader.text('Direction') ?? '';
  // A leg that was dialled out of a call may be the agent's as well as the customer's: nobody guesses.
  if (direction === 'outbound-dial') return ignored(direction, 'not-of-interest');
  const inbound = direction === 'inbound';
  const party = partyAt(reader, inbound ? 'From' : 'To');
  if (party === undefined) return ignored(status, 'names-nobody');
  const byMachine = reader.text('AnsweredBy')?.startsWith('machine') ?? false;
  return mapped({
    id: idOf(reader.get('CallSid'), status),
    occurredAt: timeAs('rfc2822', reader.get('Timestamp')) ?? received(receivedAt),
    channel: said('call_centre'),
    touchpoint: said('twilio.voice'),
    kind: said('called'),
    direction: said(inbound ? 'inbound' : 'outbound'),
    actor: said(inbound ? 'customer' : 'employee'),
    outcome: as(reader.get('CallStatus'), (word) =>
      word === 'completed' && byMachine ? 'voicemail' : callOutcomes[word],
    ),
    identifiers: party.identifiers,
    properties: {
      callSid: small(reader.get('CallSid')),
      status: small(reader.get('CallStatus')),
      durationSeconds: as(reader.get('CallDuration'), countIn),
      answeredBy: small(reader.get('AnsweredBy')),
      [inbound ? 'to' : 'from']: small(reader.get(inbound ? 'To' : 'From')),
    },
  });
};

/** What Twilio puts in the place of a number that the caller withholds. Source: Twilio's help, "Why Am I Getting Calls From…". */
const withheld = new Set(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']);

type Party = { channel: Channel; identifiers: NamedIdentifier[] };

/** The customer at an address; none at a short code, an agent's browser, or a number that is withheld. */
const partyAt = (reader: FieldReader, name: string): Party | undefined => {
  const address = reader.get(name);
  const [, scheme = '', rest = ''] = /^(?:([a-z]+):)?(.*)$/s.exec(reader.text(name)?.trim() ?? '') ?? [];
  const part = as(address, () => rest);
  const party = partyOf(scheme, rest, part);
  if (party?.channel !== 'whatsapp') return party && party.identifiers.length > 0 ? party : undefined;
  const identifiers = [...party.identifiers, ...hiddenNumber(reader, name, part)];
  return identifiers.length > 0 ? { ...party, identifiers } : undefined;
};

/** Since 2026 WhatsApp may hide a number: then an id that is the person's at this business says who it is. */
const hiddenNumber = (reader: FieldReader, name: string, part: Sourced | undefined): NamedIdentifier[] => {
  const beside = name === 'From' ? reader.get('ExternalUserId') : undefined;
  const own = /^[A-Z]{2}\.\d{5,}$/.test(String(part?.value ?? '')) ? part : undefined;
  return known('whatsapp_user_id', beside ?? own);
};

const partyOf = (scheme: string, rest: string, part: Sourced | undefined): Party | undefined => {
  if (scheme === 'whatsapp') return { channel: 'whatsapp', identifiers: onWhatsApp(part) };
  if (scheme === 'messenger') return { channel: 'social', identifiers: known('facebook_id', part) };
  if (scheme !== '' && scheme !== 'rcs') return undefined;
  if (!/^\+\d{7,15}$/.test(rest) || withheld.has(rest)) return undefined;
  return { channel: 'sms', identifiers: known('phone', part) };
};

const idOf = (sid: Sourced | undefined, status: string): Sourced =>
  as(sid, (text) => `${text}:${status}`) ?? said(null);

const countIn = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

const mapped = (parts: Parameters<typeof composeEvent>[0]): MappedBody => ({
  mapped: [composeEvent(parts)],
  ignored: [],
});

const ignored = (what: string, reason: Ignored['reason']): MappedBody => ({
  mapped: [],
  ignored: [{ what: what.slice(0, 100), path: [], reason }],
});
