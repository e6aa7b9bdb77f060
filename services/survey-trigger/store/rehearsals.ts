import { holdOffErasures, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

export const RehearsalKind = z.enum(['programmes', 'policy', 'reactions']);
export type RehearsalKind = z.infer<typeof RehearsalKind>;

export const RehearsalState = z.enum(['waiting', 'running', 'done', 'failed', 'stopped', 'broken-off']);
export type RehearsalState = z.infer<typeof RehearsalState>;

const time = z.date().transform((date) => date.toISOString());

const Row = z.object({
  id: z.string(),
  kind: RehearsalKind,
  state: RehearsalState,
  request: z.unknown(),
  by: z.unknown(),
  at: time,
  startedAt: time.nullable(),
  doneAt: time.nullable(),
  phase: z.string().nullable(),
  phaseMs: z.number().nullable(),
  done: z.int(),
  total: z.int(),
  result: z.unknown(),
  failure: z.string().nullable(),
});

export type StoredRehearsal = z.infer<typeof Row>;

const columns = `id, kind, state, request, by, at, started_at AS "startedAt", done_at AS "doneAt", phase,
  (extract(epoch FROM seen_at - phase_at) * 1000)::float8 AS "phaseMs", done, total, result, failure`;
const mostKept = 100;
/** The one that does it says so more often than this. */
const silentSeconds = 30;

const insertSql = statement(`
  INSERT INTO dry_runs (id, kind, state, request, by, at, seen_at)
  VALUES ($1, $2, 'waiting', $3, $4, to_timestamp($5), now())`);

const deleteOldSql = statement(`
  WITH gone AS (
    DELETE FROM dry_runs WHERE state NOT IN ('waiting', 'running')
       AND id NOT IN (SELECT id FROM dry_runs ORDER BY at DESC, id DESC LIMIT $1) RETURNING id)
  DELETE FROM dry_run_examples WHERE run IN (SELECT id FROM gone)`);

export type NewRehearsal = { id: string; kind: RehearsalKind; request: unknown; by: unknown; at: number };

/** Notes a dry run, to be begun; the oldest are forgotten. */
export const insertRehearsal = async (tx: Transaction, { id, kind, request, by, at }: NewRehearsal): Promise<void> => {
  await tx.query(insertSql([id, kind, JSON.stringify(request), JSON.stringify(by), at / 1000]));
  await tx.query(deleteOldSql([mostKept]));
};

const breakOffSql = statement(`
  UPDATE dry_runs SET state = 'broken-off', done_at = now()
   WHERE state IN ('waiting', 'running') AND seen_at < now() - interval '${silentSeconds} seconds'`);

/** Those of which nothing was heard for long: whoever did them has ended. */
export const breakOffSilent = async (pool: Pool): Promise<void> => {
  await pool.query(breakOffSql());
};

const listSql = statement(
  `SELECT ${columns} FROM dry_runs WHERE kind = $1 ORDER BY at DESC, id DESC LIMIT ${mostKept}`,
);

/** The latest first. */
export const listRehearsals = async (pool: Pool, kind: RehearsalKind): Promise<StoredRehearsal[]> => {
  await breakOffSilent(pool);
  const { rows } = await pool.query(listSql([kind]));
  return z.array(Row).parse(rows);
};

const findSql = statement(`SELECT ${columns} FROM dry_runs WHERE id = $1 AND kind = $2`);

export const findRehearsal = async (
  pool: Pool,
  kind: RehearsalKind,
  id: string,
): Promise<StoredRehearsal | undefined> => {
  await breakOffSilent(pool);
  const { rows } = await pool.query(findSql([id, kind]));
  return rows[0] && Row.parse(rows[0]);
};

const beginSql = statement(`
  UPDATE dry_runs SET state = 'running', started_at = now(), seen_at = now() WHERE id = $1 AND state = 'waiting'`);

/** Gives whether it is to be done: somebody may have stopped it. */
export const beginRehearsal = async (pool: Pool, id: string): Promise<boolean> =>
  (await pool.query(beginSql([id]))).rowCount === 1;

const aliveSql = statement(`UPDATE dry_runs SET seen_at = now() WHERE id = ANY ($1::uuid[])`);

export const noteRehearsing = async (pool: Pool, ids: readonly string[]): Promise<void> => {
  await pool.query(aliveSql([ids]));
};

const progressSql = statement(`
  UPDATE dry_runs SET seen_at = now(), phase_at = CASE WHEN phase IS DISTINCT FROM $2 THEN now() ELSE phase_at END, phase = $2,
                      done = $3, total = $4
   WHERE id = $1 AND state = 'running'`);

export type RehearsalProgress = { phase: string; done: number; total: number };

/** Gives whether it is to go on: somebody may have stopped it. */
export const noteRehearsalProgress = async (
  pool: Pool,
  id: string,
  { phase, done, total }: RehearsalProgress,
): Promise<boolean> => (await pool.query(progressSql([id, phase, done, total]))).rowCount === 1;

const finishSql = statement(`
  UPDATE dry_runs SET state = $2, result = $3, failure = $4, done_at = now() WHERE id = $1 AND state = 'running'`);

const insertExamplesSql = statement(`
  INSERT INTO dry_run_examples (run, place, customer, subject, example)
  SELECT $1, n.* FROM unnest($2::integer[], $3::uuid[], $4::uuid[], $5::jsonb[]) AS n (place, customer, subject, example)
   WHERE NOT EXISTS (SELECT FROM erased e WHERE e.subject IN (n.subject, n.customer))`);

export type StoredExample = { customer: string; subject: string; example: unknown };

export const finishRehearsal = async (
  tx: Transaction,
  id: string,
  { result, examples }: { result: unknown; examples: readonly StoredExample[] },
): Promise<void> => {
  // Who is erased meanwhile is in none of them, before or after.
  await holdOffErasures(tx);
  const { rowCount } = await tx.query(finishSql([id, 'done', JSON.stringify(result), null]));
  if (rowCount !== 1 || examples.length === 0) return;
  await tx.query(
    insertExamplesSql([
      id,
      examples.map((_, place) => place),
      examples.map(({ customer }) => customer),
      examples.map(({ subject }) => subject),
      examples.map(({ example }) => JSON.stringify(example)),
    ]),
  );
};

/** It came to nothing, for this reason if it is not told by the state. */
export const endRehearsal = async (
  pool: Pool,
  id: string,
  state: 'failed' | 'broken-off',
  failure: string | null,
): Promise<void> => {
  await pool.query(finishSql([id, state, null, failure]));
};

const stopSql = statement(`
  UPDATE dry_runs SET state = 'stopped', done_at = now() WHERE id = $1 AND kind = $2 AND state IN ('waiting', 'running')`);

export const stopRehearsal = async (pool: Pool, kind: RehearsalKind, id: string): Promise<void> => {
  await pool.query(stopSql([id, kind]));
};

const examplesSql = statement('SELECT customer, example FROM dry_run_examples WHERE run = $1 ORDER BY place');

/** What it tells of people, but for those who were erased since. */
export const examplesOf = async (pool: Pool, id: string): Promise<{ customer: string; example: unknown }[]> => {
  const { rows } = await pool.query<{ customer: string; example: unknown }>(examplesSql([id]));
  return rows;
};

const forgetExamplesSql = statement(
  'DELETE FROM dry_run_examples WHERE subject = ANY ($1::uuid[]) OR customer = ANY ($1::uuid[])',
);

/** Forgets what dry runs tell of these customers or subjects. */
export const forgetExamples = async (tx: Transaction, people: readonly string[]): Promise<number> =>
  (await tx.query(forgetExamplesSql([people]))).rowCount ?? 0;
