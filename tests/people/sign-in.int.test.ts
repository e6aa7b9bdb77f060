import { analytics } from '@hilo/analytics';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, freePort, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { services } from '../../scripts/services.ts';
import { placesOf } from '../everything.ts';
import { openBrowser } from './browser.ts';
import { client, type IdentityProvider, startIdentityProvider } from './identity-provider.ts';

const soon = { timeout: 120_000, interval: 300 };
let database: TestDatabase;
let hilo: RunningProcess;
let staff: IdentityProvider;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  staff = await startIdentityProvider({ callback: `${url}/auth/callback`, inToken: false });
  hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: 'the-key-of-the-operator',
    HILO_ID_SECRET: 'a secret of the tests',
    HILO_SESSION_SECRET: 'a secret of the tests for sessions',
    HILO_SESSION_CHECK_SECONDS: '1',
    HILO_DASHBOARD_URL: url,
    HILO_OIDC_ISSUER: staff.issuer,
    HILO_OIDC_CLIENT_ID: client.id,
    HILO_OIDC_CLIENT_SECRET: client.secret,
    HILO_OIDC_ROLES_CLAIM: 'realm_access.roles',
    HILO_OIDC_ROLES: 'desk=agent,rights=defender,figures=analyst',
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  await hilo?.close();
  await staff?.[Symbol.asyncDispose]();
  await database?.drop();
});

/** Somebody in these groups, signed in. */
const signedIn = async (subject: string, ...groups: string[]) => {
  staff.put(subject, groups);
  staff.sitDown(subject);
  const browser = openBrowser();
  const way = await browser.follow(`${url}/auth/login?then=/customers?q=1`);
  return { ...browser, way, get: async (path: string) => (await browser.ask(`${url}${path}`)).status };
};

/** A route of each service that an agent may ask. */
const ofEachService = {
  ingest: '/v1/interactions/none',
  'identity-resolution': '/v1/identity/registry',
  'survey-trigger': '/v1/cases',
  analytics: '/v1/kpis',
};

const statuses = (browser: { get(path: string): Promise<number> }) =>
  Promise.all(Object.values(ofEachService).map((path) => browser.get(path)));

describe('signing in', () => {
  it('goes to the identity provider and back to where it began, and no page sees a token', async () => {
    const ana = await signedIn('ana-1', 'desk', 'everybody');
    const [last] = ana.way;
    expect({ status: last?.status, to: last?.headers.get('location') }).toEqual({ status: 303, to: '/customers?q=1' });
    const asked = new URL(ana.way.at(-2)?.url ?? '');
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${url}/auth/callback`,
    });
    const session = await ana.ask(`${url}/v1/session`);
    expect(JSON.parse(session.text)).toMatchObject({
      person: { id: 'ana-1', name: 'Ana Ruiz' },
      roles: ['agent'],
      scopes: expect.arrayContaining(['customers:read', 'cases:write']),
      signedInBy: 'oidc',
    });
    expect(await statuses(ana)).toEqual([404, 200, 200, 200]);
    expect(await ana.get('/v1/keys')).toBe(403);
    expect([...ana.cookies(url).keys()]).toEqual(['hilo_session']);
    // The name is in the cookie alone, and what was given by the provider is sealed.
    expect(await placesOf(database.url, ['Ana Ruiz'])).toEqual([]);
  });

  it('goes nowhere else afterwards', async () => {
    const { ask } = openBrowser();
    for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', '/%09/evil', 'customers']) {
      const { status, text } = await ask(`${url}/auth/login?then=${encodeURIComponent(to)}`);
      if (to !== '/%09/evil') expect([to, status, JSON.parse(text).errors?.[0]?.path]).toEqual([to, 400, 'then']);
    }
  });

  it('is for who began it, in this browser, and for who has a role', async () => {
    const other = await openBrowser().ask(`${url}/auth/callback?code=x&state=y`);
    expect(other.status).toBe(400);
    const { ask } = openBrowser();
    await ask(`${url}/auth/login`);
    const forged = await ask(`${url}/auth/callback?code=x&state=y`);
    expect({ status: forged.status, cookie: forged.headers.get('set-cookie') }).toEqual({ status: 403, cookie: null });
    const guest = await signedIn('guest-1', 'everybody');
    expect(guest.way[0]?.status).toBe(403);
    expect(guest.way[0]?.text).toContain('You have no role here');
  });

  it('names who did something in the audit', async () => {
    const ana = await signedIn('ana-2', 'rights');
    const made = await ana.ask(`${url}/v1/erasures`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: { identifier: { kind: 'email', value: 'gone@example.org' } },
    });
    expect(made.status).toBe(202);
    expect(JSON.parse(made.text).by).toEqual({
      key: 'session',
      source: 'local',
      person: { subject: 'ana-2', roles: ['defender'] },
    });
  });
});

it('is examined by the doctor: who cannot be asked, and why', async () => {
  const examine = async (HILO_OIDC_ISSUER: string) => {
    const environment = {
      HILO_SESSION_SECRET: 'a secret of the tests for sessions',
      HILO_OIDC_ISSUER,
      HILO_OIDC_CLIENT_ID: client.id,
      HILO_OIDC_CLIENT_SECRET: client.secret,
    };
    const found = await analytics.examine?.({ environment, pool: undefined, now: Date.now });
    return found?.map(({ status, message }) => `${status}: ${message}`);
  };
  expect(await examine(staff.issuer)).toEqual([`ok: people are signed in by ${staff.issuer}`]);
  expect(await examine(`${staff.issuer}/other`)).toEqual([expect.stringMatching(/^failed: nobody can sign in: /)]);
  expect(await examine('https://login.invalid')).toEqual([
    expect.stringMatching(/^failed: .*https:\/\/login\.invalid.*(ENOTFOUND|EAI_AGAIN)/),
  ]);
});

describe('within a minute, in every service', () => {
  it('a role that was lost is refused, and what is left stays', async () => {
    const eva = await signedIn('eva-1', 'desk', 'figures');
    expect(await statuses(eva)).toEqual([404, 200, 200, 200]);
    staff.put('eva-1', ['figures']);
    await expect.poll(() => statuses(eva), soon).toEqual([403, 403, 403, 200]);
    const session = await eva.ask(`${url}/v1/session`);
    expect(JSON.parse(session.text).roles).toEqual(['analyst']);
  });

  it('who was removed at the identity provider is refused', async () => {
    const leo = await signedIn('leo-1', 'desk');
    expect(await statuses(leo)).toEqual([404, 200, 200, 200]);
    staff.put('leo-1', undefined);
    await expect.poll(() => statuses(leo), soon).toEqual([401, 401, 401, 401]);
  });

  it('who signed out is refused, though the cookie was kept', async () => {
    const mia = await signedIn('mia-1', 'desk');
    const kept = new Map(mia.cookies(url));
    const out = await mia.ask(`${url}/auth/logout`, { method: 'POST', headers: { origin: url } });
    expect(out.status).toBe(204);
    expect([...mia.cookies(url)]).toEqual([]);
    for (const [name, value] of kept) mia.cookies(url).set(name, value);
    await expect.poll(() => statuses(mia), soon).toEqual([401, 401, 401, 401]);
  });

  it('nobody holds who cannot be asked about, and everybody goes on when that is over', async () => {
    const pau = await signedIn('pau-1', 'desk');
    staff.isOpen = false;
    await expect.poll(() => statuses(pau), soon).toEqual([503, 503, 503, 503]);
    staff.isOpen = true;
    await expect.poll(() => statuses(pau), soon).toEqual([404, 200, 200, 200]);
  });
});
