import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, freePort, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { services } from '../../scripts/services.ts';
import { fieldsOfContract, identifiers, person, toldOf, toldOfHer } from './told-of-her.ts';
import { addressesIn, questionsIn } from './walk.ts';

const rootKey = 'the-key-of-the-operator';
const soon = { timeout: 120_000, interval: 200 };
const dayMs = 86_400_000;
let database: TestDatabase;
let hilo: RunningProcess;
let url: string;
let customer: string;
let document: unknown;

beforeAll(async () => {
  database = await createTestDatabase();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    // However busy the machine is, what is posted once is taken.
    HILO_MAX_EVENT_LOOP_DELAY_MS: '60000',
    // Whoever names such a trait shows it to analysts: masked.
    HILO_ANALYST_DIMENSIONS: 'traits.mail',
    HILO_SENTIMENT: 'words',
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'silent',
  });
  document = JSON.parse((await ask('admin', '/docs/json')).text);
  expect((await ask('admin', '/v1/interactions', toldOfHer)).status).toBe(202);
  const lookUp = () => ask('admin', '/v1/customers/lookup', identifiers[0]);
  await vi.waitFor(async () => expect((await lookUp()).status).toBe(200), soon);
  ({ id: customer } = JSON.parse((await lookUp()).text));
  const shows = (path: string, said: string) =>
    vi.waitFor(async () => expect((await ask('agent', path)).text).toContain(said), soon);
  await shows(`/v1/customers/${customer}/timeline`, 'Xqtext');
  await shows(`/v1/cases?customer=${customer}`, 'complaint');
});
afterAll(async () => {
  await hilo?.close();
  await database?.drop();
});

const as = (role: string) => ({
  authorization: `Bearer ${rootKey}`,
  ...(role !== 'admin' && { 'hilo-on-behalf-of': 'pep', 'hilo-roles': role }),
});
/** Asks as somebody in this role, by GET, or what is posted. */
const ask = async (role: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}${path}`, {
    headers: { ...as(role), ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
};

const all = Object.entries(person).flatMap(([field, values]) => values.map((value) => ({ field, value })));
/** What of hers is in a text, by the field in which it was told. */
const shownIn = (text: string): string[] =>
  all.filter(({ value }) => text.includes(value)).map(({ field, value }) => `${field}: ${value}`);

/** What somebody in this role is shown of her by all that may be read: by GET, as JSON and as a table, and by each question that is posted. */
const walk = async (role: string) => {
  const there = { id: customer, name: 'none', source: 'local', interaction: 'of-ana' };
  const addresses = new Set([...addressesIn(document, there), ...addressesIn(document, { ...there, id: 'of-ana' })]);
  // It goes on for ever, and is listened to by itself.
  addresses.delete('/v1/live');
  const shown = new Map<string, string>();
  const statuses = new Map<number, number>();
  const note = (where: string, { status, text }: { status: number; text: string }): void => {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    for (const one of shownIn(text)) if (!shown.has(one)) shown.set(one, where);
  };
  for (const address of addresses) {
    note(address, await ask(role, address));
    note(`${address} as a table`, await ask(role, address, undefined, { accept: 'text/csv' }));
  }
  for (const { path, body } of questionsIn(document, there)) note(path, await ask(role, path, body));
  for (const [path, body] of asked) note(path, await ask(role, path, body));
  return { shown: Object.fromEntries(shown), statuses };
};

/** What asks for her: by name and by identifier, in figures by what she is known by, and by what is wrong. */
const asked: readonly [path: string, body: object][] = [
  ['/v1/customers/search', { query: 'xqtraitgivenname' }],
  ...identifiers.map((identifier): [string, object] => ['/v1/customers/lookup', identifier]),
  ['/v1/query', { metric: 'volume', groupBy: ['traits.mail'] }],
  ['/v1/query?format=csv', { metric: 'volume', groupBy: ['traits.mail'] }],
  ['/v1/query', { metric: 'volume', groupBy: ['traits.familyName'] }],
  ['/v1/query', { metric: 'volume', groupBy: ['properties.seat'] }],
  ['/v1/query/rows', { question: { metric: 'volume' }, group: {} }],
  ['/v1/query', { metric: 'nps', filters: { traits: { mail: 'xqmail.ruiz@example.org' } } }],
];

it('knows of each field of the contract whether it says who somebody is', () => {
  expect(fieldsOfContract().toSorted()).toEqual(Object.keys(toldOf).toSorted());
  const ofPeople = Object.entries(toldOf).flatMap(([field, of]) => (of === 'person' ? [field] : []));
  expect(Object.keys(person).toSorted()).toEqual(ofPeople.toSorted());
});

it('shows each of them to who works with customers', async () => {
  const { shown } = await walk('agent');
  expect(Object.keys(shown).toSorted()).toEqual(all.map(({ field, value }) => `${field}: ${value}`).toSorted());
});

it.each(['analyst', 'operator'])('shows none of them by any route, table or refusal: %s', async (role) => {
  const { shown, statuses } = await walk(role);
  expect(shown).toEqual({});
  expect(statuses.get(200)).toBeGreaterThan(10);
  expect(statuses.get(403)).toBeGreaterThan(10);
});

it('refuses what is wrong without saying who was named in it', async () => {
  for (const [path, body] of [
    ['/v1/query', { metric: 'nps', groupBy: ['xqmail.ruiz@example.org'] }],
    ['/v1/query', { metric: '+34600111678' }],
    ['/v1/kpis?groupBy=xqmail.ruiz@example.org', undefined],
    ['/v1/segments/xqmail.ruiz@example.org', undefined],
    ['/v1/customers/search', { query: 'xqmail.ruiz@example.org', more: 'xqmail.ruiz@example.org' }],
  ] as const) {
    const { status, text } = await ask('analyst', path, body);
    expect({ path, status: status >= 400 && status < 500, shown: shownIn(text) }).toEqual({
      ...{ path, status: true, shown: [] },
    });
  }
});

/** What is told live to somebody in this role, as it comes. */
const listen = async (role: string) => {
  const closing = new AbortController();
  const response = await fetch(`${url}/v1/live`, { headers: as(role), signal: closing.signal });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const told = { text: '' };
  const reading = (async () => {
    for await (const chunk of response.body ?? []) told.text += new TextDecoder().decode(chunk);
  })().catch(() => {});
  return {
    told,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await reading;
    },
  };
};

it('tells an alert about what she is known by as it comes, masked to who may not see it', async () => {
  // Nine weeks of eight answers a day, of which the NPS is 25; then four days of nothing but detractors.
  const today = Math.floor(Date.now() / dayMs);
  const answers = Array.from({ length: 8 * 67 }, (_, n) => {
    const day = today - 67 + Math.floor(n / 8);
    const value = day >= today - 4 ? 0 : n % 8 < 4 ? 10 : n % 8 < 6 ? 0 : 7;
    return {
      ...{ id: `lounge-${n}`, channel: 'other', touchpoint: 'lounge', kind: 'answered' },
      occurredAt: new Date(day * dayMs + (8 + (n % 8)) * 3_600_000).toISOString(),
      identifiers: [identifiers[0]],
      answers: [{ question: 'q', scale: 'nps', value }],
    };
  });
  await ask('admin', '/v1/interactions', answers);
  const counted = {
    metric: 'volume',
    from: new Date((today - 70) * dayMs).toISOString(),
    filters: { touchpoint: 'lounge' },
  };
  await expect
    .poll(async () => JSON.parse((await ask('admin', '/v1/query', counted)).text).rows?.[0]?.n, soon)
    .toBe(answers.length);
  await using desk = await listen('agent');
  await using figures = await listen('analyst');
  const watch = { metric: 'nps', groupBy: ['traits.mail'], filters: { touchpoint: 'lounge' } };
  const made = await fetch(`${url}/v1/watches/lounge`, {
    method: 'PUT',
    headers: { ...as('admin'), 'content-type': 'application/json' },
    body: JSON.stringify({ watch, why: 'a test' }),
  });
  expect(made.status).toBe(200);
  // As if it had been watched for four days, and nobody had been there to judge them.
  const pool = openDatabase({ connectionString: database.url, schema: 'analytics', logger: { warn: () => {} } });
  await pool.query("UPDATE watching SET day = $1, due_at = now() - interval '1 hour' WHERE name = 'lounge'", [
    new Date((today - 4) * dayMs).toISOString().slice(0, 10),
  ]);
  await pool.end();
  await expect.poll(() => desk.told.text, soon).toMatch(/event: alert\n.*"traits\.mail":"xqmail\.ruiz@example\.org"/);
  await expect.poll(() => figures.told.text, soon).toMatch(/event: alert\n.*"traits\.mail":"x•••@example\.org"/);
  await delay(100);
  expect(shownIn(figures.told.text)).toEqual([]);
  const listed = async (role: string) => shownIn((await ask(role, '/v1/alerts')).text);
  expect([await listed('agent'), await listed('analyst')]).toEqual([
    [`identifiers[].value: ${identifiers[0]?.value}`, `traits: ${identifiers[0]?.value}`],
    [],
  ]);
});
