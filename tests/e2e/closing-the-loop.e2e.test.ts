import { randomUUID } from 'node:crypto';
import { CustomerRecord, IngestResult } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { openReceiver } from '../../services/survey-trigger/test/receiver.ts';

let database: TestDatabase;
let hilo: HiloProcess;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await openReceiver();
  hilo = await startHilo({
    databaseUrl: database.url,
    environment: { HILO_SENTIMENT: 'encoder', HILO_WEBHOOK_ALLOW: '127.0.0.0/8' },
  });
});
afterAll(async () => {
  await hilo?.stop();
  await receiver?.close();
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

const Briefing = z.looseObject({ guidance: z.array(z.looseObject({ id: z.string(), title: z.string() })) });

it('tells the front line what to say while a customer is in a situation, and counts who has read it', async () => {
  const card = {
    id: 'bag-lost',
    situation: { begins: { kinds: ['bag_lost'] }, ends: { kinds: ['bag_found'] }, lastsMinutes: 600 },
    roles: ['gate-agent'],
    wordings: { en: { title: 'A bag is missing', text: 'Say where it was seen last.' } },
  };
  await hilo.client.post('/v1/guidance/cards', { card, why: 'Bags.' }, z.unknown());
  const email = { kind: 'email', value: 'eva@example.org' };
  const happened = (kind: string) =>
    hilo.client.post(
      '/v1/interactions',
      { channel: 'other', touchpoint: 'belt', kind, occurredAt: new Date().toISOString(), identifiers: [email] },
      IngestResult,
    );
  await happened('bag_lost');
  const briefed = async () => {
    const { id } = await hilo.client.post('/v1/customers/lookup', email, CustomerRecord);
    return (await hilo.client.get(`/v1/customers/${id}/briefing?role=gate-agent`, Briefing)).guidance;
  };
  await expect.poll(() => briefed().catch(() => []), soon).toMatchObject([{ title: 'A bag is missing' }]);
  const [one] = await briefed();
  const read = await fetch(`${hilo.url}/v1/guidance/${one?.id}/read`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'gate-agent' }),
  });
  expect(read.status).toBe(204);
  const coverage = async () =>
    (
      await ask({ metric: 'guidance-coverage', groupBy: ['role'], filters: { card: 'bag-lost', touchpoint: 'belt' } })
    )[0];
  await expect.poll(coverage, soon).toMatchObject({ group: { role: 'gate-agent' }, value: 100, n: 1 });
  await happened('bag_found');
  await expect.poll(briefed, soon).toEqual([]);
});

const Alerts = z.object({ alerts: z.array(z.looseObject({ id: z.string(), state: z.string() })) });
const Told = z.object({ type: z.string(), data: z.looseObject({ id: z.string(), watch: z.string() }) });
const dayMs = 86_400_000;

it('tells who listens outside that a figure has left its band, once, and that it is over', async () => {
  const events = { types: ['hilo.alert.*'] };
  const webhook = { kind: 'standard', name: 'quality', url: receiver.url, events };
  await hilo.client.post('/v1/outgoing-webhooks', webhook, z.unknown());
  // Nine weeks of eight answers a day at the lounge, of which the NPS is 25; then four days of detractors.
  const today = Math.floor(Date.now() / dayMs);
  const answers = Array.from({ length: 8 * 67 }, (_, n) => {
    const day = today - 67 + Math.floor(n / 8);
    const value = day >= today - 4 ? 0 : n % 8 < 4 ? 10 : n % 8 < 6 ? 0 : 7;
    return {
      ...{ id: `lounge-${n}`, channel: 'other', touchpoint: 'lounge', kind: 'answered' },
      occurredAt: new Date(day * dayMs + (8 + (n % 8)) * 3_600_000).toISOString(),
      identifiers: [{ kind: 'email', value: `guest-${n}@example.org` }],
      answers: [{ question: 'q', scale: 'nps', value }],
    };
  });
  for (const part of [answers.slice(0, 300), answers.slice(300)])
    await hilo.client.post('/v1/interactions', part, IngestResult);
  const counted = {
    metric: 'nps',
    from: new Date((today - 70) * dayMs).toISOString(),
    filters: { touchpoint: 'lounge' },
  };
  await expect.poll(async () => (await ask(counted))[0]?.n, soon).toBe(answers.length);
  const watch = { metric: 'nps', groupBy: ['touchpoint'], filters: { touchpoint: 'lounge' } };
  await hilo.client.put('/v1/watches/lounge', { watch, why: 'a test' }, z.unknown());
  // As if it had been watched for four days, and nobody had been there to judge them.
  const pool = openDatabase({ connectionString: database.url, schema: 'analytics', logger: console });
  await pool.query("UPDATE watching SET day = $1, due_at = now() - interval '1 hour' WHERE name = 'lounge'", [
    new Date((today - 4) * dayMs).toISOString().slice(0, 10),
  ]);
  await pool.end();
  const alerts = async () => (await hilo.client.get('/v1/alerts?watch=lounge', Alerts)).alerts;
  await expect.poll(async () => (await alerts()).map(({ state }) => state), soon).toEqual(['open']);
  // At least once, and in no order.
  const told = () => {
    const all = receiver.received.map(({ body }) => Told.parse(JSON.parse(body)));
    return [...new Set(all.flatMap(({ type, data }) => (data.watch === 'lounge' ? `${type} ${data.id}` : [])))].sort();
  };
  const [alert] = await alerts();
  await expect.poll(told, soon).toEqual([`hilo.alert.raised ${alert?.id}`]);
  const headers = { authorization: `Bearer ${apiKey}`, 'if-match': '"1"' };
  const removed = await fetch(`${hilo.url}/v1/watches/lounge?why=enough`, { method: 'DELETE', headers });
  expect(removed.status).toBe(204);
  await expect.poll(told, soon).toEqual([`hilo.alert.over ${alert?.id}`, `hilo.alert.raised ${alert?.id}`]);
});
