import { bare, type Transaction, texts } from '@hilo/runtime';
import type { Touched } from '../change.ts';
import type { SeenNode } from '../domain/evidence.ts';
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
    await tx.query('SAVEPOINT components');
    const before = await componentsOf(tx, ids);
    const locked = new Set(before.values());
    await lockNames(tx, [...locked]);
    const created = await insertMissing(
      tx,
      nodes.filter(({ id }) => !before.has(id)),
    );
    if (created.length === ids.length) return { touched: [], latest: 0 };
    for (const id of created) locked.add(id);
    const after = await readTouched(tx, ids);
    if (after.every(({ component }) => locked.has(component))) {
      const nameless = new Set(after.filter(({ kind }) => kind === '').map(({ id }) => id));
      await nameAgain(
        tx,
        nodes.filter(({ id }) => nameless.has(id)),
      );
      return { touched: after.filter((row) => !isNew(row)).map(touched), latest: latestOf(after) };
    }
    // Somebody merged or created one of them before we had the lock: let go of all, and look again.
    await letGoOfComponents(tx);
  }
};

/** Lets go of what was locked last. */
export const letGoOfComponents = async (tx: Transaction): Promise<void> => {
  await tx.query('ROLLBACK TO SAVEPOINT components');
};

const componentsOf = async (tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await tx.query<{ id: string; component: string }>({
    name: 'components-of',
    text: 'SELECT id, component FROM identifiers WHERE id = ANY ($1::uuid[])',
    values: [bare(ids)],
  });
  return new Map(rows.map(({ id, component }) => [id, component]));
};

const lockNames = async (tx: Transaction, names: readonly string[]): Promise<void> => {
  if (names.length === 0) return;
  await tx.query({
    name: 'lock-components',
    text: 'SELECT FROM identifiers WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE',
    values: [bare(names)],
  });
};

const readTouched = async (tx: Transaction, ids: readonly string[]): Promise<TouchedRow[]> => {
  const { rows } = await tx.query<TouchedRow>({
    name: 'touched-identifiers',
    text: `SELECT id, kind, value, first_seen, component, customer, record_updated_at,
                  CASE aggregate WHEN '' THEN '' ELSE '{}' END AS aggregate
             FROM identifiers WHERE id = ANY ($1::uuid[])`,
    values: [bare(ids)],
  });
  return rows;
};

const insertMissing = async (tx: Transaction, missing: readonly SeenNode[]): Promise<string[]> => {
  if (missing.length === 0) return [];
  const { rows } = await tx.query<{ id: string }>({
    name: 'insert-identifiers',
    text: `INSERT INTO identifiers (id, kind, value, first_seen, component, customer, shared, aggregate, consents)
           SELECT id, kind, value, first_seen, id, id, false, '', '[]'
             FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) AS n (id, kind, value, first_seen)
            ORDER BY id
           ON CONFLICT (id) DO NOTHING
           RETURNING id`,
    values: [
      bare(missing.map(({ id }) => id)),
      texts(missing.map(({ kind }) => kind)),
      texts(missing.map(({ value }) => value)),
      bare(missing.map(({ firstSeen }) => firstSeen)),
    ],
  });
  return rows.map(({ id }) => id);
};

/** Somebody who was erased comes back: the row was kept, without the name. */
const nameAgain = async (tx: Transaction, nodes: readonly SeenNode[]): Promise<void> => {
  if (nodes.length === 0) return;
  await tx.query(
    `UPDATE identifiers AS i SET kind = n.kind, value = n.value
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (id, kind, value) WHERE i.id = n.id`,
    [nodes.map(({ id }) => id), nodes.map(({ kind }) => kind), nodes.map(({ value }) => value)],
  );
};
