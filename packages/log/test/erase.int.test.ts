import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aboutHeader, aboutText, type Handle } from '../src/about.ts';
import type { Erasing, Log, OutgoingRecord } from '../src/log.ts';
import { openPool } from '../src/postgres/connect.ts';
import { eraseRecords } from '../src/postgres/erase.ts';
import { locks } from '../src/postgres/locks.ts';
import { openPostgresLog } from '../src/postgres/log.ts';
import { packMentions } from '../src/postgres/pack.ts';
import { sweep } from '../src/postgres/sweep.ts';

let url: string;
let drop: () => Promise<void>;
let log: Log;
let client: Client;

beforeEach(async () => {
  ({ url, drop } = await createTestDatabase());
  log = await openPostgresLog({ connectionString: url });
  client = new Client({ connectionString: url });
  await client.connect();
  await log.ensureTopics([
    { name: 'facts', partitions: 1, cleanup: { policy: 'delete', retentionMs: 3_600_000 } },
    { name: 'records', partitions: 1, cleanup: { policy: 'compact' } },
  ]);
});
afterEach(async () => {
  await log.close();
  await client.end();
  await drop();
});

const saying = (value: string, ...about: Handle[]): OutgoingRecord => ({
  key: 'k',
  value,
  headers: { [aboutHeader]: aboutText(about) },
});

const event = (value: string, id: string): OutgoingRecord => ({
  key: 'k',
  value,
  headers: { ce_source: 'shop', ce_id: id },
});

const wanted = (fields: Partial<Erasing>): Erasing => ({
  topics: ['facts', 'records'],
  about: [],
  mentioning: [],
  containing: [],
  until: Date.now() + 1000,
  readers: [],
  ...fields,
});

const valuesIn = async (topic: string): Promise<string[]> => {
  const { rows } = await client.query(
    'SELECT value FROM log.records r JOIN log.topics t ON t.id = r.topic_id WHERE t.name = $1 ORDER BY "offset"',
    [topic],
  );
  return rows.map(({ value }) => value);
};

/** How many hashes of what records are about there are, packed or not. */
const mentions = async (): Promise<number> => {
  const { rows } = await client.query(
    `SELECT coalesce(sum(cardinality(hashes)), 0)::integer AS count
       FROM (SELECT hashes FROM log.new_mentions UNION ALL SELECT hashes FROM log.packed_mentions) AS all_of_them`,
  );
  return rows[0].count;
};

/** As the sweeper does when they are five hours old. */
const pack = async (): Promise<void> => {
  const pool = openPool(url, 'log');
  await packMentions(pool, Date.now() + 5 * 3_600_000);
  await pool.end();
  expect((await client.query('SELECT FROM log.new_mentions')).rowCount).toBe(0);
};

const readAll = async (group: string): Promise<void> => {
  const consumer = await log.consume({ group, topics: ['facts'], handle: async () => {} });
  await expect.poll(() => log.lag(group, 'facts')).toBe(0);
  await consumer.close();
};

/** As if the last member of the group had lived so long ago. */
const silentFor = (group: string, hours: number) =>
  client.query(`UPDATE log.leases SET expires_at = now() - $2 * interval '1 hour' WHERE consumer_group = $1`, [
    group,
    hours,
  ]);

it.each([
  ['new', async () => {}],
  ['packed', () => pack()],
])('takes out what is about a thing, and of what is about another, what contains a text: %s', async (_, settle) => {
  await log.append('facts', [
    event('about one', '1'),
    event('about two, with ana', '2'),
    event('about two', '2'),
    event('ana, about three', '3'),
    saying('about four and an address', ['shop', '4'], ['email', 'ana@a.example']),
  ]);
  await settle();
  const erasing = wanted({
    about: [['shop', '1']],
    mentioning: [
      ['shop', '2'],
      ['email', 'ana@a.example'],
    ],
    containing: ['ana', 'address'],
  });
  expect(await log.erase({ ...erasing, until: Date.now() - 60_000 })).toMatchObject({ removed: new Map() });
  expect(await log.erase(erasing)).toEqual({
    removed: new Map([['facts', 3]]),
    waitsFor: [],
    retired: [],
    isThrough: true,
    readUpTo: {},
  });
  expect(await valuesIn('facts')).toEqual(['about two', 'ana, about three']);
  // Nor does anything stay by which it could be found out what was there.
  expect(await mentions()).toBe(2);
  await log.eraseAt('facts', 0, [2]);
  expect(await valuesIn('facts')).toEqual(['ana, about three']);
  expect(await mentions()).toBe(1);
  expect(await log.endOffsets('facts')).toEqual([5]);
});

it.each([
  ['new', async () => {}],
  ['packed', () => pack()],
])('is not misled by headers of others: %s', async (_, settle) => {
  const headers = [{ [aboutHeader]: 'no JSON' }, { [aboutHeader]: '[["one"]]' }, { ce_id: 'alone' }, { odd: '"' }];
  await log.append(
    'facts',
    headers.map((one) => ({ key: 'k', value: 'v', headers: one })),
  );
  await log.append('facts', [{ key: 'k', value: 'v' }, event('long ago', '"]\\ ñ')]);
  await settle();
  expect((await log.erase(wanted({ about: [['shop', '"]\\ ñ']] })))?.removed).toEqual(new Map([['facts', 1]]));
  // What says nothing of what it is about is read.
  expect((await log.erase(wanted({ containing: ['v'] })))?.removed).toEqual(new Map([['facts', 5]]));
  expect(await mentions()).toBe(0);
});

it('leaves of a compacted topic the last record of every key, and no other', async () => {
  await log.append('records', [
    { key: 'r', value: 'ana, version 1' },
    { key: 'r', value: 'version 2' },
    { key: 's', value: 'version 1' },
  ]);
  expect((await log.erase(wanted({})))?.isThrough).toBe(true);
  expect(await valuesIn('records')).toEqual(['version 2', 'version 1']);
  await log.append('records', [{ key: 'r', value: 'version 3' }]);
  await client.query('SELECT pg_advisory_lock($1)', [locks.sweepingTheLog]);
  // While another process is sweeping, nobody can say that it is done.
  expect((await log.erase(wanted({})))?.isThrough).toBe(false);
  await client.query('SELECT pg_advisory_unlock($1)', [locks.sweepingTheLog]);
  expect((await log.erase(wanted({})))?.isThrough).toBe(true);
  expect(await valuesIn('records')).toEqual(['version 1', 'version 3']);
});

it('waits for a group that is declared, however long it is down, and says for which', async () => {
  await log.append('facts', [event('one', '1')]);
  await readAll('analytics');
  await readAll('receipts');
  await log.append('facts', [event('two', '1'), event('three', '1')]);
  await readAll('receipts');
  await silentFor('analytics', 1000);
  const erasing = wanted({ about: [['shop', '1']], readers: [{ group: 'analytics', topic: 'facts' }] });
  const erased = await log.erase(erasing);
  expect(erased?.removed).toEqual(new Map([['facts', 1]]));
  expect(erased?.waitsFor).toMatchObject([{ group: 'analytics', records: 2 }]);
  expect(Date.now() - (erased?.waitsFor[0]?.lastAliveAt ?? 0)).toBeGreaterThan(999 * 3_600_000);
  expect(await valuesIn('facts')).toEqual(['two', 'three']);
  await readAll('analytics');
  expect(await log.erase(erasing)).toMatchObject({ removed: new Map([['facts', 2]]), waitsFor: [] });
});

it('waits for a group that nobody declares only while it lives, and for an hour more', async () => {
  await log.append('facts', [event('one', '1')]);
  await readAll('of-a-version-before');
  await log.append('facts', [event('two', '1')]);
  const erasing = wanted({ about: [['shop', '1']], readers: [{ group: 'of-a-version-before', topic: 'records' }] });
  expect((await log.erase(erasing))?.waitsFor).toMatchObject([{ group: 'of-a-version-before', records: 1 }]);
  await silentFor('of-a-version-before', 2);
  expect(await log.erase(erasing)).toMatchObject({
    removed: new Map([['facts', 1]]),
    waitsFor: [],
    retired: ['of-a-version-before'],
  });
  expect(await valuesIn('facts')).toEqual([]);
});

/** A log as it was before it noted what records are about. */
const withRecordsFromBefore = async (count: number): Promise<void> => {
  await client.query('DROP TABLE log.new_mentions, log.mention_runs, log.packed_mentions, log.unmentioned');
  await client.query(
    `INSERT INTO log.records (topic_id, partition, "offset", appended_at, compacted, key, value, headers)
     SELECT id, 0, n, 1, false, 'k', CASE WHEN n % 5000 = 7 THEN 'ana ' ELSE 'bea ' END || n, '{}'
       FROM log.topics, generate_series(0, $1 - 1) AS n WHERE name = 'facts'`,
    [count],
  );
  await client.query(
    `UPDATE log.partitions SET next_offset = $1 WHERE topic_id = (SELECT id FROM log.topics WHERE name = 'facts')`,
    [count],
  );
  await log.close();
  log = await openPostgresLog({ connectionString: url });
};

it('reads each record from before it noted what they are about once, in as many goes as it takes', async () => {
  await withRecordsFromBefore(23_000);
  await log.append('facts', [event('ana, since then', '1')]);
  const pool = openPool(url, 'log');
  let removed = 0;
  let goes = 0;
  let readUpTo: Readonly<Record<string, number>> = {};
  for (let isThrough = false; !isThrough; goes += 1) {
    const erased = await eraseRecords(pool, wanted({ containing: ['ana'], readUpTo, readForMs: 1 }));
    expect(erased.readUpTo['facts/0'] ?? 0).toBeGreaterThanOrEqual(readUpTo['facts/0'] ?? 0);
    ({ isThrough, readUpTo } = erased);
    removed += erased.removed.get('facts') ?? 0;
  }
  await pool.end();
  expect(goes).toBeGreaterThan(2);
  // What came since then lies within the margin of what may have been on its way.
  expect(removed).toBe(6);
  expect((await valuesIn('facts')).filter((value) => value.startsWith('ana'))).toEqual([]);
});

it('begins the next time with what somebody has still to read of the records from before', async () => {
  await withRecordsFromBefore(12_000);
  const consumer = await log.consume({
    group: 'slow',
    topics: ['facts'],
    maxRecords: 6000,
    handle: ({ records, signal }) =>
      records[0]?.offset === 0
        ? Promise.resolve()
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('closed')))),
  });
  await expect.poll(() => log.lag('slow', 'facts')).toBe(6000);
  const erasing = wanted({ containing: ['ana'] });
  const first = await log.erase(erasing);
  expect(first).toMatchObject({ removed: new Map([['facts', 2]]), waitsFor: [{ group: 'slow', records: 1 }] });
  expect(first?.readUpTo).toEqual({ 'facts/0': 10_007 });
  await consumer.close();
  await readAll('slow');
  expect(await log.erase({ ...erasing, readUpTo: first?.readUpTo ?? {} })).toMatchObject({
    removed: new Map([['facts', 1]]),
    waitsFor: [],
    isThrough: true,
  });
});

it('reads what an older process appends beside it, which does not say what it is about', async () => {
  await log.append('facts', [event('one', '1')]);
  await client.query(`SET search_path TO log`);
  await client.query(`SELECT append('facts', '{0}', '{k}', '{ana}', '{"{}"}')`);
  expect(await log.erase(wanted({ containing: ['ana'] }))).toMatchObject({ removed: new Map([['facts', 1]]) });
  expect(await valuesIn('facts')).toEqual(['one']);
});

it('finds every record of many by what it is about, wherever its mention lies by now', async () => {
  await log.ensureTopics([
    { name: 'many', partitions: 7, cleanup: { policy: 'delete', retentionMs: 3_600_000 } },
    { name: 'letters', partitions: 2, cleanup: { policy: 'delete', retentionMs: 7_200_000 } },
  ]);
  const records = (from: number, to: number): OutgoingRecord[] =>
    Array.from({ length: to - from }, (_, n) => ({
      ...event(`value ${from + n}`, `${(from + n) % 1500}`),
      key: `k-${n}`,
    }));
  const topics = ['many', 'letters'];
  for (const topic of topics) await log.append(topic, records(0, 1400));
  await pack();
  for (const topic of topics) await log.append(topic, records(1400, 2300));
  await pack();
  for (const topic of topics) await log.append(topic, records(2300, 3000));
  expect((await client.query('SELECT FROM log.mention_runs')).rowCount).toBe(4);
  const { rows } = await client.query('SELECT max(bucket) AS bucket FROM log.packed_mentions');
  expect(rows[0].bucket).toBeGreaterThan(16);
  const erased = await log.erase(wanted({ topics, about: ids(100).map((id) => ['shop', id]) }));
  expect(erased?.removed).toEqual(new Map(topics.map((topic) => [topic, 200])));
  expect(await mentions()).toBe(2 * 2800);
  const left = records(0, 3000).flatMap(({ value }, n) => (n % 1500 < 100 ? [] : [value]));
  for (const topic of topics) expect((await valuesIn(topic)).sort()).toEqual(left.toSorted());
  expect((await log.erase(wanted({ topics, about: ids(1500).map((id) => ['shop', id]) })))?.removed.get('many')).toBe(
    2800,
  );
  expect(await mentions()).toBe(0);
});

const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}`);

it('forgets what records were about when they are past their retention', async () => {
  await log.ensureTopics([
    { name: 'letters', partitions: 1, cleanup: { policy: 'delete', retentionMs: 30 * 24 * 3_600_000 } },
  ]);
  await log.append('facts', [event('one', '1')]);
  await log.append('letters', [event('one', '1')]);
  const pool = openPool(url, 'log');
  const mentionsAfter = async (hours: number) => {
    await sweep(pool, { now: Date.now() + hours * 3_600_000, rowsAtOnce: 1 });
    return mentions();
  };
  expect(await mentionsAfter(0)).toBe(2);
  expect(await mentionsAfter(12)).toBe(1);
  expect(await mentionsAfter(24 * 31)).toBe(0);
  await pool.end();
});
