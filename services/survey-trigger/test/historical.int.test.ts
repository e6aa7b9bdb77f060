import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import { migrate, obeyRebuildStep, openDatabase, provisionSchemas, runHeader, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProgrammes } from '../config.ts';
import { candidateCountsOf } from '../domain/candidate-counts.ts';
import { logMemoryMs } from '../domain/historical.ts';
import { removeUntold } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { forgetHeard } from '../store/historical.ts';
import { countCandidates } from '../store/invitation-counts.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { dayMs, hourMs } from './asking.ts';
import { decideNow, hashOfNames } from './decide-now.ts';
import { ana, arrival, email, luis, record, timestamp } from './messages.ts';

const programmes = loadProgrammes();
const deadlineMs = 48 * hourMs;
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
beforeEach(() =>
  pool.query(
    `TRUNCATE invitations, timers, profiles, claims, customers, erased, erased_versions, rebuilds, contact_facts, contacts,
              historical_candidates, historical_counts`,
  ),
);

const now = Date.UTC(2026, 2, 10, 12);

type Received = { occurredAt: number; receivedAt?: number; version?: number; subject?: string; withdrawn?: boolean };

/** An arrival, and when Hilo accepted it. */
const arrived = (id: string, { occurredAt, receivedAt = now, ...fields }: Received) => {
  const message = arrival(id, { at: occurredAt, ...fields });
  return { ...message, interaction: { ...message.interaction, receivedAt: timestamp(receivedAt) } };
};

/** Told by the log at that moment. */
const hear = (topic: string, messages: object[], { run = '', at = now } = {}) =>
  transaction(pool, async (tx) => {
    const headers = run === '' ? {} : { [runHeader]: run };
    const records = messages.map((message, offset) => ({
      offset,
      key: '',
      value: JSON.stringify(message),
      headers,
      appendedAt: at,
    }));
    return handlers(fixedProgrammes(programmes), hashOfNames)[topic]?.(tx, { records, isRebuild: run !== '' });
  });
const decide = (at = now) => transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: true }, at));
const counts = async () => {
  const [own] = candidateCountsOf(
    await countCandidates(pool, { from: '1900-01-01', to: '2100-01-01', programme: programmes[0]?.id }),
  );
  return own;
};
const rows = async (table: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? 0;

it('what was older than its deadline when Hilo accepted it is counted as history, and sets nothing off', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  const old = Array.from({ length: 300 }, (_, n) => arrived(`old-${n}`, { occurredAt: now - deadlineMs - n * dayMs }));
  await hear(topics.resolved.name, old);
  expect(await rows('invitations')).toBe(0);
  expect(await rows('timers')).toBe(0);
  expect(await decide()).toMatchObject({ decided: [], outbox: [] });
  expect(await counts()).toMatchObject({ candidates: 300, historical: 300, pending: 0, invited: 0, withheld: 0 });
  expect(await rows('historical_counts')).toBe(300);
});

it('what was accepted in time and is heard of late is our lateness, and no history', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  const occurredAt = now - 3 * dayMs;
  await hear(topics.resolved.name, [arrived('late', { occurredAt, receivedAt: occurredAt + hourMs })]);
  expect((await decide()).decided).toMatchObject([{ decision: { state: 'withheld', reason: 'too-late' } }]);
  expect(await counts()).toMatchObject({ candidates: 1, historical: 0, withheld: 1, reasons: { 'too-late': 1 } });
});

it('the deadline itself is too late to begin with, a millisecond before is not', async () => {
  await hear(topics.resolved.name, [
    arrived('at', { occurredAt: now - deadlineMs }),
    arrived('before', { occurredAt: now - deadlineMs + 1 }),
  ]);
  expect(await counts()).toMatchObject({ historical: 1, pending: 1 });
});

it('case 12 (Chatwoot #11637): history that is told a hundred times is counted once, by however many at once', async () => {
  const old = Array.from({ length: 5 }, (_, n) => arrived(`old-${n}`, { occurredAt: now - 400 * dayMs }));
  for (let n = 0; n < 20; n += 1) {
    await Promise.all(
      Array.from({ length: 5 }, (_, turn) => hear(topics.resolved.name, turn % 2 === 0 ? old : old.toReversed())),
    );
  }
  expect(await counts()).toMatchObject({ candidates: 5, historical: 5 });
  // In one batch as well.
  await hear(topics.resolved.name, [...old, ...old]);
  expect(await counts()).toMatchObject({ historical: 5 });
});

it('history that is attributed anew is counted once, whether its first version comes before, with, or after the next', async () => {
  const at = { occurredAt: now - 400 * dayMs };
  const both = (id: string) => [arrived(id, at), arrived(id, { ...at, version: 2, subject: luis })];
  const [first, next] = both('apart');
  await hear(topics.resolved.name, [first ?? {}]);
  await hear(topics.resolved.name, [next ?? {}]);
  await hear(topics.resolved.name, both('together'));
  await hear(topics.resolved.name, both('turned').toReversed());
  for (const one of both('turned-apart').toReversed()) await hear(topics.resolved.name, [one]);
  expect(await counts()).toMatchObject({ candidates: 4, historical: 4 });
  expect(await rows('invitations')).toBe(0);
});

it('what was decided long ago follows its interaction still, and nobody becomes a candidate by that', async () => {
  const occurredAt = now - 30 * dayMs;
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  await hear(topics.resolved.name, [arrived('then', { occurredAt, receivedAt: occurredAt })], { at: occurredAt });
  expect((await decide(occurredAt + hourMs)).decided).toMatchObject([{ decision: { state: 'invited' } }]);
  // Of one that no programme asked about when it came, it is told today that it is somebody else's.
  const anew = { occurredAt, receivedAt: occurredAt, version: 2, subject: luis };
  await hear(topics.resolved.name, [arrived('then', anew), arrived('no-candidate-then', anew)]);
  const { rows: kept } = await pool.query('SELECT interaction, subject, state FROM invitations');
  expect(kept).toEqual([{ interaction: 'then', subject: luis, state: 'invited' }]);
  expect(await decide()).toMatchObject({ decided: [], outbox: [] });
  expect(await counts()).toMatchObject({ candidates: 1, invited: 1, historical: 0 });
});

it('a rebuild, of what is here and of what was lost, sets nothing off and counts nothing again', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  const old = Array.from({ length: 50 }, (_, n) => arrived(`old-${n}`, { occurredAt: now - (n + 3) * dayMs }));
  const inTime = Array.from({ length: 50 }, (_, n) => {
    const occurredAt = now - (n + 3) * dayMs;
    return arrived(`in-time-${n}`, { occurredAt, receivedAt: occurredAt });
  });
  await hear(topics.resolved.name, old);
  for (const lost of [false, true]) {
    if (lost) await pool.query('TRUNCATE invitations, timers, profiles, claims, customers, rebuilds');
    const step = (message: { step: 'begin' } | { step: 'end'; run: string }) =>
      transaction(pool, (tx) =>
        obeyRebuildStep(
          tx,
          { rebuild: randomUUID(), service: 'survey-trigger', at: timestamp(now), ...message },
          { removeUntold, heartbeat: async () => {} },
        ),
      );
    const run = (await step({ step: 'begin' }))?.run ?? '';
    await hear(topics.customers.name, [record(ana, 1, [email('ana')])], { run });
    await hear(topics.resolved.name, [...old, ...inTime], { run });
    await step({ step: 'end', run });
    expect(await decide()).toMatchObject({ decided: [], putOff: [], outbox: [] });
    expect([await rows('invitations'), await rows('timers')]).toEqual([0, 0]);
    expect(await counts()).toMatchObject({ candidates: 50, historical: 50 });
  }
});

it('live ones are noted in the batches of an import, and decided', async () => {
  await hear(topics.customers.name, [record(ana, 1, [email('ana')])]);
  for (let batch = 0; batch < 10; batch += 1) {
    const old = Array.from({ length: 90 }, (_, n) => arrived(`old-${batch}-${n}`, { occurredAt: now - 3650 * dayMs }));
    await hear(topics.resolved.name, [...old, arrived(`live-${batch}`, { occurredAt: now - hourMs })]);
  }
  const { decided } = await decide();
  expect(decided.map(({ decision: { state } }) => state).sort()).toEqual(['invited', ...Array(9).fill('withheld')]);
  expect(await counts()).toMatchObject({ candidates: 910, historical: 900, invited: 1, withheld: 9, pending: 0 });
});

it('which candidates were counted is forgotten when the log can tell of them no more, and their number is not', async () => {
  await hear(topics.resolved.name, [arrived('old', { occurredAt: now - 400 * dayMs })]);
  expect(await rows('historical_candidates')).toBe(1);
  await forgetHeard(pool, Date.now());
  expect(await rows('historical_candidates')).toBe(1);
  await forgetHeard(pool, Date.now() + logMemoryMs + 2 * dayMs);
  expect(await rows('historical_candidates')).toBe(0);
  expect(await counts()).toMatchObject({ historical: 1 });
});
