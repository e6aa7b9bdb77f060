import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';

export type Table = { name: string; bytes: number; rows: number };

/** Every table of Hilo with its indexes and what is kept out of line, the largest first. */
export const readTables = async (pool: Pool): Promise<Table[]> => {
  await pool.query('ANALYZE');
  const { rows } = await pool.query<{ name: string; bytes: string; rows: string }>(`
    SELECT schemaname || '.' || relname AS name, pg_total_relation_size(relid)::text AS bytes, n_live_tup::text AS rows
      FROM pg_stat_user_tables ORDER BY pg_total_relation_size(relid) DESC`);
  return rows.map((one) => ({ name: one.name, bytes: Number(one.bytes), rows: Number(one.rows) }));
};

/** What files below a folder take on the disk: a log reserves more than it has. */
export const bytesBelow = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + blocksOf(join(parentPath, name)), 0);

const blocksOf = (file: string): number => {
  try {
    return statSync(file).blocks * 512;
  } catch {
    // It was removed meanwhile.
    return 0;
  }
};

/** Memory that would be free if the process ended, in megabytes (as Linux counts; elsewhere, not a number). */
export const privateMb = (pid: number): number => {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const kb = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].map(([, size]) => Number(size));
    return kb.reduce((sum, size) => sum + size, 0) / 1024;
  } catch {
    return Number.NaN;
  }
};
