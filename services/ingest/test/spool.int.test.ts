import { setTimeout as delay } from 'node:timers/promises';
import { type Log, type OutgoingRecord, openLog } from '@hilo/log';
import { createLogger, HttpProblem, migrate, openDatabase, openHealth, provisionSchemas } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ingest } from '../service.ts';
import { openSpool, type Spool } from '../spool/spool.ts';
import { readLedger } from '../store/ledger.ts';

const topic = 'interactions';
const logger = createLogger({ level: 'silent', name: 'test' });

let log: Log;
let pool: Pool;
let drop: () => Promise<void>;
let isAway = false;
/** The real log, on a network that can be taken away. */
let reached: Log;

beforeAll(async () => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['ingest', 'log']);
  pool = openDatabase({ connectionString: urls.ingest ?? '', schema: 'ingest', logger });
  await migrate(pool, ingest.migrations);
  log = await openLog(urls.log ?? '');
  const throughNetwork = async (): Promise<void> => {
    if (isAway) throw new Error('the network is away');
  };
  reached = {
    ...log,
    append: async (...args) => {
      await throughNetwork();
      await log.append(...args);
      // The answer has to get back, too.
      await throughNetwork();
    },
    ready: throughNetwork,
  };
  drop = database.drop;
});
beforeEach(async () => {
  isAway = false;
  await pool.query('TRUNCATE spool, spool_size');
});
afterAll(async () => {
  await log.close();
  await pool.end();
  await drop();
});

const open = (maxMb = 100): Promise<Spool> =>
  openSpool({ log: reached, pool, health: openHealth(Date.now), logger, config: { HILO_SPOOL_MAX_MB: maxMb } });
const record = (key: string, n: number, padding = ''): OutgoingRecord => ({ key, value: `${n}${padding}` });
const newTopic = async (): Promise<string> => {
  const name = `${topic}-${crypto.randomUUID()}`;
  await log.ensureTopics([{ name, partitions: 4, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
  return name;
};

const untilDrained = (spool: Spool) => expect.poll(async () => (await spool.waiting()).events).toBe(0);

/** What the log holds of every key, in the order in which it came first. */
const readTopic = async (name: string): Promise<Record<string, number[]>> => {
  const found: Record<string, Set<number>> = {};
  const ends = (await log.endOffsets(name)).reduce((sum, end) => sum + end, 0);
  let read = 0;
  await using _consumer = await log.consume({
    group: crypto.randomUUID(),
    topics: [name],
    handle: async ({ records }) => {
      for (const { key, value } of records) found[key] = (found[key] ?? new Set()).add(Number(value));
      read += records.length;
    },
  });
  await expect.poll(() => read).toBe(ends);
  return Object.fromEntries(Object.entries(found).map(([key, numbers]) => [key, [...numbers]]));
};

it('takes all of a request or nothing when it is full, and says so, and counts what waits as accepted', async () => {
  const name = await newTopic();
  const spool = await open(1);
  isAway = true;
  const kilobyte = 'x'.repeat(1000);
  const request = (n: number) => Array.from({ length: 100 }, (_, i) => record('ana', n * 100 + i, kilobyte));
  const fit = 9;
  for (let n = 0; n < fit; n += 1) await spool.append(name, request(n));
  await expect(spool.append(name, request(fit))).rejects.toThrow(HttpProblem);
  await expect(spool.append(name, request(fit))).rejects.toThrow('nothing of this was accepted');
  const accepted = fit * 100;
  expect(await spool.waiting()).toMatchObject({ events: accepted, seconds: expect.any(Number) });
  expect((await spool.waiting()).bytes).toBeLessThanOrEqual(1024 * 1024);
  expect(await readLedger(pool, log, name)).toMatchObject({ accepted, inFlight: accepted });
  await expect(spool.ready()).resolves.toBeUndefined();

  isAway = false;
  await untilDrained(spool);
  await spool.append(name, [record('ana', 2000)]);
  expect(await readLedger(pool, log, name)).toMatchObject({ accepted: accepted + 1 });
  expect(await spool.waiting()).toEqual({ events: 0, bytes: 0, seconds: 0 });
  await spool.close();
});

it('begins behind what an earlier process left', async () => {
  const name = await newTopic();
  const earlier = await open();
  isAway = true;
  for (let n = 0; n < 500; n += 1) await earlier.append(name, [record('ana', n)]);
  await earlier.close();
  isAway = false;
  const later = await open();
  for (let n = 500; n < 600; n += 1) await later.append(name, [record('ana', n)]);
  await untilDrained(later);
  await later.close();
  expect((await readTopic(name)).ana).toEqual(Array.from({ length: 600 }, (_, n) => n));
});

it('keeps the order of every key over two instances, each with customers of its own, while the log comes and goes', async () => {
  const name = await newTopic();
  const spools = [await open(), await open()];
  let going = true;
  const taken: Record<string, number[]> = {};
  const post = async (spool: Spool, key: string): Promise<void> => {
    const numbers: number[] = [];
    taken[key] = numbers;
    for (let n = 0; going; n += 3) {
      const three = [n, n + 1, n + 2];
      await spool.append(
        name,
        three.map((one) => record(key, one)),
      );
      numbers.push(...three);
    }
  };
  const posting = spools.flatMap((spool, i) => Array.from({ length: 8 }, (_, n) => post(spool, `${i}-${n}`)));
  for (let times = 0; times < 6; times += 1) {
    await delay(200 + Math.random() * 600);
    isAway = !isAway;
  }
  isAway = false;
  going = false;
  await Promise.all(posting);
  for (const spool of spools) await untilDrained(spool);
  for (const spool of spools) await spool.close();
  expect(await readTopic(name)).toEqual(taken);
});
