import { analytics } from '@hilo/analytics';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, freePort, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { services } from '../../scripts/services.ts';
import { placesOf } from '../everything.ts';
import { openBrowser } from './browser.ts';
import { client, type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { addressesIn } from './walk.ts';

const soon = { timeout: 120_000, interval: 300 };
let database: TestDatabase;
let hilo: RunningProcess;
let staff: IdentityProvider;
let url: string;
const rootKey = 'the-key-of-the-operator';
const byKey = { authorization: `Bearer ${rootKey}` };

beforeAll(async () => {
  database = await createTestDatabase();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  staff = await startIdentityProvider({ callback: `${url}/auth/callback`, inToken: false });
  hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HILO_SESSION_SECRET: 'a secret of the tests for sessions',
    HILO_SESSION_CHECK_SECONDS: '1',
    // However busy the machine is, what is posted once is taken.
    HILO_MAX_EVENT_LOOP_DELAY_MS: '60000',
    HILO_DASHBOARD_URL: url,
    HILO_OIDC_ISSUER: staff.issuer,
    HILO_OIDC_CLIENT_ID: client.id,
    HILO_OIDC_CLIENT_SECRET: client.secret,
    HILO_OIDC_ROLES_CLAIM: 'realm_access.roles',
    HILO_OIDC_ROLES: 'desk=agent,rights=defender,figures=analyst,running=operator',
    // Whoever names such a trait shows it to analysts: masked.
    HILO_ANALYST_DIMENSIONS: 'traits.mail',
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
      person: { id: 'ana-1', name: 'Eva Sol' },
      roles: ['agent'],
      scopes: expect.arrayContaining(['customers:read', 'cases:write']),
      signedInBy: 'oidc',
    });
    await expect.poll(() => statuses(ana), soon).toEqual([404, 200, 200, 200]);
    expect(await ana.get('/v1/keys')).toBe(403);
    expect([...ana.cookies(url).keys()]).toEqual(['hilo_session']);
    // The name is in the cookie alone, and what was given by the provider is sealed.
    expect(await placesOf(database.url, ['Eva Sol'])).toEqual([]);
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

describe('who people are', () => {
  const personal = ['ana.ruiz@example.org', '600111678', 'Ruiz', 'nobody helped me', 'C-4711'];
  const identifiers = [
    { kind: 'email', value: 'ana.ruiz@example.org' },
    { kind: 'phone', value: '+34600111678' },
    { kind: 'customer_number', value: 'C-4711' },
  ];
  const asked = (path: string, headers: Record<string, string> = byKey) =>
    openBrowser().ask(`${url}${path}`, { headers });
  let there: Record<string, string>;

  beforeAll(async () => {
    const interaction = {
      id: 'of-ana',
      occurredAt: new Date(Date.now() - 60_000).toISOString(),
      channel: 'store',
      touchpoint: 'desk',
      kind: 'complained',
      identifiers,
      traits: { givenName: 'Ana', familyName: 'Ruiz', mail: 'ana.ruiz@example.org' },
      answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 0 }],
      text: 'nobody helped me',
    };
    const browser = openBrowser();
    await browser.ask(`${url}/v1/interactions`, { method: 'POST', headers: byKey, body: interaction });
    const [body] = identifiers;
    const lookUp = () => browser.ask(`${url}/v1/customers/lookup`, { method: 'POST', headers: byKey, body });
    await vi.waitFor(async () => expect((await lookUp()).status).toBe(200), soon);
    const { id } = JSON.parse((await lookUp()).text);
    const timeline = async () => (await asked(`/v1/customers/${id}/timeline`)).text;
    await vi.waitFor(async () => expect(await timeline()).toContain('nobody helped me'), soon);
    there = { id, name: 'none' };
  });

  /** Which of all addresses show something of her, and how many answer at all. */
  const walk = async (
    headers: Record<string, string>,
    get: (address: string) => Promise<{ status: number; text: string }>,
  ) => {
    const document = JSON.parse((await asked('/docs/json', headers)).text);
    const all = new Set([
      ...addressesIn(document, there),
      ...addressesIn(document, { ...there, id: 'of-ana' }),
      '/v1/kpis?metric=ana.ruiz@example.org',
      '/v1/interactions/ana.ruiz@example.org',
    ]);
    // It goes on for ever; what it tells is figures.
    all.delete('/v1/live');
    const shown: string[] = [];
    let answered = 0;
    for (const address of all) {
      const { status, text } = await get(address);
      if (status === 200) answered += 1;
      shown.push(...personal.filter((one) => text.includes(one)).map((one) => `${address}: ${one}`));
    }
    return { shown, answered };
  };

  it('is shown to who works with customers', async () => {
    const { shown } = await walk(byKey, asked);
    expect(shown.length).toBeGreaterThan(10);
  });

  it.each(['figures', 'running'])('is shown by no route to whoever has the figures or runs Hilo: %s', async (group) => {
    const pep = await signedIn(`pep-${group}`, group);
    const { shown, answered } = await walk(byKey, (address) => pep.ask(`${url}${address}`));
    expect(shown).toEqual([]);
    expect(answered).toBeGreaterThan(5);
    const role = group === 'figures' ? 'analyst' : 'operator';
    const acting = { ...byKey, 'hilo-on-behalf-of': 'pep', 'hilo-roles': role };
    expect((await walk(byKey, (address) => asked(address, acting))).shown).toEqual([]);
  });

  it('is masked in figures, as JSON and as CSV, and in what is wrong', async () => {
    const pep = await signedIn('pep-2', 'figures');
    const path = '/v1/kpis?metric=nps&groupBy=traits.mail';
    const ask = async (accept: string) => (await pep.ask(`${url}${path}`, { headers: { accept } })).text;
    await expect.poll(async () => (await asked(path)).text, soon).toContain('ana.ruiz@example.org');
    for (const accept of ['application/json', 'text/csv']) {
      expect(await ask(accept)).toContain('a•••@example.org');
      expect(await ask(accept)).not.toContain('ana.ruiz');
    }
    const wrong = await pep.ask(`${url}/v1/kpis?groupBy=ana.ruiz@example.org`);
    expect({ status: wrong.status, isShown: wrong.text.includes('ana.ruiz') }).toEqual({ status: 400, isShown: false });
  });
});

describe('within a minute, in every service', () => {
  it('a role that was lost is refused, and what is left stays', async () => {
    const eva = await signedIn('eva-1', 'desk', 'figures');
    await expect.poll(() => statuses(eva), soon).toEqual([404, 200, 200, 200]);
    staff.put('eva-1', ['figures']);
    await expect.poll(() => statuses(eva), soon).toEqual([403, 403, 403, 200]);
    const session = await eva.ask(`${url}/v1/session`);
    expect(JSON.parse(session.text).roles).toEqual(['analyst']);
  });

  it('who was removed at the identity provider is refused', async () => {
    const leo = await signedIn('leo-1', 'desk');
    await expect.poll(() => statuses(leo), soon).toEqual([404, 200, 200, 200]);
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
