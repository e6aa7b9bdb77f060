import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Log } from '../src/log.ts';
import { openPostgresLog } from '../src/postgres/log.ts';

let log: Log;
let client: Client;
let drop: () => Promise<void>;
let topic: string;
let topics = 0;

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  log = await openPostgresLog({ connectionString: database.url });
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await log.close();
  await client.end();
  await drop();
});
beforeEach(async () => {
  topics += 1;
  topic = `topic-${topics}`;
  await log.ensureTopics([{ name: topic, partitions: 3, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
});

/** What lies in the topic, in the order of each partition, with the transaction that put it there. */
const stored = async (): Promise<{ key: string; value: string; xmin: string }[]> => {
  const { rows } = await client.query(
    `SELECT r.key, r.value, r.xmin FROM log.records r JOIN log.topics t ON t.id = r.topic_id WHERE t.name = $1
      ORDER BY partition, "offset"`,
    [topic],
  );
  return rows;
};

const one = (n: number, value = String(n)) => [{ key: `k${n % 5}`, value }];

it('takes concurrent appends into few transactions, in the order in which they were asked for', async () => {
  await Promise.all(Array.from({ length: 500 }, (_, n) => log.append(topic, one(n))));
  const rows = await stored();
  expect(rows).toHaveLength(500);
  expect(new Set(rows.map(({ xmin }) => xmin)).size).toBeLessThan(10);
  for (const values of Map.groupBy(rows, ({ key }) => key).values()) {
    const numbers = values.map(({ value }) => Number(value));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});

it('puts what is asked for after a large append behind all of it', async () => {
  const large = log.append(
    topic,
    Array.from({ length: 2500 }, (_, n) => ({ key: 'k', value: String(n) })),
  );
  await Promise.all([large, log.append(topic, [{ key: 'k', value: 'last' }])]);
  expect((await stored()).map(({ value }) => value)).toEqual([
    ...Array.from({ length: 2500 }, (_, n) => String(n)),
    'last',
  ]);
});

it('fails only the append that the database refuses, though it went with others', async () => {
  const wrong = new Set([7, 8, 40]);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, n) => log.append(topic, one(n, wrong.has(n) ? 'no \0 text' : String(n)))),
  );
  expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([...wrong]);
  const values = (await stored()).map(({ value }) => Number(value)).sort((a, b) => a - b);
  expect(values).toEqual(Array.from({ length: 60 }, (_, n) => n).filter((n) => !wrong.has(n)));
});

it('does not send what was withdrawn before it was on its way, and what stands behind neither, if that was withdrawn too', async () => {
  const withdrawal = new AbortController();
  const first = log.append(topic, one(0));
  const withdrawn = log.append(topic, one(1), { signal: withdrawal.signal });
  const last = log.append(topic, one(2));
  withdrawal.abort(new Error('withdrawn'));
  await expect(withdrawn).rejects.toThrow('withdrawn');
  await Promise.all([first, last]);

  const withdrawals = new AbortController();
  const { signal } = withdrawals;
  const failing = log.append(topic, one(3, '\0')).catch(() => withdrawals.abort());
  const behind = Array.from({ length: 20 }, (_, n) =>
    log.append(topic, one(4 + n), { signal }).catch(() => 'withdrawn'),
  );
  await failing;
  expect(new Set(await Promise.all(behind))).toEqual(new Set(['withdrawn']));
  expect((await stored()).map(({ value }) => value).sort()).toEqual(['0', '2']);
});

it('fails what was on its way when the connection is lost, and goes on', async () => {
  await client.query('BEGIN');
  await client.query('SELECT FROM log.partitions FOR UPDATE');
  const failed = expect(log.append(topic, one(0))).rejects.toThrow();
  // Other files have databases on the same server.
  const waits = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
  await expect.poll(async () => (await client.query(`SELECT ${waits}`)).rowCount).toBe(1);
  const waiting = log.append(topic, one(1));
  await client.query(`SELECT pg_terminate_backend(pid) ${waits}`);
  await client.query('COMMIT');
  await failed;
  await waiting;
  expect((await stored()).map(({ value }) => value)).toEqual(['1']);
});
