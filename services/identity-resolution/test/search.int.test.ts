import { topics } from '@hilo/contracts';
import { newApiKey, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identityResolution } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
const soon = { interval: 100 };
let hilo: RunningProcess;
let admin: Client;
let drop: () => Promise<void>;

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
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const searchFor = (query: string, rest: object = {}) =>
  request('POST', '/v1/customers/search?purpose=a+call', { query, ...rest });
const numbersIn = (customers: { identifiers: { kind: string; value: string }[] }[]): string[] =>
  customers.flatMap(({ identifiers }) =>
    identifiers.filter(({ kind }) => kind === 'customer_number').map(({ value }) => value),
  );
const found = async (query: string): Promise<string[]> => numbersIn((await searchFor(query)).body.customers).sort();

let told = 0;
const happen = (number: string, traits: object, identifiers: [string, string][] = []): Promise<void> => {
  told += 1;
  const value = {
    id: `search-${told}`,
    source: 'shop',
    receivedAt: '2026-03-01T00:00:00.000Z',
    occurredAt: new Date(Date.UTC(2026, 0, 1) + told * 1000).toISOString(),
    channel: 'store',
    touchpoint: 'desk',
    kind: 'registered',
    identifiers: [['customer_number', number] as const, ...identifiers].map(([kind, value]) => ({ kind, value })),
    traits,
  };
  return hilo.log.append(topics.interactions.name, [{ key: 'one partition', value: JSON.stringify(value) }]);
};

it('finds customers by the beginning of a name in either order, without accents and case', async () => {
  await happen('A-1', { givenName: 'María José', familyName: 'García Núñez' });
  await happen('A-2', { fullName: 'GARCIA, Mario' });
  await happen('A-3', { givenName: 'Łukasz', familyName: "O'Brien" });
  await happen('A-4', { city: 'García' });
  await expect.poll(() => found('garcia'), soon).toEqual(['A-1', 'A-2']);
  await expect.poll(() => found('lukasz'), soon).toEqual(['A-3']);
  expect(await found('mar gar')).toEqual(['A-1', 'A-2']);
  expect(await found('GARCÍA MARIA')).toEqual(['A-1']);
  expect(await found('nunez, maría josé')).toEqual(['A-1']);
  expect(await found('obrien')).toEqual(['A-3']);
  expect(await found('arcia')).toEqual([]);
  expect(await found('mario nunez')).toEqual([]);
});

it('finds a customer by an identifier of any kind, as anybody may write it', async () => {
  await happen('B-1', {}, [
    ['email', 'berta@example.org'],
    ['phone', '+34 600 222 333'],
    ['gym_card', 'GYM-77'],
  ]);
  await expect.poll(() => found('berta@example.org'), soon).toEqual(['B-1']);
  for (const query of ['berta@EXAMPLE.org', '600222333', 'GYM-77', 'B-1']) expect(await found(query)).toEqual(['B-1']);
  expect((await searchFor('B-1')).body.customers[0]).toMatchObject({ matched: 'identifier', names: {} });
  expect(await found('berta@example')).toEqual([]);
});

it('follows a change of name and a merge, and gives each customer once over all pages', async () => {
  for (let n = 1; n <= 7; n += 1) await happen(`C-${n}`, { givenName: 'Carla Carlota', familyName: `Cano ${n % 3}` });
  await expect.poll(async () => (await found('car')).length, soon).toBe(7);
  const pages: string[][] = [];
  for (let cursor: string | undefined; pages.length < 10; ) {
    const { body } = await searchFor('ca car', { limit: 3, ...(cursor !== undefined && { cursor }) });
    pages.push(numbersIn(body.customers));
    cursor = body.nextCursor;
    if (cursor === undefined) break;
  }
  expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(pages.flat().sort()).toEqual(['C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7']);
  await happen('C-1', { givenName: 'Débora', familyName: 'Cano' });
  await expect.poll(() => found('debora cano'), soon).toEqual(['C-1']);
  await expect.poll(async () => (await found('carla')).length, soon).toBe(6);
});

it('refuses the cursor of another query, and what is no query', async () => {
  const { nextCursor } = (await searchFor('ca', { limit: 1 })).body;
  expect((await searchFor('ca', { limit: 1, cursor: nextCursor })).status).toBe(200);
  expect((await searchFor('garcia', { cursor: nextCursor })).status).toBe(400);
  const nul = Buffer.from(JSON.stringify(['ca', 'ca\0', crypto.randomUUID()])).toString('base64url');
  for (const cursor of [nul, 'bm8', Buffer.from('["1"]').toString('base64url')]) {
    expect((await searchFor('ca', { cursor })).status).toBe(400);
  }
  expect((await searchFor(' ')).status).toBe(400);
  expect((await searchFor('%_\\')).body.customers).toEqual([]);
  expect((await searchFor('ca', { querry: 1 })).status).toBe(400);
});

it('is for who may read customers, and in the audit of each who is shown', async () => {
  const { body } = await searchFor('lukasz');
  const { reads } = (await request('GET', `/v1/identity/audit?customer=${body.customers[0].id}`)).body;
  expect(reads[0]).toMatchObject({ purpose: 'a call', route: 'POST /v1/customers/search' });
  const { id, key, hash } = newApiKey();
  const made = { id, hash, source: 'desk', scopes: ['interactions:read'], createdAt: '2026-01-01T00:00:00Z' };
  await hilo.log.append(topics.apiKeys.name, [{ key: id, value: JSON.stringify(made) }]);
  await expect
    .poll(async () => (await request('POST', '/v1/customers/search', { query: 'a' }, key)).status, soon)
    .toBe(403);
});

it('brings over whose names an earlier version wrote, and says so meanwhile', async () => {
  await admin.query('UPDATE identity.linkage_records SET searchable = false; DELETE FROM identity.search_names');
  expect((await searchFor('garcia')).body).toMatchObject({ customers: [], incomplete: true });
  await expect.poll(() => found('garcia'), soon).toEqual(['A-1', 'A-2']);
  expect((await searchFor('garcia')).body.incomplete).toBeUndefined();
});

it('finds nobody who was erased, and keeps nothing of the name', async () => {
  expect(
    (await request('POST', '/v1/erasures', { identifier: { kind: 'customer_number', value: 'A-1' } })).status,
  ).toBe(202);
  expect(await found('garcia')).toEqual(['A-2']);
  const { rows } = await admin.query("SELECT FROM identity.search_names WHERE words LIKE '%nunez%'");
  expect(rows).toEqual([]);
});
