import { bare, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

export type RecordVersion = { version: number; updatedAt: number };

const readVersionsSql = statement({
  name: 'read-versions',
  text: 'SELECT id, record_version, record_updated_at FROM identifiers WHERE id = ANY ($1::uuid[])',
});

/** The versions that these customers' records have now. */
export const readVersions = async (
  tx: Transaction | Pool,
  customers: readonly string[],
): Promise<Map<string, RecordVersion>> => {
  const { rows } = await tx.query<{ id: string; record_version: number; record_updated_at: string }>(
    readVersionsSql([bare(customers)]),
  );
  return new Map(
    rows.map(({ id, record_version, record_updated_at }) => [
      id,
      { version: record_version, updatedAt: Number(record_updated_at) },
    ]),
  );
};

const findOvertakenSql = statement({
  name: 'overtaken-records',
  text: `SELECT i.id FROM unnest($1::uuid[], $2::integer[]) AS n (id, version)
           JOIN identifiers AS i ON i.id = n.id WHERE i.record_version > n.version`,
});

/** Whose record has a later version by now than this. */
export const findOvertaken = async (pool: Pool, versions: ReadonlyMap<string, number>): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string }>(
    findOvertakenSql([bare([...versions.keys()]), bare([...versions.values()])]),
  );
  return rows.map(({ id }) => id);
};
