import type { Handle, Log } from '@hilo/log';
import { type PartitionProgress, statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { derivedWith, interactionKey } from '../domain/derive-id.ts';

type Reading = { pool: Pool; log: Log; group: string; topic: string };

const findProgressSql = statement(`
  SELECT log, partition, next_offset FROM consumer_offsets WHERE consumer_group = $1 AND topic = $2`);

/** Up to where each partition is processed, of every log that there was. */
export const readProcessed = async (
  pool: Pool,
  { group, topic }: Pick<Reading, 'group' | 'topic'>,
): Promise<PartitionProgress[]> => {
  const { rows } = await pool.query<{ log: string; partition: number; next_offset: string }>(
    findProgressSql([group, topic]),
  );
  return rows.map(({ log, partition, next_offset }) => ({ log, partition, offset: Number(next_offset) }));
};

/**
 * Whether this database is from a backup, by what the log knows: the offset there only ever follows the one here, so where it is beyond,
 * what was done since was lost with another life of the database. So it is where the log is another one, and nothing was read of it yet.
 */
export const isRestored = async ({ pool, log, group, topic }: Reading): Promise<boolean> => {
  // Asked first, since members that live move both.
  const committed = await log.committed(group, topic);
  const processed = await readProcessed(pool, { group, topic });
  const here = new Map(processed.flatMap((one) => (one.log === log.id ? [[one.partition, one.offset] as const] : [])));
  const isLogNew = processed.length > 0 && here.size === 0;
  return isLogNew || [...committed].some(([partition, offset]) => offset > (here.get(partition) ?? 0));
};

const findKnownSql = statement(`
  SELECT n.key FROM unnest($1::uuid[], $2::uuid[]) AS n (key, mark)
   WHERE EXISTS (SELECT FROM interactions AS i WHERE i.key = n.key) OR EXISTS (SELECT FROM erased AS e WHERE e.mark = n.mark)`);

/** Those of these interactions that are in no fact, and that were not erased either. */
export const findLacking = async (pool: Pool, secret: string, handles: readonly Handle[]): Promise<Handle[]> => {
  const { markOf } = derivedWith(secret);
  const keys = handles.map(([source, id]) => interactionKey(source, id));
  const { rows } = await pool.query<{ key: string }>(findKnownSql([keys, keys.map(markOf)]));
  const known = new Set(rows.map(({ key }) => key));
  return handles.filter((_, at) => !known.has(keys[at] ?? ''));
};
