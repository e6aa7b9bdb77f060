import { networksIn, openOutConnector } from '@hilo/webhook-out';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TwilioNow, twilioTransport } from '../endpoints/twilio-transport.ts';
import { outgoing } from './mails.ts';
import { openReceiver } from './receiver.ts';

let receiver: Awaited<ReturnType<typeof openReceiver>>;
let reply: { status: number; body?: string } = { status: 201 };
beforeAll(async () => {
  receiver = await openReceiver(() => reply);
});
beforeEach(() => receiver.received.splice(0));
afterAll(() => receiver.close());

const accountSid = `AC${'1'.repeat(32)}`;
const transport = () => {
  const connector = openOutConnector(networksIn('127.0.0.1') ?? []);
  const from = { sms: '+34600000000', whatsapp: '+34600000001', ivr: '+34910000000' };
  const account: TwilioNow = () => ({
    settings: { kind: 'twilio', name: 'T', accountSid, url: receiver.url, from, enabled: true },
    secrets: ['new token', 'old token'],
  });
  const callbacks = 'https://ask.example.com/v1/callbacks/e';
  return twilioTransport({ connector, company: 'Aerolínea', callbacks, now: Date.now }, 'endpoint:e', account);
};
const message = (channel: 'sms' | 'whatsapp' | 'ivr') =>
  outgoing({ channel, contactPoint: { kind: 'phone', value: '+34611111111' } });
const sent = message('sms');
const send = async (channel: 'sms' | 'whatsapp' | 'ivr') =>
  transport().send(message(channel), AbortSignal.timeout(30_000));

it('asks Twilio for an SMS, a message by WhatsApp, or a call, and is told of it at an address that names the message', async () => {
  reply = { status: 201, body: '{"sid":"SM1","status":"queued"}' };
  expect(await send('sms')).toMatchObject({ state: 'accepted', providerId: 'SM1' });
  await send('whatsapp');
  await send('ivr');
  const [sms, whatsapp, call] = receiver.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  expect(receiver.received.map(({ path }) => path.replace(`/2010-04-01/Accounts/${accountSid}/`, ''))).toEqual([
    'Messages.json',
    'Messages.json',
    'Calls.json',
  ]);
  const basic = `Basic ${Buffer.from(`${accountSid}:new token`).toString('base64')}`;
  expect(receiver.received[0]?.headers).toMatchObject({
    authorization: basic,
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(sms).toMatchObject({
    To: '+34611111111',
    From: '+34600000000',
    StatusCallback: `https://ask.example.com/v1/callbacks/e/status/${sent.id}`,
  });
  expect(sms?.Body).toContain(sent.links.survey);
  expect(whatsapp).toMatchObject({ To: 'whatsapp:+34611111111', From: 'whatsapp:+34600000001' });
  expect(call).toMatchObject({
    To: '+34611111111',
    From: '+34910000000',
    Url: `https://ask.example.com/v1/callbacks/e/ivr/${sent.id}/${sent.language}`,
  });
});

it('knows by its codes that somebody has said no, or is not there, and never repeats what Twilio may have (cases 38, 50)', async () => {
  const outcomes = [];
  for (const [status, code] of [
    [400, 21610],
    [400, 21211],
    [400, 21606],
    [401, 20003],
    [429, 20429],
    [500, 0],
    [503, 0],
  ] as const) {
    reply = { status, body: JSON.stringify({ code, message: 'in words', status }) };
    outcomes.push(await send('sms'));
  }
  expect(outcomes.map((one) => ('reason' in one ? `${one.state} ${one.reason}` : one.state))).toEqual([
    'refused opted-out',
    'refused no-such-address',
    'refused not-accepted',
    'refused not-accepted',
    'deferred',
    'unknown',
    'unknown',
  ]);
});
