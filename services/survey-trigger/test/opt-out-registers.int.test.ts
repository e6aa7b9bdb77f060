import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ContactPolicy } from '@hilo/contracts';
import {
  nameHashes,
  openDatabase,
  type RunningProcess,
  startProcess,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { listingKey } from '../domain/listings.ts';
import { registersAskedFor } from '../domain/registers.ts';
import { surveyTrigger } from '../service.ts';
import { beginList, holdRegisters, readListings, sweepEntries } from '../store/opt-out-registers.ts';
import { dayMs } from './asking.ts';

const rootKey = 'the-key-of-the-operator';
const secret = 'a secret of the tests';
let hilo: RunningProcess;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: secret,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  drop = async () => {
    await pool.end();
    await hilo.close();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query('TRUNCATE opt_out_lists, opt_out_entries');
});

const day = (ago: number): string => new Date(Date.now() - ago * dayMs).toISOString().slice(0, 10);
const json = { 'content-type': 'application/json' };

type Sent = { body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> };
const ask = async (method: string, path: string, { body, headers = {} }: Sent = {}) => {
  const response = await fetch(`${hilo.url}/v1/opt-out-registers${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, ...headers },
    ...(body !== undefined && { body, duplex: 'half' }),
  });
  const answered: ReturnType<typeof JSON.parse> = await response.json();
  return { status: response.status, body: answered };
};
const upload = (
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  { query = '', asOf = day(1), type = 'text/csv' } = {},
) => ask('PUT', `/${name}?asOf=${asOf}&why=monthly${query}`, { body, headers: { 'content-type': type } });
const isListed = async (name: string, value: string, kind = 'phone') => {
  const body = JSON.stringify({ contactPoint: { kind, value } });
  return (await ask('POST', `/${name}/check`, { body, headers: json })).body.listed;
};

it('takes a list in whatever spelling, says what became of it, and keeps no number', async () => {
  const list = '600 111 222\n+34600111222\nteléfono\n0034600111333\n\nAna@Example.org\n';
  const answer = await upload('ES.robinson', list);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      register: 'ES.robinson',
      version: 1,
      state: 'in-force',
      asOf: day(1),
      lines: 5,
      entries: 3,
      repeated: 1,
      unreadable: 1,
      firstUnreadable: [{ line: 3, reason: 'placeholder' }],
      why: 'monthly',
      by: { source: 'local' },
    },
  });
  expect(await isListed('ES.robinson', '+34600111222')).toBe(true);
  expect(await isListed('ES.robinson', '+34600111222', 'whatsapp')).toBe(true);
  expect(await isListed('ES.robinson', '+34600111444')).toBe(false);
  expect(await isListed('ES.robinson', 'ana@example.org', 'email')).toBe(true);
  const { rows } = await pool.query<{ text: string }>(
    'SELECT e::text || l::text AS text FROM opt_out_entries e, opt_out_lists l',
  );
  expect(rows.map(({ text }) => text).join()).not.toMatch(/600111|example/);
});

it('knows a contact point by the hash by which the ledger knows it', async () => {
  await upload('ES.robinson', '600111222');
  const { rows } = await pool.query<{ place: string }>('SELECT place FROM opt_out_entries');
  const hash = nameHashes(secret).ofIdentifier({ kind: 'phone', value: '+34600111222' });
  expect(rows.map(({ place }) => place.replaceAll('-', ''))).toEqual([hash]);
});

it('reads a column of a CSV, NDJSON, an array, and what is packed', async () => {
  const csv = 'name;mobile\nAna;600111222\nLuis;600111333\n';
  expect((await upload('a', csv, { query: '&column=mobile&country=es' })).body).toMatchObject({ entries: 2, lines: 2 });
  const ndjson = '{"value":"+34600111222"}\n"+34600111333"\n';
  expect((await upload('b', ndjson, { type: 'application/x-ndjson' })).body).toMatchObject({ entries: 2 });
  expect((await upload('c', '["+34600111222"]', { type: 'application/json' })).body).toMatchObject({ entries: 1 });
  const headers = { 'content-type': 'text/csv', 'content-encoding': 'gzip' };
  const packed = await ask('PUT', `/d?asOf=${day(1)}&why=x`, { body: gzipSync('+34600111222\n'), headers });
  expect(packed.body).toMatchObject({ entries: 1 });
});

it('puts the next list in the place of the one before, at once, and says who did it', async () => {
  await upload('ES.robinson', '600111222\n600111333', { asOf: day(9) });
  expect((await upload('ES.robinson', '600111333', { asOf: day(2) })).body).toMatchObject({ version: 2 });
  expect(await isListed('ES.robinson', '+34600111222')).toBe(false);
  expect(await isListed('ES.robinson', '+34600111333')).toBe(true);
  const { body } = await ask('GET', '/ES.robinson/versions');
  expect(body.versions).toMatchObject([
    { version: 2, state: 'in-force', entries: 1 },
    { version: 1, state: 'replaced', entries: 2, asOf: day(9), endedAt: expect.any(String) },
  ]);
  while (await sweepEntries(pool, Date.now()));
  expect((await pool.query('SELECT FROM opt_out_entries')).rowCount).toBe(1);
  expect(await isListed('ES.robinson', '+34600111333')).toBe(true);
});

it.each([
  ['has nobody on it', 'ES.robinson', 'name\nother\n', {}, 400],
  ['is empty', 'ES.robinson', '', {}, 400],
  ['has several columns', 'ES.robinson', '600111222,Ana\n', {}, 400],
  ['is older than the one in force', 'ES.robinson', '600111444', { asOf: day(40) }, 409],
  ['is of a day that has not begun', 'ES.robinson', '600111444', { asOf: day(-3) }, 400],
  ['has no country', 'robinson', '600111444', {}, 400],
  ['is a table of a spreadsheet', 'ES.robinson', '600111444', { type: 'application/vnd.ms-excel' }, 415],
  ['is of no date', 'ES.robinson', '600111444', { asOf: 'yesterday' }, 400],
  ['is of no country', 'ES.robinson', '600111444', { query: '&country=QQ' }, 400],
])('refuses a list that %s, and changes nothing', async (_name, name, list, options, status) => {
  await upload('ES.robinson', '600111222', { asOf: day(30) });
  expect(await upload(name, list, options)).toMatchObject({ status });
  expect(await isListed('ES.robinson', '+34600111222')).toBe(true);
  expect((await ask('GET', '')).body.registers).toContainEqual(
    expect.objectContaining({ register: 'ES.robinson', list: expect.objectContaining({ version: 1, entries: 1 }) }),
  );
});

it('an upload that is broken off changes nothing, and leaves nothing', async () => {
  await upload('ES.robinson', '600111222', { asOf: day(3) });
  const { port } = new URL(hilo.url);
  const headers = { authorization: `Bearer ${rootKey}`, 'content-type': 'text/csv' };
  const path = `/v1/opt-out-registers/ES.robinson?asOf=${day(1)}&why=x`;
  const sent = httpRequest({ port, path, method: 'PUT', headers });
  const gone = new Promise((resolve) => sent.once('error', resolve));
  for (let n = 0; n < 12_000; n += 1) sent.write(`6001${String(10_000 + n)}\n`);
  await expect.poll(async () => (await pool.query('SELECT FROM opt_out_entries')).rowCount).toBeGreaterThan(4000);
  sent.destroy();
  await gone;
  const stateOf = async () =>
    (await pool.query<{ state: string }>('SELECT state FROM opt_out_lists ORDER BY id')).rows.map(({ state }) => state);
  await expect.poll(stateOf).toEqual(['in-force', 'broken-off']);
  while (await sweepEntries(pool, Date.now()));
  expect((await pool.query('SELECT FROM opt_out_entries')).rowCount).toBe(1);
  expect(await isListed('ES.robinson', '+34600111222')).toBe(true);
});

it('what an instance has left behind that was killed is removed, and can be published by nobody', async () => {
  const by = { key: 'k', source: 'tests' };
  await beginList(pool, { register: 'ES.robinson', asOf: 0, by, why: 'x' }, Date.now() - 11 * 60_000);
  await beginList(pool, { register: 'ES.robinson', asOf: 0, by, why: 'x' }, Date.now() - 60_000);
  await sweepEntries(pool, Date.now());
  const { rows } = await pool.query<{ state: string }>('SELECT state FROM opt_out_lists ORDER BY id');
  expect(rows).toEqual([{ state: 'broken-off' }, { state: 'loading' }]);
});

it('a list that was removed protects nobody, so that nobody is contacted without consent', async () => {
  await upload('ES.robinson', '600111222');
  const removed = await ask('DELETE', '/ES.robinson?why=uploaded%20by%20mistake');
  expect(removed).toMatchObject({
    status: 200,
    body: { state: 'removed', removed: { why: 'uploaded by mistake', by: { source: 'local' } } },
  });
  expect(await ask('DELETE', '/ES.robinson?why=again')).toMatchObject({ status: 404 });
  expect(
    await ask('POST', '/ES.robinson/check', { body: '{"contactPoint":{"kind":"phone","value":"+34"}}', headers: json }),
  ).toMatchObject({ status: 404 });
  const { registers } = (await ask('GET', '')).body;
  expect(registers).toContainEqual({ register: 'ES.robinson', rules: expect.any(Array), stale: true });
  expect(await upload('ES.robinson', '600111222', { asOf: day(60) })).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
});

it('shows the registers that the policy asks for, and how old each list is', async () => {
  await upload('ES.robinson', '600111222', { asOf: day(29) });
  await upload('UK.tps', '+447911123456', { asOf: day(31) });
  await upload('own.list', '+34600111222');
  const { registers } = (await ask('GET', '')).body;
  const asked = registersAskedFor(ContactPolicy.parse({ packs: ['ES', 'UK', 'FR'] }));
  expect(registers).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        register: 'ES.robinson',
        rules: asked.get('ES.robinson'),
        stale: false,
        staleFrom: `${day(-1)}T00:00:00.000Z`,
      }),
      expect.objectContaining({ register: 'UK.tps', stale: true, staleFrom: `${day(1)}T00:00:00.000Z` }),
      { register: 'FR.bloctel', rules: asked.get('FR.bloctel'), stale: true },
      expect.objectContaining({ register: 'own.list', rules: [], stale: false }),
    ]),
  );
});

it('is not for whoever may only read', async () => {
  const response = await fetch(`${hilo.url}/v1/opt-out-registers/ES.robinson?asOf=${day(1)}&why=x`, {
    method: 'PUT',
    body: '600111222',
    headers: { 'content-type': 'text/csv' },
  });
  expect(response.status).toBe(401);
});

it('waits for what is being decided by the list before, so that from the answer on nobody decides by that', async () => {
  await upload('ES.robinson', '600111222', { asOf: day(5) });
  const hashes = nameHashes(secret);
  const number = { kind: 'phone', value: '+34600111333' };
  const lookUp = async (tx: Parameters<typeof holdRegisters>[0]) => {
    await holdRegisters(tx);
    return readListings(tx, hashes, [number], ['ES.robinson', 'UK.tps']);
  };
  const order: string[] = [];
  const uploading = await transaction(pool, async (tx) => {
    expect((await lookUp(tx)).listings.get(listingKey(number))).toEqual(new Set());
    const publishing = upload('ES.robinson', '600111333').then(() => order.push('published'));
    await expect.poll(async () => (await pool.query(waitingHereSql)).rowCount).toBe(1);
    order.push('decided');
    return { publishing };
  });
  await uploading.publishing;
  expect(order).toEqual(['decided', 'published']);
  const known = await transaction(pool, lookUp);
  expect(known.listings.get(listingKey(number))).toEqual(new Set(['ES.robinson']));
  expect([...known.asOf.keys()]).toEqual(['ES.robinson']);
});

/** Of this database alone: others are tested beside it. */
const waitingHereSql = `SELECT FROM pg_locks WHERE NOT granted AND mode = 'ExclusiveLock'
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

it('finds who is on a list by the index, however many there are', async () => {
  await upload('ES.robinson', Array.from({ length: 20_000 }, (_, n) => `6002${String(10_000 + n)}`).join('\n'));
  const number = { kind: 'phone', value: '+34600211111' };
  const scans = (tx: Transaction) =>
    tx.query<{ seq: number; idx: number }>({
      text: `SELECT seq_scan::int AS seq, idx_scan::int AS idx FROM pg_stat_xact_user_tables WHERE relname = 'opt_out_entries'`,
    });
  const made = await transaction(pool, async (tx) => {
    const before = await scans(tx);
    const { listings } = await readListings(tx, nameHashes(secret), [number], ['ES.robinson']);
    expect(listings.get(listingKey(number))).toEqual(new Set(['ES.robinson']));
    const after = await scans(tx);
    const [[was], [is]] = [before.rows, after.rows];
    return { seq: (is?.seq ?? 0) - (was?.seq ?? 0), idx: (is?.idx ?? 0) - (was?.idx ?? 0) };
  });
  expect(made).toEqual({ seq: 0, idx: 1 });
});
