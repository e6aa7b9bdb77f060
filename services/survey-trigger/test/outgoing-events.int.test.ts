import { randomUUID } from 'node:crypto';
import { type AlertEvent, type SurveyEvent, topics } from '@hilo/contracts';
import { nameHashes, openDatabase, startProcess, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { toldWithinMs } from '../domain/endpoints/event-delivery.ts';
import { eraseWith } from '../erase.ts';
import { surveyTrigger } from '../service.ts';
import { openReceiver } from './receiver.ts';

const rootKey = 'the-key-of-the-operator';
const secret = 'a secret of the tests';
let hilo: Awaited<ReturnType<typeof startProcess>>;
let pool: Pool;
const receivers: Awaited<ReturnType<typeof openReceiver>>[] = [];

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: secret,
    HILO_WEBHOOK_ALLOW: '127.0.0.0/8',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
});
afterEach(async () => {
  await pool.query('DELETE FROM outgoing_webhooks');
  await pool.query('DELETE FROM event_deliveries');
  for (const one of receivers.splice(0)) await one.close();
});
afterAll(async () => {
  await pool.end();
  await hilo.close();
});

const ask = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

const receiver = async (...replies: Parameters<typeof openReceiver>) => {
  const one = await openReceiver(...replies);
  receivers.push(one);
  return one;
};

/** Somebody who wants to know of these; gives the id and the secret. */
const follow = async (url: string, types: string[] = ['hilo.survey.*']): Promise<{ id: string; secret: string }> => {
  const made = await ask('POST', '/v1/outgoing-webhooks', { kind: 'standard', name: url, url, events: { types } });
  expect(made.status).toBe(201);
  return { id: made.body.webhook.id, secret: made.body.secret };
};

type Happening = { state?: 'invited' | 'answered'; at?: number; subject?: string; email?: string };

/** Something happens, and is told on the log; gives the id under which. */
const happen = async ({ state = 'answered', at = Date.now(), subject = randomUUID(), email }: Happening = {}) => {
  const id = randomUUID();
  const common = {
    id,
    programme: 'nps',
    programmeVersion: 1,
    subject,
    customer: subject,
    interaction: { source: 'crm', id: '1' },
    touchpoint: 'flight.arrival',
    occurredAt: new Date(at - 1000).toISOString(),
    at: new Date(at).toISOString(),
  };
  const invited = {
    channel: 'email' as const,
    contactPoint: { kind: 'email', value: email ?? 'a@example.com' },
    deadline: common.at,
  };
  const event: SurveyEvent = state === 'invited' ? { ...common, ...invited, state } : { ...common, state };
  const headers = { ce_id: `${id}/${state}` };
  await hilo.log.append(topics.surveys.name, [{ key: subject, value: JSON.stringify(event), headers }]);
  return headers.ce_id;
};

const eventually = (read: () => unknown) => expect.poll(read);

it('is told what happens, signed, once where it is taken, and of nothing that it did not ask for', async () => {
  const one = await receiver();
  const { id, secret: signing } = await follow(one.url, ['hilo.survey.answered']);
  const before = await happen({ at: Date.now() - 60_000 });
  await happen({ state: 'invited' });
  const event = await happen();
  await eventually(() => one.received.map((got) => got.id)).toEqual([event]);
  expect(one.verified(signing)).toMatchObject([
    { type: 'hilo.survey.answered', data: { programme: 'nps', state: 'answered' } },
  ]);
  // What is told by the log again is told nobody again.
  const log = await ask('GET', `/v1/outgoing-webhooks/${id}/events`);
  expect(log.body.events).toMatchObject([{ event, state: 'delivered', attempts: 1, status: 200 }]);
  expect(JSON.stringify(log.body)).not.toContain(before);

  const again = await ask('POST', `/v1/outgoing-webhooks/${id}/events/${log.body.events[0].id}/redeliver`);
  expect(again.status).toBe(200);
  await eventually(() => one.received.map((got) => got.id)).toEqual([event, event]);
});

it('is told of alerts, which are about nobody, signed and once, however often the log tells them', async () => {
  const one = await receiver();
  const { id, secret: signing } = await follow(one.url, ['hilo.alert.raised']);
  const alert: AlertEvent = {
    id: randomUUID(),
    state: 'raised',
    watch: 'nps-by-touchpoint',
    metric: 'nps',
    kind: 'below',
    group: { touchpoint: 'lounge' },
    since: '2026-03-01',
    day: '2026-03-03',
    why: 'NPS of touchpoint lounge is -40.',
    at: new Date().toISOString(),
  };
  const tell = (told: AlertEvent) =>
    hilo.log.append(topics.alerts.name, [{ key: told.watch, value: JSON.stringify(told), headers: {} }]);
  await tell(alert);
  await tell(alert);
  await tell({ ...alert, state: 'over', ending: 'returned' });
  const last = { ...alert, id: randomUUID() };
  await tell(last);
  await eventually(() => one.received.map((got) => got.id).toSorted()).toEqual(
    [alert, last].map((told) => `${told.id}/raised`).toSorted(),
  );
  expect(one.verified(signing)[0]).toMatchObject({
    type: 'hilo.alert.raised',
    data: { kind: 'below', watch: alert.watch },
  });
  const { events } = (await ask('GET', `/v1/outgoing-webhooks/${id}/events`)).body;
  expect(events.map((told: object) => 'subject' in told)).toEqual([false, false]);
});

it('is told again under the same id until it is taken, and says since when it fails', async () => {
  let isUp = false;
  const one = await receiver(() => ({ status: isUp ? 204 : 500 }));
  const { id, secret: signing } = await follow(one.url);
  const event = await happen();
  await eventually(async () => (await ask('GET', `/v1/outgoing-webhooks/${id}`)).body.failingSince).toBeTypeOf(
    'string',
  );
  isUp = true;
  await pool.query("UPDATE event_deliveries SET next_at = now() WHERE state = 'waiting'");
  await eventually(async () => (await ask('GET', `/v1/outgoing-webhooks/${id}`)).body.failingSince).toBeUndefined();
  // By itself it is told again after five seconds, so that it may have been told three times.
  expect(new Set(one.received.map((got) => got.id))).toEqual(new Set([event]));
  expect(one.verified(signing).length).toBeGreaterThan(1);
});

it('keeps nobody waiting but itself while it hangs', async () => {
  const hanging = await receiver(() => 'hang');
  const well = await receiver();
  await follow(hanging.url);
  await follow(well.url);
  for (let n = 0; n < 12; n += 1) await happen();
  await eventually(() => hanging.received.length).toBe(4);
  await eventually(() => well.received.length).toBe(12);
  await happen();
  await eventually(() => well.received.length).toBe(13);
});

it('is taken out of use when nothing has arrived for three days, says so, and is put back', async () => {
  let isUp = false;
  const one = await receiver(() => ({ status: isUp ? 200 : 503 }));
  const { id } = await follow(one.url);
  const event = await happen();
  await eventually(async () => (await pool.query('SELECT FROM event_deliveries WHERE status = 503')).rowCount).toBe(1);
  const ago = `interval '${toldWithinMs + 1000} milliseconds'`;
  await pool.query(`UPDATE event_deliveries SET created_at = created_at - ${ago}, give_up_at = now(), next_at = now()`);
  await eventually(async () => (await ask('GET', `/v1/outgoing-webhooks/${id}`)).body).toMatchObject({
    enabled: false,
    disabled: { reason: 'nothing has arrived there for 3 days' },
  });
  const { body } = await ask('GET', `/v1/outgoing-webhooks/${id}/events?state=failed`);
  expect(body.events).toMatchObject([{ event, state: 'failed', attempts: expect.any(Number), status: 503 }]);
  const told = one.received.length;
  expect(told).toBeGreaterThan(1);
  const early = await ask('POST', `/v1/outgoing-webhooks/${id}/events/${body.events[0].id}/redeliver`);
  expect([early.status, early.body.detail]).toEqual([
    409,
    'It is out of use: nothing has arrived there for 3 days. Put it back in use first.',
  ]);
  const settings = { kind: 'standard', name: one.url, url: one.url, events: { types: ['hilo.survey.*'] } };
  expect((await ask('PUT', `/v1/outgoing-webhooks/${id}`, settings)).body).toMatchObject({ enabled: true });
  isUp = true;
  expect((await ask('POST', `/v1/outgoing-webhooks/${id}/events/${body.events[0].id}/redeliver`)).status).toBe(200);
  await eventually(() => one.received.length).toBe(told + 1);
});

it('stays in use where something else arrived meanwhile, and ends at once where the receiver is gone', async () => {
  let first: string | undefined;
  const one = await receiver((got) => ({
    status: got.path === '/gone' ? 410 : first === undefined || got.id === first ? 400 : 200,
  }));
  const { id } = await follow(one.url);
  first = await happen();
  await eventually(async () => (await pool.query('SELECT FROM event_deliveries WHERE status = 400')).rowCount).toBe(1);
  await happen();
  await eventually(
    async () => (await pool.query("SELECT FROM event_deliveries WHERE state = 'delivered'")).rowCount,
  ).toBe(1);
  await pool.query("UPDATE event_deliveries SET give_up_at = now(), next_at = now() WHERE state = 'waiting'");
  await eventually(async () => (await pool.query("SELECT FROM event_deliveries WHERE state = 'failed'")).rowCount).toBe(
    1,
  );
  expect((await ask('GET', `/v1/outgoing-webhooks/${id}`)).body.enabled).toBe(true);

  const gone = await follow(`${one.url}/gone`);
  await happen();
  await eventually(async () => (await ask('GET', `/v1/outgoing-webhooks/${gone.id}`)).body.disabled?.reason).toBe(
    'the receiver says that it is gone (HTTP 410)',
  );
});

it('is told nothing more of who is erased, by what it is about and by whose contact point stands in it', async () => {
  const one = await receiver(() => 'reset');
  await follow(one.url);
  const [subject, other] = [randomUUID(), randomUUID()];
  const hashes = nameHashes(secret);
  await happen({ subject });
  await happen({ state: 'invited', subject: other, email: 'erased@example.com' });
  const staying = await happen({ state: 'invited', subject: other, email: 'other@example.com' });
  await eventually(() => new Set(one.received.map((got) => got.id)).size).toBe(3);
  const names = [hashes.ofIdentifier({ kind: 'email', value: 'Erased@example.com' })];
  const erasure = { id: randomUUID(), at: new Date().toISOString(), subjects: [subject], names, customers: [] };
  const removed = await transaction(pool, (tx) => eraseWith(hashes)(tx, erasure));
  expect(removed.event_deliveries).toBe(2);
  await happen({ subject, at: Date.now() - 1000 });
  const later = await happen();
  await eventually(
    async () => (await pool.query('SELECT event FROM event_deliveries ORDER BY created_at')).rows,
  ).toEqual([{ event: staying }, { event: later }]);
});
