import type { Pool } from 'pg';
import { z } from 'zod';
import { handlesOf, handleText } from '../about.ts';
import type { LogRecord, OutgoingRecord } from '../log.ts';
import { partitionFor } from '../partitioner.ts';
import { bare, texts } from './arrays.ts';
import type { PartitionRef } from './leases.ts';
import { statement } from './statement.ts';

/** As they were appended, by nobody but this log: checking them again would take longer than reading them. */
const Headers = z.custom<Record<string, string>>((value) => typeof value === 'object' && value !== null);

const appendRecordsSql = statement({
  name: 'log-append',
  text: 'SELECT append_in_order($1, $2::integer[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::text[])',
});

/** Appends in one round trip; durable when it resolves. */
export const appendRecords = async (
  pool: Pool,
  topic: string,
  partitions: number,
  records: readonly OutgoingRecord[],
): Promise<void> => {
  const placed = records
    .map((record) => ({ record, partition: partitionFor(record.key, partitions) }))
    .sort((one, other) => one.partition - other.partition);
  const inOrder = placed.map(({ record }) => record);
  await pool.query(
    appendRecordsSql([
      topic,
      bare(placed.map(({ partition }) => partition)),
      texts(inOrder.map(({ key }) => key)),
      texts(inOrder.map(({ value }) => value)),
      texts(inOrder.map(({ headers }) => (headers ? JSON.stringify(headers) : '{}'))),
      ...aboutParameters(inOrder),
    ]),
  );
};

/** What these records are about, as parameters of the function `append_in_order`: by their place, counted from 1, and the handle. */
const aboutParameters = (records: readonly OutgoingRecord[]): [of: string, about: Buffer] => {
  const places: number[] = [];
  const handles: string[] = [];
  for (const [at, { headers }] of records.entries()) {
    for (const handle of handlesOf(headers)) {
      places.push(at + 1);
      handles.push(handleText(handle));
    }
  }
  return [bare(places), texts(handles)];
};

const fetchRecordsSql = statement({
  name: 'log-fetch',
  rowMode: 'array',
  text: `SELECT "offset", key, value, headers, appended_at FROM records
          WHERE topic_id = (SELECT id FROM topics WHERE name = $1) AND partition = $2 AND "offset" >= $3
          ORDER BY "offset" LIMIT $4`,
});

type RecordRow = [offset: string, key: string, value: string | null, headers: string, at: string];

/** The next records of a partition from this offset on. What retention took away is passed over. */
export const fetchRecords = async (
  pool: Pool,
  { topic, partition }: PartitionRef,
  from: number,
  limit: number,
): Promise<LogRecord[]> => {
  const { rows } = await pool.query<RecordRow>(fetchRecordsSql([topic, partition, from, limit]));
  return rows.map(recordOf);
};

const recordOf = ([offset, key, value, headers, appendedAt]: RecordRow): LogRecord => ({
  offset: Number(offset),
  key,
  value,
  // Few who read a record look at its headers.
  get headers() {
    return Headers.parse(JSON.parse(headers));
  },
  appendedAt: Number(appendedAt),
});

const fetchFewSql = statement({
  name: 'log-fetch-few',
  rowMode: 'array',
  text: `SELECT r."offset", r.key, r.value, r.headers, r.appended_at, w.topic, w.partition
           FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS w (topic, partition, start)
          CROSS JOIN LATERAL (
            SELECT "offset", key, value, headers, appended_at FROM records
             WHERE topic_id = (SELECT id FROM topics WHERE name = w.topic) AND partition = w.partition AND "offset" >= w.start
             ORDER BY "offset" LIMIT $4) AS r
          ORDER BY w.topic, w.partition, r."offset"`,
});

/** The next records of several partitions, each from its offset on, and of each at most so many; by `topic/partition`. */
export const fetchFew = async (
  pool: Pool,
  places: readonly (PartitionRef & { from: number })[],
  limit: number,
): Promise<Map<string, LogRecord[]>> => {
  const { rows } = await pool.query<[...RecordRow, topic: string, partition: number]>(
    fetchFewSql([
      places.map(({ topic }) => topic),
      places.map(({ partition }) => partition),
      places.map(({ from }) => from),
      limit,
    ]),
  );
  const found = new Map<string, LogRecord[]>();
  for (const [offset, key, value, headers, at, topic, partition] of rows) {
    const place = `${topic}/${partition}`;
    const records = found.get(place) ?? [];
    records.push(recordOf([offset, key, value, headers, at]));
    found.set(place, records);
  }
  return found;
};

const placesOfSql = statement(`
  SELECT t.name AS topic, p.partition FROM topics t JOIN partitions p ON p.topic_id = t.id
   WHERE t.name = ANY ($1::text[]) ORDER BY t.name, p.partition`);

/** Every partition of these topics, in order. */
export const placesOf = async (pool: Pool, topics: readonly string[]): Promise<PartitionRef[]> => {
  const { rows } = await pool.query<PartitionRef>(placesOfSql([topics]));
  return rows;
};

const endsOfSql = statement({
  name: 'log-ends',
  text: `SELECT t.name AS topic, p.partition, p.next_offset FROM topics t JOIN partitions p ON p.topic_id = t.id
          WHERE t.name = ANY ($1::text[]) ORDER BY p.partition`,
});

/** The end of every partition of these topics, by `topic/partition`. */
export const endsOf = async (pool: Pool, topics: readonly string[]): Promise<Map<string, number>> => {
  const { rows } = await pool.query<PartitionRef & { next_offset: string }>(endsOfSql([topics]));
  return new Map(rows.map(({ topic, partition, next_offset }) => [`${topic}/${partition}`, Number(next_offset)]));
};

const committedOfSql = statement('SELECT partition, committed FROM leases WHERE consumer_group = $1 AND topic = $2');

/** The offset that the group has committed in every partition of the topic. */
export const committedOf = async (pool: Pool, group: string, topic: string): Promise<Map<number, number>> => {
  const { rows } = await pool.query<{ partition: number; committed: string }>(committedOfSql([group, topic]));
  return new Map(rows.map(({ partition, committed }) => [partition, Number(committed)]));
};

/** How many records the group has not committed yet, over all partitions of the topic. */
export const countUncommitted = async (pool: Pool, group: string, topic: string): Promise<number> => {
  const committed = await committedOf(pool, group, topic);
  const ends = await endsOf(pool, [topic]);
  return [...ends].reduce((sum, [place, end]) => {
    const partition = Number(place.slice(topic.length + 1));
    return sum + Math.max(0, end - (committed.get(partition) ?? 0));
  }, 0);
};

const firstWaitingSql = statement(`
  SELECT min(first.appended_at) AS at
    FROM topics t JOIN partitions p ON p.topic_id = t.id
    LEFT JOIN leases l ON l.consumer_group = $1 AND l.topic = t.name AND l.partition = p.partition
    CROSS JOIN LATERAL (
      SELECT r.appended_at FROM records r
       WHERE r.topic_id = t.id AND r.partition = p.partition AND r."offset" >= coalesce(l.committed, 0)
       ORDER BY r."offset" LIMIT 1) AS first
   WHERE t.name = $2`);

/** When the first record was appended that the group has not committed yet. */
export const firstWaitingAt = async (pool: Pool, group: string, topic: string): Promise<number | undefined> => {
  const { rows } = await pool.query<{ at: string | null }>(firstWaitingSql([group, topic]));
  const at = rows[0]?.at ?? null;
  return at === null ? undefined : Number(at);
};
