import { join } from 'node:path';
import { type ResolvedInteraction, topics } from '@hilo/contracts';
import { lockForErasure, migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { erase } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { readByChannel } from './by-channel.ts';

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
  await pool.query('TRUNCATE facts, volumes, scores, answers, responses, erased, erased_versions');
});

const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

type Answered = { response?: number; revision: number; score: number | undefined; version?: number; leftOut?: string };

/** What is answered so far, as it stands on the thread. */
const answered = ({ response = 1, revision, score, version = 1, leftOut }: Answered): ResolvedInteraction => ({
  interaction: {
    id: `answered:${uuid(response)}:${revision}`,
    source: 'hilo/survey-trigger',
    receivedAt: '2026-01-01T10:00:01.000Z',
    occurredAt: '2026-01-01T10:00:00.000Z',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'answered',
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    answers: score === undefined ? [] : [{ question: 'likelihood_to_recommend', scale: 'nps', value: score }],
    properties: { response: uuid(response), revision, ...(leftOut !== undefined && { leftOut }) },
  },
  subject: uuid(101),
  customer: uuid(101),
  version,
  recordVersion: version,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'ana@example.org' }, registryVersion: 1 },
});

const hear = (...messages: ResolvedInteraction[]) =>
  transaction(pool, async (tx) => {
    const records = messages.map((message, offset) => ({
      offset,
      key: '',
      value: JSON.stringify(message),
      headers: {},
      appendedAt: 0,
    }));
    await handlers[topics.resolved.name]?.(tx, { records });
  });
const counted = () => readByChannel(pool);

const revisions = [
  answered({ revision: 1, score: 10 }),
  answered({ revision: 2, score: undefined }),
  answered({ revision: 3, score: 0 }),
];
const once = [{ interactions: 1, promoters: 0, detractors: 1 }];

it.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[2, 0, 1]], [[2, 2, 0, 0, 1]]])(
  'counts of the answers to an invitation the last revision, once, in whatever order it hears of them: %j',
  async (order) => {
    for (const n of order) await hear(...revisions.slice(n, n + 1));
    expect(await counted()).toEqual(once);
    await hear(answered({ revision: 1, score: 10, version: 2 }));
    expect(await counted()).toEqual(once);
  },
);

it('counts it once where all come at once, and where two hear of them at the same moment', async () => {
  await hear(...revisions);
  expect(await counted()).toEqual(once);
  await pool.query('TRUNCATE facts, volumes, scores, answers, responses');
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(revisions.map((one) => hear(one)));
    expect(await counted()).toEqual(once);
    await pool.query('TRUNCATE facts, volumes, scores, answers, responses');
  }
});

it('each invitation counts for itself; what is left out of scores is shown, and scores nothing', async () => {
  await hear(...revisions, answered({ response: 2, revision: 1, score: 9 }));
  expect(await counted()).toEqual([{ interactions: 2, promoters: 1, detractors: 1 }]);
  await hear(answered({ response: 3, revision: 1, score: 9, leftOut: 'self-selected' }));
  expect(await counted()).toEqual([{ interactions: 3, promoters: 1, detractors: 1 }]);
});

it('nobody else can take the place of an answer', async () => {
  await hear(revisions[2] ?? answered({ revision: 3, score: 0 }));
  const other = answered({ revision: 4, score: 10 });
  await hear({ ...other, interaction: { ...other.interaction, source: 'shop' } });
  expect(await counted()).toEqual([{ interactions: 2, promoters: 1, detractors: 1 }]);
});

it('an erasure leaves nothing of it', async () => {
  await hear(...revisions);
  const erasure = { id: uuid(900), at: '2026-01-02T00:00:00.000Z', subjects: [uuid(101)], customers: [], names: [] };
  await transaction(pool, async (tx) => {
    await lockForErasure(tx);
    await erase(tx, erasure);
  });
  expect((await pool.query('SELECT FROM responses')).rowCount).toBe(0);
  expect((await pool.query('SELECT FROM facts')).rowCount).toBe(0);
});
