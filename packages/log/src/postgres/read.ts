import type { Pool } from 'pg';
import type { ReadOptions } from '../log.ts';
import { fetchRecords } from './records.ts';
import { statement } from './statement.ts';

const heldPartsSql = statement(`
  SELECT p.partition, p.next_offset AS "end", first."offset" AS "from"
    FROM topics t JOIN partitions p ON p.topic_id = t.id
    CROSS JOIN LATERAL (
      SELECT r."offset" FROM records r WHERE r.topic_id = t.id AND r.partition = p.partition ORDER BY r."offset" LIMIT 1) AS first
   WHERE t.name = $1 ORDER BY p.partition`);

/** Reads what the topic holds at this moment, a partition after the other. */
export const readPostgresTopic = async (
  pool: Pool,
  topic: string,
  { handle, maxRecords = 1000, signal }: ReadOptions,
): Promise<void> => {
  const { rows } = await pool.query<{ partition: number; from: string; end: string }>(heldPartsSql([topic]));
  const parts = rows.map(({ partition, from, end }) => ({ partition, from: Number(from), end: Number(end) }));
  const total = parts.reduce((sum, { from, end }) => sum + end - from, 0);
  let before = 0;
  for (const { partition, from, end } of parts) {
    for (let next = from; next < end; ) {
      signal?.throwIfAborted();
      const records = await fetchRecords(pool, { topic, partition }, next, Math.min(maxRecords, end - next));
      const last = records.at(-1);
      if (last === undefined) break;
      next = last.offset + 1;
      await handle({ partition, records, done: before + next - from, total });
    }
    before += end - from;
  }
};
