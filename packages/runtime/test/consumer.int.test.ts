import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { deadLetterTopic, topics } from '@hilo/contracts';
import { type Log, type LogRecord, openLog } from '@hilo/log';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { moveOffsets } from '../src/consuming/offsets.ts';
import { openDatabase, transaction } from '../src/database/database.ts';
import {
  asOne,
  createLogger,
  oneByOne,
  openHealth,
  putIntoOutbox,
  runConsumer,
  type Transaction,
} from '../src/index.ts';

const logger = createLogger({ level: 'silent', name: 'test' });
const health = openHealth(Date.now);
const retention = { policy: 'delete', retentionMs: 3_600_000 } as const;

let pool: Pool;
let log: Log;
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  pool = openDatabase({ connectionString: database.url, schema: 'public', logger });
  await pool.query(`
    CREATE TABLE consumer_offsets (consumer_group text, log text, topic text, partition integer, next_offset bigint DEFAULT 0,
      stored bigint DEFAULT 0, duplicate bigint DEFAULT 0, quarantined bigint DEFAULT 0,
      PRIMARY KEY (consumer_group, log, topic, partition));
    CREATE TABLE outbox (id bigserial PRIMARY KEY, topic text, key text, value text, headers jsonb,
      created_at timestamptz DEFAULT now());
    CREATE TABLE effects (topic text, value text)`);
  log = await openLog(database.url);
  close = async () => {
    await log.close();
    await pool.end();
    await database.drop();
  };
});
afterAll(() => close());

const newTopic = async (partitions = 1): Promise<string> => {
  const name = `test.${randomUUID()}`;
  await log.ensureTopics([{ name, partitions, cleanup: retention }]);
  return name;
};

const save = async (tx: Transaction, topic: string, records: readonly LogRecord[]): Promise<void> => {
  for (const { value } of records) await tx.query('INSERT INTO effects VALUES ($1, $2)', [topic, value]);
};

const effectsOf = async (topic: string): Promise<string[]> => {
  const { rows } = await pool.query<{ value: string }>('SELECT value FROM effects WHERE topic = $1 ORDER BY value', [
    topic,
  ]);
  return rows.map(({ value }) => value);
};

const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ key: 'k', value: String(n) }));

/** Everything that lies in a partition of a topic. */
const read = async (topic: string, of = 0): Promise<LogRecord[]> => {
  const found: LogRecord[] = [];
  const end = (await log.endOffsets(topic))[of] ?? 0;
  const consumer = await log.consume({
    group: randomUUID(),
    topics: [topic],
    handle: async ({ partition, records }) => {
      if (partition === of) found.push(...records);
    },
  });
  await expect.poll(() => found.length).toBeGreaterThanOrEqual(end);
  await consumer.close();
  return found;
};

it('sets the one message aside that cannot be processed, and loses none of its neighbours', async () => {
  const [topic, group] = [await newTopic(), randomUUID()];
  await log.append(topic, numbered(10));
  await using _consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group,
    topics: [topic],
    handle: oneByOne(async (tx, { records }) => {
      await save(tx, topic, records);
      if (records.some(({ value }) => value === '6')) throw new RangeError('six');
      return {};
    }),
  });
  await expect.poll(() => effectsOf(topic)).toEqual(['0', '1', '2', '3', '4', '5', '7', '8', '9']);
  const [dead] = await read(deadLetterTopic(topic, group));
  expect(dead).toMatchObject({
    value: '6',
    headers: { hilo_reason: 'our-fault: RangeError', hilo_origin: `${topic}/0/6` },
  });
  const { rows } = await pool.query('SELECT next_offset, stored, quarantined FROM consumer_offsets WHERE topic = $1', [
    topic,
  ]);
  expect(rows).toEqual([{ next_offset: '10', stored: '9', quarantined: '1' }]);
});

it('does several partitions in one transaction, and parts them where one has a message that cannot be processed', async () => {
  const [topic, group] = [await newTopic(4), randomUUID()];
  const records = Array.from({ length: 40 }, (_, n) => ({ key: `k${n}`, value: String(n) }));
  await log.append(topic, records);
  let together = 0;
  await using _consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group,
    topics: [topic],
    together: { partitions: 4, records: 1000 },
    handle: async (tx, batches) => {
      // The first one takes its time, so that the others gather.
      if (together === 0) await delay(500);
      together = Math.max(together, batches.length);
      for (const batch of batches) await save(tx, topic, batch.records);
      if (batches.some((batch) => batch.records.some(({ value }) => value === '17'))) throw new RangeError('seventeen');
      return batches.map(() => ({}));
    },
  });
  const others = records.map(({ value }) => value).filter((value) => value !== '17');
  await expect.poll(() => effectsOf(topic)).toEqual(others.sort());
  expect((await read(deadLetterTopic(topic, group))).map(({ value }) => value)).toEqual(['17']);
  expect(together).toBeGreaterThan(1);
});

it('handles a few messages of each of many partitions as one, by topic, and sets one aside that came from where it came from', async () => {
  const [one, other, group] = [await newTopic(4), await newTopic(4), randomUUID()];
  const records = Array.from({ length: 40 }, (_, n) => ({ key: `k${n}`, value: String(n) }));
  for (const topic of [one, other]) await log.append(topic, records);
  const results = await newTopic();
  let [calls, longest] = [0, 0];
  await using _consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group,
    topics: [one, other],
    together: { partitions: 8, records: 1000 },
    handle: asOne(async (tx, batch) => {
      calls += 1;
      // The first one takes its time, so that the others gather.
      if (calls === 1) await delay(500);
      longest = Math.max(longest, batch.records.length);
      const isWrong = ({ value }: LogRecord): boolean => value === '17' && batch.topic === one;
      await save(
        tx,
        batch.topic,
        batch.records.filter((record) => !isWrong(record)),
      );
      const deadLetters = batch.records.filter(isWrong).map((record) => ({ record, reason: 'wrong' }));
      return { deadLetters, outbox: batch.records.map(({ value }) => ({ topic: results, key: batch.topic, value })) };
    }),
  });
  const values = records.map(({ value }) => value).sort();
  await expect.poll(() => effectsOf(other)).toEqual(values);
  await expect.poll(() => effectsOf(one)).toEqual(values.filter((value) => value !== '17'));
  expect(longest).toBeGreaterThan(10);
  expect(calls).toBeLessThan(8);
  await expect.poll(async () => (await read(results)).length).toBe(80);
  const [dead, ...more] = await read(deadLetterTopic(one, group));
  expect(more).toEqual([]);
  const origin = /^(.+)\/(\d+)\/(\d+)$/.exec(dead?.headers.hilo_origin ?? '');
  const lying = await read(one, Number(origin?.[2]));
  expect(lying.find(({ offset }) => offset === Number(origin?.[3]))).toMatchObject({ value: '17' });
  const { rows } = await pool.query(
    'SELECT sum(stored)::int AS stored, sum(quarantined)::int AS quarantined FROM consumer_offsets WHERE topic = $1',
    [one],
  );
  expect(rows).toEqual([{ stored: 39, quarantined: 1 }]);
});

it('does no more together than it may', async () => {
  const [topic, group] = [await newTopic(4), randomUUID()];
  const records = Array.from({ length: 40 }, (_, n) => ({ key: `k${n}`, value: String(n) }));
  await log.append(topic, records);
  const sizes: number[] = [];
  await using _consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group,
    topics: [topic],
    maxRecords: 2,
    together: { partitions: 4, records: 5 },
    handle: async (tx, batches) => {
      if (sizes.length === 0) await delay(500);
      sizes.push(batches.reduce((sum, batch) => sum + batch.records.length, 0));
      for (const batch of batches) await save(tx, topic, batch.records);
      return batches.map(() => ({}));
    },
  });
  await expect.poll(() => effectsOf(topic)).toEqual(records.map(({ value }) => value).sort());
  // Two from each of two partitions, and one where that is all that is left of a third.
  expect([4, 5]).toContain(Math.max(...sizes));
});

it('lets what a consumer did that lost its partition have no effect', async () => {
  const [topic, group] = [await newTopic(), randomUUID()];
  await log.append(topic, numbered(3));
  let takenOver = false;
  await using _consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group,
    topics: [topic],
    handle: oneByOne(async (tx, { records }) => {
      await save(tx, topic, records);
      if (takenOver) return {};
      takenOver = true;
      // Somebody else does the first two meanwhile.
      await transaction(pool, async (other) => {
        await save(other, topic, records.slice(0, 2));
        const position = { group, log: log.id, topic, partition: 0 };
        await moveOffsets(other, [{ position, from: 0, to: 2, counts: { stored: 2, duplicate: 0, quarantined: 0 } }]);
      });
      return {};
    }),
  });
  await expect.poll(() => effectsOf(topic)).toEqual(['0', '1', '2']);
});

it('ends where the database was replaced by an older one, so that nothing of what came since is skipped', async () => {
  const [topic, group] = [await newTopic(), randomUUID()];
  const options = {
    log,
    pool,
    logger,
    health,
    group,
    topics: [topic],
    handle: oneByOne(async (tx, { records }) => {
      await save(tx, topic, records);
      return {};
    }),
  };
  await log.append(topic, numbered(5));
  {
    await using consumer = await runConsumer(options);
    await expect.poll(() => effectsOf(topic)).toHaveLength(5);
    const stopped = consumer.stopped.then(
      () => 'never',
      (error: Error) => error.message,
    );
    await pool.query('UPDATE consumer_offsets SET next_offset = 2 WHERE consumer_group = $1', [group]);
    await pool.query('DELETE FROM effects WHERE topic = $1 AND value::integer >= 2', [topic]);
    await log.append(topic, [{ key: 'k', value: '5' }]);
    expect(await stopped).toContain('replaced by an older one');
  }
  await using _next = await runConsumer(options);
  await expect.poll(() => effectsOf(topic)).toEqual(['0', '1', '2', '3', '4', '5']);
});

it('publishes what a crash left in the outbox', async () => {
  const [topic, target, group] = [await newTopic(), await newTopic(), randomUUID()];
  await transaction(pool, (tx) => putIntoOutbox(tx, [{ topic: target, key: 'k', value: 'left behind' }]));
  await pool.query(`UPDATE outbox SET created_at = now() - interval '1 hour'`);
  await using _consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group,
    topics: [topic],
    handle: oneByOne(async () => ({})),
  });
  await expect.poll(() => log.endOffsets(target)).toEqual([1]);
  expect((await read(target)).map(({ value }) => value)).toEqual(['left behind']);
});

it('refuses a group that reads a topic of Hilo and is not declared, since its dead letters would be lost sight of', async () => {
  await log.ensureTopics([topics.cases]);
  const options = { log, pool, logger, health, topics: [topics.cases.name], handle: oneByOne(async () => ({})) };
  await expect(runConsumer({ ...options, group: 'nobody-knows' })).rejects.toThrow('consumerGroups');
});

it('tries a message again and again where there is nowhere else to put it', async () => {
  const topic = await newTopic();
  let attempts = 0;
  await using consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group: randomUUID(),
    topics: [topic],
    isLastResort: true,
    handle: oneByOne(async (tx, { records }) => {
      attempts += 1;
      if (attempts < 6) throw new Error('not yet');
      await save(tx, topic, records);
      return {};
    }),
  });
  await log.append(topic, numbered(1));
  await expect.poll(() => effectsOf(topic)).toEqual(['0']);
  expect(consumer.assignment()).toHaveLength(1);
});

it('starts while another member goes on, and refuses a log that ends before what was processed', async () => {
  const topic = await newTopic();
  const group = randomUUID();
  const options = { pool, logger, health, group, topics: [topic], handle: oneByOne(async () => ({})) };
  const goOn = async (count: number): Promise<void> => {
    await log.append(topic, numbered(count));
    await transaction(pool, (tx) =>
      tx.query(
        `INSERT INTO consumer_offsets (consumer_group, log, topic, partition, next_offset) VALUES ($1, $2, $3, 0, $4)
         ON CONFLICT (consumer_group, log, topic, partition)
         DO UPDATE SET next_offset = consumer_offsets.next_offset + EXCLUDED.next_offset`,
        [group, log.id, topic, count],
      ),
    );
  };
  await goOn(1);
  let asked = 0;
  const busy: Log = {
    ...log,
    endOffsets: async (name) => {
      const ends = await log.endOffsets(name);
      asked += 1;
      if (name === topic && asked === 1) await goOn(3);
      return ends;
    },
  };
  await (await runConsumer({ ...options, log: busy })).close();
  const cut: Log = {
    ...log,
    endOffsets: async (name) => (await log.endOffsets(name)).map((end) => Math.max(0, end - 2)),
  };
  await expect(runConsumer({ ...options, log: cut })).rejects.toThrow('the log has lost messages');
});
