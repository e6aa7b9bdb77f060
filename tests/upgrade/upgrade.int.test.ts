import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CustomerRecord, type Identifier } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase, policyAtAnyHour, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { applyRegistry, dryRunRegistry, showRegistry } from '../../scripts/registry/registry.ts';
import { services } from '../../scripts/services.ts';
import { programme } from '../e2e/programme.ts';
import { readInstallation } from './installation.ts';
import { restore } from './restore.ts';
import { email, posted, user } from './story.ts';

const installation = readInstallation();
const key = 'the-key-of-the-operator';
let database: TestDatabase;
let hilo: RunningProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  await restore(database.url, installation, services);
  const programmes = join(mkdtempSync(join(tmpdir(), 'hilo-upgrade-')), 'programmes.json');
  writeFileSync(programmes, JSON.stringify([programme]));
  hilo = await startProcess(services, {
    DATABASE_URL: database.url,
    HILO_API_KEY: key,
    HILO_ID_SECRET: installation.secret,
    HILO_PROGRAMMES: programmes,
    HILO_CONTACT_POLICY: policyAtAnyHour,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
});
afterAll(async () => {
  await hilo?.close();
  await database?.drop();
});

const ask = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};
const lookUp = async (identifier: Identifier) => (await ask('POST', '/v1/customers/lookup', identifier)).body;
const idOf = async (identifier: Identifier): Promise<string | undefined> => (await lookUp(identifier)).id;
const phone = (value: string): Identifier => ({ kind: 'phone', value });
const soon = { interval: 200 };

/** Posts until it is stopped; gives how many. */
const traffic = () => {
  let isOn = true;
  const posting = (async () => {
    let count = 0;
    for (; isOn; count += 1) {
      const one = { id: `traffic-${count}`, identifiers: [['email', `Traffic.${count}@Upgrade.example.org`]] } as const;
      const identifiers = one.identifiers.map(([kind, value]): [string, string] => [kind, value]);
      const { status } = await ask('POST', '/v1/interactions', posted({ ...one, identifiers }, 1));
      expect(status).toBe(202);
      await delay(20);
    }
    return count;
  })();
  return {
    stop: () => {
      isOn = false;
      return posting;
    },
  };
};

it('is not moved by itself: what it made of identifiers, it goes on making of them', async () => {
  const where = { url: hilo.url, key, dataDir: '' };
  expect(await showRegistry(where)).toMatchObject({ version: 1, normalisation: 1 });
  for (const { id, identifiers } of installation.customers) {
    const record = CustomerRecord.parse((await ask('GET', `/v1/customers/${id}`)).body);
    expect(record.identifiers.map(({ kind, value }) => ({ kind, value }))).toEqual(identifiers);
  }
});

it('moves to the rules that are shipped while interactions come, and every customer id of before finds its customer', async () => {
  const where = { url: hilo.url, key, dataDir: '', shipped: true } as const;
  const coming = traffic();
  const report = await dryRunRegistry(undefined, where);
  expect(report.merges.count).toBeGreaterThan(1);
  expect(report.splits.count).toBeGreaterThan(0);
  expect(report.dropped.samples).toContainEqual(phone('Notiene'));
  expect(await applyRegistry(undefined, where)).toBe(2);
  const count = await coming.stop();
  await expect.poll(async () => (await ask('GET', '/v1/ledger')).body.inFlight, soon).toBe(0);

  for (const { id, identifiers } of installation.customers) {
    const { status, body } = await ask('GET', `/v1/customers/${id}`);
    const now = new Set(await Promise.all(identifiers.map(idOf)));
    if (identifiers.every(({ value }) => value === 'Restricted')) {
      expect({ identifiers, status }).toEqual({ identifiers, status: 404 });
      continue;
    }
    expect({ identifiers, status }).toEqual({ identifiers, status: 200 });
    expect(now).toContain(body.id);
    for (const part of ['identity', 'consents', 'export']) {
      const answer = await ask('GET', `/v1/customers/${id}/${part}`);
      expect({ part, identifiers, status: answer.status }).toEqual({ part, identifiers, status: 200 });
    }
    // Downstream hears of it a moment later.
    const timeline = async () => (await ask('GET', `/v1/customers/${id}/timeline`)).body.interactions?.length;
    await expect.poll(timeline, soon).toBe(body.interactions.total);
  }
  for (const at of [0, Math.floor(count / 2), count - 1]) {
    expect(await lookUp(email(`traffic.${at}`))).toMatchObject({ interactions: { total: 1 } });
  }
}, 240_000);

it('brings together who had two spellings, and parts who had nothing but nonsense in common', async () => {
  const eva = await lookUp(email('eva.CASE'));
  expect(eva.identifiers.map(({ value }: Identifier) => value)).toEqual([
    'UP-1',
    'eva.case@upgrade.example.org',
    'up-eva',
  ]);
  expect(await idOf(email('nia'))).not.toBe(await idOf(email('noa')));
  expect(await idOf(email('one'))).not.toBe(await idOf(email('two')));
  expect(await idOf(email('ana'))).toBe(await idOf(email('ana2')));
  expect(await idOf(email('rio'))).toBe(await idOf({ kind: 'customer_number', value: 'UP-RIO' }));
  expect(await idOf(email('mia'))).toBe(await idOf(email('mia2')));
  expect(await idOf(phone('+4915112345001'))).toBe(await idOf(email('tel')));
  expect(await idOf({ kind: 'email', value: 'lea@xn--bcher-up-65a.example' })).toBe(await idOf(user('lea')));
});

it('keeps the effect of what people decided, and of an erasure', async () => {
  expect(await idOf(email('Sam'))).not.toBe(await idOf(phone('+34600300010')));
  expect(await idOf(email('Split.A'))).not.toBe(await idOf(user('split')));
  expect(await idOf(phone('+34600300020'))).toBe(await idOf(user('split')));
  expect(await idOf(email('Same.A'))).toBe(await idOf(user('same')));
  expect(await idOf(email('Taken.A'))).not.toBe(await idOf(user('taken')));
  expect(await idOf(email('Gone'))).toBe(await idOf(user('gone')));
  expect(await idOf(user('gone-too'))).toBeUndefined();
  await ask(
    'POST',
    '/v1/interactions',
    posted({ id: 'again', identifiers: [['email', 'Erased@UPGRADE.example.org']] }, 2),
  );
  await expect.poll(async () => (await ask('GET', '/v1/ledger')).body.inFlight, soon).toBe(0);
  expect(await idOf(email('erased'))).toBeUndefined();
});

it('knows whom it asked, by the id of before', async () => {
  const Invitations = z.object({ invitations: z.array(z.object({ state: z.string() })) });
  const then = installation.customers.find(({ identifiers }) =>
    identifiers.some(({ value }) => value.startsWith('IDA@')),
  );
  const invited = async () =>
    Invitations.parse((await ask('GET', `/v1/invitations?customer=${then?.id}`)).body).invitations.map(
      ({ state }) => state,
    );
  await expect.poll(invited, soon).toEqual(['invited']);
});

it('erases by any spelling who was known under another', async () => {
  const then = installation.customers.find(({ identifiers }) =>
    identifiers.some(({ value }) => value.startsWith('IDA@')),
  );
  const { status } = await ask('POST', '/v1/erasures', { identifier: email('iDa') });
  expect(status).toBe(202);
  expect((await ask('GET', `/v1/customers/${then?.id}`)).status).toBe(404);
  expect(await idOf(phone('600300001'))).toBeUndefined();
  const timeline = async () => (await ask('GET', `/v1/customers/${then?.id}/timeline`)).status;
  await expect.poll(timeline, soon).toBe(404);
});
