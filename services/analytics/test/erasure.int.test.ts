import { join } from 'node:path';
import { type Erasure, type ResolvedInteraction, type SurveyEvent, topics } from '@hilo/contracts';
import { lockForErasure, migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { erase } from '../erase.ts';
import { handlers } from '../pipeline.ts';

let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['analytics']);
  pool = openDatabase({ connectionString: urls.analytics ?? '', schema: 'analytics', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE facts, subjects, answers, survey_events, claims, customers, erased, erased_versions, volumes, scores, deltas',
  );
});

const [ana, luis] = ['00000000-0000-8000-8000-00000000000a', '00000000-0000-8000-8000-00000000000b'];
const before = '2026-01-01T10:00:00.000Z';
const moment = '2026-02-01T00:00:00.000Z';
const after = '2026-03-01T00:00:00.000Z';

const resolved = (id: string, fields: Partial<ResolvedInteraction>, occurredAt = before): ResolvedInteraction => ({
  interaction: {
    id,
    source: 'shop',
    receivedAt: after,
    occurredAt,
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'bought',
    identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
    answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 10 }],
  },
  subject: ana,
  customer: ana,
  version: 1,
  recordVersion: 1,
  why: {
    rule: 'strongest-identifier',
    identifier: { kind: 'email', value: 'somebody@example.org' },
    registryVersion: 1,
  },
  ...fields,
});

const survey = (interaction: string, at: string, occurredAt = before): SurveyEvent => ({
  id: '00000000-0000-8000-8000-0000000000ff',
  state: 'withheld',
  reason: 'no-consent',
  programme: 'p',
  programmeVersion: 1,
  subject: ana,
  customer: ana,
  interaction: { source: 'shop', id: interaction },
  touchpoint: 'checkout',
  occurredAt,
  at,
});

const erasure: Erasure = {
  id: '00000000-0000-8000-8000-0000000000ee',
  at: moment,
  subjects: [ana],
  customers: [{ id: ana, version: 3 }],
};

const hear = (topic: string, ...messages: object[]) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => ({
      offset,
      key: '',
      value: JSON.stringify(message),
      headers: {},
      appendedAt: 0,
    }));
    await handlers[topic]?.(tx, { records });
  });
const record = (version: number, updatedAt: string) => ({
  id: ana,
  version,
  updatedAt,
  ambiguous: false,
  subjects: [ana],
  identifiers: [],
  traits: {},
  consents: [],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

const obey = () =>
  transaction(pool, async (tx) => {
    await lockForErasure(tx);
    return erase(tx, erasure);
  });
const rows = async (): Promise<Record<string, number>> => {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM facts) AS facts, (SELECT count(*)::int FROM answers) AS answers,
            (SELECT count(*)::int FROM survey_events) AS survey_events, (SELECT count(*)::int FROM claims) AS claims`,
  );
  return rows[0];
};

const none = { facts: 0, answers: 0, survey_events: 0, claims: 0 };

it('removes what was the person’s, says how much, and keeps what is others’', async () => {
  await hear(topics.resolved.name, resolved('i-1', {}), resolved('i-2', { subject: luis, customer: luis }));
  await hear(topics.customers.name, record(2, before));
  await hear(topics.surveys.name, survey('i-1', before));
  expect(await obey()).toEqual({
    facts: 1,
    answers: 1,
    survey_events: 1,
    cases: 0,
    verbatims: 0,
    guidance: 0,
    claims: 1,
  });
  expect(await rows()).toEqual({ ...none, facts: 1, answers: 1 });
});

it('lets nothing in that is heard of afterwards, and happened before', async () => {
  await obey();
  await hear(topics.resolved.name, resolved('i-1', {}));
  await hear(topics.surveys.name, survey('i-1', after));
  await hear(topics.customers.name, record(2, before));
  expect(await rows()).toEqual(none);
});

it('removes an interaction that turns out to be the person’s after the erasure', async () => {
  await hear(topics.resolved.name, resolved('i-1', { subject: luis, customer: luis }));
  await obey();
  expect((await rows()).facts).toBe(1);
  await hear(topics.resolved.name, resolved('i-1', { version: 2 }));
  expect(await rows()).toEqual(none);
});

it('removes it too where both versions are heard of at once, in whichever order', async () => {
  await obey();
  const [first, second] = [resolved('i-1', { subject: luis, customer: luis }), resolved('i-1', { version: 2 })];
  await hear(topics.resolved.name, first, second);
  expect(await rows()).toEqual(none);
  await hear(topics.resolved.name, second, first);
  expect(await rows()).toEqual(none);
  await hear(topics.resolved.name, first, second, resolved('i-1', { version: 3, subject: luis, customer: luis }));
  expect((await rows()).facts).toBe(1);
});

it('lets an earlier version in neither where it comes by itself afterwards, nor what is told of it again', async () => {
  await obey();
  const [first, second] = [resolved('i-1', { subject: luis, customer: luis }), resolved('i-1', { version: 2 })];
  for (const message of [second, first, first, second, first]) await hear(topics.resolved.name, message);
  expect(await rows()).toEqual(none);
  await hear(topics.resolved.name, resolved('i-1', { version: 3, subject: luis, customer: luis }));
  await hear(topics.resolved.name, first, resolved('i-2', { subject: luis, customer: luis }));
  expect((await rows()).facts).toBe(2);
});

it('knows who comes back, also if the erasure is obeyed late or again', async () => {
  await hear(topics.customers.name, record(4, after));
  await hear(topics.resolved.name, resolved('i-9', {}, after));
  await hear(topics.surveys.name, survey('i-9', after, after));
  expect(await obey()).toEqual({ ...none, cases: 0, verbatims: 0, guidance: 0 });
  expect(await obey()).toEqual({ ...none, cases: 0, verbatims: 0, guidance: 0 });
  expect(await rows()).toEqual({ facts: 1, answers: 1, survey_events: 1, claims: 1 });
});

it('removes what happened within the last millisecond, however finely it was told', async () => {
  const finely = '2026-02-01T00:00:00.000567Z';
  await hear(topics.resolved.name, resolved('i-1', {}, finely), resolved('i-2', {}, finely));
  await hear(topics.surveys.name, survey('i-3', finely, finely));
  expect(await obey()).toMatchObject({ facts: 2, answers: 2, survey_events: 1 });
  await hear(topics.resolved.name, resolved('i-4', {}, finely));
  expect(await rows()).toEqual(none);
  await hear(topics.resolved.name, resolved('i-5', {}, '2026-02-01T00:00:00.001Z'));
  expect((await rows()).facts).toBe(1);
});

it('keeps a time truncated, in offsets that Postgres would refuse, and mends what an older version kept', async () => {
  await hear(
    topics.resolved.name,
    resolved('i-1', {}, '2026-03-01T23:59:59.9999999Z'),
    resolved('i-2', {}, '2026-03-02T02:00:00+16:00'),
    resolved('i-3', {}, `2026-03-01T10:00:00.${'9'.repeat(150)}Z`),
  );
  const times = async (table: string): Promise<string[]> => {
    const { rows } = await pool.query<{ at: Date }>(`SELECT occurred_at AS at FROM ${table} ORDER BY id`);
    return rows.map(({ at }) => at.toISOString());
  };
  const truncated = ['2026-03-01T23:59:59.999Z', '2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.999Z'];
  expect(await times('facts')).toEqual(truncated);
  expect(await times('answers')).toEqual(truncated);
  for (const table of ['facts', 'answers'])
    await pool.query(`UPDATE ${table} SET occurred_at = '2026-03-02' WHERE id = 'i-1'`);
  await hear(topics.resolved.name, resolved('i-1', { version: 2 }, '2026-03-01T23:59:59.9999999Z'));
  expect(await times('facts')).toEqual(truncated);
  expect(await times('answers')).toEqual(truncated);
});

it.each([
  ['before it is attributed anew', ['asked', 'anew']],
  ['after it was attributed anew', ['anew', 'asked']],
])(
  'what became of asking, told %s, is of whoever the interaction is now, and goes or stays with it',
  async (_when, order) => {
    const messages: Record<string, () => Promise<void>> = {
      asked: () => hear(topics.surveys.name, survey('i-1', before)),
      anew: () => hear(topics.resolved.name, resolved('i-1', { subject: luis, customer: luis, version: 2 })),
    };
    const whose = async () =>
      (await pool.query('SELECT subject FROM survey_events')).rows.map(({ subject }) => subject);
    await hear(topics.resolved.name, resolved('i-1', {}));
    for (const one of order) await messages[one]?.();
    expect(await whose()).toEqual([luis]);

    await transaction(pool, (tx) => erase(tx, erasure));
    expect(await whose()).toEqual([luis]);
    await transaction(pool, (tx) => erase(tx, { ...erasure, subjects: [luis], customers: [{ id: luis, version: 3 }] }));
    expect(await whose()).toEqual([]);
  },
);

it('an event that an older version kept with whose the interaction was stays, when that one is erased', async () => {
  await hear(topics.resolved.name, resolved('i-1', { subject: luis, customer: luis, version: 2 }));
  await hear(topics.surveys.name, survey('i-1', before));
  await pool.query('UPDATE survey_events SET subject = $1', [ana]);
  await transaction(pool, (tx) => erase(tx, erasure));
  expect((await pool.query('SELECT FROM survey_events')).rowCount).toBe(1);
});

it('keeps nothing of what is told of an earlier owner once the later one is erased: no interaction, no case, no verbatim', async () => {
  const id = '00000000-0000-8000-8000-0000000000f1';
  const theCase = (version: number | undefined, subject: string) => ({
    ...{ id, revision: 1, state: 'opened', subject, customer: subject, reason: 'r' },
    ...{ interaction: { source: 'shop', id: 'i-1', version }, occurredAt: before, at: before },
  });
  const verbatim = (revision: number, subject: string) => ({
    ...{ id, revision, subject, customer: subject, interaction: { source: 'shop', id: 'i-1' }, part: 0, topics: [] },
    ...{ judgedBy: { method: 'none', version: '1' }, occurredAt: before, judgedAt: before },
  });
  const kept = async () => {
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::int FROM facts) AS facts, (SELECT count(*)::int FROM cases) AS cases,
              (SELECT count(*)::int FROM verbatims) AS verbatims`,
    );
    return rows[0];
  };
  await pool.query('TRUNCATE cases, verbatims');
  await hear(topics.resolved.name, resolved('i-1', { version: 2 }));
  await obey();
  for (const version of [undefined, 1]) await hear(topics.cases.name, theCase(version, luis));
  await hear(topics.verbatims.name, verbatim(1, luis));
  await hear(topics.resolved.name, resolved('i-1', { subject: luis, customer: luis }));
  expect(await kept()).toEqual({ facts: 0, cases: 0, verbatims: 0 });
  // Attributed to him after all, it is his.
  await hear(topics.cases.name, theCase(3, luis));
  await hear(topics.verbatims.name, verbatim(3, luis));
  await hear(topics.resolved.name, resolved('i-1', { subject: luis, customer: luis, version: 3 }));
  expect(await kept()).toEqual({ facts: 1, cases: 1, verbatims: 1 });
});
