import { randomUUID } from 'node:crypto';
import { CustomerRecord, IngestResult } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';

let database: TestDatabase;
let hilo: HiloProcess;
beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await startHilo({ databaseUrl: database.url, environment: { HILO_SENTIMENT: 'encoder' } });
});
afterAll(async () => {
  await hilo?.stop();
  await database?.drop();
});

const soon = { interval: 200 };
const texts = [
  ['ana', 'The flight was terrible: three hours late, and nobody told us anything. The worst airline ever.'],
  ['ana', 'Mi maleta llegó rota y nadie me ayudó. Pésimo servicio, muy enfadada.'],
  ['luis', 'Great crew, friendly and helpful, thank you so much. A wonderful flight!'],
  // A language of which nothing is said.
  ['luis', 'Der Flug war schrecklich verspätet, und niemand hat uns etwas gesagt. Nie wieder.'],
] as const;

const Rows = z.object({
  rows: z.array(z.looseObject({ group: z.record(z.string(), z.string()), value: z.number().nullable(), n: z.int() })),
});
const ask = async (question: object) => (await hilo.client.post('/v1/query', question, Rows)).rows;
const figure = async (metric: string) => (await ask({ metric, filters: { touchpoint: 'feedback' } }))[0];

it('counts how those feel who wrote, from the text that was posted, and nothing of who is erased', async () => {
  const interactions = texts.map(([who, text], n) => ({
    ...{ id: `text-${n}`, channel: 'email', touchpoint: 'feedback', kind: 'wrote', text },
    ...{ direction: 'inbound', occurredAt: new Date(Date.now() - 60_000 + n).toISOString() },
    identifiers: [{ kind: 'email', value: `${who}@example.org` }],
  }));
  await hilo.client.post('/v1/interactions', interactions, IngestResult);
  await expect.poll(() => figure('verbatims'), soon).toMatchObject({ value: 4 });
  expect(await figure('sentiment')).toMatchObject({
    ...{ n: 3, unmeasured: 1 },
    ...{ negative: { n: 2 }, positive: { n: 1 }, neutral: { n: 0 } },
  });
  const topics = await ask({ metric: 'verbatims', groupBy: ['topic'], filters: { sentiment: 'negative' } });
  expect(topics.map(({ group }) => group.topic)).toContain('delay');

  const email = { kind: 'email', value: 'ana@example.org' };
  const { id: customer } = await hilo.client.post('/v1/customers/lookup', email, CustomerRecord);
  await hilo.client.post('/v1/erasures', { id: randomUUID(), customer, reason: 'asked by her' }, z.unknown());
  await expect.poll(() => figure('verbatims'), soon).toMatchObject({ value: 2 });
  expect(await figure('sentiment')).toMatchObject({ n: 1, negative: { n: 0 }, positive: { n: 1 } });
});
