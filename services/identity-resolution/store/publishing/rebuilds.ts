import { type RebuildReport, RebuiltService } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

/**
 * asked: it is to be told that it begins. beginning: until it has. records, interactions: are told. settling: until it has read them.
 * ending: until it has removed what it was not told. stopping: it is to be told that no more comes.
 */
export const RebuildState = z.enum([
  'asked',
  'beginning',
  'records',
  'interactions',
  'settling',
  'ending',
  'stopping',
  'done',
  'cancelled',
]);

export type RebuildState = z.infer<typeof RebuildState>;
const isUnderWay = "state NOT IN ('done', 'cancelled')";

const Rebuild = z.object({
  id: z.string(),
  service: RebuiltService,
  state: RebuildState,
  by: z.string(),
  perSecond: z.int(),
  askedAt: z.coerce.number(),
  movedAt: z.coerce.number(),
  doneAt: z.coerce.number().nullable(),
  run: z.string().nullable(),
  cursor: z.string().nullable(),
  done: z.coerce.number(),
  total: z.coerce.number(),
  removed: z.string().nullable(),
});

export type Rebuild = z.infer<typeof Rebuild>;

const columns = `id, service, state, by, per_second AS "perSecond", asked_at AS "askedAt", moved_at AS "movedAt",
  done_at AS "doneAt", run, cursor, done, total, removed`;

const parse = (rows: readonly unknown[]): Rebuild[] => rows.map((row) => Rebuild.parse(row));

const askForRebuildSql = statement(`
  INSERT INTO rebuilds (id, service, state, by, per_second, asked_at, moved_at) VALUES ($1, $2, 'asked', $3, $4, $5, $5)
  ON CONFLICT (service) WHERE ${isUnderWay} DO UPDATE SET per_second = EXCLUDED.per_second
  RETURNING ${columns}`);

/** The one of this service that is under way: the one that is asked for now, or one that was before, at another rate from now on. */
export const askForRebuild = async (
  tx: Transaction,
  { id, service, perSecond, by, now }: Pick<Rebuild, 'id' | 'service' | 'perSecond' | 'by'> & { now: number },
): Promise<Rebuild | undefined> => {
  const { rows } = await tx.query(askForRebuildSql([id, service, by, perSecond, now]));
  return parse(rows)[0];
};

const listRebuildsSql = statement(`SELECT ${columns} FROM rebuilds ORDER BY asked_at DESC, id DESC LIMIT 100`);

/** The rebuilds, the latest first; 100 at the most. */
export const listRebuilds = async (pool: Pool): Promise<Rebuild[]> => {
  const { rows } = await pool.query(listRebuildsSql());
  return parse(rows);
};

const findRebuildSql = statement(`SELECT ${columns} FROM rebuilds WHERE id = $1`);

export const findRebuild = async (tx: Transaction | Pool, id: string): Promise<Rebuild | undefined> => {
  const { rows } = await tx.query(findRebuildSql([id]));
  return parse(rows)[0];
};

const cancelRebuildSql = statement(
  `UPDATE rebuilds SET state = 'stopping', moved_at = $2 WHERE id = $1 AND ${isUnderWay}`,
);

/** Has it stopped, if it is under way. Gives whether it is. */
export const cancelRebuild = async (pool: Pool, id: string, now: number): Promise<boolean> => {
  const { rowCount } = await pool.query(cancelRebuildSql([id, now]));
  return rowCount === 1;
};

const findUnderWaySql = statement({
  name: 'rebuilds-under-way',
  text: `SELECT id FROM rebuilds WHERE ${isUnderWay} ORDER BY id`,
});

/** Those under way. */
export const findUnderWay = async (pool: Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>(findUnderWaySql());
  return rows.map(({ id }) => id);
};

const lockRebuildSql = statement({
  name: 'lock-rebuild',
  text: `SELECT ${columns} FROM rebuilds WHERE id = $1 AND ${isUnderWay} FOR UPDATE SKIP LOCKED`,
});

/** Locks one that is under way, unless another instance is at it. */
export const lockRebuild = async (tx: Transaction, id: string): Promise<Rebuild | undefined> => {
  const { rows } = await tx.query(lockRebuildSql([id]));
  return parse(rows)[0];
};

const saveProgressSql = statement({
  name: 'save-rebuild',
  text: 'UPDATE rebuilds SET state = $2, cursor = $3, done = $4, moved_at = $5 WHERE id = $1',
});

/** Keeps how far it is. */
export const saveProgress = async (
  tx: Transaction,
  { id, state, cursor, done, movedAt }: Pick<Rebuild, 'id' | 'state' | 'cursor' | 'done' | 'movedAt'>,
): Promise<void> => {
  await tx.query(saveProgressSql([id, state, cursor, done, movedAt]));
};

const noteBegunSql = statement(`
  UPDATE rebuilds SET run = $2, state = 'records', cursor = NULL, done = 0, moved_at = $3,
         total = (SELECT count(*) FROM identifiers WHERE record_version > 0) + (SELECT count(*) FROM interactions)
   WHERE id = $1 AND run IS DISTINCT FROM $2 AND ${isUnderWay} AND state <> 'stopping'`);

const findRunSql = statement(`SELECT run FROM rebuilds WHERE id = $1 AND state NOT IN ('stopping', 'cancelled')`);

/**
 * The service has begun: all is told from the first on, in this run. The same report again changes nothing. Gives whether it is
 * to go on: the rebuild was not stopped.
 */
export const noteBegun = async (tx: Transaction, { rebuild, run }: RebuildReport, now: number): Promise<boolean> => {
  await tx.query(noteBegunSql([rebuild, run, now]));
  const { rows } = await tx.query<{ run: string | null }>(findRunSql([rebuild]));
  return rows[0]?.run === run;
};

const noteStoppedSql = statement(`UPDATE rebuilds SET state = 'cancelled', done_at = $2 WHERE id = $1`);

/** It is stopped. */
export const noteStopped = async (tx: Transaction, id: string, now: number): Promise<void> => {
  await tx.query(noteStoppedSql([id, now]));
};

const noteEndedSql = statement(
  `UPDATE rebuilds SET state = 'done', done_at = $3, removed = $4 WHERE id = $1 AND run = $2 AND state = 'ending'`,
);

/** The service has ended this run. */
export const noteEnded = async (
  tx: Transaction,
  { rebuild, run, removed }: RebuildReport,
  now: number,
): Promise<void> => {
  await tx.query(noteEndedSql([rebuild, run, now, JSON.stringify(removed)]));
};

type Page = { after: string | null; limit: number };

const nextCustomersSql = statement({
  name: 'next-customers',
  text: `SELECT id FROM identifiers WHERE record_version > 0 AND id > $1 ORDER BY id LIMIT $2`,
});

/** The next customers of whom there is or was a record, in the order of their ids. */
export const nextCustomers = async (pool: Pool, { after, limit }: Page): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>(nextCustomersSql([after ?? first, limit]));
  return rows.map(({ id }) => id);
};

const nextInteractionsSql = statement({
  name: 'next-interactions',
  text: 'SELECT key FROM interactions WHERE key > $1 ORDER BY key LIMIT $2',
});

/** The keys of the next interactions. */
export const nextInteractions = async (pool: Pool, { after, limit }: Page): Promise<string[]> => {
  const { rows } = await pool.query<{ key: string }>(nextInteractionsSql([after ?? first, limit]));
  return rows.map(({ key }) => key);
};

/** No id is this one. */
const first = '00000000-0000-0000-0000-000000000000';
