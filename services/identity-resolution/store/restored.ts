import type { Log } from '@hilo/log';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';

type Reading = { pool: Pool; log: Log; group: string; topic: string };

const findProgressSql = statement(`
  SELECT log, partition, next_offset FROM consumer_offsets WHERE consumer_group = $1 AND topic = $2`);

/**
 * Whether this database is from a backup, by what the log knows: the offset there only ever follows the one here, so where it is beyond,
 * what was done since was lost with another life of the database. So it is where the log is another one, and nothing was read of it yet.
 */
export const isRestored = async ({ pool, log, group, topic }: Reading): Promise<boolean> => {
  // Asked first, since members that live move both.
  const committed = await log.committed(group, topic);
  const { rows } = await pool.query<{ log: string; partition: number; next_offset: string }>(
    findProgressSql([group, topic]),
  );
  const here = new Map(
    rows.flatMap((row) => (row.log === log.id ? [[row.partition, Number(row.next_offset)] as const] : [])),
  );
  const isLogNew = rows.length > 0 && here.size === 0;
  return isLogNew || [...committed].some(([partition, offset]) => offset > (here.get(partition) ?? 0));
};
