import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Watch } from '../domain/alerts/watch.ts';

const Row = z
  .object({
    name: z.string(),
    version: z.int(),
    content: z.unknown(),
    by: DecidedBy,
    why: z.string(),
    at: z.date().transform((date) => date.toISOString()),
  })
  // Absent where it was removed, or where this release cannot read it.
  .transform(({ content, ...row }) => ({ ...row, isRemoved: content === null, watch: Watch.safeParse(content).data }));
/** A watch at one version: what is watched, by whom and why it is so. */
export type WatchVersion = z.infer<typeof Row>;

const columns = 'w.name, w.version, w.content, w.by, w.why, w.at';

const latestSql = statement(
  `SELECT ${columns} FROM watch_versions w WHERE w.name = $1 ORDER BY w.version DESC LIMIT 1`,
);

/** The latest version of a watch, also where that is its removal. */
export const latestWatch = async (pool: Pool | Transaction, name: string): Promise<WatchVersion | undefined> => {
  const { rows } = await pool.query(latestSql([name]));
  return rows[0] && Row.parse(rows[0]);
};

const listSql = statement(`
  SELECT ${columns} FROM (SELECT DISTINCT ON (name) * FROM watch_versions WHERE name COLLATE "C" > $1 ORDER BY name, version DESC) AS w
   WHERE w.content IS NOT NULL ORDER BY w.name COLLATE "C" LIMIT $2`);

/** A page of what is watched, those after this name. */
export const listWatches = async (pool: Pool, after: string, limit: number): Promise<WatchVersion[]> => {
  const { rows } = await pool.query(listSql([after, limit]));
  return z.array(Row).parse(rows);
};

const lockSql = statement('LOCK TABLE watch_versions IN EXCLUSIVE MODE');

/** Waits until nobody else changes a watch. */
export const lockWatches = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const isAnySql = statement('SELECT EXISTS (SELECT FROM watch_versions) AS any');

/** Whether anything has ever been watched. */
export const isAnyWatch = async (pool: Pool | Transaction): Promise<boolean> =>
  (await pool.query<{ any: boolean }>(isAnySql())).rows[0]?.any ?? false;

const insertSql = statement(`
  INSERT INTO watch_versions (name, version, content, by, why, at) VALUES ($1, $2, $3, $4, $5, to_timestamp($6))`);

export type WatchAuthor = { by: DecidedBy; why: string; now: number };

/** Keeps the next version; without content, it is watched no more. */
export const insertWatchVersion = async (
  tx: Transaction,
  { name, version, watch }: { name: string; version: number; watch: Watch | undefined },
  { by, why, now }: WatchAuthor,
): Promise<void> => {
  const written = watch === undefined ? null : JSON.stringify(watch);
  await tx.query(insertSql([name, version, written, JSON.stringify(by), why, now / 1000]));
};
