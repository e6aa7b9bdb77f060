import { LinkageModel } from '@hilo/linkage';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { shippedModel } from '../../domain/shipped-model.ts';

/** The model that is shipped is version 0. */
export type Model = { version: number; records: number; content: LinkageModel };
export type ModelState = { version: number; records: number; estimatedAt?: string; askedAt?: string };

const shipped: Model = { version: 0, records: 0, content: shippedModel };

const readModelSql = statement({
  name: 'read-linkage-model',
  text: `SELECT version, records, CASE WHEN version <> $1 THEN content END AS content FROM linkage_models
          WHERE content IS NOT NULL ORDER BY version DESC LIMIT 1`,
});

/** The model in force; the `known` one, if it still is. */
export const readModel = async (tx: Transaction | Pool, known: Model = shipped): Promise<Model> => {
  const { rows } = await tx.query<{ version: number; records: number; content: string | null }>(
    readModelSql([known.version]),
  );
  const [row] = rows;
  if (row === undefined) return shipped;
  if (row.content === null) return known;
  return { version: row.version, records: row.records, content: LinkageModel.parse(JSON.parse(row.content)) };
};

const readModelStateSql = statement(`
  SELECT version, records, estimated_at AS estimated, requested_at AS asked FROM linkage_models
   ORDER BY version DESC LIMIT 2`);

export const readModelState = async (pool: Pool): Promise<ModelState> => {
  const { rows } = await pool.query<{ version: number; records: number | null; estimated: Date | null; asked: Date }>(
    readModelStateSql(),
  );
  const inForce = rows.find(({ estimated }) => estimated !== null);
  const asked = rows.find(({ estimated }) => estimated === null);
  return {
    version: inForce?.version ?? shipped.version,
    records: inForce?.records ?? shipped.records,
    ...(inForce?.estimated && { estimatedAt: inForce.estimated.toISOString() }),
    ...(asked && { askedAt: asked.asked.toISOString() }),
  };
};

const askForModelSql = statement('INSERT INTO linkage_models DEFAULT VALUES ON CONFLICT DO NOTHING');

/** Asks for a new model; one that is asked for already is enough. */
export const askForModel = async (pool: Pool): Promise<void> => {
  await pool.query(askForModelSql());
};

const beginModelSql = statement(`
  UPDATE linkage_models SET started_at = now()
   WHERE content IS NULL AND (started_at IS NULL OR started_at < now() - $1 * interval '1 millisecond')
  RETURNING version`);

/** The model that is asked for, if nobody is learning it, or began so long ago that it must have crashed. */
export const beginModel = async (pool: Pool, crashedAfterMs: number): Promise<number | undefined> => {
  const { rows } = await pool.query<{ version: number }>(beginModelSql([crashedAfterMs]));
  return rows[0]?.version;
};

const letGoOfModelSql = statement('UPDATE linkage_models SET started_at = NULL WHERE version = $1 AND content IS NULL');

/** Nobody is learning it any more. */
export const letGoOfModel = async (pool: Pool, version: number): Promise<void> => {
  await pool.query(letGoOfModelSql([version]));
};

const keepModelSql = statement(
  `UPDATE linkage_models SET content = $2, records = $3, estimated_at = now() WHERE version = $1 AND content IS NULL`,
);

/** Puts a model that was learnt in force; false if somebody else did meanwhile. */
export const keepModel = async (tx: Transaction, { version, records, content }: Model): Promise<boolean> => {
  const { rowCount } = await tx.query(keepModelSql([version, JSON.stringify(content), records]));
  return rowCount === 1;
};

const lockModelsSql = statement(
  'SELECT version, content FROM linkage_models WHERE content IS NOT NULL ORDER BY version FOR UPDATE',
);

/** Every model that was learnt, locked until the end of the transaction. */
export const lockModels = async (tx: Transaction): Promise<Pick<Model, 'version' | 'content'>[]> => {
  const { rows } = await tx.query<{ version: number; content: string }>(lockModelsSql());
  return rows.map(({ version, content }) => ({ version, content: LinkageModel.parse(JSON.parse(content)) }));
};

const rewriteModelSql = statement('UPDATE linkage_models SET content = $2 WHERE version = $1 AND content <> $2');

export const rewriteModel = async (tx: Transaction, version: number, content: LinkageModel): Promise<void> => {
  await tx.query(rewriteModelSql([version, JSON.stringify(content)]));
};
