import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { derivedIds } from '../../domain/derive-id.ts';

type Row = { id: string; kind: string; value: string };

const recognisesSecretSql = statement("SELECT id, kind, value FROM identifiers WHERE value <> '' LIMIT 100");

/** Whether the ids of identifiers that are stored were derived with this secret; `undefined` where there are none. */
export const recognisesIdSecret = async (pool: Pool, secret: string): Promise<boolean | undefined> => {
  // One that was erased has no value any more.
  const { rows } = await pool.query<Row>(recognisesSecretSql());
  if (rows.length === 0) return undefined;
  const deriveId = derivedIds(secret);
  return rows.some(({ id, kind, value }) => deriveId({ kind, value }) === id);
};
