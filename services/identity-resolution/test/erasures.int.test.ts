import { randomUUID } from 'node:crypto';
import { deadLetterTopic, Erasure, topics } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { newApiKey, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identityResolution } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let admin: Client;
let drop: () => Promise<void>;
const published: { customers: LogRecord[]; erasures: Erasure[] } = { customers: [], erasures: [] };

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([identityResolution], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  admin = new Client({ connectionString: database.url });
  await admin.connect();
  await hilo.log.consume({
    group: 'the-test',
    topics: [topics.erasures.name, topics.customers.name],
    startFrom: async () => 0,
    handle: async ({ topic, records }) => {
      if (topic === topics.customers.name) published.customers.push(...records);
      else published.erasures.push(...records.map(({ value }) => Erasure.parse(JSON.parse(value ?? ''))));
    },
    onError: () => {},
  });
  drop = async () => {
    await admin.end();
    await database.drop();
  };
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const request = async (method: string, path: string, body?: unknown, key = rootKey) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
};
const erase = (body: unknown) => request('POST', '/v1/erasures', body);
const lookUp = (kind: string, value: string) => request('POST', '/v1/customers/lookup', { kind, value });

type Named = [string, string][];
const identified = (identifiers: Named) => identifiers.map(([kind, value]) => ({ kind, value }));
const interaction = (id: string, identifiers: Named, rest: object = {}) => ({
  id,
  source: 'shop',
  receivedAt: '2026-03-01T00:00:00.000Z',
  occurredAt: '2026-01-01T10:00:00.000Z',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: identified(identifiers),
  ...rest,
});

const append = async (...interactions: object[]): Promise<void> => {
  await hilo.log.append(
    topics.interactions.name,
    interactions.map((one) => ({ key: 'one', value: JSON.stringify(one) })),
  );
  await expect.poll(() => hilo.log.lag('identity-resolution', topics.interactions.name)).toBe(0);
};

it('tells the others by derived ids and a moment, in a version that no earlier record outlives', async () => {
  await append(
    interaction('a-1', [
      ['email', 'ana@a.example'],
      ['phone', '+34600000001'],
    ]),
  );
  const { id, version } = (await lookUp('email', 'ana@a.example')).body;
  const { status, body } = await erase({
    identifier: { kind: 'phone', value: '+34 600 000 001' },
    reason: 'asked for',
  });
  expect(status).toBe(202);
  expect(body).toMatchObject({ state: 'running', reason: 'asked for', by: { key: 'root' } });
  expect(body.report).toContainEqual({
    where: 'identity-resolution',
    state: 'done',
    at: expect.any(String),
    removed: {
      interactions: 1,
      identifiers: 2,
      decisions: 0,
      redacted: 0,
      links: 1,
      denials: 0,
      reads: 1,
      suggestions: 0,
    },
  });
  await expect.poll(() => published.erasures.find((one) => one.id === body.id)).toBeDefined();
  const message = published.erasures.find((one) => one.id === body.id);
  expect(message?.subjects).toHaveLength(2);
  expect(message?.customers).toEqual([{ id, version: version + 1 }]);
  expect(JSON.stringify(message)).not.toMatch(/ana@|600 ?000/);
  const last = () => published.customers.filter(({ key }) => key === id).at(-1);
  await expect.poll(() => last()?.value).toBe(null);
  expect(last()?.headers.hilo_version).toBe(String(version + 1));
  expect((await lookUp('email', 'ana@a.example')).status).toBe(404);

  // Whoever comes back has the old id, and goes on counting.
  await append(interaction('a-2', [['email', 'ana@a.example']], { occurredAt: new Date().toISOString() }));
  const back = (await lookUp('email', 'ana@a.example')).body;
  expect(back).toMatchObject({ id, version: version + 2, interactions: { total: 1 } });
  expect(back.identifiers.map(({ value }: { value: string }) => value)).toEqual(['ana@a.example']);
});

it('changes nothing when it is asked for again, and refuses another one under its id', async () => {
  await append(interaction('b-1', [['email', 'bea@b.example']]));
  const id = randomUUID();
  const asked = { id, identifier: { kind: 'email', value: 'bea@b.example' } };
  const first = await erase({ ...asked, export: true });
  expect(first.body.export.interactions).toHaveLength(1);
  const again = await erase({ ...asked, export: true });
  expect(again.status).toBe(202);
  expect(again.body).toMatchObject({ id, at: first.body.at });
  expect(again.body.export).toBeUndefined();
  expect((await erase({ id, identifier: { kind: 'email', value: 'other@b.example' } })).status).toBe(409);
  expect((await request('GET', `/v1/erasures/${id}`)).body.id).toBe(id);
  expect((await request('GET', `/v1/erasures/${randomUUID()}`)).status).toBe(404);
  const page = (await request('GET', '/v1/erasures?limit=1')).body;
  expect(page.erasures.map((one: { id: string }) => one.id)).toEqual([id]);
  expect((await request('GET', `/v1/erasures?limit=1&cursor=${page.nextCursor}`)).body.erasures).toHaveLength(1);
});

it('refuses what names nobody, both, or nothing, and who may not', async () => {
  expect((await erase({ customer: randomUUID() })).status).toBe(404);
  expect((await erase({})).status).toBe(400);
  expect((await erase({ customer: randomUUID(), identifier: { kind: 'email', value: 'a@b.example' } })).status).toBe(
    400,
  );
  expect((await erase({ identifier: { kind: 'email', value: 'null' } })).status).toBe(400);
  expect((await erase({ identifier: { kind: 'email', value: 'a@b.example' }, reason: '\0' })).status).toBe(400);
  const { id, key, hash } = newApiKey();
  const scoped = {
    id,
    hash,
    source: 'crm',
    scopes: ['identity:write', 'customers:read'],
    createdAt: '2026-01-01T00:00:00Z',
  };
  await admin.query('INSERT INTO identity.api_keys (id, key) VALUES ($1, $2)', [id, JSON.stringify(scoped)]);
  for (const [method, path] of [
    ['POST', '/v1/erasures'],
    ['GET', '/v1/erasures'],
  ] as const) {
    const body = method === 'POST' ? { identifier: { kind: 'email', value: 'a@b.example' } } : undefined;
    expect((await request(method, path, body, key)).status).toBe(403);
  }
  const eraser = newApiKey();
  const erasing = { ...scoped, id: eraser.id, hash: eraser.hash, scopes: ['erasures:write'] };
  await admin.query('INSERT INTO identity.api_keys (id, key) VALUES ($1, $2)', [eraser.id, JSON.stringify(erasing)]);
  const asked = { identifier: { kind: 'email', value: 'nobody@b.example' } };
  expect((await request('POST', '/v1/erasures', { ...asked, export: true }, eraser.key)).status).toBe(403);
  expect((await request('POST', '/v1/erasures', asked, eraser.key)).status).toBe(202);
});

it('takes what is sent again for the same, though somebody in it was erased since then and its time is later', async () => {
  const called = (occurredAt: string) =>
    interaction(
      'r-1',
      [
        ['customer_number', 'R-1'],
        ['phone', '+34600000077'],
      ],
      { channel: 'call_centre', outcome: 'wrong_person', occurredAt, derived: ['occurredAt'] },
    );
  await append(called('2026-01-01T10:00:00.000Z'));
  await erase({ identifier: { kind: 'phone', value: '+34600000077' } });
  const dead = deadLetterTopic(topics.interactions.name, 'identity-resolution');
  const setAside = async () => (await hilo.log.endOffsets(dead)).reduce((sum, end) => sum + end, 0);
  const before = await setAside();
  await append(called(new Date(Date.now() + 3_600_000).toISOString()));
  await append(called('2025-12-31T10:00:00.000Z'));
  expect((await lookUp('customer_number', 'R-1')).body.interactions).toMatchObject({
    total: 1,
    firstAt: '2025-12-31T10:00:00.000Z',
  });
  expect((await lookUp('phone', '+34600000077')).status).toBe(404);
  expect(await setAside()).toBe(before);
  await append({ ...called('2026-01-01T10:00:00.000Z'), properties: { amount: 2 } });
  expect(await setAside()).toBe(before);
  await append({ ...called(new Date(Date.now() + 3_600_000).toISOString()), properties: { amount: 2 } });
  expect(await setAside()).toBe(before + 1);
});

it('keeps out somebody who was never heard of until then', async () => {
  expect((await erase({ identifier: { kind: 'email', value: 'Unheard@C.example' } })).status).toBe(202);
  await append(
    interaction('c-1', [
      ['customer_number', 'C-77'],
      ['email', 'Unheard@c.example'],
    ]),
  );
  expect((await lookUp('email', 'Unheard@c.example')).status).toBe(404);
  expect((await lookUp('customer_number', 'C-77')).status).toBe(404);
  const { rows } = await admin.query("SELECT FROM log.records WHERE value LIKE '%C-77%'");
  expect(rows).toEqual([]);
});

it('takes decisions back, keeps what they say of others, and refuses those that are dated before', async () => {
  await append(
    interaction('d-1', [['email', 'dora@d.example']]),
    interaction('d-2', [['email', 'elsa@d.example']]),
    interaction('d-3', [['email', 'fany@d.example']]),
    interaction('d-4', [['phone', '+34600000044']]),
  );
  const [dora, elsa, fany] = ['dora', 'elsa', 'fany'].map((name) => ({ kind: 'email', value: `${name}@d.example` }));
  const decide = (body: object) => request('POST', '/v1/identity/decisions', body);
  const at = '2026-02-01T00:00:00Z';
  await decide({ kind: 'not_same', at, one: [dora, elsa], other: [fany] });
  await decide({ kind: 'same', at, one: dora, other: { kind: 'phone', value: '+34600000044' } });
  await decide({ kind: 'withdraw', source: 'shop', interaction: 'd-1', reason: 'dora says so' });
  const { body } = await erase({ identifier: dora });
  expect(body.report[1].removed).toMatchObject({ decisions: 3, identifiers: 2, interactions: 2 });

  const { rows } = await admin.query(
    "SELECT count(*)::int AS rows FROM identity.decisions WHERE content || request LIKE '%dora%'",
  );
  expect(rows).toEqual([{ rows: 0 }]);
  const { decisions } = (await request('GET', '/v1/identity/decisions?kind=email&value=elsa@d.example')).body;
  expect(decisions).toMatchObject([{ kind: 'not_same', one: [elsa], other: [fany] }]);
  expect((await decide({ kind: 'same', at, one: dora, other: elsa })).status).toBe(400);
  expect((await decide({ kind: 'withdraw', source: 'shop', interaction: 'd-1' })).status).toBe(400);
  expect((await lookUp('email', 'dora@d.example')).status).toBe(404);
});

it('exports everything that it knows, page by page', async () => {
  const consents = [{ purpose: 'feedback', state: 'granted', proof: 'a form' }];
  await append(
    interaction('e-1', [['email', 'gil@e.example']], { text: 'hello', consents }),
    interaction('e-2', [['email', 'gil@e.example']]),
    interaction('e-3', [['email', 'gil@e.example']]),
  );
  await request('POST', '/v1/identity/decisions', { kind: 'withdraw', source: 'shop', interaction: 'e-3' });
  const { id } = (await lookUp('email', 'gil@e.example')).body;
  const first = (await request('GET', `/v1/customers/${id}/export?limit=2&purpose=asked`)).body;
  expect(first).toMatchObject({
    customer: id,
    record: { id },
    consents: [{ proof: 'a form' }],
    decisions: [{ kind: 'withdrawn' }],
  });
  expect(first.reads.length).toBeGreaterThan(0);
  expect(first.elsewhere.map(({ service }: { service: string }) => service)).toEqual(['survey-trigger', 'analytics']);
  const second = (await request('GET', `/v1/customers/${id}/export?limit=2&cursor=${first.nextCursor}`)).body;
  expect(second.record).toBeUndefined();
  expect(second.nextCursor).toBeUndefined();
  const all = [...first.interactions, ...second.interactions];
  const told = all.map((one) => [one.interaction.id, one.withdrawn]).sort();
  expect(told).toEqual([
    ['e-1', false],
    ['e-2', false],
    ['e-3', true],
  ]);
  expect(all.find((one) => one.interaction.id === 'e-1').interaction.text).toBe('hello');
  expect((await request('GET', `/v1/customers/${randomUUID()}/export`)).status).toBe(404);
});

it('says which service the log waits for, which is down and has still to read', async () => {
  const group = 'analytics';
  const consumer = await hilo.log.consume({
    group,
    topics: [topics.resolved.name],
    handle: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('it stops')))),
  });
  await append(interaction('g-1', [['email', 'hugo@g.example']]));
  await expect.poll(() => hilo.log.lag(group, topics.resolved.name)).toBeGreaterThan(0);
  await consumer.close();
  // Down for so long that a group which nobody declares would be one of the past.
  await admin.query("UPDATE log.leases SET expires_at = now() - interval '3 days' WHERE consumer_group = $1", [group]);
  const { body } = await erase({ identifier: { kind: 'email', value: 'hugo@g.example' } });
  const onTheLog = async () =>
    (await request('GET', `/v1/erasures/${body.id}`)).body.report.find(
      ({ where }: { where: string }) => where === 'log',
    );
  await expect.poll(onTheLog).toMatchObject({ state: 'waiting', waitsFor: [{ group, records: 1 }] });
  expect(Date.now() - Date.parse((await onTheLog()).waitsFor[0].lastAliveAt)).toBeGreaterThan(2 * 86_400_000);

  const again = await hilo.log.consume({ group, topics: [topics.resolved.name], handle: async () => {} });
  await expect.poll(onTheLog).toMatchObject({ state: 'done' });
  expect((await onTheLog()).waitsFor).toBeUndefined();
  expect((await admin.query("SELECT FROM log.records WHERE value LIKE '%hugo@%'")).rowCount).toBe(0);
  await again.close();
});
