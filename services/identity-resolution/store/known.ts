import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Wanted } from '../change.ts';
import { type Link, linkKey } from '../domain/evidence.ts';
import type { Known, LinkState, NodeState } from '../domain/known.ts';
import { type DenialRow, denial, isNew, type LinkRow, linkState, type NodeRow, nodeState } from './rows.ts';

type Read = Pick<Known, 'nodes' | 'links' | 'denials'>;

const nodeColumns = 'id, kind, value, first_seen, component, customer, shared, beyond, aggregate, consents';
const linkColumns = 'a, b, same, first_seen, refusal, beyond';

/** What is known of these components, and of these customers all that their records tell. Nodes that nothing counted mentions are not in it. */
export const readKnown = async (tx: Transaction | Pool, { components, customers, reopened }: Wanted): Promise<Read> => {
  const whole = await readNodes(tx, 'component', [...components]);
  const others = await readNodes(tx, 'customer', [...customers]);
  const nodes = new Map([...others, ...whole].map((node) => [node.id, node]));
  const links = new Map<string, LinkState>();
  const open = new Set([...openOf(whole), ...reopened]);
  for (const link of await readOpenLinks(tx, [...open])) links.set(linkKey(link), link);
  for (const link of await readRefusedLinks(tx, openOf(others))) links.set(linkKey(link), link);
  for (const link of await readLinksBeyond(tx, [...reopened])) links.set(linkKey(link), link);
  const ends = new Set([...links.values()].flatMap(({ a, b }) => [a, b]));
  for (const end of await readNodes(tx, 'id', [...ends.difference(nodes)])) nodes.set(end.id, end);
  const denials = await readDenials(
    tx,
    whole.map(({ id }) => id),
  );
  return { nodes, links, denials };
};

/** All that is known of these customers: enough to compose their records. */
export const readCustomers = (tx: Transaction | Pool, customers: readonly string[]): Promise<Read> =>
  readKnown(tx, { components: new Set(), customers: new Set(customers), reopened: new Set() });

export const readNodes = async (
  tx: Transaction | Pool,
  column: 'component' | 'customer' | 'id',
  names: readonly string[],
): Promise<NodeState[]> => {
  if (names.length === 0) return [];
  const { rows } = await tx.query<NodeRow>({
    name: `nodes-by-${column}`,
    text: `SELECT ${nodeColumns} FROM identifiers WHERE ${column} = ANY ($1::uuid[])`,
    values: [names],
  });
  return rows.filter((row) => !isNew(row)).map(nodeState);
};

/** Their links, but for those of which they have too many themselves. */
const readOpenLinks = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>({
    name: 'open-links-of',
    text: `SELECT ${linkColumns} FROM links WHERE a = ANY ($1::uuid[]) AND beyond IS DISTINCT FROM a
           UNION ALL SELECT ${linkColumns} FROM links WHERE b = ANY ($1::uuid[]) AND beyond IS DISTINCT FROM b`,
    values: [nodes],
  });
  return rows.map(linkState);
};

/** Those of their open links that a record tells: the ones that do not hold. */
const readRefusedLinks = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>({
    name: 'refused-links-of',
    text: `SELECT ${linkColumns} FROM links
            WHERE a = ANY ($1::uuid[]) AND refusal IS NOT NULL AND beyond IS DISTINCT FROM a
           UNION ALL SELECT ${linkColumns} FROM links
            WHERE b = ANY ($1::uuid[]) AND refusal IS NOT NULL AND beyond IS DISTINCT FROM b`,
    values: [nodes],
  });
  return rows.map(linkState);
};

const openOf = (nodes: readonly NodeState[]): string[] => nodes.filter(({ shared }) => !shared).map(({ id }) => id);

const readLinksBeyond = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>({
    name: 'links-beyond',
    text: `SELECT ${linkColumns} FROM links WHERE beyond = ANY ($1::uuid[])`,
    values: [nodes],
  });
  return rows.map(linkState);
};

/** Those of these links that are known. */
export const readLinks = async (tx: Transaction, links: readonly Link[]): Promise<LinkState[]> => {
  if (links.length === 0) return [];
  const { rows } = await tx.query<LinkRow>({
    name: 'links-among',
    text: `SELECT l.a, l.b, l.same, l.first_seen, l.refusal, l.beyond
             FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS n (a, b, same)
             JOIN links AS l ON l.a = n.a AND l.b = n.b AND l.same = n.same`,
    values: [links.map(({ a }) => a), links.map(({ b }) => b), links.map(({ same }) => same === true)],
  });
  return rows.map(linkState);
};

const readDenials = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<Known['denials']> => {
  if (nodes.length === 0) return new Map();
  const { rows } = await tx.query<DenialRow>({
    name: 'denials-of',
    text: 'SELECT origin, node, from_nodes, at, reason FROM denials WHERE node = ANY ($1::uuid[])',
    values: [nodes],
  });
  return new Map(rows.map(denial));
};
