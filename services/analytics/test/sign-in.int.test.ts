import { topics } from '@hilo/contracts';
import { makeLocalToken } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startAnalytics } from './started.ts';

const secret = 'a secret of the tests for sessions';
const soon = { timeout: 60_000, interval: 200 };
let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_SESSION_SECRET: secret, HILO_SESSION_CHECK_SECONDS: '1' });
});
afterAll(() => analytics.stop());

/** Asks without a key, as a browser does. */
const browse = async (
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) => {
  const response = await fetch(`${analytics.hilo.url}${path}`, { method, headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** What a browser sends back of a cookie that it was given. */
const cookieOf = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

const signIn = async (): Promise<string> => {
  const answer = await browse(`/auth/local?token=${makeLocalToken(secret, Date.now())}`);
  expect({ status: answer.status, to: answer.headers.get('location') }).toEqual({ status: 303, to: '/' });
  return cookieOf(answer.headers);
};

it('says how to sign in to who is not, and to a key', async () => {
  const nobody = await browse('/v1/session');
  expect(nobody.status).toBe(401);
  expect(JSON.parse(nobody.text).detail).toContain('sign in: /auth/login');
  const key = await analytics.get('/v1/session');
  expect(key.status).toBe(401);
  expect(JSON.parse(key.text).detail).toContain('sign in at /auth/login');
});

it('signs in by the link of a local start, once', async () => {
  const path = `/auth/local?token=${makeLocalToken(secret, Date.now())}`;
  expect((await browse(path, { method: 'HEAD' })).status).not.toBe(303);
  const opened = await browse(path);
  expect(opened.status).toBe(303);
  const session = await browse('/v1/session', { headers: { cookie: cookieOf(opened.headers) } });
  expect(session.status).toBe(200);
  expect(JSON.parse(session.text)).toEqual({
    person: { id: 'local' },
    roles: ['admin'],
    scopes: ['*'],
    signedInBy: 'local',
    expiresAt: expect.stringMatching(/Z$/),
  });
  const again = await browse(path, { headers: { accept: 'text/html' } });
  expect(again.status).toBe(403);
  expect(again.headers.get('content-type')).toContain('text/html');
  expect(again.text).toContain('start Hilo again');
});

it.each([
  ['is made up', () => 'x'],
  ['another secret made', () => makeLocalToken('another secret, which is long enough', Date.now())],
  ['is older than five minutes', () => makeLocalToken(secret, Date.now() - 301_000)],
])('signs nobody in by a link that %s', async (_, token) => {
  const answer = await browse(`/auth/local?token=${token()}`);
  expect({ status: answer.status, cookie: answer.headers.get('set-cookie') }).toEqual({ status: 403, cookie: null });
});

it('signs nobody in who comes through a proxy, and leaves the link as it is', async () => {
  const path = `/auth/local?token=${makeLocalToken(secret, Date.now())}`;
  expect((await browse(path, { headers: { 'x-forwarded-for': '10.1.2.3' } })).status).toBe(403);
  expect((await browse(path)).status).toBe(303);
});

it('ends a session everywhere when somebody signs out', async () => {
  const [cookie, other] = [await signIn(), await signIn()];
  const own = { cookie, 'sec-fetch-site': 'same-origin' };
  const elsewhere = await browse('/auth/logout', {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'cross-site' },
  });
  expect(elsewhere.status).toBe(403);
  expect((await browse('/v1/session', { headers: { cookie } })).status).toBe(200);
  const out = await browse('/auth/logout', { method: 'POST', headers: own });
  expect({ status: out.status, cookie: cookieOf(out.headers) }).toEqual({ status: 204, cookie: 'hilo_session=' });
  // Who kept the cookie is refused as well, as soon as it is heard of.
  await expect.poll(async () => (await browse('/v1/session', { headers: { cookie } })).status, soon).toBe(401);
  expect((await browse('/v1/session', { headers: { cookie: other } })).status).toBe(200);
  const { rows } = await analytics.pool.query(`SELECT told ->> 'kind' AS kind FROM sessions WHERE id LIKE 'local-%'`);
  expect(rows).toEqual([{ kind: 'ended' }]);
});

it('tells up to when all sessions held, while somebody is signed in', async () => {
  await signIn();
  const upTo = async (): Promise<number> => {
    const { rows } = await analytics.pool.query(`SELECT told ->> 'at' AS at FROM sessions WHERE id = 'all'`);
    return rows.length === 0 ? 0 : Date.parse(rows[0].at);
  };
  const since = Date.now();
  await expect.poll(upTo, soon).toBeGreaterThan(since);
  expect(topics.sessions.partitions).toBe(1);
});
