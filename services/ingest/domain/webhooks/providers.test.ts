import { AcceptedInteraction } from '@hilo/contracts';
import { describe, expect, it } from 'vitest';
import { accept } from '../accept.ts';
import type { Adapter } from './adapter.ts';
import * as onMeta from './fixtures/meta.ts';
import * as onTwilio from './fixtures/twilio.ts';
import * as onWhatsApp from './fixtures/whatsapp.ts';
import * as onZendesk from './fixtures/zendesk.ts';
import { meta } from './meta.ts';
import { twilio } from './twilio.ts';
import { whatsapp } from './whatsapp.ts';
import { zendesk } from './zendesk.ts';

const now = Date.UTC(2026, 0, 1, 12);

/** What a body becomes; every interaction has to be one that the contract takes. */
const interactionsIn = (adapter: Adapter, body: unknown): AcceptedInteraction[] =>
  adapter.map(body, now).mapped.map(({ posted }) => {
    const accepted = accept(posted, { source: 'test', now, maxSkewMs: 0, newId: () => 'made up' });
    if (!('interaction' in accepted)) throw new Error(JSON.stringify(accepted));
    expect(accepted.id).not.toBe('made up');
    return AcceptedInteraction.parse(JSON.parse(accepted.content));
  });
const one = (adapter: Adapter, body: unknown): AcceptedInteraction => {
  const [interaction, ...more] = interactionsIn(adapter, body);
  if (interaction === undefined || more.length > 0) throw new Error('expected one');
  return interaction;
};
const reasons = (adapter: Adapter, body: unknown) => adapter.map(body, now).ignored.map(({ reason }) => reason);

describe('Twilio', () => {
  it('tells of a text message that came in', () => {
    expect(one(twilio, onTwilio.smsReceived)).toMatchObject({
      id: 'SMXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:received',
      occurredAt: '2026-01-01T12:00:00.000Z',
      channel: 'sms',
      touchpoint: 'twilio.sms',
      kind: 'messaged',
      direction: 'inbound',
      actor: 'customer',
      text: 'Ahoy! We can’t wait to see what you build.',
      identifiers: [{ kind: 'phone', value: '+14017122661' }],
      properties: { mediaCount: 0, to: '+15558675310' },
    });
  });

  it('tells of one on WhatsApp, whose number is a telephone number too, but where the two are written otherwise', () => {
    expect(one(twilio, onTwilio.whatsAppReceived)).toMatchObject({
      channel: 'whatsapp',
      identifiers: [
        { kind: 'whatsapp', value: '+14017122661' },
        { kind: 'phone', value: '+14017122661' },
      ],
      traits: { profileName: 'Ana' },
    });
    const mexican = { ...onTwilio.whatsAppReceived, From: 'whatsapp:+5215512345678' };
    expect(one(twilio, mexican).identifiers).toEqual([{ kind: 'whatsapp', value: '+5215512345678' }]);
  });

  it.each([
    ['sent', undefined],
    ['delivered', 'delivered'],
    ['read', 'opened'],
    ['undelivered', 'failed'],
    ['failed', 'failed'],
  ])('tells that a message was %s', (MessageStatus, outcome) => {
    const interaction = one(twilio, { ...onTwilio.messageSent, MessageStatus, ErrorCode: '30003' });
    expect(interaction).toMatchObject({
      id: `SM2xxxxxx:${MessageStatus}`,
      kind: `message_${MessageStatus}`,
      direction: 'outbound',
      identifiers: [{ kind: 'phone', value: '+15125550123' }],
      properties: { from: '+15005550006', errorCode: '30003' },
    });
    expect(interaction.outcome).toBe(outcome);
    expect(interaction.text).toBeUndefined();
  });

  it('tells of a call that came in, when it was, and how long', () => {
    expect(one(twilio, onTwilio.callCompleted)).toMatchObject({
      id: 'CAXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:completed',
      occurredAt: '2021-08-16T03:45:01.000Z',
      channel: 'call_centre',
      kind: 'called',
      direction: 'inbound',
      outcome: 'completed',
      identifiers: [{ kind: 'phone', value: '+14158675310' }],
      properties: { durationSeconds: 42, to: '+18005551212' },
    });
  });

  it.each([
    [{ CallStatus: 'busy' }, 'busy'],
    [{ CallStatus: 'no-answer' }, 'no_answer'],
    [{ CallStatus: 'failed' }, 'failed'],
    [{ CallStatus: 'canceled' }, 'abandoned'],
    [{ CallStatus: 'completed', AnsweredBy: 'machine_end_beep' }, 'voicemail'],
    [{ CallStatus: 'completed', AnsweredBy: 'human' }, 'completed'],
  ])('tells how a call ended that went out: %j is %s', (fields, outcome) => {
    expect(one(twilio, { ...onTwilio.callCompleted, Direction: 'outbound-api', ...fields })).toMatchObject({
      direction: 'outbound',
      outcome,
      identifiers: [{ kind: 'phone', value: '+18005551212' }],
    });
  });

  it.each([
    [{ ...onTwilio.callCompleted, CallStatus: 'ringing' }, 'not-of-interest'],
    [{ ...onTwilio.callCompleted, Direction: 'outbound-dial' }, 'not-of-interest'],
    [{ ...onTwilio.callCompleted, From: '+266696687' }, 'names-nobody'],
    [{ ...onTwilio.callCompleted, From: 'client:tommy' }, 'names-nobody'],
    [{ ...onTwilio.callCompleted, From: 'anonymous' }, 'names-nobody'],
    [{ ...onTwilio.messageSent, MessageStatus: 'queued' }, 'not-of-interest'],
    [{ ...onTwilio.messageSent, MessageStatus: 'pondered' }, 'unknown-type'],
    [{ ...onTwilio.smsReceived, From: '72345' }, 'names-nobody'],
    [{ RecordingSid: 'RE1', CallSid: 'CA1', RecordingStatus: 'completed' }, 'unknown-type'],
  ])('says nothing of a customer with %j', (body, reason) => {
    expect([interactionsIn(twilio, body), reasons(twilio, body)]).toEqual([[], [reason]]);
  });
});

describe('WhatsApp', () => {
  it('tells of a message, who wrote it, and when', () => {
    expect(one(whatsapp, onWhatsApp.textReceived)).toMatchObject({
      id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
      occurredAt: '2025-06-08T20:59:43.000Z',
      channel: 'whatsapp',
      kind: 'messaged',
      direction: 'inbound',
      text: 'Does it come in another color?',
      identifiers: [
        { kind: 'whatsapp', value: '+16505551234' },
        { kind: 'phone', value: '+16505551234' },
      ],
      traits: { profileName: 'Sheena Nelson' },
      properties: { type: 'text', businessNumber: '15550783881' },
    });
  });

  it.each([
    [
      { type: 'image', image: { caption: 'Look', id: 'm-1', mime_type: 'image/jpeg' } },
      'messaged',
      'Look',
      { mediaId: 'm-1' },
    ],
    [{ type: 'audio', audio: { id: 'm-2', voice: true } }, 'messaged', undefined, { mediaId: 'm-2' }],
    [
      { type: 'location', location: { latitude: 37.44, longitude: -122.16 } },
      'messaged',
      undefined,
      { latitude: 37.44 },
    ],
    [{ type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }, 'reacted', '👍', { repliesTo: 'wamid.x' }],
    [
      { type: 'button', button: { payload: 'stop', text: 'Unsubscribe' } },
      'replied',
      'Unsubscribe',
      { replyId: 'stop' },
    ],
    [
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'p', title: 'Priority' } } },
      'replied',
      'Priority',
      { replyId: 'p' },
    ],
    [{ type: 'order', order: { catalog_id: 'c', text: 'please' } }, 'ordered', 'please', {}],
    [{ type: 'unsupported', errors: [{ code: 131_051 }] }, 'messaged', undefined, { errorCode: 131_051 }],
    [{ type: 'hologram' }, 'messaged', undefined, { type: 'hologram' }],
  ])('tells of every type of message: %j', (message, kind, text, properties) => {
    const interaction = one(whatsapp, onWhatsApp.received(message));
    expect(interaction).toMatchObject({ kind, properties });
    expect(interaction.text).toBe(text);
  });

  it('says that two numbers are one person, when somebody takes a new one', () => {
    expect(one(whatsapp, onWhatsApp.numberChanged)).toMatchObject({
      kind: 'changed_number',
      identifiers: [
        { kind: 'whatsapp', value: '+16505551234' },
        { kind: 'phone', value: '+16505551234' },
        { kind: 'whatsapp', value: '+12195555358' },
        { kind: 'phone', value: '+12195555358' },
      ],
    });
  });

  it.each([
    ['sent', undefined],
    ['delivered', 'delivered'],
    ['read', 'opened'],
    ['failed', 'failed'],
  ])('tells that a message was %s', (status, outcome) => {
    const body = status === 'failed' ? onWhatsApp.failed : onWhatsApp.statusChanged(status);
    const interaction = one(whatsapp, body);
    expect(interaction.id).toBe(`wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=:${status}`);
    expect(interaction.outcome).toBe(outcome);
    expect(interaction).toMatchObject({ direction: 'outbound', occurredAt: '2025-06-15T23:27:53.000Z' });
    expect(interaction.properties?.errorCode).toBe(status === 'failed' ? 131_049 : undefined);
  });

  it('says who it is where the number is hidden', () => {
    const hidden = onWhatsApp.received({ from: undefined, from_user_id: 'US.13491208655302741918', type: 'text' });
    expect(one(whatsapp, hidden).identifiers).toEqual([{ kind: 'whatsapp_user_id', value: 'US.13491208655302741918' }]);
  });

  it('says nothing of customers in what concerns the account', () => {
    expect(reasons(whatsapp, onWhatsApp.templateReviewed)).toEqual(['unknown-type']);
    expect(reasons(whatsapp, { object: 'page' })).toEqual(['unknown-type']);
  });
});

describe('Zendesk', () => {
  it('tells of a ticket, and what the customer wrote', () => {
    expect(one(zendesk, onZendesk.ticketCreated)).toMatchObject({
      id: '2b24ef10-19d4-4740-93cf-8f98ec4776c0',
      occurredAt: '2025-01-08T10:12:07.672Z',
      channel: 'other',
      touchpoint: 'zendesk.ticket',
      kind: 'ticket_created',
      direction: 'inbound',
      actor: 'customer',
      text: 'ahhhhhhh',
      identifiers: [{ kind: 'zendesk_user_id', value: '8447388090494' }],
      properties: { ticketId: '5158', subject: 'HELP', priority: 'LOW' },
    });
  });

  it('tells that a ticket was solved, and that it was opened again', () => {
    expect(one(zendesk, onZendesk.ticketSolved)).toMatchObject({
      kind: 'ticket_solved',
      outcome: 'completed',
      direction: 'internal',
    });
    const reopened = { ...onZendesk.ticketSolved, event: { current: 'OPEN', previous: 'SOLVED' } };
    expect(one(zendesk, reopened).kind).toBe('ticket_reopened');
  });

  it('takes what the requester writes for a verbatim, and what the company writes not', () => {
    const customer = { id: '8447388090494', is_staff: false, name: 'Ana' };
    expect(one(zendesk, onZendesk.commentAdded(customer))).toMatchObject({
      kind: 'ticket_commented',
      direction: 'inbound',
      actor: 'customer',
      text: 'Thanks for your help!',
    });
    const agent = { id: '1', is_staff: true, name: 'Agent' };
    const answer = one(zendesk, onZendesk.commentAdded(agent));
    expect(answer).toMatchObject({
      direction: 'outbound',
      actor: 'employee',
      properties: { comment: 'Thanks for your help!' },
    });
    expect(answer.text).toBeUndefined();
    expect(one(zendesk, onZendesk.commentAdded(agent, false)).direction).toBe('internal');
  });

  it('says who a requester is: the address and the own id of the company', () => {
    expect(one(zendesk, onZendesk.userActiveChanged)).toMatchObject({
      kind: 'user_active_changed',
      identifiers: [
        { kind: 'user_id', value: 'SF12345' },
        { kind: 'email', value: 'ana@example.org' },
        { kind: 'zendesk_user_id', value: '6596848315901' },
      ],
    });
    const agent = { ...onZendesk.userActiveChanged, detail: { ...onZendesk.userActiveChanged.detail, role: 'agent' } };
    expect(reasons(zendesk, agent)).toEqual(['not-of-interest']);
  });

  it('says nothing of customers in its articles', () => {
    expect(reasons(zendesk, { type: 'zen:event-type:article.published' })).toEqual(['unknown-type']);
    const nobody = { ...onZendesk.ticketCreated, detail: { id: '5158' } };
    expect(reasons(zendesk, nobody)).toEqual(['names-nobody']);
  });
});

describe('Meta', () => {
  it('tells of a comment on a page', () => {
    expect(one(meta, onMeta.pageComment())).toMatchObject({
      id: '987654321_1491873277575158',
      occurredAt: '2017-11-07T22:07:11.000Z',
      channel: 'social',
      touchpoint: 'facebook.page',
      kind: 'commented',
      direction: 'inbound',
      text: 'more attachments more fun',
      identifiers: [{ kind: 'facebook_id', value: '123456789098764' }],
      traits: { profileName: 'Test User or Page' },
    });
  });

  it('tells of a mention of a page, and of a reaction, each under an id of its own', () => {
    expect(one(meta, onMeta.pageMention)).toMatchObject({
      id: 'mention:44444444_444444444',
      kind: 'mentioned',
      identifiers: [{ kind: 'facebook_id', value: '44444444' }],
    });
    expect(
      one(meta, onMeta.pageComment({ item: 'reaction', reaction_type: 'angry', comment_id: undefined })),
    ).toMatchObject({
      id: '123456789_987654321:123456789098764:angry:1510092431',
      kind: 'reacted',
      properties: { reaction: 'angry' },
    });
  });

  it('tells of a comment on Instagram', () => {
    expect(one(meta, onMeta.instagramComment)).toMatchObject({
      id: '17865799348089039',
      occurredAt: '2019-09-23T18:14:46.000Z',
      touchpoint: 'instagram.comment',
      text: 'This is an example.',
      identifiers: [
        { kind: 'instagram', value: 'ana.example' },
        { kind: 'instagram_id', value: '17841400008460056' },
      ],
    });
  });

  it('keeps a mention on Instagram under the id of the comment, since its author is not told', () => {
    expect(one(meta, onMeta.instagramMention)).toMatchObject({
      id: 'mention:17865799348089040',
      kind: 'mentioned',
      identifiers: [{ kind: 'instagram_comment_id', value: '17865799348089040' }],
    });
  });

  it.each([
    [onMeta.pageComment({ verb: 'hide' }), 'not-of-interest'],
    [onMeta.pageComment({ from: { id: '123456789' } }), 'not-of-interest'],
    [onMeta.pageComment({ from: undefined }), 'names-nobody'],
    [onMeta.pageComment({ item: 'event' }), 'unknown-type'],
    [onMeta.storyInsights, 'unknown-type'],
  ])('says nothing of a customer with %j', (body, reason) => {
    expect([interactionsIn(meta, body), reasons(meta, body)]).toEqual([[], [reason]]);
  });
});
