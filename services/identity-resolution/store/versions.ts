import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

export type RecordVersion = { version: number; updatedAt: number };

/**
 * Gives each of these customers' records the next version. They are all of one moment, which is later than any that a
 * record among them had: whose a subject is, is told by that, and the clocks of instances differ.
 */
export const nextVersions = async (
  tx: Transaction,
  customers: readonly string[],
  now: number,
): Promise<Map<string, RecordVersion>> => {
  if (customers.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; record_version: number; record_updated_at: string }>({
    name: 'next-versions',
    text: `UPDATE identifiers
              SET record_version = record_version + 1,
                  record_updated_at = greatest($2::bigint, (SELECT 1 + max(record_updated_at) FROM identifiers
                                                              WHERE id = ANY ($1::uuid[])))
            WHERE id = ANY ($1::uuid[]) RETURNING id, record_version, record_updated_at`,
    values: [customers, now],
  });
  return new Map(
    rows.map((row) => [row.id, { version: row.record_version, updatedAt: Number(row.record_updated_at) }]),
  );
};

/** The versions that these customers' records have now. */
export const readVersions = async (
  tx: Transaction | Pool,
  customers: readonly string[],
): Promise<Map<string, RecordVersion>> => {
  const { rows } = await tx.query<{ id: string; record_version: number; record_updated_at: string }>({
    name: 'read-versions',
    text: 'SELECT id, record_version, record_updated_at FROM identifiers WHERE id = ANY ($1::uuid[])',
    values: [customers],
  });
  return new Map(
    rows.map(({ id, record_version, record_updated_at }) => [
      id,
      { version: record_version, updatedAt: Number(record_updated_at) },
    ]),
  );
};
