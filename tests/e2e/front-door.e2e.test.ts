import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CustomerRecord, Receipt } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';

const secret = 'secret_of_a_case';
let database: TestDatabase;
let hilo: HiloProcess;
beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await startHilo({ databaseUrl: database.url });
});
afterAll(async () => {
  await hilo?.stop();
  await database?.drop();
});

const post = async (path: string, body: string, headers: Record<string, string> = {}): Promise<number> => {
  const authorization = `Bearer ${apiKey}`;
  const all = { 'content-type': 'application/json', authorization, ...headers };
  return (await fetch(`${hilo.url}${path}`, { method: 'POST', headers: all, body })).status;
};
const hook = async (adapter: string, more: object): Promise<string> => {
  const settings = { name: 'case', source: 'local', adapter, ...more };
  return (await hilo.client.post('/v1/webhooks', settings, z.object({ path: z.string() }))).path;
};
const twilio = async (path: string, form: Record<string, string>): Promise<number> => {
  const url = `${hilo.url}${path}`;
  const signed = url + Object.entries(form).sort().flat().join('');
  return post(path, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', secret).update(signed).digest('base64'),
  });
};
const Listed = z.object({ quarantine: z.array(z.object({ reason: z.string(), interaction: z.string().optional() })) });
const receiptOf = async (id: string) => {
  const { state, quarantine } = await hilo.client.get(`/v1/interactions/${encodeURIComponent(id)}`, Receipt);
  return { state, quarantine };
};
const known = async (kind: string, value: string): Promise<number> =>
  (await hilo.client.post('/v1/customers/lookup', { kind, value }, CustomerRecord)).interactions.total;

it('takes what is delivered again for what it is, though nobody says when it happened', async () => {
  const before = await untilThrough(hilo.client);
  const call = { type: 'track', messageId: 'a1', userId: 'a1-user', event: 'Order Completed' };
  const timed = { ...call, timestamp: '2026-11-20T10:00:00.000Z' };
  const form = {
    MessageSid: 'SMa3',
    MessageStatus: 'delivered',
    SmsStatus: 'delivered',
    To: '+34600550001',
    From: '+34910000000',
  };
  const messages = await hook('twilio', { signingSecrets: [secret] });
  const mapping = {
    id: '$.id',
    channel: { value: 'web' },
    touchpoint: { value: 'x' },
    kind: { value: 'y' },
    identifiers: { email: '$.email' },
  };
  const mapped = await hook('mapping', { mapping });
  const event = { specversion: '1.0', id: 'a5', source: '/orders', type: 'paid' };
  const data = { channel: 'web', touchpoint: 'x', identifiers: [{ kind: 'email', value: 'a5@a5.example.org' }] };
  for (const second of ['30.000', '31.200']) {
    await post('/v1/batch', JSON.stringify({ sentAt: `2026-11-20T10:00:${second}Z`, batch: [timed] }));
    await post('/v1/track', JSON.stringify({ ...call, messageId: 'a2' }));
    expect(await twilio(messages, form)).toBe(200);
    await post(mapped, '{"id":"a4","email":"a4@a4.example.org"}');
    const structured = { 'content-type': 'application/cloudevents+json' };
    await post('/v1/interactions', JSON.stringify({ ...event, datacontenttype: 'application/json', data }), structured);
    await delay(300);
  }
  const headers = { 'ce-specversion': '1.0', 'ce-id': 'a5', 'ce-source': '/orders', 'ce-type': 'paid' };
  expect(await post('/v1/interactions', JSON.stringify(data), headers)).toBe(202);
  const { stored, duplicate, quarantined } = await untilThrough(hilo.client);
  expect([stored - before.stored, duplicate - before.duplicate, quarantined - before.quarantined]).toEqual([5, 6, 0]);
  for (const id of ['a1', 'a2', 'SMa3:delivered', 'a4', 'ce:/orders a5']) {
    await expect.poll(() => receiptOf(id)).toEqual({ state: 'stored', quarantine: [] });
  }
});

it('loses nothing behind a 200, and one part that is wrong costs itself alone', async () => {
  const messages = await hook('twilio', { signingSecrets: [secret] });
  const form = {
    MessageSid: 'SMd3',
    SmsStatus: 'received',
    From: '+34600550013',
    To: '+34910000000',
    Body: 'ana\0example.org, gracias',
  };
  expect(await twilio(messages, form)).toBe(200);
  const comments = await hook('meta', { signingSecrets: [secret], verifyToken: 'verify_token_of_a_case' });
  const comment = (from: string, message: string, more = ''): string =>
    `{"field":"feed","value":{"post_id":"P_1","created_time":1795940000${more},"from":{"id":"${from}","name":"A"},"item":"comment","verb":"add","comment_id":"${from}-1","message":"${message}"}}`;
  for (const changes of [
    [comment('d4-good', 'fine'), comment('d4-bad', 'n\\u0000ul')],
    [comment('d4-third', 'fine too', ',"ad_id":120330000123456789')],
  ]) {
    const body = `{"object":"page","entry":[{"id":"P","time":1795950000,"changes":[${changes.join()}]}]}`;
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    expect(await post(comments, body, { 'x-hub-signature-256': `sha256=${signature}` })).toBe(200);
  }
  await untilThrough(hilo.client);
  for (const id of ['d4-good', 'd4-third']) expect(await known('facebook_id', id)).toBe(1);
  const { quarantine } = await hilo.client.get('/v1/quarantine?reason=refused', Listed);
  expect(quarantine.map(({ interaction, reason }) => [interaction, reason])).toEqual([
    ['d4-bad-1', expect.stringContaining('message contains the character NUL')],
    ['SMd3:received', expect.stringContaining('Body contains the character NUL')],
  ]);
  expect(await receiptOf('SMd3:received')).toMatchObject({ state: 'quarantined' });
});

it('takes an empty sentAt for none', async () => {
  const call = { type: 'track', messageId: 'f2', userId: 'f2-user', event: 'x', timestamp: '2026-11-20T10:01:00Z' };
  expect(await post('/v1/batch', JSON.stringify({ sentAt: '', batch: [call] }))).toBe(200);
  await untilThrough(hilo.client);
  const { interactions } = await hilo.client.post(
    '/v1/customers/lookup',
    { kind: 'user_id', value: 'f2-user' },
    CustomerRecord,
  );
  expect(interactions).toMatchObject({ total: 1, lastAt: '2026-11-20T10:01:00.000Z' });
});
