import { join } from 'node:path';
import { type AcceptedInteraction, type ResolvedInteraction, topics } from '@hilo/contracts';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

const resolved = (version: number, fields: Partial<AcceptedInteraction>): ResolvedInteraction => ({
  interaction: {
    id: 'i-1',
    source: 'shop',
    receivedAt: '2026-01-01T10:00:01.000Z',
    occurredAt: '2026-01-01T10:00:00.000Z',
    channel: 'call_centre',
    touchpoint: 'sales',
    kind: 'called',
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    ...fields,
  },
  subject: '00000000-0000-8000-8000-000000000001',
  customer: '00000000-0000-8000-8000-000000000001',
  version,
  recordVersion: version,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'ana@example.org' }, registryVersion: 1 },
});

const hear = (message: ResolvedInteraction) =>
  transaction(pool, async (tx) => {
    const record = { offset: 0, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 };
    await handlers[topics.resolved.name]?.(tx, { records: [record] });
  });
const kept = async () => {
  const { rows } = await pool.query(
    `SELECT (SELECT word FROM words WHERE no = direction) AS direction, (SELECT word FROM words WHERE no = actor) AS actor,
            (SELECT word FROM words WHERE no = outcome) AS outcome, (SELECT word FROM words WHERE no = locale) AS locale,
            journey, (SELECT word FROM words WHERE no = journey_name) AS journey_name,
            (SELECT word FROM words WHERE no = stage) AS stage, moment_of_truth, verbatim,
            properties::json AS properties, context::json AS context
       FROM facts WHERE id = 'i-1'`,
  );
  return rows[0];
};

const nothing = {
  direction: null,
  actor: null,
  outcome: null,
  locale: null,
  journey: null,
  journey_name: null,
  stage: null,
  moment_of_truth: null,
  verbatim: null,
  properties: null,
  context: null,
};

it('keeps of an interaction all that a question may name, and nothing where nobody said it', async () => {
  await hear(resolved(1, {}));
  expect(await kept()).toEqual(nothing);
  await hear(
    resolved(2, {
      direction: 'outbound',
      actor: 'employee',
      outcome: 'wrong_person',
      locale: 'es-MX',
      text: 'Aquí no vive',
      journey: { id: 'j-7', name: 'renewal', stage: 'offer', momentOfTruth: false },
      properties: { amount: 12.5, legs: [{ flight: 'IB 1' }], 'a "quoted" name': 'ñ\t{}' },
      context: { campaign: 'spring' },
    }),
  );
  expect(await kept()).toEqual({
    direction: 'outbound',
    actor: 'employee',
    outcome: 'wrong_person',
    locale: 'es-MX',
    journey: 'j-7',
    journey_name: 'renewal',
    stage: 'offer',
    moment_of_truth: false,
    verbatim: 'Aquí no vive',
    properties: { amount: 12.5, legs: [{ flight: 'IB 1' }], 'a "quoted" name': 'ñ\t{}' },
    context: { campaign: 'spring' },
  });
});

it('says no more that it was the wrong person once who that was is erased', async () => {
  await hear(resolved(3, { direction: 'outbound' }));
  expect(await kept()).toEqual({ ...nothing, direction: 'outbound' });
  await hear(resolved(2, { outcome: 'wrong_person' }));
  expect(await kept()).toMatchObject({ outcome: null });
});
