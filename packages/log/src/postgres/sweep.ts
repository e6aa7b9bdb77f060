import type { Pool } from 'pg';

const rowsAtOnce = 10_000;
const tombstonesStayMs = 24 * 3600 * 1000;
const sweepLock = 7_141_505;

/**
 * Deletes what is past its retention and, in compacted topics, what a later record with the same key replaced; tombstones
 * stay for a day. One process at a time. Gives how many rows went.
 */
export const sweep = async (pool: Pool, now = Date.now()): Promise<number> => {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [sweepLock]);
    if (!rows[0]?.locked) return 0;
    try {
      let deleted = 0;
      for (const [text, values] of deletions(now)) {
        for (;;) {
          const { rowCount } = await client.query(text, values);
          deleted += rowCount ?? 0;
          if ((rowCount ?? 0) < rowsAtOnce) break;
        }
      }
      return deleted;
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [sweepLock]);
    }
  } finally {
    client.release();
  }
};

const deletions = (now: number): [string, unknown[]][] => [
  [
    `DELETE FROM records WHERE ctid = ANY (ARRAY(
       SELECT r.ctid FROM topics t JOIN records r ON r.topic_id = t.id
        WHERE t.retention_ms IS NOT NULL AND r.appended_at < $1 - t.retention_ms LIMIT ${rowsAtOnce}))`,
    [now],
  ],
  [
    `DELETE FROM records WHERE ctid = ANY (ARRAY(
       SELECT r.ctid FROM records r
        WHERE r.compacted AND EXISTS (
          SELECT FROM records l WHERE l.compacted AND l.topic_id = r.topic_id AND l.partition = r.partition
             AND md5(l.key) = md5(r.key) AND l.key = r.key AND l."offset" > r."offset")
        LIMIT ${rowsAtOnce}))`,
    [],
  ],
  [
    `DELETE FROM records WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM records WHERE compacted AND value IS NULL AND appended_at < $1 LIMIT ${rowsAtOnce}))`,
    [now - tombstonesStayMs],
  ],
];
