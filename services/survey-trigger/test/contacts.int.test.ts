import { topics } from '@hilo/contracts';
import { openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { surveyTrigger } from '../service.ts';

const rootKey = 'the-key-of-the-operator';
let hilo: RunningProcess;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  drop = async () => {
    await pool.end();
    await hilo.close();
    await database.drop();
  };
});
afterAll(() => drop());

const Results = z.object({
  results: z.array(
    z.object({
      status: z.string(),
      id: z.string(),
      reason: z.string().optional(),
      interaction: z.object({ source: z.string(), id: z.string() }).optional(),
    }),
  ),
});
const Ledger = z.object({
  customer: z.string(),
  contacts: z.array(z.looseObject({ at: z.string(), outcome: z.string().optional(), words: z.string() })),
  brakes: z.array(z.looseObject({ brake: z.string(), words: z.string() })),
  nextCursor: z.string().optional(),
});

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${rootKey}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const report = async (body: unknown, headers?: Record<string, string>) => {
  const response = await ask('POST', '/v1/contacts', body, headers);
  expect(response.status).toBe(200);
  return Results.parse(await response.json()).results;
};
const onThread = async () => (await hilo.log.endOffsets(topics.interactions.name)).reduce((sum, end) => sum + end, 0);
const ana = '00000000-0000-8000-8000-00000000000a';
const phone = { kind: 'phone', value: '+34600111222' };
const call = { contactPoint: phone, channel: 'call_centre', purpose: 'marketing', class: 'commercial' };

const know = () =>
  hilo.log.append(topics.customers.name, [
    {
      key: ana,
      value: JSON.stringify({
        id: ana,
        version: 1,
        updatedAt: '2026-01-01T00:00:00Z',
        ambiguous: false,
        subjects: [ana],
        identifiers: [{ ...phone, subject: ana, firstSeenAt: '2026-01-01T00:00:00Z', status: 'linked' }],
        traits: {},
        consents: [],
        contactPreferences: {},
        interactions: { total: 1, byChannel: {} },
        conflicts: [],
      }),
    },
  ]);

it('names the field that is wrong, of one report and of a list', async () => {
  const Refused = z.object({ errors: z.array(z.looseObject({})) });
  const errorsOf = async (body: unknown) =>
    Refused.parse(await (await ask('POST', '/v1/contacts', body)).json()).errors;
  const { channel: _channel, ...withoutChannel } = call;
  expect(await errorsOf(withoutChannel)).toMatchObject([{ path: 'channel' }]);
  expect(await errorsOf({ ...call, clas: 'survey' })).toMatchObject([{ path: 'clas' }]);
  expect(await errorsOf([call, { ...call, class: 'nice' }])).toMatchObject([{ path: '1.class' }]);
});

it('a reported refusal is committed when it is answered, is on the thread once, and is told in words with its brake', async () => {
  await know();
  const path = `/v1/customers/${ana}/contacts`;
  await expect.poll(async () => (await ask('GET', path)).status).toBe(200);
  const before = await onThread();
  const said = { ...call, id: 'call-1', startedAt: '2026-01-02T10:00:00Z', outcome: 'refused' };
  const [accepted] = await report(said);
  expect(accepted).toMatchObject({ status: 'accepted', id: 'call-1', interaction: { source: 'hilo/survey-trigger' } });
  const ledger = Ledger.parse(await (await ask('GET', path)).json());
  expect(ledger.contacts).toMatchObject([
    {
      at: '2026-01-02T10:00:00.000Z',
      class: 'commercial',
      rule: 'alone',
      words: expect.stringMatching(
        /^Contacted by call_centre about marketing \(commercial\) on 2026-01-02.*: refused, says /,
      ),
    },
  ]);
  expect(ledger.brakes).toMatchObject([{ brake: 'refusal', words: expect.stringContaining('said no') }]);
  expect(await report(said)).toMatchObject([{ status: 'duplicate', interaction: accepted?.interaction }]);
  expect(await report({ ...said, outcome: 'reached' })).toMatchObject([{ status: 'rejected', reason: 'conflict' }]);
  await expect.poll(onThread).toBe(before + 1);
  expect((await pool.query('SELECT FROM outbox')).rowCount).toBe(0);
});

it('many are reported at once, each with what became of it, and read a page at a time', async () => {
  const calls = Array.from({ length: 7 }, (_, n) => ({
    ...call,
    id: `many-${n}`,
    startedAt: `2026-01-0${n + 1}T12:00:00Z`,
  }));
  const strange = { ...call, id: 'nobody', customer: '00000000-0000-8000-8000-0000000000ff' };
  const early = { ...call, id: 'early', startedAt: '2199-01-01T00:00:00Z' };
  const backwards = { ...call, id: 'back', startedAt: '2026-01-05T00:00:00Z', endedAt: '2026-01-04T00:00:00Z' };
  const results = await report([...calls, strange, early, backwards, calls[0]]);
  expect(results.map(({ status, reason }) => reason ?? status)).toEqual([
    ...calls.map(() => 'accepted'),
    'unknown-customer',
    'in-the-future',
    'ends-before-it-starts',
    'duplicate',
  ]);
  const at: string[] = [];
  let cursor = '';
  do {
    const page = Ledger.parse(await (await ask('GET', `/v1/customers/${ana}/contacts?limit=3${cursor}`)).json());
    at.push(...page.contacts.map((one) => one.at));
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  expect(at).toHaveLength(8);
  expect(at).toEqual(at.toSorted().toReversed());
});

it('a customer is named by the id, by an identifier or by the contact point, and one of them is needed', async () => {
  const [byId] = await report({ ...call, contactPoint: undefined, id: 'by-id', customer: ana });
  expect(byId).toMatchObject({ status: 'accepted' });
  const { rows } = await pool.query(
    "SELECT subject, told->'contactPoint' AS point FROM contact_facts WHERE id = 'by-id'",
  );
  expect(rows).toEqual([{ subject: ana, point: phone }]);
  const nobody = await ask('POST', '/v1/contacts', { ...call, contactPoint: undefined });
  expect(nobody.status).toBe(400);
  expect(await nobody.text()).toContain('names one of customer, identifier and contactPoint');
});

it('the header Idempotency-Key is the id of one report that has none', async () => {
  const key = { 'idempotency-key': 'key-1' };
  expect(await report(call, key)).toMatchObject([{ status: 'accepted', id: 'key-1' }]);
  expect(await report(call, key)).toMatchObject([{ status: 'duplicate', id: 'key-1' }]);
});

it('of 50 who report the same at once, it is one contact', async () => {
  const said = { ...call, id: 'at-once', startedAt: '2026-01-20T10:00:00Z' };
  await Promise.all(Array.from({ length: 50 }, () => report(said)));
  const { rows } = await pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM contacts WHERE at = '2026-01-20T10:00:00Z'",
  );
  expect(rows).toEqual([{ n: 1 }]);
});

it('who may not report contacts is refused, and a customer whom nobody knows has no ledger', async () => {
  expect((await ask('POST', '/v1/contacts', call, { authorization: 'Bearer nobody' })).status).toBe(401);
  expect((await ask('GET', '/v1/customers/00000000-0000-8000-8000-0000000000fe/contacts')).status).toBe(404);
});
