import type { Pool } from 'pg';
import type { Erased, Erasing } from '../log.ts';

/**
 * Deletes the records that contain one of these texts, as far as every group that has ever read the partition has read
 * them: what somebody has still to read, and to count, stays until then. Of a compacted topic, the last of a key stays.
 */
export const eraseRecords = async (pool: Pool, { topics, containing, until }: Erasing): Promise<Erased> => {
  const { rows } = await pool.query<{ topic: string; removed: string; unread: string }>({
    text: `WITH wanted AS MATERIALIZED (
             SELECT t.name AS topic, r.topic_id, r.partition, r."offset",
                    NOT EXISTS (SELECT FROM leases l
                                 WHERE l.topic = t.name AND l.partition = r.partition AND l.committed <= r."offset") AS read
               FROM topics t JOIN records r ON r.topic_id = t.id
              WHERE t.name = ANY ($1::text[]) AND r.appended_at <= $3 AND r.value IS NOT NULL
                AND EXISTS (SELECT FROM unnest($2::text[]) AS s (text) WHERE strpos(r.value, s.text) > 0)
                AND (NOT r.compacted OR EXISTS (
                      SELECT FROM records l WHERE l.compacted AND l.topic_id = r.topic_id AND l.partition = r.partition
                         AND md5(l.key) = md5(r.key) AND l.key = r.key AND l."offset" > r."offset"))
           ), deleted AS (
             DELETE FROM records r USING wanted w
              WHERE w.read AND r.topic_id = w.topic_id AND r.partition = w.partition AND r."offset" = w."offset"
           )
           SELECT topic, count(*) FILTER (WHERE read) AS removed, count(*) FILTER (WHERE NOT read) AS unread
             FROM wanted GROUP BY topic`,
    values: [topics, containing, until],
  });
  return {
    removed: new Map(rows.flatMap(({ topic, removed }) => (removed === '0' ? [] : [[topic, Number(removed)]]))),
    unread: rows.reduce((sum, { unread }) => sum + Number(unread), 0),
  };
};

/** Deletes the records at these offsets. */
export const eraseAt = async (
  pool: Pool,
  topic: string,
  partition: number,
  offsets: readonly number[],
): Promise<void> => {
  if (offsets.length === 0) return;
  await pool.query(
    `DELETE FROM records WHERE topic_id = (SELECT id FROM topics WHERE name = $1) AND partition = $2
        AND "offset" = ANY ($3::bigint[])`,
    [topic, partition, offsets],
  );
};
