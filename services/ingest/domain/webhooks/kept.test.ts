import { AcceptedInteraction } from '@hilo/contracts';
import { describe, expect, it } from 'vitest';
import { accept } from '../accept.ts';
import type { Adapter } from './adapter.ts';
import * as onMeta from './fixtures/meta.ts';
import * as onTwilio from './fixtures/twilio.ts';
import { commentAdded } from './fixtures/zendesk.ts';
import { meta } from './meta.ts';
import { twilio } from './twilio.ts';
import { whatsapp } from './whatsapp.ts';
import { zendesk } from './zendesk.ts';

const now = Date.UTC(2027, 0, 1, 12);

const become = (adapter: Adapter, body: unknown): AcceptedInteraction => {
  const [mapped, ...more] = adapter.map(body, now).mapped;
  if (mapped === undefined || more.length > 0) throw new Error('expected one');
  const accepted = accept(mapped.posted, { source: 'test', now, maxSkewMs: 0, newId: () => 'made up' });
  if (!('interaction' in accepted)) throw new Error(JSON.stringify(accepted));
  return AcceptedInteraction.parse(JSON.parse(accepted.content));
};

const inWhatsApp = (value: unknown, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [{ id: 'W', changes: [{ field, value }] }],
});
const message = (fields: object) =>
  become(
    whatsapp,
    inWhatsApp({
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550000000', phone_number_id: '1' },
      contacts: [{ wa_id: '34600550011', profile: { name: 'Flo' } }],
      messages: [{ from: '34600550011', id: 'wamid.1', timestamp: '1795950000', ...fields }],
    }),
  );

describe('what a customer sends on WhatsApp is kept', () => {
  const flow = (response_json: string) =>
    message({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json } } });

  it('the answers of a Flow', () => {
    expect(flow('{"rating":"9","comment":"muy bien","flow_token":"t1"}')).toMatchObject({
      kind: 'replied',
      properties: { flowName: 'flow', 'flow.rating': '9', 'flow.comment': 'muy bien' },
    });
    expect(flow('{"a":{"b":[1,true,"x"]},"n":12345678901234567890,"z":"a\\u0000b\\ud800"}').properties).toMatchObject({
      'flow.a.b.0': 1,
      'flow.a.b.1': true,
      'flow.a.b.2': 'x',
      'flow.n': '12345678901234567890',
      'flow.z': 'a\uFFFDb\uFFFD',
    });
  });

  it('as they are, where they are no JSON', () => {
    expect(flow('{"rating":').properties).toMatchObject({ flow: '{"rating":' });
  });

  it('an order with its items, prices and currency', () => {
    const product_items = [{ product_retailer_id: 'sku1', quantity: 2, item_price: 10.5, currency: 'EUR' }];
    expect(message({ type: 'order', order: { catalog_id: 'c1', text: 'please', product_items } })).toMatchObject({
      kind: 'ordered',
      text: 'please',
      properties: {
        catalogId: 'c1',
        currency: 'EUR',
        items: [{ product: 'sku1', quantity: 2, price: 10.5, currency: 'EUR' }],
      },
    });
  });

  it('contact cards, but whom they name is not who sent them', () => {
    const contacts = [{ name: { formatted_name: 'Friend' }, phones: [{ phone: '+34600550099' }] }];
    const kept = message({ type: 'contacts', contacts });
    expect(kept.properties).toMatchObject({ contacts: [{ name: 'Friend', phones: ['+34600550099'] }] });
    expect(kept.identifiers.map(({ value }) => value)).not.toContain('+34600550099');
  });

  it('a place with its name and address', () => {
    const location = { latitude: 40.4, longitude: -3.7, name: 'Sol', address: 'Puerta del Sol 1' };
    expect(message({ type: 'location', location }).properties).toMatchObject({
      latitude: 40.4,
      placeName: 'Sol',
      address: 'Puerta del Sol 1',
    });
  });

  it('the name of a file', () => {
    const document = { id: 'D1', filename: 'claim.pdf', mime_type: 'application/pdf' };
    expect(message({ type: 'document', document }).properties).toMatchObject({ mediaId: 'D1', fileName: 'claim.pdf' });
  });

  it('a reaction that is taken back is none', () => {
    expect(message({ type: 'reaction', reaction: { message_id: 'wamid.x' } }).kind).toBe('reaction_removed');
    expect(message({ type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '' } }).kind).toBe('reaction_removed');
    expect(message({ type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }).kind).toBe('reacted');
  });

  it('a type that nobody knows, by its own names', () => {
    expect(message({ type: 'poll', poll: { question: 'Which?', votes: [{ option: 'A' }] } })).toMatchObject({
      kind: 'messaged',
      properties: { 'poll.question': 'Which?', 'poll.votes.0.option': 'A' },
    });
  });

  it.each([
    ['stop', 'withdrawn', 'opted_out'],
    ['resume', 'granted', 'opted_in'],
  ])('the choice to %s marketing messages', (value, state, kind) => {
    const preference = { wa_id: '34600550011', category: 'marketing_messages', value, timestamp: 1795950000 };
    expect(become(whatsapp, inWhatsApp({ user_preferences: [preference] }, 'user_preferences'))).toMatchObject({
      kind,
      consents: [
        { purpose: 'marketing', channel: 'whatsapp', state, contactPoint: { kind: 'whatsapp', value: '+34600550011' } },
      ],
    });
  });
});

describe('what Twilio sends is kept', () => {
  it('the id of somebody on WhatsApp whose number is hidden', () => {
    const id = 'ES.13491208655302740002';
    const hidden = { ...onTwilio.whatsAppReceived, From: `whatsapp:${id}`, WaId: undefined };
    expect(become(twilio, { ...hidden, ExternalUserId: id }).identifiers).toEqual([
      { kind: 'whatsapp_user_id', value: id },
    ]);
    expect(become(twilio, hidden).identifiers).toEqual([{ kind: 'whatsapp_user_id', value: id }]);
    expect(become(twilio, { ...onTwilio.whatsAppReceived, ExternalUserId: id }).identifiers).toEqual([
      { kind: 'whatsapp', value: '+14017122661' },
      { kind: 'phone', value: '+14017122661' },
      { kind: 'whatsapp_user_id', value: id },
    ]);
  });

  it.each([
    ['STOP', 'withdrawn', 'opted_out'],
    ['stop', 'withdrawn', 'opted_out'],
    ['START', 'granted', 'opted_in'],
  ])('%s is what was said of consent', (OptOutType, state, kind) => {
    const contactPoint = { kind: 'phone', value: '+14017122661' };
    expect(become(twilio, { ...onTwilio.smsReceived, Body: 'x', OptOutType })).toMatchObject({
      kind,
      consents: [
        { purpose: 'marketing', channel: 'sms', state, contactPoint },
        { purpose: 'feedback', channel: 'sms', state, contactPoint },
      ],
      properties: { optOutType: OptOutType },
    });
  });

  it('but HELP says nothing of consent', () => {
    const help = become(twilio, { ...onTwilio.smsReceived, OptOutType: 'HELP' });
    expect([help.kind, help.consents, help.properties?.optOutType]).toEqual(['messaged', undefined, 'HELP']);
  });

  it('places, media, buttons and the answers of a Flow', () => {
    const more = {
      Latitude: '40.4',
      Address: 'Puerta del Sol 1',
      MediaUrl0: 'https://m.example/0',
      ButtonPayload: 'p',
    };
    const sent = become(twilio, { ...onTwilio.whatsAppReceived, ...more, InteractiveData: '{"rating":9}' });
    expect(sent.properties).toMatchObject({ ...more, 'flow.rating': 9, FromCountry: 'US' });
    expect(sent.properties).not.toHaveProperty('AccountSid');
  });
});

const ticket = (happening: string, event: unknown) => ({
  account_id: 1,
  id: 'e-1',
  time: '2026-11-20T10:00:07Z',
  subject: 'zen:ticket:71',
  type: `zen:event-type:ticket.${happening}`,
  detail: { actor_id: '900', id: '71', requester_id: 'requester', via: { channel: 'email' } },
  event,
});
const user = (happening: string, event: unknown) => ({
  id: 'e-2',
  time: '2026-11-20T10:00:00Z',
  type: `zen:event-type:user.${happening}`,
  detail: { email: 'zoe@example.org', external_id: '', id: 'requester', role: 'end-user' },
  event,
});
const idsIn = ({ identifiers }: AcceptedInteraction) => identifiers.map(({ kind, value }) => `${kind} ${value}`);

describe('what Zendesk sends is kept', () => {
  it('a comment of a customer in copy is that customer’s, and a verbatim', () => {
    const inCopy = { ...commentAdded({ id: 'cc', is_staff: false, name: 'Cc person' }) };
    const comment = become(zendesk, inCopy);
    expect(comment).toMatchObject({ direction: 'inbound', actor: 'customer', text: expect.any(String) });
    expect(idsIn(comment)).toEqual(['zendesk_user_id cc']);
    expect(comment.properties?.requesterId).toBe(inCopy.detail.requester_id);
  });

  it('a rating and what was said with it', () => {
    const rated = (score: string) =>
      become(zendesk, ticket('csat_received', { satisfaction_score: { score, comment: 'slow' } }));
    expect(rated('BAD')).toMatchObject({
      kind: 'ticket_rated',
      direction: 'inbound',
      actor: 'customer',
      text: 'slow',
      answers: [{ question: 'ticket_satisfaction', scale: 'choice', value: 'BAD' }],
      properties: { 'event.satisfaction_score.score': 'BAD' },
    });
    expect(rated('4').answers).toEqual([{ question: 'ticket_satisfaction', scale: 'csat', value: 4 }]);
  });

  it('an address or a number that became the user’s, but none that was taken away', () => {
    const identity = { id: '3', type: 'email', value: 'zoe2@example.org' };
    expect(idsIn(become(zendesk, user('identity_created', { identity })))).toContain('email zoe2@example.org');
    const phone = { id: '4', type: 'phone_number', value: '+34600550061' };
    expect(idsIn(become(zendesk, user('identity_changed', { current: phone })))).toContain('phone +34600550061');
    const gone = become(zendesk, user('identity_deleted', { identity }));
    expect(idsIn(gone)).not.toContain('email zoe2@example.org');
    expect(gone.properties).toMatchObject({ 'event.identity.value': 'zoe2@example.org' });
  });

  it('a user who was merged into another is the same', () => {
    expect(idsIn(become(zendesk, user('merged', { user: { id: 'old' } })))).toEqual([
      'email zoe@example.org',
      'zendesk_user_id requester',
      'zendesk_user_id old',
    ]);
  });

  it('whatever else an event says, by its own names', () => {
    expect(
      become(zendesk, ticket('tags_changed', { tags_added: ['vip'], reason: { code: 7 } })).properties,
    ).toMatchObject({
      'event.tags_added.0': 'vip',
      'event.reason.code': 7,
    });
  });
});

describe('what Meta sends is kept', () => {
  it('a comment that is edited or taken back is told, once each', () => {
    const removed = become(meta, onMeta.pageComment({ verb: 'remove' }));
    expect([removed.kind, removed.text]).toEqual(['comment_removed', undefined]);
    const edited = become(meta, onMeta.pageComment({ verb: 'edited' }));
    expect([edited.kind, edited.text]).toEqual(['comment_edited', expect.any(String)]);
    expect(new Set([removed.id, edited.id, become(meta, onMeta.pageComment({})).id]).size).toBe(3);
  });

  it('a reaction that is taken back is none', () => {
    const reaction = onMeta.pageComment({
      item: 'reaction',
      reaction_type: 'angry',
      verb: 'remove',
      message: undefined,
    });
    expect(become(meta, reaction)).toMatchObject({ kind: 'reaction_removed', properties: { reaction: 'angry' } });
  });

  it('a recommendation of the page, with what was said', () => {
    const value = {
      item: 'rating',
      verb: 'add',
      reviewer_id: 'r1',
      reviewer_name: 'Rita',
      created_time: 1795940000,
      open_graph_story_id: 's1',
      recommendation_type: 'NEGATIVE',
      review_text: 'never again',
    };
    const body = { object: 'page', entry: [{ id: 'P', time: 1795950000, changes: [{ field: 'ratings', value }] }] };
    expect(become(meta, body)).toMatchObject({
      id: 's1',
      kind: 'reviewed',
      text: 'never again',
      answers: [{ question: 'recommend', scale: 'yes_no', value: false }],
      identifiers: [{ kind: 'facebook_id', value: 'r1' }],
    });
  });
});
