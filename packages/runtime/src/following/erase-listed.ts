import type { ListedErasure } from '@hilo/contracts';
import { statement } from '@hilo/log/statement';
import type { Pool } from 'pg';
import type { Transaction } from '../database/database.ts';
import type { Resources } from '../resources.ts';
import { openErasureList } from './erasure-list.ts';

const noteErasureDoneSql = statement('INSERT INTO erasures_done (id) VALUES ($1) ON CONFLICT DO NOTHING');

/** Notes that an erasure was done in this database. */
export const noteErasureDone = async (tx: Transaction, id: string): Promise<void> => {
  await tx.query(noteErasureDoneSql([id]));
};

const findUndoneSql = statement(`
  SELECT l.id FROM unnest($1::uuid[]) AS l (id)
   WHERE NOT EXISTS (SELECT FROM erasures_done AS d WHERE d.id = l.id) ORDER BY l.id`);

/** Those of these erasures that were not done in this database. */
export const findUndone = async (pool: Pick<Pool, 'query'>, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>(findUndoneSql([ids]));
  return rows.map(({ id }) => id);
};

type Listing = Pick<Resources, 'pool' | 'process'>;

/** The erasures of the list that were not done in this database, which is older then: in the order in which they were asked for. */
export const listUndone = async ({ pool, process }: Listing): Promise<ListedErasure[]> => {
  const list = openErasureList(process);
  if (list === undefined) return [];
  const listed: ListedErasure[] = [];
  for (const id of await findUndone(pool, await list.ids())) listed.push(await list.read(id));
  return listed.sort((one, other) => (one.requestedAt < other.requestedAt ? -1 : 1));
};

/**
 * Does again what stands in the list of erasures and was not done in this database: it was restored from a backup. To be called
 * before anything is served. Gives how many there were.
 */
export const eraseListed = async (
  { pool, process, logger }: Listing & Pick<Resources, 'logger'>,
  eraseAgain: (listed: ListedErasure) => Promise<void>,
): Promise<number> => {
  const undone = await listUndone({ pool, process });
  if (undone.length === 0) return 0;
  logger.warn(
    { erasures: undone.length },
    'the database is older than the list of erasures: they are done before anything is served',
  );
  for (const listed of undone) await eraseAgain(listed);
  logger.info({ erasures: undone.length }, 'the erasures since the backup are done');
  return undone.length;
};
