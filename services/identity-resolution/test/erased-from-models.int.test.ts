import { topics } from '@hilo/contracts';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { learnModel } from '../domain/lesson.ts';
import { noticeErasures } from '../erasure/forget-erased.ts';
import { identityResolution } from '../service.ts';
import { followComparer } from '../suggestions/comparer-in-force.ts';
import { withoutRecords } from '../suggestions/forget-learnt.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let admin: Client;
let pool: Pool;
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
  pool = new Pool({ connectionString: database.url, options: '-c search_path=identity' });
  drop = async () => {
    await pool.end();
    await admin.end();
    await database.drop();
  };
});
afterAll(async () => {
  await hilo.close();
  await drop();
});

const post = async (path: string, body?: object) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rootKey}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(response.status).toBeLessThan(300);
};

let told = 0;
const say = (name: string, traits: object): object => {
  told += 1;
  return {
    id: `told-${told}`,
    source: 'shop',
    receivedAt: '2026-03-01T00:00:00.000Z',
    occurredAt: new Date(Date.UTC(2026, 0, 1) + told * 1000).toISOString(),
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'registered',
    identifiers: [{ kind: 'email', value: `${name}@models.example` }],
    traits,
  };
};

const happen = async (...interactions: object[]): Promise<void> => {
  await hilo.log.append(
    topics.interactions.name,
    interactions.map((one) => ({ key: 'one', value: JSON.stringify(one) })),
  );
  await expect.poll(() => hilo.log.lag('identity-resolution', topics.interactions.name)).toBe(0);
  await expect.poll(async () => (await admin.query('SELECT FROM identity.linkage_queue')).rowCount).toBe(0);
};

const learn = async (): Promise<void> => {
  await post('/v1/identity/suggestions/model');
  const waiting = async () => (await admin.query('SELECT FROM identity.linkage_models WHERE content IS NULL')).rowCount;
  await expect.poll(waiting).toBe(0);
};

/** In how many models each of these words stands. */
const modelsWith = async (...words: string[]): Promise<number[]> => {
  const { rows } = await admin.query('SELECT content FROM identity.linkage_models');
  return words.map((word) => rows.filter(({ content }) => content.includes(word)).length);
};

const canary = { givenName: 'Canarilda', familyName: 'Zcanaryson', city: 'Canaryville', birthDate: '1951-07-03' };
const words = ['canarilda', 'zcanaryson', 'canaryville', '19510703'];
const others = Array.from({ length: 210 }, (_, n) =>
  say(`person-${n}`, { givenName: ['Ana', 'Luis', 'Marta'][n % 3], familyName: `Family${n % 20}`, city: 'Soria' }),
);

it('takes what was learnt of a person out of every model, of before too, and leaves what others share', async () => {
  await happen(...others, say('one', canary), say('two', canary));
  await learn();
  await happen(say('one', { familyName: 'Otherwise', city: 'Elsewhere' }), say('three', { familyName: 'Otherwise' }));
  await learn();
  // It learns by itself as well, when there are many more than before: how many models there are depends on when.
  const before = await modelsWith(...words, 'otherwise');
  for (const models of before) expect(models).toBeGreaterThan(0);
  const [shared] = await modelsWith('soria');
  const [comparer, hasErased] = [followComparer(), noticeErasures(pool)];
  const inMemory = async () => JSON.stringify((await comparer.within(admin)).model);
  await admin.query('SET search_path TO identity');
  expect(await inMemory()).toContain('otherwise');
  expect([await hasErased(), await hasErased()]).toEqual([true, false]);
  await post('/v1/erasures', { identifier: { kind: 'email', value: 'one@models.example' } });
  // One alone has them now, whom a model does not remember.
  expect(await modelsWith(...words, 'otherwise', 'soria')).toEqual([0, 0, 0, 0, 0, shared]);
  await post('/v1/erasures', { identifier: { kind: 'email', value: 'two@models.example' } });
  expect([await hasErased(), await hasErased()]).toEqual([true, false]);
  comparer.forget();
  expect(await inMemory()).not.toContain('otherwise');
  expect(await modelsWith(...words, 'ana', 'marta')).toEqual([0, 0, 0, 0, shared, shared]);
});

it('keeps in a lesson nobody who was erased while it was learnt', () => {
  const records = [1, 2, 3, 4].map((n) => ({
    id: `r-${n}`,
    source: '',
    fields: { givenName: 'Canarilda', familyName: n < 3 ? 'Zcanaryson' : 'Other' },
  }));
  const model = learnModel({ records, outOf: records.length });
  expect(model.frequencies.family?.counts).toEqual({ zcanaryson: 2, other: 2 });
  const left = withoutRecords(model, records.slice(0, 1));
  expect(left.frequencies.family?.counts).toEqual({ other: 2 });
  expect(left.frequencies.given?.counts).toEqual({ canarilda: 3 });
  expect(withoutRecords(model, records).frequencies.given?.counts).toEqual({});
});
