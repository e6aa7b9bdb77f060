import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startIngest } from './started.ts';

let started: Started;

beforeAll(async () => {
  started = await startIngest({ HILO_MAX_WAITING_MB: '1' });
});
afterAll(async () => {
  await started.stop();
});

const json = { 'content-type': 'application/json' };
const makeKey = async (fields: Record<string, unknown>) =>
  (
    await started.request('/v1/keys', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ source: 'shop', scopes: ['interactions:write'], ...fields }),
    })
  ).body;
const call = { userId: 'u', event: 'Clicked' };
const post = (key: string, path = '/v1/track', body: unknown = call) =>
  started.request(path, { method: 'POST', key, headers: json, body: JSON.stringify(body) });

it('says how often a key may still ask, and when it asks too often that it is to wait', async () => {
  const { key } = await makeKey({ rateLimit: 2 });
  const first = await post(key);
  expect([first.status, first.headers.get('ratelimit'), first.headers.get('ratelimit-policy')]).toEqual([
    200,
    expect.stringMatching(/^"key";r=1;t=\d+$/),
    '"key";q=2;w=60',
  ]);
  // The key in the body is the same key.
  const second = await started.request('/v1/batch', {
    method: 'POST',
    key: '',
    body: JSON.stringify({ writeKey: key, batch: [call] }),
  });
  expect([second.status, second.headers.get('ratelimit-remaining')]).toEqual([200, '0']);
  const third = await post(key);
  expect(third.status).toBe(429);
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(third.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(third.headers.get('content-type')).toContain('application/problem+json');
  expect((await post((await makeKey({ rateLimit: 2 })).key)).status).toBe(200);
});

it('lets two keys of one source live, so that one can be exchanged, and tells when each was used last', async () => {
  const [old, fresh] = [await makeKey({}), await makeKey({})];
  expect([(await post(old.key)).status, (await post(fresh.key)).status]).toEqual([200, 200]);
  const usedAt = async (id: string) =>
    (await started.request('/v1/keys')).body.keys.find((key: { id: string }) => key.id === id)?.lastUsedAt;
  await expect.poll(() => usedAt(old.id)).toEqual(expect.any(String));
  expect(Math.abs(Date.parse(await usedAt(old.id)) - Date.now())).toBeLessThan(120_000);
  expect(await usedAt((await makeKey({})).id)).toBeUndefined();

  await started.request(`/v1/keys/${old.id}`, { method: 'DELETE' });
  await expect.poll(async () => (await post(old.key)).status).toBe(401);
  expect((await post(fresh.key)).status).toBe(200);
});

it('lets a key that has expired in no more', async () => {
  const { key } = await makeKey({ expiresAt: new Date(Date.now() + 4000).toISOString() });
  expect((await post(key)).status).toBe(200);
  await expect.poll(async () => (await post(key)).status).toBe(401);
});

it('turns new work away while too much waits for the log, and asks for patience', async () => {
  const { key } = await makeKey({});
  const large = { batch: Array(1000).fill({ ...call, type: 'track', properties: { text: 'x'.repeat(500) } }) };
  const answers = await Promise.all(Array.from({ length: 12 }, () => post(key, '/v1/batch', large)));
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('1');
});

it('turns new work away while the process is late with everything, and takes it again when it has caught up', async () => {
  // Of its own: while others have the processors, any process is late now and then.
  const impatient = await startIngest({ HILO_MAX_EVENT_LOOP_DELAY_MS: '100' });
  const ask = async () =>
    (
      await impatient.request('/v1/track', {
        method: 'POST',
        key: 'the-key-of-the-operator',
        headers: json,
        body: JSON.stringify(call),
      })
    ).status;
  const busy = setInterval(() => {
    const until = Date.now() + 300;
    while (Date.now() < until);
  }, 1);
  try {
    await expect.poll(ask).toBe(503);
    expect((await impatient.request('/livez')).status).toBe(200);
  } finally {
    clearInterval(busy);
  }
  await expect.poll(ask).toBe(200);
  await impatient.stop();
});
