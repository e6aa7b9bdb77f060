import type { Pool } from 'pg';
import { type Handle, handleText, unsaid } from '../about.ts';
import type { Erasing } from '../log.ts';
import { bare, texts } from './arrays.ts';
import { isRead, type LogReader } from './readers.ts';
import { statement } from './statement.ts';

/** Where a record lies that is to go. */
export type FoundRecord = { topic: string; topicId: number; partition: number; offset: number };

const handlesAtOnce = 200;
const recordsAtOnce = 5000;

/** The records that are about these things, by their mentions: one look into the index for each, and each run. */
export const findMentioned = async (pool: Pool, wanted: Erasing): Promise<FoundRecord[]> => {
  const handles = [
    ...wanted.about.map((handle) => ({ handle, whole: true })),
    ...[...wanted.mentioning, unsaid].map((handle) => ({ handle, whole: false })),
  ];
  const found: FoundRecord[] = [];
  for (let at = 0; at < handles.length; at += handlesAtOnce)
    found.push(...(await findSome(pool, wanted, handles.slice(at, at + handlesAtOnce))));
  return found;
};

const findSomeSql = statement({
  // Handle by handle, and record by record, through the indexes (OFFSET 0): as joins, the planner reads whole tables.
  text: `WITH wanted AS MATERIALIZED (
           SELECT hashtextextended(handle, 0) AS hash, whole FROM unnest($1::text[], $2::boolean[]) AS h (handle, whole)
         ), found AS (
           SELECT h.whole, w.topic_id, e.partition, e."offset"
             FROM new_mentions w CROSS JOIN LATERAL unnest(w.hashes, w.partitions, w.offsets) AS e (hash, partition, "offset")
             JOIN wanted h USING (hash)
           UNION ALL
           SELECT h.whole, k.topic_ids[n], k.partitions[n], k.offsets[n]
             FROM wanted h CROSS JOIN mention_runs r
            CROSS JOIN LATERAL (SELECT * FROM packed_mentions k
                                 WHERE k.run = r.run AND k.bucket = (h.hash & (r.buckets - 1))::integer OFFSET 0) AS k
            CROSS JOIN LATERAL unnest(array_positions(k.hashes, h.hash)) AS n
         )
         SELECT DISTINCT t.name AS topic, found.topic_id, found.partition, found."offset"
           FROM found JOIN topics t ON t.id = found.topic_id AND t.name = ANY ($3::text[])
          CROSS JOIN LATERAL (SELECT FROM records r
                               WHERE r.topic_id = found.topic_id AND r.partition = found.partition
                                 AND r."offset" = found."offset" AND r.appended_at <= $4 AND r.value IS NOT NULL
                                 AND (found.whole OR EXISTS (SELECT FROM unnest($5::text[]) AS s (text)
                                                              WHERE strpos(r.value, s.text) > 0)) OFFSET 0) AS record`,
});

const findSome = async (
  pool: Pool,
  { topics, containing, until }: Erasing,
  handles: readonly { handle: Handle; whole: boolean }[],
): Promise<FoundRecord[]> => {
  const { rows } = await pool.query<FoundRow>(
    findSomeSql([
      texts(handles.map(({ handle }) => handleText(handle))),
      bare(handles.map(({ whole }) => whole)),
      topics,
      until,
      containing,
    ]),
  );
  return rows.map(foundIn);
};

type FoundRow = { topic: string; topic_id: number; partition: number; offset: string };

const foundIn = ({ topic_id, offset, ...row }: FoundRow): FoundRecord => ({
  ...row,
  topicId: topic_id,
  offset: Number(offset),
});

type Reading = { found: FoundRecord[]; isThrough: boolean; readUpTo: Record<string, number> };

/**
 * Of the records from before there were mentions, the next that contain one of the texts. Each is read once: up to where it
 * came, but no further than what somebody has still to read, the next search begins.
 */
export const findUnmentioned = async (pool: Pool, readers: readonly LogReader[], wanted: Erasing): Promise<Reading> => {
  const reading: Reading = { found: [], isThrough: true, readUpTo: { ...wanted.readUpTo } };
  const deadline = performance.now() + (wanted.readForMs ?? Number.POSITIVE_INFINITY);
  for (const place of await findOld(pool, wanted.topics)) {
    const name = `${place.topic}/${place.partition}`;
    for (let from = reading.readUpTo[name] ?? 0; from < place.upTo; ) {
      if (performance.now() > deadline) return { ...reading, isThrough: false };
      const { offsets, next } = await readSome(pool, place, from, wanted);
      const found = offsets.map((offset): FoundRecord => ({ ...place, offset }));
      reading.found.push(...found);
      const unread = found.find((one) => !isRead(readers, one));
      reading.readUpTo[name] = unread?.offset ?? next;
      // Who has still to read this one has still to read what follows, too.
      if (unread !== undefined) break;
      from = next;
    }
  }
  return reading;
};

type Old = { topic: string; topicId: number; partition: number; upTo: number };

const findOldSql = statement(`
  SELECT t.name AS topic, u.topic_id, u.partition, u.up_to FROM unmentioned u JOIN topics t ON t.id = u.topic_id
   WHERE t.name = ANY ($1::text[]) AND EXISTS (
         SELECT FROM records r
          WHERE r.topic_id = u.topic_id AND r.partition = u.partition AND r."offset" < u.up_to)
   ORDER BY t.name, u.partition`);

/** Where there are still records without mentions, and up to where. */
const findOld = async (pool: Pool, topics: readonly string[]): Promise<Old[]> => {
  const { rows } = await pool.query<{ topic: string; topic_id: number; partition: number; up_to: string }>(
    findOldSql([topics]),
  );
  return rows.map(({ topic, topic_id, partition, up_to }) => ({
    topic,
    topicId: topic_id,
    partition,
    upTo: Number(up_to),
  }));
};

const readSomeSql = statement(`
  SELECT max("offset") AS last,
         array_agg("offset" ORDER BY "offset") FILTER (
           WHERE appended_at <= $5 AND EXISTS (SELECT FROM unnest($6::text[]) AS s (text) WHERE strpos(value, s.text) > 0)
         ) AS offsets
    FROM (SELECT "offset", appended_at, value FROM records
           WHERE topic_id = $1 AND partition = $2 AND "offset" >= $3 AND "offset" < $4
           ORDER BY "offset" LIMIT $7) AS chunk`);

const readSome = async (
  pool: Pool,
  { topicId, partition, upTo }: Old,
  from: number,
  { containing, until }: Erasing,
): Promise<{ offsets: number[]; next: number }> => {
  const { rows } = await pool.query<{ last: string | null; offsets: string[] | null }>(
    readSomeSql([topicId, partition, from, upTo, until, containing, recordsAtOnce]),
  );
  const [{ last, offsets } = { last: null, offsets: null }] = rows;
  return { offsets: (offsets ?? []).map(Number), next: last === null ? upTo : Number(last) + 1 };
};
