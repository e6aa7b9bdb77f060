import { bare, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';

/**
 * Whatever is told of a record or an interaction after a database was restored has a later version than all that was told before, of which
 * the backup does not know. An expression of SQL: the last version before which nothing is told.
 */
export const versionsFrom = `(SELECT coalesce(max(value::integer), 0) FROM installation WHERE name = 'versions-from')`;

const readVersionsFromSql = statement({ name: 'versions-from', text: `SELECT ${versionsFrom} AS version` });

/** The version after which whatever is told begins: 0, unless the database was restored. */
export const readVersionsFrom = async (tx: Transaction): Promise<number> => {
  const { rows } = await tx.query<{ version: number }>(readVersionsFromSql());
  return rows[0]?.version ?? 0;
};

const raiseVersionsSql = statement(`
  INSERT INTO installation AS i (name, value) VALUES ('versions-from', $1::integer::text)
  ON CONFLICT (name) DO UPDATE SET value = greatest(i.value::integer, EXCLUDED.value::integer)::text`);

const beganAt = Date.parse('2020-01-01T00:00:00Z');

/**
 * From now on versions count from the seconds since 2020: nobody's record changes more than once a second for that long, so what was told
 * before, of whatever life of the database, has a lower one.
 */
export const raiseVersions = async (pool: Pool, now: number): Promise<void> => {
  await pool.query(raiseVersionsSql([Math.floor((now - beganAt) / 1000)]));
};

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
