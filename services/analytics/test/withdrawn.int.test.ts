import { join } from 'node:path';
import { type ResolvedInteraction, topics } from '@hilo/contracts';
import { migrate, openDatabase, provisionSchemas, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

const resolved = (version: number, withdrawn: boolean): ResolvedInteraction => ({
  interaction: {
    id: 'i-1',
    source: 'shop',
    receivedAt: '2026-01-01T10:00:01.000Z',
    occurredAt: '2026-01-01T10:00:00.000Z',
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'bought',
    identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: 10 }],
  },
  subject: '00000000-0000-8000-8000-000000000001',
  customer: '00000000-0000-8000-8000-000000000001',
  version,
  ...(withdrawn && { withdrawn }),
  recordVersion: version,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: 'ana@example.org' }, registryVersion: 1 },
});

const hear = (message: ResolvedInteraction) =>
  transaction(pool, async (tx) => {
    const record = { offset: 0, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 };
    await handlers[topics.resolved.name]?.(tx, { records: [record] });
  });
const promoters = async (): Promise<number[]> => (await readByChannel(pool)).map((row) => row.promoters);

it('counts an interaction until it is withdrawn, and again when it is put back, in whatever order it hears of it', async () => {
  await hear(resolved(1, false));
  expect(await promoters()).toEqual([1]);
  await hear(resolved(2, true));
  expect(await promoters()).toEqual([]);
  await hear(resolved(1, false));
  expect(await promoters()).toEqual([]);
  await hear(resolved(3, false));
  await hear(resolved(2, true));
  expect(await promoters()).toEqual([1]);
});

it('shows why somebody was not asked as it was decided last, in whatever order it hears of it', async () => {
  const withheld = (reason: string, at: string) => ({
    id: '00000000-0000-8000-8000-0000000000ff',
    state: 'withheld',
    reason,
    programme: 'p',
    programmeVersion: 1,
    subject: '00000000-0000-8000-8000-000000000001',
    customer: '00000000-0000-8000-8000-000000000001',
    interaction: { source: 'shop', id: 'i-1' },
    touchpoint: 'checkout',
    at,
  });
  const [first, again] = [
    withheld('interaction-withdrawn', '2026-01-01T10:00:00.000Z'),
    withheld('no-consent', '2026-01-01T11:00:00.000Z'),
  ];
  for (const told of [[first, again], [again], [first], [again, first]]) {
    await transaction(pool, async (tx) => {
      const records = told.map((one, offset) => ({
        offset,
        key: '',
        value: JSON.stringify(one),
        headers: {},
        appendedAt: 0,
      }));
      await handlers[topics.surveys.name]?.(tx, { records });
    });
    const { rows } = await pool.query('SELECT reason FROM survey_events');
    expect(rows).toEqual([{ reason: 'no-consent' }]);
  }
});

it('moves an interaction and its answers to the earlier time that a later version has', async () => {
  const message = resolved(4, false);
  const earlier = { ...message, interaction: { ...message.interaction, occurredAt: '2025-12-30T10:00:00.000Z' } };
  await hear(earlier);
  const { rows } = await pool.query(
    'SELECT f.occurred_at AS one, a.occurred_at AS other FROM facts AS f JOIN answers AS a USING (id)',
  );
  expect(rows).toEqual([{ one: new Date('2025-12-30T10:00:00Z'), other: new Date('2025-12-30T10:00:00Z') }]);
});
