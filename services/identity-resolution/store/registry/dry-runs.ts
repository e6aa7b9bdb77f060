import type { Identifier } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

export const DryRunState = z.enum(['running', 'done', 'failed']);

const Row = z.object({
  id: z.string(),
  content: z.string(),
  state: DryRunState,
  by: z.string(),
  at: z.coerce.number(),
  done: z.coerce.number(),
  total: z.coerce.number(),
  report: z.string().nullable(),
  failure: z.string().nullable(),
});

export type StoredDryRun = z.infer<typeof Row>;

const columns = 'id, content, state, by, at, done, total, report, failure';
const mostKept = 100;

const isDryRunningSql = statement(
  "SELECT FROM dry_runs WHERE state = 'running' AND seen_at > now() - interval '1 minute' LIMIT 1",
);

/** Whether a dry run reads the evidence at this moment. */
export const isDryRunning = async (tx: Transaction): Promise<boolean> => {
  const { rowCount } = await tx.query(isDryRunningSql());
  return (rowCount ?? 0) > 0;
};

const insertDryRunSql = statement(
  "INSERT INTO dry_runs (id, content, state, by, at) VALUES ($1, $2, 'running', $3, $4)",
);

const deleteDryRunsSql = statement(`
  DELETE FROM dry_runs WHERE state <> 'running'
     AND id NOT IN (SELECT id FROM dry_runs ORDER BY at DESC, id DESC LIMIT $1)`);

/** Notes a dry run, to be begun; the oldest are forgotten. */
export const insertDryRun = async (
  tx: Transaction,
  { id, content, by, at }: Pick<StoredDryRun, 'id' | 'content' | 'by' | 'at'>,
): Promise<void> => {
  await tx.query(insertDryRunSql([id, content, by, at]));
  await tx.query(deleteDryRunsSql([mostKept]));
};

const listDryRunsSql = statement(`SELECT ${columns} FROM dry_runs ORDER BY at DESC, id DESC LIMIT ${mostKept}`);

/** The latest first. */
export const listDryRuns = async (pool: Pool): Promise<StoredDryRun[]> => {
  const { rows } = await pool.query(listDryRunsSql());
  return z.array(Row).parse(rows);
};

const findDryRunSql = statement(`SELECT ${columns} FROM dry_runs WHERE id = $1`);

export const findDryRun = async (pool: Pool, id: string): Promise<StoredDryRun | undefined> => {
  const { rows } = await pool.query(findDryRunSql([id]));
  return z.array(Row).parse(rows)[0];
};

const claimDryRunSql = statement(`
  UPDATE dry_runs SET seen_at = now()
   WHERE id = (SELECT id FROM dry_runs
                WHERE state = 'running' AND (seen_at IS NULL OR seen_at < now() - interval '1 minute')
                  AND NOT EXISTS (SELECT FROM registries WHERE state = 'being-applied')
                ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED)
   RETURNING ${columns}`);

/** One that nobody has begun, or that was not heard of for long. None while other rules are being applied. */
export const claimDryRun = async (pool: Pool): Promise<StoredDryRun | undefined> => {
  const { rows } = await pool.query(claimDryRunSql());
  return z.array(Row).parse(rows)[0];
};

const noteAliveSql = statement('UPDATE dry_runs SET seen_at = now() WHERE id = $1');

/** It is still being done. */
export const noteAlive = async (pool: Pool, id: string): Promise<void> => {
  await pool.query(noteAliveSql([id]));
};

const noteDryRunSql = statement('UPDATE dry_runs SET seen_at = now(), done = $2, total = $3 WHERE id = $1');

export const noteDryRun = async (
  pool: Pool,
  { id, done, total }: Pick<StoredDryRun, 'id' | 'done' | 'total'>,
): Promise<void> => {
  await pool.query(noteDryRunSql([id, done, total]));
};

const finishDryRunSql = statement(
  'UPDATE dry_runs SET state = $2, report = $3, failure = $4, done = total WHERE id = $1',
);

export const finishDryRun = async (
  pool: Pool,
  { id, state, report, failure }: Pick<StoredDryRun, 'id' | 'state' | 'report' | 'failure'>,
): Promise<void> => {
  await pool.query(finishDryRunSql([id, state, report, failure]));
};

const letGoOfDryRunSql = statement('UPDATE dry_runs SET seen_at = NULL WHERE id = $1');

/** Somebody else may begin with it. */
export const letGoOfDryRun = async (pool: Pool, id: string): Promise<void> => {
  await pool.query(letGoOfDryRunSql([id]));
};

const nameIdentifiersSql = statement(
  "SELECT id, kind, value FROM identifiers WHERE id = ANY ($1::uuid[]) AND kind <> ''",
);

/** What these identifiers are; those that were erased are not. */
export const nameIdentifiers = async (pool: Pool, ids: readonly string[]): Promise<Map<string, Identifier>> => {
  const { rows } = await pool.query<Identifier & { id: string }>(nameIdentifiersSql([ids]));
  return new Map(rows.map(({ id, ...identifier }) => [id, identifier]));
};
