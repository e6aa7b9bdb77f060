import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { z } from 'zod';

export type StoredModel<Content> = { version: number; trainedAt: Date; content: Content };

const readLatestModelSql = statement(`
  SELECT version, trained_at AS "trainedAt", content FROM models WHERE target = $1 ORDER BY version DESC LIMIT 1`);

/** What was learnt last of this target. */
export const readLatestModel = async <Schema extends z.ZodType>(
  pool: Pool,
  target: string,
  schema: Schema,
): Promise<StoredModel<z.infer<Schema>> | undefined> => {
  const { rows } = await pool.query<StoredModel<string>>(readLatestModelSql([target]));
  const [row] = rows;
  return row && { ...row, content: schema.parse(JSON.parse(row.content)) };
};

const nextVersionSql = statement('SELECT coalesce(max(version), 0) + 1 AS version FROM models WHERE target = $1');

/** The version that is learnt next. */
export const nextModelVersion = async (pool: Pool, target: string): Promise<number> => {
  const { rows } = await pool.query<{ version: number }>(nextVersionSql([target]));
  return rows[0]?.version ?? 1;
};

const saveModelSql = statement('INSERT INTO models (target, version, trained_at, content) VALUES ($1, $2, $3, $4)');
const versionsKept = 30;
const forgetModelsSql = statement('DELETE FROM models WHERE target = $1 AND version <= $2');

/** From now on it is in force. */
export const saveModel = async (
  pool: Pool,
  target: string,
  { version, trainedAt, content }: StoredModel<unknown>,
): Promise<void> => {
  await pool.query(saveModelSql([target, version, trainedAt, JSON.stringify(content)]));
  await pool.query(forgetModelsSql([target, version - versionsKept]));
};

const claimTrainingSql = statement(`
  INSERT INTO training AS t (next_at) VALUES (now() + $1 * interval '1 millisecond')
  ON CONFLICT (one) DO UPDATE SET next_at = EXCLUDED.next_at WHERE t.next_at <= now() RETURNING one`);

/** Whether models are to be learnt now, and by whoever asks: nobody else does for that long, unless it is put off. */
export const claimTraining = async (pool: Pool, leaseMs: number): Promise<boolean> =>
  (await pool.query(claimTrainingSql([leaseMs]))).rows.length > 0;

const putOffTrainingSql = statement(`UPDATE training SET next_at = now() + $1 * interval '1 millisecond'`);

/** Models are learnt anew after that long. */
export const putOffTraining = async (pool: Pool, ms: number): Promise<void> => {
  await pool.query(putOffTrainingSql([ms]));
};

const readNextTrainingSql = statement('SELECT next_at AS "nextAt" FROM training');

export const readNextTraining = async (pool: Pool): Promise<Date | undefined> => {
  const { rows } = await pool.query<{ nextAt: Date }>(readNextTrainingSql());
  return rows[0]?.nextAt;
};
