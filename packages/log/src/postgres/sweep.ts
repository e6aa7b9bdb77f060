import type { Pool } from 'pg';
import { locks } from './locks.ts';
import { dropOldRuns, packMentions } from './pack.ts';
import { statement } from './statement.ts';
import { type Transaction, withConnection } from './transaction.ts';

const tombstonesStayMs = 24 * 3600 * 1000;

export type SweepOptions = { now?: number; rowsAtOnce?: number };
type Sweep = { client: Transaction; now: number; rowsAtOnce: number };

/**
 * Deletes what is past its retention and, in compacted topics, what a later record with the same key replaced; tombstones
 * stay for a day. Packs what an erasure finds records by. One process at a time. Gives how many rows went. What it reads is what goes, and what came since the last
 * time: a log that is large is not read again every minute.
 */
export const sweep = async (
  pool: Pool,
  { now = Date.now(), rowsAtOnce = 10_000 }: SweepOptions = {},
): Promise<number> => {
  const swept = await alone(pool, async (client) => {
    const work: Sweep = { client, now, rowsAtOnce };
    const deleted = (await deleteExpired(work)) + (await deleteReplaced(work)) + (await deleteTombstones(work));
    await packMentions(pool, now);
    await dropOldRuns(client, now);
    return deleted;
  });
  return swept ?? 0;
};

/** Of the compacted ones of these topics, deletes what was replaced until now; false if another process is sweeping. */
export const compact = async (pool: Pool, topics: readonly string[]): Promise<boolean> => {
  const work = async (client: Transaction): Promise<number> =>
    deleteReplaced({ client, now: Date.now(), rowsAtOnce: 10_000 }, topics);
  return (await alone(pool, work)) !== undefined;
};

const tryLockSql = statement('SELECT pg_try_advisory_lock($1) AS locked');

const unlockSql = statement('SELECT pg_advisory_unlock($1)');

/** `undefined` if another process is at it. */
const alone = <Result>(pool: Pool, work: (client: Transaction) => Promise<Result>): Promise<Result | undefined> =>
  withConnection(pool, async (client, giveUp) => {
    const lock = [locks.sweepingTheLog];
    const { rows } = await client.query<{ locked: boolean }>(tryLockSql(lock));
    if (!rows[0]?.locked) return undefined;
    try {
      return await work(client);
    } finally {
      // It is the session's: where it cannot be given back, it ends with the connection.
      await client.query(unlockSql(lock)).catch(giveUp);
    }
  });

const findExpiredSql = statement(`
  SELECT p.topic_id, p.partition, $1 - t.retention_ms AS before
    FROM topics t JOIN partitions p ON p.topic_id = t.id
   CROSS JOIN LATERAL (SELECT appended_at FROM records r
                        WHERE r.topic_id = p.topic_id AND r.partition = p.partition ORDER BY "offset" LIMIT 1) AS first
   WHERE first.appended_at < $1 - t.retention_ms`);

const deleteExpiredSql = statement(`
  DELETE FROM records WHERE topic_id = $1 AND partition = $2 AND "offset" IN (
    SELECT "offset" FROM (SELECT "offset", appended_at FROM records
                           WHERE topic_id = $1 AND partition = $2 ORDER BY "offset" LIMIT $4) AS oldest
     WHERE appended_at < $3)`);

/** The records of a partition lie in the order of their age: where the first may stay, all may. */
const deleteExpired = async ({ client, now, rowsAtOnce }: Sweep): Promise<number> => {
  const { rows } = await client.query<{ topic_id: number; partition: number; before: string }>(findExpiredSql([now]));
  let deleted = 0;
  for (const { topic_id, partition, before } of rows) {
    deleted += await untilFewer(rowsAtOnce, () =>
      client.query(deleteExpiredSql([topic_id, partition, before, rowsAtOnce])),
    );
  }
  return deleted;
};

const findUncompactedSql = statement(`
  SELECT p.topic_id, p.partition, coalesce(c.done_to, 0) AS done_to, p.next_offset
    FROM topics t JOIN partitions p ON p.topic_id = t.id
    LEFT JOIN compactions c ON c.topic_id = p.topic_id AND c.partition = p.partition
   WHERE t.compacted AND p.next_offset > coalesce(c.done_to, 0) AND ($1::text[] IS NULL OR t.name = ANY ($1::text[]))`);

// Key by key through the index (OFFSET 0): as a join, the planner reads the whole table.
const deleteReplacedSql = statement(`
  WITH came AS MATERIALIZED (
    SELECT key, max("offset") AS last FROM records
     WHERE topic_id = $1 AND partition = $2 AND "offset" >= $3 AND "offset" < $4 GROUP BY key
  ), deleted AS (
    DELETE FROM records WHERE ctid = ANY (ARRAY(
      SELECT replaced.ctid FROM came CROSS JOIN LATERAL (
        SELECT r.ctid FROM records r
         WHERE r.compacted AND r.topic_id = $1 AND r.partition = $2 AND md5(r.key) = md5(came.key) AND r.key = came.key
           AND r."offset" < came.last OFFSET 0) AS replaced))
    RETURNING 1
  ), noted AS (
    INSERT INTO compactions (topic_id, partition, done_to) VALUES ($1, $2, $4)
    ON CONFLICT (topic_id, partition) DO UPDATE SET done_to = EXCLUDED.done_to
  )
  SELECT count(*) AS deleted FROM deleted`);

/** Of every key that came since the last time, the records before its last one. */
const deleteReplaced = async (
  { client, rowsAtOnce }: Sweep,
  topics: readonly string[] | null = null,
): Promise<number> => {
  const { rows } = await client.query<{ topic_id: number; partition: number; done_to: string; next_offset: string }>(
    findUncompactedSql([topics]),
  );
  let deleted = 0;
  for (const { topic_id, partition, done_to, next_offset } of rows) {
    for (let from = Number(done_to); from < Number(next_offset); from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, Number(next_offset));
      const { rows: counts } = await client.query<{ deleted: string }>(
        deleteReplacedSql([topic_id, partition, from, to]),
      );
      deleted += Number(counts[0]?.deleted);
    }
  }
  return deleted;
};

const deleteTombstonesSql = statement(`
  DELETE FROM records WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM records WHERE compacted AND value IS NULL AND appended_at < $1 LIMIT $2))`);

const deleteTombstones = ({ client, now, rowsAtOnce }: Sweep): Promise<number> =>
  untilFewer(rowsAtOnce, () => client.query(deleteTombstonesSql([now - tombstonesStayMs, rowsAtOnce])));

/** Deletes again and again, so many rows at once, until fewer are left. Gives how many went. */
const untilFewer = async (rowsAtOnce: number, remove: () => Promise<{ rowCount: number | null }>): Promise<number> => {
  let deleted = 0;
  for (;;) {
    const { rowCount } = await remove();
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < rowsAtOnce) return deleted;
  }
};
