import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { migrate, obeyRebuildStep, openDatabase, provisionSchemas, runHeader, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { decideNow, hashOfNames } from './decide-now.ts';

const programmes = loadProgrammes();
const [programme] = programmes;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['survey']);
  pool = openDatabase({ connectionString: urls.survey ?? '', schema: 'survey', logger: { warn: () => {} } });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  drop = async () => {
    await pool.end();
    await database.drop();
  };
});
afterAll(() => drop());
beforeEach(async () => {
  await pool.query(
    'TRUNCATE contact_facts, contacts, contact_marks, invitations, profiles, claims, customers, erased, erased_versions, rebuilds, timers',
  );
});

const happened = Date.UTC(2026, 2, 1, 10);
const now = happened + 2 * 3_600_000;
const timestamp = (at: number): string => new Date(at).toISOString();
const ana = '00000000-0000-8000-8000-000000000001';
const mail = '00000000-0000-8000-8000-000000000002';

const resolved = (id: string, { version = 1, withdrawn = false, subject = ana } = {}) => ({
  interaction: {
    id,
    source: 'gate',
    receivedAt: timestamp(happened),
    occurredAt: timestamp(happened),
    channel: 'other',
    touchpoint: programme?.when.touchpoints?.[0] ?? '',
    kind: programme?.when.kinds?.[0] ?? '',
    identifiers: [{ kind: 'email', value: 'somebody@example.org' }],
  },
  subject,
  customer: ana,
  version,
  recordVersion: 1,
  ...(withdrawn && { withdrawn }),
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'e@example.org' }, registryVersion: 1 },
});

const record = (version: number) => ({
  id: ana,
  version,
  updatedAt: timestamp(happened + version),
  ambiguous: false,
  subjects: [ana, mail],
  identifiers: [
    {
      kind: 'email',
      value: 'e@example.org',
      subject: ana,
      firstSeenAt: timestamp(happened),
      status: 'linked' as const,
    },
  ],
  traits: {},
  consents: [{ purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: timestamp(0) }],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

const hear = (topic: string, messages: object[], run?: string) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => ({
      offset,
      key: '',
      value: JSON.stringify(message),
      headers: run === undefined ? {} : { [runHeader]: run },
      appendedAt: 0,
    }));
    await handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records, isRebuild: run !== undefined });
  });
const step = (message: { step: 'begin' } | { step: 'end' | 'stop'; run: string }) =>
  transaction(pool, (tx) =>
    obeyRebuildStep(
      tx,
      { rebuild: randomUUID(), service: 'survey-trigger', at: timestamp(now), ...message },
      { removeUntold, heartbeat: async () => {} },
    ),
  );
const begin = async (): Promise<string> => (await step({ step: 'begin' }))?.run ?? '';
const decide = (at = now) => transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: true }, at));
const invitations = async () => {
  const { rows } = await pool.query(
    'SELECT interaction, subject, state, reason, attribution_version AS version FROM invitations ORDER BY interaction',
  );
  return rows;
};

it('asks nobody about what it may have asked, and forgotten: none is noted that is not noted', async () => {
  await hear(topics.customers.name, [record(1)]);
  const run = await begin();
  await hear(topics.customers.name, [record(1)], run);
  await hear(topics.resolved.name, [resolved('i-1')], run);
  expect(await invitations()).toEqual([]);
  // One that comes for the first time is noted, though the rebuild had told it before.
  await hear(topics.resolved.name, [resolved('i-1')]);
  expect((await decide()).decided).toMatchObject([{ decision: { state: 'invited' } }]);
});

it('keeps what was decided, whatever the facts say, and brings what is not decided to what they say', async () => {
  await hear(topics.customers.name, [record(1)]);
  await hear(topics.resolved.name, [resolved('i-1')]);
  await decide();
  await hear(topics.resolved.name, [resolved('i-2'), resolved('i-3'), resolved('i-4')]);
  await pool.query("UPDATE invitations SET attribution_version = 9 WHERE interaction <> 'i-4'");
  await pool.query("INSERT INTO profiles (customer, record) VALUES (gen_random_uuid(), '{}')");
  const run = await begin();
  await hear(topics.customers.name, [record(1)], run);
  await hear(
    topics.resolved.name,
    [resolved('i-1', { subject: mail }), resolved('i-2', { withdrawn: true, version: 2 }), resolved('i-3')],
    run,
  );
  const { removed } = (await step({ step: 'end', run })) ?? {};
  expect(removed).toEqual({
    invitations: 1,
    profiles: 1,
    contact_points: 0,
    heard_texts: 0,
    customers: 0,
    claims: 0,
    contact_facts: 0,
  });
  const { outbox } = await decide();
  expect(await invitations()).toEqual([
    { interaction: 'i-1', subject: mail, state: 'invited', reason: null, version: 1 },
    { interaction: 'i-2', subject: ana, state: 'withheld', reason: 'interaction-withdrawn', version: 2 },
    { interaction: 'i-3', subject: ana, state: 'withheld', reason: expect.any(String), version: 1 },
  ]);
  expect(outbox).toHaveLength(2);
});

it('decides about nothing that is to be told again, until it was; what was decided is told and put on the thread once', async () => {
  await hear(topics.customers.name, [record(1)]);
  await hear(topics.resolved.name, [resolved('i-1'), resolved('i-2')]);
  const run = await begin();
  expect(await decide()).toMatchObject({ decided: [], outbox: [] });
  await hear(topics.customers.name, [record(1)], run);
  await hear(topics.resolved.name, [resolved('i-1')], run);
  const { outbox } = await decide();
  expect(outbox.map(({ topic }) => topic)).toEqual([topics.surveys.name, topics.interactions.name]);

  await hear(topics.resolved.name, [resolved('i-1')], run);
  expect((await step({ step: 'end', run }))?.removed).toMatchObject({ invitations: 1 });
  expect(await decide()).toMatchObject({ decided: [], outbox: [] });
  expect(await invitations()).toMatchObject([{ interaction: 'i-1', state: 'invited' }]);
});

it('goes on with what was not told again where a rebuild is stopped, and takes up what had failed', async () => {
  await hear(topics.customers.name, [record(1)]);
  await hear(topics.resolved.name, [resolved('i-1'), resolved('i-2')]);
  await pool.query(
    `UPDATE invitations SET unreadable = 'x', failures = 3, retry_at = to_timestamp($1)
                     WHERE interaction = 'i-1'`,
    [now / 1000 + 600],
  );
  const run = await begin();
  await hear(topics.resolved.name, [resolved('i-1')], run);
  expect((await decide()).decided).toMatchObject([{ invitation: { interaction: 'i-1' } }]);
  await step({ step: 'stop', run });
  expect((await decide(now + 60_000)).decided).toMatchObject([{ invitation: { interaction: 'i-2' } }]);
});

it('does not hear what was told in another run, nor its end', async () => {
  const [before, run] = [await begin(), await begin()];
  await hear(topics.customers.name, [record(1)], before);
  expect(await step({ step: 'end', run: before })).toBeUndefined();
  await hear(topics.customers.name, [record(1)]);
  expect(await step({ step: 'end', run })).toMatchObject({ state: 'ended', removed: { customers: 0, claims: 0 } });
  expect(await step({ step: 'end', run })).toBeUndefined();
  const { rows } = await pool.query('SELECT id FROM customers');
  expect(rows).toEqual([{ id: ana }]);
});
