import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase } from '@hilo/testing';
import { Client, Pool } from 'pg';
import { expect, it } from 'vitest';
import { openPool } from '../src/postgres/connect.ts';
import { commitOffsets, take } from '../src/postgres/leases.ts';
import { locks } from '../src/postgres/locks.ts';
import { openPostgresLog } from '../src/postgres/log.ts';
import { sweep } from '../src/postgres/sweep.ts';
import { conformance } from './conformance.ts';

conformance('Postgres', async () => {
  const { url, drop } = await createTestDatabase();
  return { open: () => openPostgresLog({ connectionString: url }), url, close: drop };
});

const withLog = async (work: (log: Awaited<ReturnType<typeof openPostgresLog>>, url: string) => Promise<void>) => {
  const { url, drop } = await createTestDatabase();
  const log = await openPostgresLog({ connectionString: url });
  try {
    await work(log, url);
  } finally {
    await log.close();
    await drop();
  }
};

it('loses nothing when all its connections are cut again and again', () =>
  withLog(async (log, url) => {
    await log.ensureTopics([{ name: 'cut', partitions: 3, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    const seen = new Set<string | null>();
    const consumer = await log.consume({
      group: 'g',
      topics: ['cut'],
      handle: async ({ records }) => {
        for (const { value } of records) seen.add(value);
      },
    });
    const killer = new Client({ connectionString: url });
    await killer.connect();
    const appended: string[] = [];
    for (let n = 0; n < 300; n += 1) {
      if (n % 30 === 0) {
        await killer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`);
      }
      // A rejected append may be durable all the same: the sender appends again.
      for (;;) {
        try {
          await log.append('cut', [{ key: `k${n % 5}`, value: String(n) }]);
          break;
        } catch {}
      }
      appended.push(String(n));
    }
    await expect.poll(() => appended.filter((value) => !seen.has(value))).toEqual([]);
    await consumer.close();
    await killer.end();
  }));

it('gives something of every partition before it has given all of one', () =>
  withLog(async (log) => {
    const partitions = 12;
    await log.ensureTopics([{ name: 'full', partitions, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    await log.append(
      'full',
      Array.from({ length: 3000 }, (_, n) => ({ key: `k${n}`, value: '' })),
    );
    const ends = await log.endOffsets('full');
    const given = new Map<number, number>();
    let done = 0;
    const consumer = await log.consume({
      group: 'g',
      topics: ['full'],
      maxRecords: 20,
      handle: async ({ partition, records }) => {
        given.set(partition, (given.get(partition) ?? 0) + records.length);
        if (given.size < partitions && given.get(partition) === ends[partition]) done += 1;
        await delay(5);
      },
    });
    await expect.poll(() => given.size).toBe(partitions);
    await consumer.close();
    expect(done).toBe(0);
  }));

it.each([
  ['what comes apart', 'apart', 'usual'],
  ['what comes otherwise', 'usual', 'apart'],
])('gives %s, however long the others take', (_, given, hanging) =>
  withLog(async (log) => {
    const settings = { partitions: 6, cleanup: { policy: 'delete', retentionMs: 3_600_000 } } as const;
    await log.ensureTopics(['usual', 'apart'].map((name) => ({ name, ...settings })));
    const hundred = Array.from({ length: 100 }, (_, n) => ({ key: `k${n}`, value: '' }));
    await log.append(hanging, hundred);
    const letGo = Promise.withResolvers<void>();
    const taken = new Set<number>();
    let seen = 0;
    await using consumer = await log.consume({
      group: 'g',
      topics: ['usual', 'apart'],
      partitionsAtOnce: 3,
      apart: { topics: ['apart'], partitionsAtOnce: 2, maxRecords: 7 },
      handle: async ({ topic, partition, records }) => {
        if (topic === 'apart') expect(records.length).toBeLessThanOrEqual(7);
        if (topic === given) seen += records.length;
        else {
          taken.add(partition);
          await letGo.promise;
        }
      },
    });
    const atOnce = hanging === 'apart' ? 2 : 3;
    await expect.poll(() => taken.size).toBe(atOnce);
    await log.append(given, hundred);
    await expect.poll(() => seen).toBe(hundred.length);
    expect(taken.size).toBe(atOnce);
    letGo.resolve();
    await expect.poll(() => taken.size).toBe(settings.partitions);
    await consumer.close();
  }),
);

it('gives a little that comes all the time in few batches, whole and in its order', () =>
  withLog(async (log) => {
    const partitions = 4;
    await log.ensureTopics([{ name: 'drop', partitions, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    const given = new Map<string, number[]>();
    let batches = 0;
    const startedAt = performance.now();
    await using consumer = await log.consume({
      group: 'g',
      topics: ['drop'],
      handle: async ({ records }) => {
        batches += 1;
        for (const { key, value } of records) given.set(key, [...(given.get(key) ?? []), Number(value)]);
      },
    });
    const sent = new Map<string, number[]>();
    for (let n = 0; n < 400; n += 1) {
      const key = `k${n % 20}`;
      await log.append('drop', [{ key, value: String(n) }]);
      sent.set(key, [...(sent.get(key) ?? []), n]);
    }
    await expect.poll(() => [...given.values()].flat().length).toBe(400);
    expect(Object.fromEntries(given)).toEqual(Object.fromEntries(sent));
    expect(batches).toBeLessThanOrEqual(partitions * ((performance.now() - startedAt) / 50 + 1));
    expect(await log.lag('g', 'drop')).toBe(0);
    await consumer.close();
  }));

it('keeps what was taken over meanwhile from being committed, and commits the rest of what is committed with it', () =>
  withLog(async (log, url) => {
    await log.ensureTopics([{ name: 'lost', partitions: 3, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    await log.append(
      'lost',
      Array.from({ length: 60 }, (_, n) => ({ key: `k${n}`, value: '' })),
    );
    const options = '-c search_path=log -c synchronous_commit=on';
    const pool = new Pool({ connectionString: url, max: 1, options });
    const membership = { group: 'g', member: randomUUID(), topics: ['lost'] };
    const places = [0, 1, 2].map((partition) => ({ topic: 'lost', partition }));
    const leases = await take(pool, membership, places);
    await pool.query(`UPDATE leases SET generation = generation + 1, member = gen_random_uuid() WHERE partition = 1`);
    const commit = commitOffsets(pool, membership);
    expect(await Promise.all(leases.map((lease) => commit(lease, 7)))).toEqual(
      leases.map(({ partition }) => partition !== 1),
    );
    const { rows } = await pool.query('SELECT partition, committed FROM leases ORDER BY partition');
    expect(rows).toEqual([0, 1, 2].map((partition) => ({ partition, committed: partition === 1 ? '0' : '7' })));
    const { rows: settings } = await pool.query('SHOW synchronous_commit');
    expect(settings).toEqual([{ synchronous_commit: 'on' }]);
    await pool.end();
  }));

it('forgets what is past its retention, and what a later record replaced', () =>
  withLog(async (log, url) => {
    await log.ensureTopics([
      { name: 'kept', partitions: 2, cleanup: { policy: 'compact' } },
      { name: 'passing', partitions: 2, cleanup: { policy: 'delete', retentionMs: 300_000 } },
    ]);
    await log.append('kept', [
      { key: 'a', value: '1' },
      { key: 'b', value: '1' },
      { key: 'a', value: '2' },
      { key: 'b', value: null },
    ]);
    await log.append('passing', [{ key: 'a', value: '1' }]);
    const pool = openPool(url, 'log');
    expect(await sweep(pool)).toBe(2);
    expect(await sweep(pool, { now: Date.now() + 301_000 })).toBe(1);
    expect(await sweep(pool, { now: Date.now() + 25 * 3600 * 1000 })).toBe(1);
    const left = await pool.query('SELECT key, value FROM records');
    expect(left.rows).toEqual([{ key: 'a', value: '2' }]);
    expect((await log.endOffsets('kept')).reduce((sum, end) => sum + end, 0)).toBe(4);
    await pool.end();
  }));

it('leaves the last record of every key and no other, in however many steps it sweeps, and whatever comes between', () =>
  withLog(async (log, url) => {
    const pool = openPool(url, 'log');
    await log.ensureTopics([
      { name: 'kept', partitions: 3, cleanup: { policy: 'compact' } },
      { name: 'passing', partitions: 1, cleanup: { policy: 'delete', retentionMs: 1000 } },
    ]);
    const last = new Map<string, string>();
    let swept = 0;
    for (let n = 0; n < 300; n += 1) {
      const [key, value] = [`key ${(n * n) % 37}`, `value ${n}`];
      await log.append('kept', [{ key, value }]);
      await log.append('passing', [{ key, value }]);
      last.set(key, value);
      if (n % 70 === 69) swept += await sweep(pool, { rowsAtOnce: 7 });
    }
    swept += await sweep(pool, { rowsAtOnce: 7, now: Date.now() + 2000 });
    expect(swept).toBe(2 * 300 - last.size);
    const left = await pool.query<{ key: string; value: string }>('SELECT key, value FROM records');
    expect(new Map(left.rows.map((row) => [row.key, row.value]))).toEqual(last);
    expect(left.rowCount).toBe(last.size);
    expect(await sweep(pool)).toBe(0);
    await pool.end();
  }));

it('keeps its identity, also when several open it at once', async () => {
  const { url, drop } = await createTestDatabase();
  const logs = await Promise.all([1, 2, 3].map(() => openPostgresLog({ connectionString: url })));
  expect(new Set(logs.map(({ id }) => id)).size).toBe(1);
  await Promise.all(logs.map((log) => log.close()));
  await drop();
});

it('outlives a server that goes away while it sweeps or makes its tables', async () => {
  const { url, drop } = await createTestDatabase();
  const log = await openPostgresLog({ connectionString: url });
  const pool = openPool(url, 'log');
  const client = new Client({ connectionString: url });
  // In a transaction, everything that this view tells is of one moment.
  const killer = new Client({ connectionString: url });
  await Promise.all([client.connect(), killer.connect()]);
  const cutOff = async (failing: Promise<unknown>): Promise<void> => {
    const failed = expect(failing).rejects.toThrow();
    await expect
      .poll(async () => {
        const { rowCount } = await killer.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        );
        return rowCount;
      })
      .toBe(1);
    await failed;
  };
  await client.query('BEGIN');
  await client.query('LOCK TABLE log.topics');
  await cutOff(sweep(pool));
  await client.query('ROLLBACK');
  await client.query('SELECT pg_advisory_lock($1)', [locks.makingTheLog]);
  await cutOff(openPostgresLog({ connectionString: url }));
  await client.query('SELECT pg_advisory_unlock($1)', [locks.makingTheLog]);
  // The lock of the session went with it.
  expect(await sweep(pool)).toBe(0);
  const held = await client.query(
    "SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND datname = current_database()",
  );
  expect(held.rowCount).toBe(0);
  await Promise.all([pool.end(), client.end(), killer.end(), log.close()]);
  await drop();
});

it(
  'shares what is full among two and three members before half of it is done; nothing is lost or doubled, and keys keep their order',
  () =>
    withLog(async (log, url) => {
      const [partitions, keys, each] = [12, 60, 160];
      await log.ensureTopics([{ name: 'full', partitions, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
      const records = Array.from({ length: keys * each }, (_, n) => ({ key: `k${n % keys}`, value: String(n) }));
      await log.append('full', records);
      const seen: { key: string; value: number }[] = [];
      let slow = true;
      const logs = await Promise.all([1, 2, 3].map(() => openPostgresLog({ connectionString: url })));
      const join = async (member: number) =>
        logs[member]?.consume({
          group: 'g',
          topics: ['full'],
          maxRecords: 5,
          // Works on all of them at once, and none ever runs empty.
          partitionsAtOnce: partitions,
          handle: async (batch) => {
            await delay(slow ? 400 : 5);
            seen.push(...batch.records.map(({ key, value }) => ({ key, value: Number(value) })));
          },
        });
      const sharesOf = (members: readonly Awaited<ReturnType<typeof join>>[]) =>
        members.map((member) => member?.assignment().length ?? 0).sort();
      const members = [await join(0)];
      await expect.poll(() => seen.length).toBeGreaterThan(100);
      for (const [member, shares] of [
        [1, [6, 6]],
        [2, [4, 4, 4]],
      ] as const) {
        members.push(await join(member));
        await expect.poll(() => sharesOf(members)).toEqual(shares);
      }
      expect(seen.length).toBeLessThan(records.length / 2);
      slow = false;
      await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(records.length);
      await Promise.all(members.map((member) => member?.close()));
      await Promise.all(logs.map((one) => one.close()));
      expect(new Set(seen.map(({ value }) => value)).size).toBe(records.length);
      for (const values of Map.groupBy(seen, ({ key }) => key).values()) {
        const numbers = values.map(({ value }) => value);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
    }),
  120_000,
);
