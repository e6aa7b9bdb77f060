import { bare, command, statement, type Transaction, texts } from '@hilo/runtime';
import type { SeenNode } from '../../domain/evidence.ts';
import type { Touched } from '../../domain/reader.ts';
import { isNew, latestOf, type TouchedRow, touched } from './rows.ts';

/**
 * Locks the components of these nodes, creating nodes that are missing, so that nobody else changes who is who in them
 * until the end of the transaction. Gives the nodes that something counted mentions already, and when a record among all
 * of them changed last.
 */
export const lockComponents = async (
  tx: Transaction,
  nodes: readonly SeenNode[],
): Promise<{ touched: Touched[]; latest: number }> => {
  const ids = nodes.map(({ id }) => id);
  for (;;) {
    await tx.query(command('SAVEPOINT components'));
    const locked = await lockNames(tx, ids);
    const found = await readTouched(tx, ids);
    const known = new Set(found.map(({ id }) => id));
    const missing = nodes.filter(({ id }) => !known.has(id));
    const created = await insertMissing(tx, missing);
    if (created === missing.length && found.every(({ component }) => locked.has(component))) {
      const nameless = new Set(found.filter(({ kind }) => kind === '').map(({ id }) => id));
      await nameAgain(
        tx,
        nodes.filter(({ id }) => nameless.has(id)),
      );
      return { touched: found.filter((row) => !isNew(row)).map(touched), latest: latestOf(found) };
    }
    // Somebody merged or created one of them before we had the lock: let go of all, and look again.
    await letGoOfComponents(tx);
  }
};

/** Lets go of what was locked last. */
export const letGoOfComponents = async (tx: Transaction): Promise<void> => {
  await tx.query(command('ROLLBACK TO SAVEPOINT components'));
};

const lockNamesSql = statement({
  name: 'lock-components',
  text: `SELECT id FROM identifiers WHERE id IN (SELECT component FROM identifiers WHERE id = ANY ($1::uuid[]))
          ORDER BY id FOR UPDATE`,
});

/** Locks the nodes that their components are named by; gives these. */
const lockNames = async (tx: Transaction, ids: readonly string[]): Promise<Set<string>> => {
  const { rows } = await tx.query<{ id: string }>(lockNamesSql([bare(ids)]));
  return new Set(rows.map(({ id }) => id));
};

const readTouchedSql = statement({
  name: 'touched-identifiers',
  text: `SELECT id, kind, value, first_seen, component, customer, record_updated_at,
                CASE aggregate WHEN '' THEN '' ELSE '{}' END AS aggregate
           FROM identifiers WHERE id = ANY ($1::uuid[])`,
});

const readTouched = async (tx: Transaction, ids: readonly string[]): Promise<TouchedRow[]> => {
  const { rows } = await tx.query<TouchedRow>(readTouchedSql([bare(ids)]));
  return rows;
};

const insertMissingSql = statement({
  name: 'insert-identifiers',
  text: `INSERT INTO identifiers (id, kind, value, first_seen, component, customer, shared, aggregate, consents)
         SELECT id, kind, value, first_seen, id, id, false, '', '[]'
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) AS n (id, kind, value, first_seen)
          ORDER BY id
         ON CONFLICT (id) DO NOTHING`,
});

/** Gives how many of them nobody else had created meanwhile. */
const insertMissing = async (tx: Transaction, missing: readonly SeenNode[]): Promise<number> => {
  if (missing.length === 0) return 0;
  const { rowCount } = await tx.query(
    insertMissingSql([
      bare(missing.map(({ id }) => id)),
      texts(missing.map(({ kind }) => kind)),
      texts(missing.map(({ value }) => value)),
      bare(missing.map(({ firstSeen }) => firstSeen)),
    ]),
  );
  return rowCount ?? 0;
};

const nameAgainSql = statement(`
  UPDATE identifiers AS i SET kind = n.kind, value = n.value
    FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (id, kind, value) WHERE i.id = n.id`);

/** Somebody who was erased comes back: the row was kept, without the name. */
const nameAgain = async (tx: Transaction, nodes: readonly SeenNode[]): Promise<void> => {
  if (nodes.length === 0) return;
  await tx.query(
    nameAgainSql([nodes.map(({ id }) => id), nodes.map(({ kind }) => kind), nodes.map(({ value }) => value)]),
  );
};
