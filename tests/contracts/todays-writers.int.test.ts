import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterTopic, type Topic, topics } from '@hilo/contracts';
import { makeLocalToken } from '@hilo/runtime';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Started, sessionSecret, startAll } from './started.ts';

const published = join(import.meta.dirname, '..', '..', 'contracts', 'published');
const Schema = z.record(z.string(), z.unknown());

let all: Started;
beforeAll(async () => {
  all = await startAll();
});
afterAll(() => all.stop());

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/**
 * What makes every writer write: of each topic there is a message afterwards, but of alerts, which take days that are over: how analytics
 * raises them has its own test, which reads what it tells by the schema.
 */
const useEverything = async (): Promise<void> => {
  const interaction = (id: string, fields: object) => ({
    id,
    occurredAt: ago(5),
    channel: 'store',
    touchpoint: 'flight.arrival',
    kind: 'arrived',
    direction: 'inbound',
    actor: 'customer',
    outcome: 'completed',
    identifiers: [
      { kind: 'email', value: 'Ana@Example.org' },
      { kind: 'customer_number', value: id },
    ],
    traits: { givenName: 'Ana', tags: ['one', { two: 2 }] },
    answers: [
      { question: 'likelihood_to_recommend', scale: 'nps', value: 9 },
      { question: 'why', scale: 'text', value: 'fast' },
    ],
    consents: [
      {
        purpose: 'feedback',
        channel: 'email',
        state: 'granted',
        contactPoint: { kind: 'email', value: 'ana@example.org' },
      },
    ],
    journey: { id: 'j', name: 'flight', stage: 'arrival', momentOfTruth: true },
    context: { device: { id: 1 } },
    properties: { amount: 1.5 },
    text: 'thank you',
    locale: 'es-MX',
    ...fields,
  });
  const card = {
    id: 'arrival',
    situation: { begins: { kinds: ['arrived'] }, lastsMinutes: 600 },
    roles: ['gate-agent'],
    wordings: { en: { title: 'They are here', text: 'Say hello.' } },
  };
  expect((await all.request('POST', '/v1/guidance/cards', { card, why: 'Somebody arrives.' })).status).toBe(200);
  const posted = await all.request('POST', '/v1/interactions', [
    interaction('C-1', {}),
    interaction('C-2', {}),
    interaction('C-3', { answers: [], consents: [], identifiers: [{ kind: 'phone', value: '+34600000001' }] }),
    interaction('C-4', { identifiers: [{ kind: 'email', value: 'luis@example.org' }], answers: [], consents: [] }),
    interaction('C-6', { answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 0 }] }),
    interaction('C-5', { identifiers: [{ kind: 'email', value: 'null' }], consents: [] }),
  ]);
  expect(posted.body.accepted).toBe(6);
  const key = await all.request('POST', '/v1/keys', {
    source: 'shop',
    scopes: ['customers:read', 'interactions:read'],
    rateLimit: 60,
  });
  expect(key.status).toBe(201);
  const named = { kind: 'customer_number', value: 'C-1' };
  const lookUp = () => all.request('POST', '/v1/customers/lookup', named, key.body.key);
  await expect.poll(async () => (await lookUp()).status).toBe(200);
  expect((await all.request('DELETE', `/v1/keys/${key.body.id}`)).status).toBe(200);
  await expect
    .poll(async () => (await all.request('GET', '/v1/interactions/C-1?purpose=care')).body.content)
    .toBeDefined();
  await expect.poll(async () => (await all.read(topics.surveys.name)).length).toBeGreaterThanOrEqual(4);
  const withdrawn = await all.request('POST', '/v1/identity/decisions', {
    kind: 'withdraw',
    source: 'local',
    interaction: 'C-3',
  });
  expect(withdrawn.status).toBeLessThan(300);
  const link = `/auth/local?token=${makeLocalToken(sessionSecret, Date.now())}`;
  // Who is signed in is told of until she signs out.
  expect((await fetch(`${all.hilo.url}${link}`, { redirect: 'manual' })).status).toBe(303);
  const segment = {
    condition: { type: 'trait', path: 'tier', operator: 'equals', value: 'gold' },
    why: 'Who flies often.',
  };
  expect((await all.request('PUT', '/v1/segments/gold', segment)).status).toBe(200);
  expect((await all.request('POST', '/v1/rebuilds', { service: 'analytics' })).status).toBe(202);
};

const eraseLuis = async (): Promise<void> => {
  const erased = await all.request('POST', '/v1/erasures', {
    identifier: { kind: 'email', value: 'luis@example.org' },
  });
  expect(erased.status).toBe(202);
};

const readAll = async (all: readonly Topic[]): Promise<[Topic, string[]][]> => {
  const written: [Topic, string[]][] = [];
  for (const topic of all) {
    await expect.poll(async () => (await valuesOf(topic)).length, { message: topic.name }).toBeGreaterThan(0);
    written.push([topic, await valuesOf(topic)]);
  }
  return written;
};

const valuesOf = async ({ name }: Topic): Promise<string[]> =>
  (await all.read(name)).flatMap(({ value }) => value ?? []);

it('has every message of today’s writers read by whatever was published', async () => {
  await useEverything();
  const ofErasures: readonly Topic[] = [topics.erasures, topics.erasureReports];
  const others = Object.values<Topic>(topics).filter((one) => one !== topics.alerts && !ofErasures.includes(one));
  const written = await readAll(others);
  // What is erased leaves the log, so that not all of it could be waited for.
  await eraseLuis();
  written.push(...(await readAll(ofErasures)));
  for (const number of readdirSync(published)) {
    const copies = readdirSync(join(published, number));
    // A topic that is younger than a copy has nobody who reads it by that.
    for (const [topic, values] of written.filter(([{ name }]) => copies.includes(`${name}.schema.json`))) {
      const reads = readerOf(number, `${topic.name}.schema.json`);
      for (const value of values)
        expect([topic.name, value, reads(JSON.parse(value))]).toEqual([topic.name, value, true]);
    }
  }
});

it('has the headers of a dead letter read by whatever was published', async () => {
  const dead = deadLetterTopic(topics.interactions.name, 'identity-resolution');
  await expect.poll(async () => (await all.read(dead)).length).toBe(1);
  const letters = await all.read(dead);
  expect(letters.map(({ headers }) => headers.hilo_reason)).toEqual(['no-usable-identifier']);
  for (const number of readdirSync(published))
    for (const { headers } of letters) expect(readerOf(number, 'dead-letter.schema.json')(headers)).toBe(true);
});

const readerOf = (number: string, file: string) => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  return ajv.compile(Schema.parse(JSON.parse(readFileSync(join(published, number, file), 'utf8'))));
};
