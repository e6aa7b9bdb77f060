import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { topics } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, makeDataFolder, type TestDatabase } from '@hilo/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { identityResolution } from '../service.ts';

const key = 'the-key-of-the-operator';
const databases: TestDatabase[] = [];
let folder: string;
let log: TestDatabase;
let hilo: RunningProcess | undefined;

beforeAll(async () => {
  folder = makeDataFolder('hilo-erasures-');
  log = await createTestDatabase();
  databases.push(log);
});
afterEach(() => hilo?.close());
afterAll(async () => {
  for (const database of databases) await database.drop();
});

const start = async (database: TestDatabase, list: string | undefined): Promise<RunningProcess> => {
  hilo = await startProcess([identityResolution], {
    HILO_IDENTITY_RESOLUTION_DATABASE_URL: database.url,
    // The log is elsewhere: it is not from the backup.
    HILO_LOG: log.url,
    HILO_API_KEY: key,
    HILO_ID_SECRET: 'a secret of the tests',
    ...(list !== undefined && { HILO_ERASURE_LIST: list }),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  return hilo;
};
const stop = async (): Promise<void> => {
  await hilo?.close();
  hilo = undefined;
};

const ask = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${hilo?.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
};
const lookUp = (kind: string, value: string) => ask('POST', '/v1/customers/lookup', { kind, value });

const interaction = (id: string, ...identifiers: [string, string][]) => ({
  id,
  source: 'shop',
  receivedAt: '2026-03-01T00:00:00.000Z',
  occurredAt: '2026-01-01T10:00:00.000Z',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
});
const append = async (...interactions: object[]): Promise<void> => {
  const records = interactions.map((one) => ({ key: 'one', value: JSON.stringify(one) }));
  await hilo?.log.append(topics.interactions.name, records);
  await expect.poll(() => hilo?.log.lag('identity-resolution', topics.interactions.name)).toBe(0);
};

/** A database, and what a backup of it was at this moment. */
const backupOf = async (database: TestDatabase): Promise<TestDatabase> => {
  const backup = await createTestDatabase({ template: new URL(database.url).pathname.slice(1) });
  databases.push(backup);
  return backup;
};
const created = async (): Promise<TestDatabase> => {
  const database = await createTestDatabase();
  databases.push(database);
  return database;
};
const withoutTimes = ({ version: _version, updatedAt: _updatedAt, ...record }: Record<string, unknown>) => record;

it('erases again, before anything is served, who was erased after the backup, and nobody else', async () => {
  const list = pathToFileURL(join(folder, 'list')).href;
  const database = await created();
  await start(database, list);
  await append(
    interaction('r-1', ['email', 'rosa@r.example'], ['phone', '+34600000021']),
    interaction('r-2', ['email', 'rosa@r.example'], ['customer_number', 'R-1']),
    // A second number cannot be hers: it is his interaction, which names her address.
    interaction('s-1', ['customer_number', 'S-1'], ['email', 'rosa@r.example']),
  );
  await stop();
  const backup = await backupOf(database);

  await start(database, list);
  // What came after the backup moves the address to the number of the other: whose r-1 is, is another then.
  await append(
    interaction('s-2', ['customer_number', 'S-1'], ['phone', '+34600000022']),
    interaction('r-3', ['customer_number', 'R-1'], ['phone', '+34600000023']),
  );
  const erased = await ask('POST', '/v1/erasures', {
    id: randomUUID(),
    identifier: { kind: 'customer_number', value: 'R-1' },
  });
  expect(erased.status).toBe(202);
  const others = (await lookUp('customer_number', 'S-1')).body;
  await stop();
  const [file = ''] = (await readdir(join(folder, 'list'))).filter((name) => name.endsWith('.json'));
  const listed = await readFile(join(folder, 'list', file), 'utf8');
  expect(listed).not.toMatch(/rosa|R-1|60000002|shop|checkout/);

  await start(backup, list);
  // The log gives again what came since: of her, nobody hears.
  for (const [kind, value] of [
    ['email', 'rosa@r.example'],
    ['phone', '+34600000021'],
    ['phone', '+34600000023'],
    ['customer_number', 'R-1'],
  ] as const)
    expect((await lookUp(kind, value)).status, value).toBe(404);
  await expect.poll(() => hilo?.log.lag('identity-resolution', topics.interactions.name)).toBe(0);
  await expect
    .poll(async () => withoutTimes((await lookUp('customer_number', 'S-1')).body))
    .toEqual(withoutTimes(others));
  // Whoever follows believes the later version: there is none that was told before.
  expect((await lookUp('customer_number', 'S-1')).body.version).toBeGreaterThan(others.version + 1_000_000);
  expect((await lookUp('customer_number', 'R-1')).status).toBe(404);
  const { status, body } = await ask('GET', `/v1/erasures/${erased.body.id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: erased.body.id, at: erased.body.at, by: { key: 'root' } });
});

it('does an erasure of the list once: what begins after it is a new life', async () => {
  const list = pathToFileURL(join(folder, 'cut-off')).href;
  const database = await created();
  await start(database, list);
  await append(interaction('t-1', ['email', 'tomas@t.example']));
  await stop();
  const before = await backupOf(database);
  await start(database, list);
  await ask('POST', '/v1/erasures', { identifier: { kind: 'email', value: 'tomas@t.example' } });
  await stop();
  await start(before, list);
  expect((await lookUp('email', 'tomas@t.example')).status).toBe(404);
  // A new life begins after it, and is not taken by the same entry at the next start.
  await append({ ...interaction('t-2', ['email', 'tomas@t.example']), occurredAt: new Date().toISOString() });
  await stop();
  await start(before, list);
  expect((await lookUp('email', 'tomas@t.example')).body.interactions.total).toBe(1);
});

it('notes in a new list who was erased before there was one', async () => {
  const database = await created();
  await start(database, undefined);
  await append(
    interaction('v-1', ['email', 'vera@v.example'], ['phone', '+34600000031']),
    interaction('v-2', ['email', 'vera@v.example'], ['phone', '+34600000032']),
  );
  await stop();
  const before = await backupOf(database);
  await start(database, undefined);
  const erased = await ask('POST', '/v1/erasures', { identifier: { kind: 'email', value: 'vera@v.example' } });
  await stop();
  const list = join(folder, 'begun-late');
  await start(database, pathToFileURL(list).href);
  await expect.poll(async () => await readdir(list)).toContain(`${erased.body.id}.json`);
  await stop();
  await start(before, pathToFileURL(list).href);
  for (const value of ['+34600000031', '+34600000032']) expect((await lookUp('phone', value)).status).toBe(404);
  expect((await lookUp('email', 'vera@v.example')).status).toBe(404);
});

it('erases nobody that it cannot note, and says so', async () => {
  const list = pathToFileURL(join(folder, 'lost')).href;
  await start(await created(), list);
  await append(interaction('u-1', ['email', 'ursula@u.example']));
  await rm(join(folder, 'lost'), { recursive: true });
  const refused = await ask('POST', '/v1/erasures', { identifier: { kind: 'email', value: 'ursula@u.example' } });
  expect(refused.status).toBe(503);
  expect(refused.body.detail).toContain('HILO_ERASURE_LIST');
  expect((await lookUp('email', 'ursula@u.example')).status).toBe(200);
  // One that an instance without the list has made is no dead letter, but noted as soon as there is a list again.
  const erasure = { id: randomUUID(), at: new Date(0).toISOString(), subjects: [], customers: [] };
  await hilo?.log.append(topics.erasures.name, [{ key: erasure.id, value: JSON.stringify(erasure) }]);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await mkdir(join(folder, 'lost'));
  await expect.poll(() => readdir(join(folder, 'lost'))).toContain(`${erasure.id}.json`);
});

it('does not start without the list that the database had, nor with that of another installation', async () => {
  const list = pathToFileURL(join(folder, 'kept')).href;
  const database = await created();
  await start(database, list);
  await stop();
  await expect(start(database, undefined)).rejects.toThrow('HILO_ERASURE_LIST: is missing');
  const waiting = new AbortController();
  const said: string[] = [];
  const elsewhere = pathToFileURL(join(folder, 'not-mounted')).href;
  const starting = startProcess(
    [identityResolution],
    {
      HILO_IDENTITY_RESOLUTION_DATABASE_URL: database.url,
      HILO_LOG: log.url,
      HILO_API_KEY: key,
      HILO_ID_SECRET: 'a secret of the tests',
      HILO_ERASURE_LIST: elsewhere,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'silent',
    },
    { signal: waiting.signal, onWaiting: (line) => said.push(line) },
  );
  starting.catch(() => {});
  await expect.poll(() => said.join('\n')).toContain('the list of erasures is not in');
  waiting.abort();
  await expect(starting).rejects.toThrow();
  await start(database, 'none');
});
