import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { deadLetterTopic } from '@hilo/contracts';
import { type Batch, type Log, openLog } from '@hilo/log';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { createLogger, oneByOne, openHealth, runConsumer, type Transaction } from '../src/index.ts';

const logger = createLogger({ level: 'silent', name: 'test' });
const soon = { interval: 50 };

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

/** A consumer of a topic of its own with two hundred good messages, that handles them so. */
const consume = async (handle: (tx: Transaction, topic: string, batch: Batch) => Promise<void>, messages = 200) => {
  const [topic, group] = [`test.${randomUUID()}`, randomUUID()];
  await log.ensureTopics([{ name: topic, partitions: 1, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
  await log.append(
    topic,
    Array.from({ length: messages }, (_, n) => ({ key: 'k', value: String(n) })),
  );
  const health = openHealth(Date.now);
  const consumer = await runConsumer({
    log,
    pool,
    logger,
    health,
    group,
    topics: [topic],
    handle: oneByOne(async (tx, batch) => {
      await handle(tx, topic, batch);
      return {};
    }),
  });
  const deadLetters = async (): Promise<number> => {
    const [end = 0] = await log.endOffsets(deadLetterTopic(topic, group));
    return end;
  };
  const effects = async (): Promise<number> => {
    const { rowCount } = await pool.query('SELECT DISTINCT value FROM effects WHERE topic = $1', [topic]);
    return rowCount ?? 0;
  };
  const reasons = (): string[] => health.ailments().map(({ part, reason }) => `${part} ${reason}`);
  return { consumer, deadLetters, effects, reasons, lag: () => log.lag(group, topic) };
};

const save = async (tx: Transaction, topic: string, { records }: Batch): Promise<void> => {
  await tx.query({
    name: 'save',
    text: 'INSERT INTO effects (topic, value) SELECT $1, unnest($2::text[]) RETURNING *',
    values: [topic, records.map(({ value }) => value)],
  });
};

it.each([
  [
    'a column that is missing',
    'ALTER TABLE effects RENAME value TO worth',
    'ALTER TABLE effects RENAME worth TO value',
    '42703',
  ],
  ['a table that is missing', 'ALTER TABLE effects RENAME TO gone', 'ALTER TABLE gone RENAME TO effects', '42P01'],
  ['a plan from before a change', 'ALTER TABLE effects ADD COLUMN more text', 'SELECT 1', undefined],
])('stops at once for %s, sets no message aside, and goes on by itself after the mend', async (_, harm, mend, code) => {
  // Connections that have the plan already, as in a process that runs.
  await using before = (await consume(save, 5)).consumer;
  await delay(300);
  await pool.query(harm);
  const { consumer, ...hilo } = await consume(save);
  await using _consumer = consumer;
  if (code !== undefined) {
    await expect.poll(hilo.reasons, soon).toEqual([expect.stringContaining(code)]);
    await delay(1000);
    expect(await hilo.lag()).toBe(200);
  }
  await pool.query(mend);
  await expect.poll(hilo.effects, soon).toBe(200);
  await expect.poll(hilo.reasons, soon).toEqual([]);
  await expect.poll(hilo.lag, soon).toBe(0);
  expect(await hilo.deadLetters()).toBe(0);
  expect(before.assignment()).toHaveLength(1);
});

it('stops after five messages in a row that failed by a mistake of ours, and keeps the others', async () => {
  let isMended = false;
  const { consumer, ...hilo } = await consume(async (tx, topic, batch) => {
    if (!isMended) throw new TypeError("Cannot read properties of undefined (reading 'ours')");
    await save(tx, topic, batch);
  });
  await using _consumer = consumer;
  await expect.poll(hilo.reasons, soon).toEqual([expect.stringMatching(/5 messages in a row .* TypeError/)]);
  await delay(2000);
  expect(await hilo.deadLetters()).toBe(5);
  expect(await hilo.lag()).toBeGreaterThanOrEqual(195);
  isMended = true;
  await expect.poll(hilo.effects, soon).toBe(195);
  await expect.poll(hilo.reasons, soon).toEqual([]);
  expect(await hilo.deadLetters()).toBe(5);
});

it('stands still no longer where all of a partition was set aside: nothing is left there to be mended', async () => {
  let failed = 0;
  const { consumer, ...hilo } = await consume(async () => {
    failed += 1;
    throw new TypeError('ours');
  }, 5);
  await using _consumer = consumer;
  await expect.poll(hilo.deadLetters, soon).toBe(5);
  await expect.poll(hilo.lag, soon).toBe(0);
  await expect.poll(hilo.reasons, soon).toEqual([]);
  const before = failed;
  await delay(1000);
  expect(failed).toBe(before);
});

it('stops when one in a hundred of the last thousand failed so', async () => {
  let isMended = false;
  const { consumer, ...hilo } = await consume(async (tx, topic, batch) => {
    if (!isMended && batch.records.some(({ value }) => Number(value) % 40 === 0))
      throw new ReferenceError('x is not defined');
    await save(tx, topic, batch);
  }, 1000);
  await using _consumer = consumer;
  await expect.poll(hilo.reasons, soon).toEqual([expect.stringMatching(/10 of the last 1000 .* ReferenceError/)]);
  await delay(1000);
  expect(await hilo.deadLetters()).toBe(10);
  isMended = true;
  await expect.poll(hilo.effects, soon).toBe(990);
  await expect.poll(hilo.reasons, soon).toEqual([]);
});

it('sets aside what the database does not take for what is in it, however many, and does not stop', async () => {
  const { consumer, ...hilo } = await consume(async (tx, topic, batch) => {
    if (batch.records.some(({ value }) => Number(value) < 20)) await tx.query("SELECT 'nobody'::integer");
    await save(tx, topic, batch);
  });
  await using _consumer = consumer;
  await expect.poll(hilo.effects, soon).toBe(180);
  expect(await hilo.deadLetters()).toBe(20);
  expect(hilo.reasons()).toEqual([]);
});
