import { setTimeout as delay } from 'node:timers/promises';
import { type Log, openLog } from '@hilo/log';
import { createTestDatabase } from '@hilo/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type DueWorkOptions, dueWork } from '../src/due/due-work.ts';
import {
  createLogger,
  type DueItem,
  type DueRows,
  type FiredTimer,
  openDatabase,
  openHealth,
  timersOf,
  type Worked,
} from '../src/index.ts';
import { startTelemetry } from '../src/telemetry/start.ts';

const logger = createLogger({ level: 'silent', name: 'test' });
const soon = { interval: 20 };
const topic = 'test.done';

// What was measured before there is a meter is measured nowhere.
const telemetry = startTelemetry('test', { OTEL_SDK_DISABLED: false });
let pool: Pool;
let log: Log;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  pool = openDatabase({ connectionString: database.url, schema: 'public', logger, maxConnections: 12 });
  await pool.query(`
    CREATE TABLE outbox (id bigserial PRIMARY KEY, topic text, key text, value text, headers jsonb,
      created_at timestamptz DEFAULT now());
    CREATE TABLE calls (id text PRIMARY KEY, ref uuid NOT NULL DEFAULT gen_random_uuid(), failures integer DEFAULT 0,
      reason text, is_done boolean DEFAULT false, number integer);
    CREATE TABLE timers (kind text, ref uuid, shard smallint NOT NULL, due_at timestamptz NOT NULL,
      noted_at timestamptz NOT NULL DEFAULT now(), tries smallint NOT NULL DEFAULT 0, awaits uuid, PRIMARY KEY (kind, ref));
    CREATE INDEX ON timers (kind, shard, due_at);
    CREATE TABLE made (id text PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)`);
  log = await openLog(database.url);
  await log.ensureTopics([{ name: topic, partitions: 1, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
  close = async () => {
    await telemetry[Symbol.asyncDispose]();
    await log.close();
    await pool.end();
    await database.drop();
  };
});
afterAll(() => close());
beforeEach(() => pool.query('TRUNCATE calls, timers, made, outbox'));

type Call = DueItem & { number: number; timer: FiredTimer; awaits: string; notAfter: number };

const timers = timersOf('call');
const calls: DueRows<Call> = {
  take: async (tx, wanted) => {
    const fired = await timers.take(tx, wanted);
    const { rows } = await tx.query<{ id: string; ref: string; failures: number; number: number }>(
      'SELECT id, ref, failures, number FROM calls WHERE ref = ANY ($1) AND NOT is_done FOR UPDATE',
      [fired.map(({ ref }) => ref)],
    );
    const items = fired.flatMap((timer) =>
      rows
        .filter(({ ref }) => ref === timer.ref)
        .map((row) => ({ ...row, timer, dueAt: timer.since, awaits: timer.ref, notAfter: Number.MAX_SAFE_INTEGER })),
    );
    return { items, isFull: fired.length === wanted.limit };
  },
  putBack: timers.putBack,
  setAside: async (tx, items) => {
    for (const { id, reason, failures, until } of items) {
      await tx.query(
        `WITH aside AS (UPDATE calls SET reason = $2, failures = $3 WHERE id = $1 RETURNING ref)
         INSERT INTO timers (kind, ref, shard, due_at) SELECT 'call', ref, 0, to_timestamp($4) FROM aside`,
        [id, reason, failures, until / 1000],
      );
    }
  },
  nextAt: timers.nextAt,
  look: async (from, now) => {
    const { rows } = await from.query<{ aside: number }>(
      'SELECT count(*)::int AS aside FROM calls WHERE NOT is_done AND reason IS NOT NULL',
    );
    return { ...(await timers.look(from, now)), setAside: rows[0]?.aside ?? 0 };
  },
};

/** Marks as done, and notes it where it could be only once; what is done becomes a message. */
const make: DueWorkOptions<Call, Worked>['work'] = async (tx, items) => {
  const ids = items.map(({ id }) => id);
  await tx.query('INSERT INTO made SELECT unnest($1::text[])', [ids]);
  await tx.query('UPDATE calls SET is_done = true, reason = NULL WHERE id = ANY ($1)', [ids]);
  return { done: ids, outbox: ids.map((id) => ({ topic, key: id, value: id })) };
};

const work = (options: Partial<DueWorkOptions<Call, Worked>> = {}, clock: () => number = Date.now) => {
  const health = openHealth(clock);
  const settings = { name: 'calls', part: 'calling', rows: calls, work: make, everyMs: 20, ...options };
  const working = dueWork({ pool, log, logger, health, now: clock }, settings);
  return { working, reasons: () => health.ailments().map(({ part, reason }) => `${part}: ${reason}`) };
};

const plan = (count: number, { dueAt = Date.now() - 1000, prefix = 'c' } = {}) =>
  pool.query(
    `WITH planned AS (INSERT INTO calls (id, number) SELECT $1 || n, n FROM generate_series(1, $3) AS n RETURNING ref)
     INSERT INTO timers (kind, ref, shard, due_at, noted_at)
     SELECT 'call', ref, get_byte(uuid_send(ref), 15) % 16, to_timestamp($2), to_timestamp($2) FROM planned`,
    [prefix, dueAt / 1000, count],
  );
const count = async (where: string): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${where}`)).rows[0]?.n ?? 0;
const published = async (): Promise<number> => (await log.endOffsets(topic)).reduce((sum, end) => sum + end, 0);

it('several instances do 3,000 at once, each once, though one is lost in the middle; nothing is published twice', async () => {
  await plan(3000);
  const before = await published();
  const instances = [1, 2, 3, 4].map(() => work({ limit: 100 }));
  await expect.poll(() => count('made'), soon).toBeGreaterThan(200);
  await instances[0]?.working.close();
  await expect.poll(() => count('calls WHERE is_done'), soon).toBe(3000);
  await Promise.all(instances.map(({ working }) => working.close()));
  expect(await count('made')).toBe(3000);
  expect((await published()) - before).toBe(3000);
  expect(await count('outbox')).toBe(0);
});

it('what is rolled back by a lost connection is done by the next', async () => {
  await plan(50);
  let losses = 2;
  const { working } = work({
    work: async (tx, items, now) => {
      const result = await make(tx, items, now);
      if (losses > 0) {
        losses -= 1;
        await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      }
      return result;
    },
  });
  await expect.poll(() => count('calls WHERE is_done'), soon).toBe(50);
  await working.close();
  expect(await count('made')).toBe(50);
  expect(await count('calls WHERE reason IS NOT NULL')).toBe(0);
});

it.each([
  [
    'by the database',
    'ALTER TABLE calls ADD CONSTRAINT sound CHECK (NOT is_done OR number NOT IN (7, 77, 400))',
    '23514',
  ],
  ['at the end of the transaction', "INSERT INTO made VALUES ('c7'), ('c77'), ('c400')", '23505'],
])(
  'three of 500 that are refused %s cost themselves alone, and are tried again after a pause',
  async (_, sabotage, code) => {
    await plan(500);
    await pool.query(sabotage);
    let now = Date.now();
    const { working, reasons } = work({}, () => now);
    await expect.poll(() => count('calls WHERE is_done'), soon).toBe(497);
    const left = async () =>
      (await pool.query('SELECT id, reason, failures FROM calls WHERE NOT is_done ORDER BY number')).rows;
    await expect
      .poll(left, soon)
      .toEqual(['c7', 'c77', 'c400'].map((id) => ({ id, reason: `failed: ${code}`, failures: 1 })));
    now += 59_000;
    await delay(100);
    expect(await count('calls WHERE failures = 1')).toBe(3);
    now += 2000;
    await expect.poll(() => count('calls WHERE failures = 2'), soon).toBe(3);
    await pool.query(
      "ALTER TABLE calls DROP CONSTRAINT IF EXISTS sound; DELETE FROM made WHERE id IN ('c7', 'c77', 'c400')",
    );
    now += 119_000;
    await delay(100);
    expect(await count('calls WHERE NOT is_done')).toBe(3);
    now += 2000;
    await expect.poll(() => count('calls WHERE is_done'), soon).toBe(500);
    expect(reasons()).toEqual([]);
    await working.close();
  },
);

it('whichever of 64 rows are bad, exactly those are set aside, and each of the others is done once', async () => {
  const some = fc.sample(fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { maxLength: 64 }), {
    numRuns: 25,
    seed: 20261129,
  });
  for (const bad of [[], Array.from({ length: 64 }, (_, n) => n + 1), ...some]) {
    await pool.query('TRUNCATE calls, timers, made');
    await plan(64);
    const { working } = work({
      limit: 64,
      work: async (tx, items, now) => {
        const result = await make(tx, items, now);
        if (items.some(({ number }) => bad.includes(number))) throw new RangeError('of one of these');
        return result;
      },
    });
    await expect.poll(() => count('calls WHERE is_done OR reason IS NOT NULL'), soon).toBe(64);
    await working.close();
    const { rows } = await pool.query<{ number: number }>('SELECT number FROM calls WHERE NOT is_done ORDER BY number');
    expect(rows.map(({ number }) => number)).toEqual(bad.toSorted((a, b) => a - b));
    expect(await count('made')).toBe(64 - bad.length);
  }
});

it('what can be used by nobody is set aside with its reason; what is left alone stays due', async () => {
  await plan(4);
  let isLeft = true;
  const { working } = work({
    work: async (tx, items, now) => {
      const doable = items.filter(({ number }) => number !== 2 && !(isLeft && number === 3));
      const { done, outbox } = await make(tx, doable, now);
      const unusable = items.filter(({ number }) => number === 2).map(({ id }) => ({ id, reason: 'no number' }));
      return { done, outbox: outbox ?? [], unusable };
    },
  });
  await expect.poll(() => count("calls WHERE is_done OR reason = 'no number'"), soon).toBe(3);
  expect(await count("calls WHERE reason = 'no number'")).toBe(1);
  // What cannot be done yet fires again after a second, and stands at the head of nothing meanwhile.
  expect(await count('timers WHERE due_at > now() AND tries > 0')).toBe(1);
  isLeft = false;
  await expect.poll(() => count('calls WHERE is_done'), soon).toBe(3);
  await working.close();
});

it('a row that always loses for what should pass by itself is found after three rounds, and then costs the others nothing', async () => {
  await plan(20);
  let now = Date.now();
  let failed = 0;
  const { working } = work(
    {
      work: async (tx, items, at) => {
        if (items.some(({ number }) => number === 5)) {
          failed += 1;
          await tx.query("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$");
        }
        return make(tx, items, at);
      },
    },
    () => now,
  );
  await expect.poll(() => count('calls WHERE is_done'), soon).toBe(19);
  await expect.poll(() => count("calls WHERE reason = 'failed: 40P01'"), soon).toBe(1);
  failed = 0;
  await plan(4, { prefix: 'later' });
  now += 61_000;
  await expect.poll(() => count('calls WHERE failures = 2'), soon).toBe(1);
  await expect.poll(() => count('calls WHERE is_done'), soon).toBe(23);
  expect(failed).toBe(1);
  await working.close();
});

it('is not ready where all of it fails, where nothing can be done, and where it is late; and ready again afterwards', async () => {
  await plan(8);
  let isBroken = true;
  let now = Date.now();
  const { working, reasons } = work(
    {
      limit: 4,
      work: async (tx, items, at) => {
        if (isBroken) throw new TypeError('a mistake of ours');
        return make(tx, items, at);
      },
    },
    () => now,
  );
  await expect
    .poll(reasons, soon)
    .toEqual(['calling: each of it: the last 8 failed, and none was done: failed: TypeError']);
  isBroken = false;
  now += 61_000;
  await expect.poll(() => count('calls WHERE is_done'), soon).toBe(8);
  await expect.poll(reasons, soon).toEqual([]);

  await pool.query('ALTER TABLE calls RENAME TO gone');
  await expect.poll(reasons, soon).toEqual([expect.stringContaining('relation "calls" does not exist')]);
  now += 61_000;
  await expect.poll(reasons, soon).toHaveLength(2);
  expect(reasons().join()).toContain('calling: all of it: nothing has been done since');
  await pool.query('ALTER TABLE gone RENAME TO calls');
  await expect.poll(reasons, soon).toEqual([]);
  await working.close();

  await plan(60, { dueAt: now - 3_600_000, prefix: 'late' });
  const held = Promise.withResolvers<void>();
  let rounds = 0;
  const slow = work(
    {
      limit: 4,
      work: async (tx, items, at) => {
        rounds += 1;
        if (rounds > 2) await held.promise;
        return make(tx, items, at);
      },
    },
    () => now,
  );
  await expect.poll(slow.reasons, soon).toEqual(['calling: in time: what is due now is late by 60 minutes']);
  held.resolve();
  await expect.poll(() => count("calls WHERE id LIKE 'late%' AND is_done"), soon).toBe(60);
  await expect.poll(slow.reasons, soon).toEqual([]);
  await slow.working.close();
});

it('wakes up when the next is due, and not only when it would have looked', async () => {
  const dueAt = Date.now() + 400;
  await plan(1, { dueAt });
  const { working } = work({ everyMs: 3_600_000 });
  await expect.poll(() => count('calls WHERE is_done'), soon).toBe(1);
  expect(Date.now()).toBeGreaterThanOrEqual(dueAt);
  await working.close();
});

it('J 111: tells in metrics how much is due, how late, what was set aside and what was done', async () => {
  await plan(3, { dueAt: Date.now() - 90_000 });
  const held = Promise.withResolvers<void>();
  const { working } = work({
    name: 'measured',
    work: async (tx, items, now) => {
      await held.promise;
      if (items.some(({ number }) => number === 2)) throw new RangeError('of this one');
      return make(tx, items, now);
    },
  });
  const metric = async (name: string): Promise<number> => {
    const line = new RegExp(`^${name}\\{[^}]*work="measured"[^}]*\\} ([0-9.]+)`, 'm').exec(
      await telemetry.renderMetrics(),
    );
    return Number(line?.[1] ?? Number.NaN);
  };
  expect(await metric('hilo_due_waiting')).toBe(3);
  expect(await metric('hilo_due_oldest_seconds')).toBeGreaterThan(89);
  held.resolve();
  await expect.poll(() => metric('hilo_due_set_aside'), soon).toBe(1);
  await expect.poll(() => metric('hilo_due_waiting'), soon).toBe(0);
  await expect.poll(() => metric('hilo_due_items_total'), soon).toBeGreaterThanOrEqual(1);
  await expect
    .poll(() => telemetry.renderMetrics(), soon)
    .toMatch(/hilo_due_lateness_seconds_count\{[^}]*work="measured"[^}]*\} 3/);
  await working.close();
});
