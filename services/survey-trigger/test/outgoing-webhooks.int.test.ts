import { startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { surveyTrigger } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: Awaited<ReturnType<typeof startProcess>>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HILO_WEBHOOK_ALLOW: '10.20.0.0/16',
    HILO_PUBLIC_URL: 'https://ask.example.com/hilo/',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
});
afterAll(() => hilo.close());

const ask = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
};

const sms = {
  kind: 'standard',
  name: 'SMS',
  url: 'http://10.20.0.7:8080/take',
  messages: { channels: ['sms'] },
};
const twilio = {
  kind: 'twilio',
  name: 'Calls',
  accountSid: `AC${'0'.repeat(32)}`,
  url: 'http://10.20.0.8/',
  from: { ivr: '+34910000000' },
  secret: 'the auth token',
};

it('shows a secret that Hilo made once, and never again', async () => {
  const made = await ask('POST', '/v1/outgoing-webhooks', sms);
  expect(made.status, made.text).toBe(201);
  const { webhook, secret } = made.body;
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhook).toMatchObject({ enabled: true, secrets: 1, idempotent: false });
  expect(webhook.callbacks).toBe(`https://ask.example.com/hilo/v1/callbacks/${webhook.id}`);
  for (const path of ['/v1/outgoing-webhooks', `/v1/outgoing-webhooks/${webhook.id}`]) {
    const shown = await ask('GET', path);
    expect(shown.status).toBe(200);
    expect(shown.text).not.toContain(secret.slice(6));
  }

  const rotated = await ask('POST', `/v1/outgoing-webhooks/${webhook.id}/secrets`, {});
  expect(rotated.body.secret).not.toBe(secret);
  expect(rotated.body.webhook.secrets).toBe(2);
  const atOnce = await ask('POST', `/v1/outgoing-webhooks/${webhook.id}/secrets`, { overlapHours: 0 });
  expect(atOnce.body.webhook.secrets).toBe(1);

  const another = await ask('POST', '/v1/outgoing-webhooks', { ...sms, name: 'Another' });
  expect([another.status, another.body.detail]).toEqual([409, `Messages on sms leave by SMS (${webhook.id}) already.`]);
  const out = await ask('PUT', `/v1/outgoing-webhooks/${webhook.id}`, { ...sms, enabled: false });
  expect(out.body).toMatchObject({ enabled: false, secrets: 1, disabled: { reason: 'taken out of use by root' } });
  expect((await ask('POST', '/v1/outgoing-webhooks', { ...sms, name: 'Another' })).status).toBe(201);
  expect((await ask('PUT', `/v1/outgoing-webhooks/${webhook.id}`, sms)).status).toBe(409);
  expect((await ask('DELETE', `/v1/outgoing-webhooks/${webhook.id}`)).status).toBe(200);
  expect((await ask('GET', `/v1/outgoing-webhooks/${webhook.id}`)).status).toBe(404);
});

it('refuses when it is written what is not reached from everywhere', async () => {
  for (const url of [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.21.0.1/',
    'https://localhost./',
    'http://93.184.216.34/',
    'https://u:p@93.184.216.34/',
    'gopher://93.184.216.34/',
  ]) {
    const answer = await ask('POST', '/v1/outgoing-webhooks', { ...sms, messages: { channels: ['app'] }, url });
    expect([url, answer.status, answer.body.errors?.[0]?.path]).toEqual([url, 400, 'url']);
  }
});

it('takes an account at Twilio with its token, and refuses what serves for nothing', async () => {
  const made = await ask('POST', '/v1/outgoing-webhooks', twilio);
  expect(made.status, made.text).toBe(201);
  expect(made.body.secret).toBeUndefined();
  expect(made.text).not.toContain('the auth token');
  const { secret: _secret, ...tokenless } = twilio;
  const wrong = [
    { ...tokenless, from: { sms: '+34600000000' } },
    { ...twilio, from: {} },
    { ...sms, messages: undefined },
    { ...sms, messages: { channels: ['web'] }, secret: 'too short' },
    { ...sms, messages: undefined, events: { types: ['hilo.survey.invted'] } },
    { ...sms, messages: undefined, events: { types: ['hilo.survey.*'] }, idempotent: true },
    { ...sms, kind: 'else' },
  ];
  for (const one of wrong) expect([one, (await ask('POST', '/v1/outgoing-webhooks', one)).status]).toEqual([one, 400]);
});
