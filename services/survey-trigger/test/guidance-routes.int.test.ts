import { randomUUID } from 'node:crypto';
import { topics } from '@hilo/contracts';
import { openDatabase, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { surveyTrigger } from '../service.ts';
import { email, message, record } from './messages.ts';
import { openReceiver } from './receiver.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: Awaited<ReturnType<typeof startProcess>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let pool: Pool;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    ...{ DATABASE_URL: database.url, HILO_API_KEY: rootKey, HILO_ID_SECRET: 'a secret of the tests' },
    ...{ HILO_WEBHOOK_ALLOW: '127.0.0.0/8', HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
  });
  receiver = await openReceiver();
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
});
afterAll(async () => {
  await pool?.end();
  await hilo?.close();
  await receiver?.close();
});

const ask = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${rootKey}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};
const tell = (topic: string, key: string, value: object) =>
  hilo.log.append(topic, [{ key, value: JSON.stringify(value), headers: {} }]);

const card = {
  id: 'bag-lost',
  situation: { begins: { kinds: ['bag_lost'] }, ends: { kinds: ['bag_found'] }, lastsMinutes: 600 },
  roles: ['baggage-agent', 'gate-agent'],
  wordings: {
    en: { title: 'A bag is missing', text: 'Say where it was seen last.' },
    es: { title: 'Falta una maleta', text: 'Diga dónde se vio.' },
  },
  video: 'https://example.org/bag',
};
const Told = z.object({ type: z.string(), data: z.object({ customer: z.string(), revision: z.int() }) });

it('shows the front line what to say while the situation lasts, and its author who read it and whom it did not help', async () => {
  const types = ['hilo.guidance.*'];
  expect(
    (
      await ask('POST', '/v1/outgoing-webhooks', {
        kind: 'standard',
        name: 'tablets',
        url: receiver.url,
        events: { types },
      })
    ).status,
  ).toBe(201);
  expect((await ask('GET', '/v1/guidance/cards')).body.cards.map(({ id }: { id: string }) => id)).toContain(
    'flight-delayed',
  );
  const wrong = await ask('POST', '/v1/guidance/cards', { card: { ...card, video: 'ftp://x' }, why: 'A try.' });
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, 'card.video']);
  for (const version of [1, 1]) {
    const { body } = await ask('POST', '/v1/guidance/cards', { card, why: 'Bags.' });
    expect(body.version).toBe(version);
  }

  const customer = randomUUID();
  await tell(topics.customers.name, customer, record(customer, 1, [email('ana')]));
  const said = (kind: string) =>
    message(
      randomUUID(),
      { channel: 'other', kind, identifiers: [email('ana')] },
      { subject: customer, at: Date.now() },
    );
  await tell(topics.resolved.name, customer, said('bag_lost'));
  const shown = async (query: string) => (await ask('GET', `/v1/guidance?customer=${customer}&${query}`)).body.guidance;
  await expect.poll(async () => (await shown('role=gate-agent'))?.length, { timeout: 30_000 }).toBe(1);
  const [one] = await shown('role=gate-agent&language=es-MX');
  expect(one).toMatchObject({
    card: 'bag-lost',
    language: 'es',
    title: 'Falta una maleta',
    video: card.video,
    reads: 0,
  });
  expect(await shown('role=cook')).toEqual([]);

  const path = `/v1/guidance/${one.id}`;
  for (const _ of [1, 2]) expect((await ask('POST', `${path}/read`, { role: 'gate-agent' })).status).toBe(204);
  const comment = 'It does not say who pays.';
  for (const _ of [1, 2])
    expect((await ask('POST', `${path}/not-helpful`, { role: 'gate-agent', comment })).status).toBe(204);
  expect((await ask('POST', `/v1/guidance/${randomUUID()}/read`, { role: 'gate-agent' })).status).toBe(404);
  expect((await shown('role=gate-agent'))[0].reads).toBe(1);
  expect((await ask('GET', '/v1/guidance/cards/bag-lost/feedback')).body.feedback).toMatchObject([
    { comment, role: 'gate-agent', cardVersion: 1 },
  ]);
  expect((await ask('GET', '/v1/guidance/cards/none/feedback')).status).toBe(404);

  const { figures } = (await ask('GET', '/v1/guidance/figures')).body;
  expect(figures).toMatchObject([
    {
      card: 'bag-lost',
      role: 'baggage-agent',
      pushed: 1,
      covered: 0,
      coverage: 0,
      reads: 0,
      notHelpful: 0,
      medianSeconds: null,
    },
    { card: 'bag-lost', role: 'gate-agent', pushed: 1, covered: 1, coverage: 100, reads: 1, notHelpful: 1 },
  ]);
  // As plain SQL counts it.
  const plain = await pool.query(
    `SELECT (SELECT count(*)::int FROM guidance WHERE card = 'bag-lost' AND pushed_at IS NOT NULL) AS pushed,
            (SELECT count(*)::int FROM guidance_reads WHERE what = 'read') AS reads`,
  );
  expect(plain.rows).toEqual([{ pushed: figures[1].pushed, reads: figures[1].reads }]);

  await tell(topics.resolved.name, customer, said('bag_found'));
  await expect.poll(async () => (await shown('role=gate-agent')).length, { timeout: 30_000 }).toBe(0);
  const told = () =>
    receiver.received.map(({ body }) => Told.parse(JSON.parse(body))).filter(({ data }) => data.customer === customer);
  // They come in any order; the revision says which is later, beside what was read meanwhile, of which nobody outside is told.
  const steps = () => told().map(({ type, data }) => `${data.revision} ${type}`);
  await expect
    .poll(() => steps().sort(), { timeout: 30_000 })
    .toEqual(['1 hilo.guidance.pushed', '4 hilo.guidance.withdrawn']);
});
