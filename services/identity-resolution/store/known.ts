import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Known } from '../domain/settle.ts';
import { type DenialRow, denial, isNew, type LinkRow, linkState, type NodeRow, nodeState } from './rows.ts';

const nodeColumns = 'id, kind, value, first_seen, component, customer, shared, aggregate, consents';

/** All that is known of these components. Nodes that were created in this transaction are not in it. */
export const readComponents = (tx: Transaction, components: readonly string[]): Promise<Known> =>
  readKnown(tx, 'component', components);

/** All that is known of these customers: enough to compose their records. */
export const readCustomers = (tx: Transaction | Pool, customers: readonly string[]): Promise<Known> =>
  readKnown(tx, 'customer', customers);

const readKnown = async (
  tx: Transaction | Pool,
  column: 'component' | 'customer',
  names: readonly string[],
): Promise<Known> => {
  const { rows } = await tx.query<NodeRow>({
    name: `nodes-by-${column}`,
    text: `SELECT ${nodeColumns} FROM identifiers WHERE ${column} = ANY ($1::uuid[])`,
    values: [names],
  });
  const nodes = new Map(rows.filter((row) => !isNew(row)).map((row) => [row.id, nodeState(row)]));
  const links = new Map(
    (
      await readLinks(
        tx,
        [...nodes.values()].filter(({ shared }) => !shared),
      )
    ).map(linkState),
  );
  const ends = new Set([...links.values()].flatMap(({ a, b }) => [a, b]));
  for (const other of await readNodes(
    tx,
    [...ends].filter((id) => !nodes.has(id)),
  ))
    nodes.set(other.id, nodeState(other));
  const denials = new Map((await readDenials(tx, [...nodes.keys()])).map(denial));
  return { nodes, links, denials };
};

const readLinks = async (tx: Transaction | Pool, nodes: readonly { id: string }[]): Promise<LinkRow[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>({
    name: 'links-of',
    text: `SELECT a, b, first_seen, refusal FROM links WHERE a = ANY ($1::uuid[])
           UNION SELECT a, b, first_seen, refusal FROM links WHERE b = ANY ($1::uuid[])`,
    values: [nodes.map(({ id }) => id)],
  });
  return rows;
};

const readNodes = async (tx: Transaction | Pool, ids: readonly string[]): Promise<NodeRow[]> => {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<NodeRow>({
    name: 'nodes-by-id',
    text: `SELECT ${nodeColumns} FROM identifiers WHERE id = ANY ($1::uuid[])`,
    values: [ids],
  });
  return rows;
};

const readDenials = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<DenialRow[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<DenialRow>({
    name: 'denials-of',
    text: 'SELECT node, from_nodes, at, reason FROM denials WHERE node = ANY ($1::uuid[])',
    values: [nodes],
  });
  return rows;
};
