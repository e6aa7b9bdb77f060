import type { SessionTold } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { createAuthenticator } from '../auth.ts';
import { doneBy } from '../caller.ts';
import { openSessionCookies } from './cookies.ts';
import { makeLocalToken, openLocalToken } from './local-link.ts';
import type { Session } from './session.ts';
import { createSignedIn } from './signed-in.ts';

const [old, current] = ['an old secret of the tests, long enough', 'a newer secret of the tests, long enough'];
const url = 'https://hilo.example.org';
const since = Date.now();
const session: Session = {
  id: 'one',
  subject: 'agent-7',
  name: 'Ana Ruiz',
  roles: ['agent'],
  signedInBy: 'oidc',
  since,
  until: since + 3_600_000,
};

/** What a browser sends back of `Set-Cookie`. */
const sentBack = (setCookie: string): string => setCookie.split(';')[0] ?? '';

const cookiesBy = (secrets: string[], at = url) => openSessionCookies({ secrets, url: at });

it('opens a session that this secret sealed, or the one before it, until it is over', async () => {
  const sealed = sentBack((await cookiesBy([old])).write(session, since));
  const rotated = await cookiesBy([current, old]);
  expect(rotated.read({ cookie: sealed }, since)).toEqual(session);
  expect(rotated.read({ cookie: `a=b; ${sealed}; c=d` }, since)).toEqual(session);
  expect(rotated.read({ cookie: sealed }, session.until)).toBeUndefined();
  const one = sentBack(rotated.write(session, since));
  expect((await cookiesBy([current])).read({ cookie: one }, since)).toEqual(session);
  expect((await cookiesBy([old])).read({ cookie: one }, since)).toBeUndefined();
});

it('opens nothing that was changed, is none, or was sealed for something else', async () => {
  const cookies = await cookiesBy([current]);
  const sealed = sentBack(cookies.write(session, since));
  const begun = sentBack(cookies.writeBegun({ state: 'x' }));
  const [name] = sealed.split('=');
  for (const cookie of [
    `${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`,
    `${name}=x`,
    `${name}=x%3By`,
    `${name}=`,
    `${name}=${begun.slice(begun.indexOf('=') + 1)}`,
    '%%%',
  ])
    expect(cookies.read({ cookie }, since)).toBeUndefined();
  expect(cookies.readBegun({ cookie: begun })).toEqual({ state: 'x' });
});

it('sends the cookie by https alone where people come by https, and never to a page from elsewhere or a script', async () => {
  const secure = (await cookiesBy([current])).write(session, since);
  expect(secure).toMatch(/^__Host-hilo_session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(secure).not.toContain('Domain');
  const plain = (await cookiesBy([current], 'http://localhost:8080')).write(session, since);
  expect(plain).toMatch(/^hilo_session=.*; Path=\/; HttpOnly; SameSite=Lax$/);
});

type Heard = { told?: SessionTold; confirmedAt?: number };

/** Asks as who is signed in, at a service that has heard this. */
const ask = async (
  { told, confirmedAt = since }: Heard,
  { at = since, method = 'GET', headers = {} }: { at?: number; method?: string; headers?: Record<string, string> } = {},
) => {
  const cookies = await cookiesBy([current]);
  const authenticate = createAuthenticator({
    rootKey: 'the-key-of-the-operator',
    rootSource: 'local',
    findKey: async () => undefined,
    signedIn: createSignedIn({
      cookies: async () => cookies,
      findSession: async () => ({ ...(told && { told }), confirmedAt }),
      source: 'local',
      url,
      now: () => at,
    }),
    now: () => at,
  });
  const cookie = sentBack(cookies.write(session, since));
  return authenticate({ headers: { cookie, ...headers }, method }, 'cases:write');
};

const about = { session: 'one', at: new Date(since).toISOString(), expiresAt: new Date(session.until).toISOString() };

it('makes of a session the caller that a key makes which acts for a person', async () => {
  const caller = await ask({});
  expect(doneBy(caller)).toEqual({
    key: 'session',
    source: 'local',
    person: { subject: 'agent-7', roles: ['agent'] },
  });
  expect(caller.scopes.has('cases:write')).toBe(true);
  expect(caller.scopes.has('keys:write')).toBe(false);
});

it('lets in by the roles that were told last, and refuses what they do not let do', async () => {
  const roles = (...names: string[]): Heard => ({ told: { ...about, kind: 'changed', roles: names } });
  expect(await ask(roles('defender', 'a-later-role'))).toMatchObject({ roles: ['defender'] });
  await expect(ask(roles('analyst'))).rejects.toMatchObject({
    status: 403,
    message: 'agent-7, in these roles, has not the scope cases:write.',
  });
  await expect(ask(roles())).rejects.toMatchObject({ status: 403 });
});

it('refuses a session that has ended', async () => {
  await expect(ask({ told: { ...about, kind: 'ended' } })).rejects.toMatchObject({ status: 401 });
});

it('holds a session for a minute after it was known to hold, and not longer, whatever is away', async () => {
  await expect(ask({ confirmedAt: 0 }, { at: since + 59_999 })).resolves.toMatchObject({ subject: 'agent-7' });
  await expect(ask({ confirmedAt: 0 }, { at: since + 60_000 })).rejects.toMatchObject({ status: 503 });
  await expect(ask({ confirmedAt: since + 50_000 }, { at: since + 109_999 })).resolves.toBeDefined();
  await expect(ask({ confirmedAt: since + 50_000 }, { at: since + 110_000 })).rejects.toMatchObject({ status: 503 });
  await expect(ask({ told: { ...about, kind: 'unconfirmed' } })).rejects.toMatchObject({ status: 503 });
});

it.each<[string, string, Record<string, string>, boolean]>([
  ['reads from anywhere', 'GET', { 'sec-fetch-site': 'cross-site' }, true],
  ['a page of Hilo', 'POST', { 'sec-fetch-site': 'same-origin', origin: url }, true],
  ['a page of Hilo in an older browser', 'POST', { origin: url }, true],
  ['a page where Hilo was asked', 'POST', { origin: 'http://10.0.0.1:8080', host: '10.0.0.1:8080' }, true],
  ['a page from elsewhere', 'POST', { 'sec-fetch-site': 'cross-site', origin: url }, false],
  ['a page of a sister domain', 'DELETE', { 'sec-fetch-site': 'same-site' }, false],
  ['a page from elsewhere in an older browser', 'PUT', { origin: 'https://evil.example' }, false],
  ['a page without an origin', 'POST', { origin: 'null' }, false],
  ['who says nothing', 'POST', {}, false],
])('takes what a session does from %s: %s %o is %s', async (_, method, headers, isTaken) => {
  const asked = ask({}, { method, headers });
  if (isTaken) await expect(asked).resolves.toBeDefined();
  else await expect(asked).rejects.toMatchObject({ status: 403 });
});

it('opens a link of a local start for five minutes, by its secret alone', () => {
  const token = makeLocalToken(current, since);
  expect(openLocalToken(current, token, since + 299_999)).toMatch(/^[0-9a-f]{32}$/);
  expect(openLocalToken(current, token, since + 300_000)).toBeUndefined();
  expect(openLocalToken(old, token, since)).toBeUndefined();
  expect(openLocalToken(current, token.replace(/\.(\d)/, '.9$1'), since)).toBeUndefined();
  expect(openLocalToken(current, '', since)).toBeUndefined();
});
