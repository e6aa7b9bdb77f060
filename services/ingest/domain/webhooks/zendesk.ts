import type { Channel } from '@hilo/contracts';
import { hmac, isAmong, signatureIn } from '@hilo/signatures';
import { wordFrom } from '../word.ts';
import type { Adapter, Delivery, Ignored, Mapped, Secrets, SignatureVerdict } from './adapter.ts';
import { gathered, ignore } from './changes.ts';
import { composeEvent, type NamedIdentifier, type Parts } from './compose.ts';
import { leavesOf } from './leaves.ts';
import { known } from './people.ts';
import { as, cut, type FieldReader, fieldReaderOf, type Sourced, said, small } from './reader.ts';
import { instantAs, received, timeAs } from './time.ts';

/** Zendesk's event webhooks: what happens to tickets, and who their requesters are. */
export const zendesk: Adapter = {
  verify: (delivery, secrets, now) => verifyZendesk(delivery, secrets, now),
  map: (body, receivedAt) => {
    const event = fieldReaderOf(body);
    const [, subject = '', happening = ''] = /^zen:event-type[:/](\w+)\.(\w+)$/.exec(event.text('type') ?? '') ?? [];
    if (subject === 'ticket') return gathered([ofTicket(event, happening, receivedAt)]);
    if (subject === 'user') return gathered([ofUser(event, happening, receivedAt)]);
    return gathered([ignore(event.text('type') ?? '', event, 'unknown-type')]);
  },
};

/** A retry has the time of its delivery; a clock may be wrong by some minutes. */
const toleranceMs = 10 * 60_000;

/**
 * Whether Zendesk signed it: HMAC-SHA256 with the signing secret over the time and the body, in base64. Source:
 * Zendesk's "Verifying webhook signatures".
 */
const verifyZendesk = ({ body, headers }: Delivery, { signing }: Secrets, now: number): SignatureVerdict => {
  const timestamp = headers['x-zendesk-webhook-signature-timestamp'] ?? '';
  const expected = signing.map((secret) => hmac('sha256', secret, [timestamp, body]));
  if (!isAmong(signatureIn(headers['x-zendesk-webhook-signature'], 'base64'), expected)) return 'forged';
  const signedAt = instantAs('iso', timestamp);
  return signedAt !== undefined && Math.abs(now - signedAt) <= toleranceMs ? 'genuine' : 'stale';
};

const ofTicket = (event: FieldReader, happening: string, receivedAt: number): Mapped | Ignored => {
  if (happening === 'comment_added') return comment(event, receivedAt);
  const identifiers = requesterOf(event);
  if (identifiers.length === 0) return ignore(`ticket.${happening}`, event, 'names-nobody');
  if (happening === 'created') return created(event, identifiers, receivedAt);
  if (event.at('event', 'satisfaction_score').get('score') !== undefined) return rated(event, identifiers, receivedAt);
  return composeEvent({
    ...aboutTicket(event, identifiers, receivedAt),
    kind: happening === 'status_changed' ? kindOfStatus(event) : kindOf(event, happening),
    direction: said('internal'),
    actor: said('employee'),
    outcome: happening === 'status_changed' ? as(event.get('event', 'current'), outcomeOfStatus) : undefined,
  });
};

const created = (event: FieldReader, identifiers: readonly NamedIdentifier[], receivedAt: number): Mapped => {
  const actor = event.text('detail', 'actor_id');
  const byCustomer = actor === undefined || actor === event.text('detail', 'requester_id');
  return composeEvent({
    ...aboutTicket(event, identifiers, receivedAt),
    kind: kindOf(event, 'created'),
    direction: said('inbound'),
    actor: said(byCustomer ? 'customer' : 'employee'),
    text: byCustomer ? cut(event.get('detail', 'description')) : undefined,
  });
};

/** How the customer rated what became of the ticket, and why, in the customer's own words. */
const rated = (event: FieldReader, identifiers: readonly NamedIdentifier[], receivedAt: number): Mapped => {
  const score = event.get('event', 'satisfaction_score', 'score');
  return composeEvent({
    ...aboutTicket(event, identifiers, receivedAt),
    kind: said('ticket_rated'),
    direction: said('inbound'),
    actor: said('customer'),
    text: cut(event.get('event', 'satisfaction_score', 'comment')),
    answers: as(score, (value) => [{ question: 'ticket_satisfaction', ...scaled(value) }]),
  });
};

/** A rating of one to five, or a word such as GOOD. */
const scaled = (score: string) =>
  /^[1-5]$/.test(score)
    ? ({ scale: 'csat', value: Number(score) } as const)
    : ({ scale: 'choice', value: score.slice(0, 500) } as const);

/** What a customer writes, the requester or another in copy, is a verbatim of that customer; what the company writes is a property, and not for the customer if it is private. */
const comment = (event: FieldReader, receivedAt: number): Mapped | Ignored => {
  const [author, body] = [event.at('event', 'comment', 'author'), event.get('event', 'comment', 'body')];
  const byStaff = author.get('is_staff')?.value !== false;
  const requester = requesterOf(event);
  const writer = known('zendesk_user_id', author.get('id'));
  const identifiers = byStaff || writer.length === 0 ? requester : writer;
  if (identifiers.length === 0) return ignore('ticket.comment_added', event, 'names-nobody');
  const byCustomer = !byStaff;
  const isPublic = event.get('event', 'comment', 'is_public')?.value !== false;
  const about = aboutTicket(event, identifiers, receivedAt);
  return composeEvent({
    ...about,
    kind: kindOf(event, 'comment_added', 'ticket_commented'),
    direction: said(byCustomer ? 'inbound' : isPublic ? 'outbound' : 'internal'),
    actor: said(byCustomer ? 'customer' : 'employee'),
    text: byCustomer ? cut(body) : undefined,
    properties: {
      ...about.properties,
      commentId: small(event.get('event', 'comment', 'id')),
      public: small(event.get('event', 'comment', 'is_public')),
      comment: byCustomer ? undefined : cut(body, 4000),
      ...(writer[0]?.value !== requester[0]?.value && { requesterId: small(event.get('detail', 'requester_id')) }),
    },
  });
};

type AboutTicket = Pick<Parts, 'id' | 'occurredAt' | 'channel' | 'touchpoint' | 'identifiers' | 'properties'>;

const aboutTicket = (event: FieldReader, identifiers: readonly NamedIdentifier[], receivedAt: number): AboutTicket => ({
  id: event.get('id') ?? said(null),
  occurredAt: timeAs('iso', event.get('time')) ?? received(receivedAt),
  channel: as(event.get('detail', 'via', 'channel'), channelOf) ?? said('other'),
  touchpoint: said('zendesk.ticket'),
  identifiers,
  properties: {
    ticketId: small(event.get('detail', 'id')),
    subject: small(event.get('detail', 'subject')),
    status: small(event.get('detail', 'status')),
    priority: small(event.get('detail', 'priority')),
    type: small(event.get('detail', 'type')),
    externalId: small(event.get('detail', 'external_id')),
    groupId: small(event.get('detail', 'group_id')),
    assigneeId: small(event.get('detail', 'assignee_id')),
    previous: small(event.get('event', 'previous')),
    current: small(event.get('event', 'current')),
    ...leavesOf(event.get('event'), { under: 'event', except: new Set(['previous', 'current', 'comment']) }),
  },
});

/**
 * Events of tickets know the requester's id and nothing more; those of users know the address and the company's own id
 * beside it, so that the two together say who it is.
 */
const requesterOf = (event: FieldReader): NamedIdentifier[] =>
  known('zendesk_user_id', event.get('detail', 'requester_id'));

const ofUser = (event: FieldReader, happening: string, receivedAt: number): Mapped | Ignored => {
  const detail = event.at('detail');
  if (detail.text('role') !== 'end-user') return ignore(`user.${happening}`, event, 'not-of-interest');
  const identifiers = [
    ...known('user_id', detail.get('external_id')),
    ...known('email', detail.get('email')),
    ...known('zendesk_user_id', detail.get('id')),
    ...identityIn(event, happening),
    ...(happening === 'merged' ? known('zendesk_user_id', event.get('event', 'user', 'id')) : []),
  ];
  if (identifiers.length === 0) return ignore(`user.${happening}`, event, 'names-nobody');
  return composeEvent({
    id: event.get('id') ?? said(null),
    occurredAt: timeAs('iso', event.get('time')) ?? received(receivedAt),
    channel: said('other'),
    touchpoint: said('zendesk.user'),
    kind: kindOf(event, happening, `user_${happening}`),
    direction: said('internal'),
    actor: said('system'),
    identifiers,
    properties: leavesOf(event.get('event'), { under: 'event' }),
  });
};

/** Zendesk's words for what an identity is, and Hilo's for the same kind of identifier. */
const kindOfIdentity: Readonly<Record<string, string>> = {
  email: 'email',
  phone_number: 'phone',
  phone: 'phone',
  twitter: 'twitter',
  facebook: 'facebook_id',
  whatsapp: 'whatsapp',
};

/** An address or number that became the user's. One that was taken away says nothing of who it is. */
const identityIn = (event: FieldReader, happening: string): NamedIdentifier[] => {
  if (happening !== 'identity_created' && happening !== 'identity_changed') return [];
  return [event.at('event', 'identity'), event.at('event', 'current')].flatMap((identity) => {
    const type = identity.text('type')?.toLowerCase() ?? '';
    const kind = Object.hasOwn(kindOfIdentity, type) ? kindOfIdentity[type] : undefined;
    return kind === undefined ? [] : known(kind, identity.get('value'));
  });
};

const kindOf = (event: FieldReader, happening: string, kind = `ticket_${happening}`): Sourced =>
  as(event.get('type'), () => wordFrom(kind)) ?? said(kind);

const kindOfStatus = (event: FieldReader): Sourced => {
  const [before, now] = [event.text('event', 'previous'), event.text('event', 'current')];
  const reopened = solved.has(before?.toUpperCase() ?? '') && !solved.has(now?.toUpperCase() ?? '');
  return (
    as(event.get('event', 'current'), (status) => wordFrom(`ticket_${reopened ? 'reopened' : status}`)) ??
    said('ticket_status_changed')
  );
};

const solved = new Set(['SOLVED', 'CLOSED']);

const outcomeOfStatus = (status: string): string | undefined =>
  status.toUpperCase() === 'SOLVED' ? 'completed' : undefined;

/** How the ticket came. Source: Zendesk's "Via types". */
const channels: Readonly<Record<string, Channel>> = {
  web: 'web',
  web_form: 'web',
  help_center: 'web',
  web_widget: 'web',
  email: 'email',
  mail: 'email',
  chat: 'chat',
  native_messaging: 'chat',
  voice: 'call_centre',
  phone: 'call_centre',
  sms: 'sms',
  whatsapp: 'whatsapp',
  mobile: 'app',
  mobile_sdk: 'app',
  twitter: 'social',
  twitter_dm: 'social',
  facebook: 'social',
  facebook_messenger: 'social',
  instagram_dm: 'social',
};

const channelOf = (via: string): Channel => (Object.hasOwn(channels, via) ? channels[via] : undefined) ?? 'other';
