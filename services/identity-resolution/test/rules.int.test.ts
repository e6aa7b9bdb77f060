import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { newApiKey, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { defaultRegistry } from '../domain/registry.ts';
import { identityResolution } from '../service.ts';

/** As installations from before have it. */
const formerRegistry = { ...defaultRegistry, version: 1, normalisation: 1 } as const;
const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let environment: Record<string, string>;
let drop: () => Promise<void>;
const published: { resolved: LogRecord[]; customers: LogRecord[] } = { resolved: [], customers: [] };

beforeAll(async () => {
  const database = await createTestDatabase();
  environment = {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const file = join(tmpdir(), `hilo-former-registry-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(formerRegistry));
  hilo = await startProcess([identityResolution], { ...environment, HILO_REGISTRY: file });
  rmSync(file);
  await hilo.log.consume({
    group: 'the-test',
    topics: [topics.resolved.name, topics.customers.name],
    startFrom: async () => 0,
    handle: async ({ topic, records }) => {
      (topic === topics.resolved.name ? published.resolved : published.customers).push(...records);
    },
    onError: () => {},
  });
  drop = () => database.drop();
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const request = async (method: string, path: string, body?: unknown, key = rootKey) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

const lookUp = async (kind: string, value: string) =>
  (await request('POST', '/v1/customers/lookup', { kind, value })).body;
const values = ({ identifiers }: { identifiers: { value: string }[] }): string[] =>
  identifiers.map(({ value }) => value);

const happen = async (...named: [string, string][][]): Promise<void> => {
  const interactions = named.map((identifiers, n) => ({
    id: `${identifiers.flat().join(' ')} ${n}`,
    source: 'shop',
    receivedAt: '2026-03-01T00:00:00.000Z',
    occurredAt: '2026-01-01T10:00:00.000Z',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'bought',
    identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  }));
  await hilo.log.append(
    topics.interactions.name,
    interactions.map((one) => ({ key: 'one partition', value: JSON.stringify(one) })),
  );
  const [kind, value] = named.at(-1)?.at(-1) ?? ['', ''];
  await vi.waitFor(async () => expect(await lookUp(kind, value)).toHaveProperty('id'), 60_000);
};

const inForce = (version: number): Promise<void> =>
  vi.waitFor(
    async () => expect((await request('GET', '/v1/identity/registry')).body).toMatchObject({ version }),
    60_000,
  );
const last = (records: readonly LogRecord[], key: string): LogRecord | undefined =>
  records.filter((record) => record.key === key).at(-1);

const lowerCase = {
  ...formerRegistry,
  version: 2,
  kinds: { ...formerRegistry.kinds, email: { ...formerRegistry.kinds.email, normalise: 'lower' } },
};

it('tells what other rules would do, applies them in the background, and tells everybody who became one and whose the interactions are', async () => {
  await happen(
    [
      ['email', 'Ana@example.org'],
      ['phone', '+34600100101'],
    ],
    [['email', 'ana@example.org']],
  );
  const [phone, mail] = [await lookUp('phone', '+34600100101'), await lookUp('email', 'ana@example.org')];
  expect(mail.id).not.toBe(phone.id);

  const asked = await request('POST', '/v1/identity/dry-runs', lowerCase);
  expect(asked).toMatchObject({ status: 202, body: { state: 'running', share: 0 } });
  const { report, registry } = await vi.waitFor(async () => {
    const { body } = await request('GET', `/v1/identity/dry-runs/${asked.body.id}`);
    expect(body).toMatchObject({ state: 'done', share: 1 });
    return body;
  }, 60_000);
  expect(registry).toEqual(lowerCase);
  expect(report).toMatchObject({ interactions: 2, customersBefore: 2, customersAfter: 1 });
  expect(report.merges).toMatchObject({ count: 1, customers: 2 });
  const merged: { customer: string; identifiers: { value: string }[] }[] = report.merges.samples[0].customers;
  expect(new Map(merged.map((each) => [each.customer, values(each).toSorted()]))).toEqual(
    new Map([phone, mail].map((each) => [each.id, values(each).toSorted()])),
  );
  expect((await request('GET', '/v1/identity/dry-runs')).body.dryRuns).toHaveLength(1);
  expect(await lookUp('email', 'ana@example.org')).toEqual(mail);

  const answer = await request('PUT', '/v1/identity/registry', lowerCase);
  expect(answer).toMatchObject({ status: 202, body: { version: 1, applying: { version: 2, by: { key: 'root' } } } });
  await inForce(2);
  const one = await lookUp('email', 'ANA@example.org');
  expect(values(one)).toEqual(['ana@example.org', '+34600100101']);
  expect(one.interactions.total).toBe(2);
  const byOldIds = await Promise.all([phone.id, mail.id].map((id) => request('GET', `/v1/customers/${id}`)));
  expect(byOldIds.map(({ body }) => body)).toEqual([one, one]);
  await vi.waitFor(() => {
    expect(JSON.parse(last(published.customers, one.id)?.value ?? '{}')).toEqual(one);
    const gone = [phone.id, mail.id].filter((id) => id !== one.id);
    expect(gone.map((id) => last(published.customers, id)?.value)).toEqual(gone.map(() => null));
    const moved = published.resolved.map(({ value }) => JSON.parse(value ?? '')).filter(({ version }) => version === 2);
    expect(moved.map(({ why }) => [why.identifier.value, why.registryVersion])).toEqual([['ana@example.org', 2]]);
  }, 60_000);
  const { versions } = (await request('GET', '/v1/identity/registry/versions')).body;
  expect(versions.map((each: { version: number; state: string }) => [each.version, each.state])).toEqual([
    [2, 'in-force'],
    [1, 'superseded'],
  ]);
});

it('forgets nothing of an interaction that names nobody for a while', async () => {
  await happen([['device_id', 'kiosk-7']]);
  const before = await lookUp('device_id', 'kiosk-7');
  const device = { ...formerRegistry.kinds.device_id, blocked: ['kiosk-7'] };
  const withoutKiosk = { ...lowerCase, version: 3, kinds: { ...lowerCase.kinds, device_id: device } };
  await request('PUT', '/v1/identity/registry', withoutKiosk);
  await inForce(3);
  const { body: counted } = await request('GET', '/v1/identity/statistics');
  const others = await lookUp('email', 'ana@example.org');
  expect(counted).toMatchObject({ customers: 1, interactions: others.interactions.total });
  const asked = await request('POST', '/v1/identity/dry-runs', { ...withoutKiosk, version: 4 });
  await vi.waitFor(async () => {
    const { report } = (await request('GET', `/v1/identity/dry-runs/${asked.body.id}`)).body;
    expect(report).toMatchObject({ interactions: counted.interactions + 1, namingNobody: 1 });
  }, 60_000);
  expect(await lookUp('device_id', 'kiosk-7')).toMatchObject({ status: 404 });
  await vi.waitFor(() => {
    expect(last(published.customers, before.id)?.value).toBe(null);
    expect(JSON.parse(last(published.resolved, before.id)?.value ?? '')).toMatchObject({ version: 2, withdrawn: true });
  }, 60_000);

  await request('PUT', '/v1/identity/registry', { ...lowerCase, version: 4 });
  await inForce(4);
  const after = await lookUp('device_id', 'kiosk-7');
  expect(after).toEqual({ ...before, version: 3, updatedAt: after.updatedAt });
  await vi.waitFor(() => {
    const message = JSON.parse(last(published.resolved, before.id)?.value ?? '');
    expect([message.version, message.withdrawn]).toEqual([3, undefined]);
  }, 60_000);
});

it('names what is wrong in rules that cannot be', async () => {
  const { email, ...kinds } = formerRegistry.kinds;
  const wrong = {
    ...formerRegistry,
    version: 9,
    defaultCountry: 'Spain',
    blocked: ['None'],
    kinds: { ...kinds, email: { ...email, normalise: 'soundex', rank: 0, maxPerCustomer: 0, maxCustomers: 1.5 } },
  };
  const { status, body } = await request('PUT', '/v1/identity/registry', wrong);
  expect(status).toBe(400);
  expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
    '/blocked/0',
    '/defaultCountry',
    '/kinds/email/maxCustomers',
    '/kinds/email/maxPerCustomer',
    '/kinds/email/normalise',
    '/kinds/email/rank',
  ]);
  const old = await request('PUT', '/v1/identity/registry', { ...lowerCase, version: 4 });
  expect(old).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'version', message: 'must be greater than 4, the latest' }] },
  });
  expect((await request('PUT', '/v1/identity/registry', lowerCase, newApiKey().key)).status).toBe(401);
});

it('applies a later version that an instance is started with, in every instance', async () => {
  const file = join(tmpdir(), `hilo-registry-${process.pid}.json`);
  const wrong = { ...lowerCase, kinds: { email: { ...lowerCase.kinds.email, rank: 0 } } };
  writeFileSync(file, JSON.stringify(wrong));
  const start = () => startProcess([identityResolution], { ...environment, HILO_REGISTRY: file });
  await expect(start()).rejects.toThrow(/kinds.email.rank/);

  const email = { ...formerRegistry.kinds.email, normalise: 'email' };
  writeFileSync(file, JSON.stringify({ ...lowerCase, version: 5, kinds: { ...lowerCase.kinds, email } }));
  const other = await start();
  try {
    await inForce(5);
    expect(values(await lookUp('email', 'ana@example.org'))).toEqual(['ana@example.org']);
    expect(values(await lookUp('email', 'Ana@example.org'))).toEqual(['Ana@example.org', '+34600100101']);
  } finally {
    await other.close();
    rmSync(file);
  }
});

it('an id of before is of whoever has it now, and leads to whom it was only while nobody has it', async () => {
  await happen([['phone', '600 100 202']]);
  const { version } = (await request('GET', '/v1/identity/registry')).body;
  await request('PUT', '/v1/identity/registry', { ...lowerCase, version: version + 1, defaultCountry: 'FR' });
  await inForce(version + 1);
  const ana = await lookUp('phone', '+33600100202');
  const [former] = ana.subjects.filter((id: string) => id !== ana.id);
  expect(ana.subjects).toEqual([former, ana.id].toSorted());

  const others = () =>
    vi.waitFor(async () => {
      const record = await lookUp('phone', '+34600100202');
      expect(record).toMatchObject({ id: former, subjects: [former] });
      return record;
    }, 60_000);
  await happen([['phone', '+34600100202']]);
  const bea = await others();
  const without = await lookUp('phone', '+33600100202');
  expect(without).toEqual({ ...ana, version: ana.version + 1, updatedAt: bea.updatedAt, subjects: [ana.id] });
  await vi.waitFor(() => expect(JSON.parse(last(published.customers, ana.id)?.value ?? '')).toEqual(without), 60_000);

  const withdrawn = { kind: 'withdraw', source: 'shop', interaction: 'phone +34600100202 0' };
  expect((await request('POST', '/v1/identity/decisions', withdrawn)).status).toBe(200);
  expect((await lookUp('phone', '+33600100202')).subjects).toEqual(ana.subjects);
  expect((await request('GET', `/v1/customers/${former}`)).body.id).toBe(ana.id);

  await happen([
    ['twitter', 'bea'],
    ['phone', '+34600100202'],
  ]);
  await vi.waitFor(async () => expect((await lookUp('twitter', 'bea')).id).toBe(former), 60_000);
  expect((await lookUp('phone', '+33600100202')).subjects).toEqual([ana.id]);
  const erasure = await request('POST', '/v1/erasures', { customer: former });
  expect(erasure.status).toBe(202);
  expect((await lookUp('phone', '+33600100202')).subjects).toEqual([ana.id]);
});
