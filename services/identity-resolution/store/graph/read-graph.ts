import { bare, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { type Link, linkKey } from '../../domain/evidence.ts';
import type { Wanted } from '../../domain/reader.ts';
import type { KnownGraph, LinkState, NodeState } from '../../domain/state.ts';
import {
  type DenialRow,
  denial,
  type LinkRow,
  linkState,
  type NodeRow,
  nodeColumns,
  nodesIn,
  selectedNodeColumns,
} from './rows.ts';
import type { RecordVersion } from './versions.ts';

/** `latest`: when any record of what was read changed last, in milliseconds since the epoch. */
type Read = Pick<KnownGraph, 'nodes' | 'links' | 'denials'> & { latest: number };

const linkColumns = 'a, b, same, first_seen, alias_at, alias_former, refusal, beyond';

/** What is known of these components, and of these customers all that their records tell. Nodes that nothing counted mentions are not in it. */
export const readKnown = async (tx: Transaction | Pool, { components, customers, reopened }: Wanted): Promise<Read> => {
  const { nodes: whole, latest: one } = await readRows(tx, 'component', [...components]);
  const { nodes: others, latest: two } = await readRows(tx, 'customer', [...customers]);
  const nodes = new Map<string, NodeState>();
  for (const node of others) nodes.set(node.id, node);
  for (const node of whole) nodes.set(node.id, node);
  const links = new Map<string, LinkState>();
  const open = new Set([...openOf(whole), ...reopened]);
  for (const link of await readOpenLinks(tx, [...open])) links.set(linkKey(link), link);
  for (const link of await readRefusedLinks(tx, openOf(others))) links.set(linkKey(link), link);
  for (const link of await readLinksBeyond(tx, [...reopened])) links.set(linkKey(link), link);
  await readEnds(tx, links, nodes);
  const denials = await readDenials(
    tx,
    whole.map(({ id }) => id),
  );
  return { nodes, links, denials, latest: Math.max(one, two) };
};

const readEnds = async (
  tx: Transaction | Pool,
  links: ReadonlyMap<string, LinkState>,
  nodes: Map<string, NodeState>,
): Promise<void> => {
  const ends = new Set<string>();
  for (const { a, b } of links.values()) {
    if (!nodes.has(a)) ends.add(a);
    if (!nodes.has(b)) ends.add(b);
  }
  for (const end of await readNodes(tx, 'id', [...ends])) nodes.set(end.id, end);
};

/** Who has the identifier with the derived id $1 now, or the one that had it by earlier rules. */
export const customerById = `(SELECT customer FROM identifiers WHERE id = $1 AND aggregate <> ''
                              UNION ALL
                              SELECT customer FROM identifiers WHERE former @> ARRAY[$1::uuid] AND aggregate <> ''
                              LIMIT 1)`;

/** What one statement found of a customer, at one moment. */
type Found = {
  /** The version of the registry that was in force then. */
  registry: number;
  nodes: NodeRow[] | null;
  links: LinkRow[] | null;
  ends: NodeRow[] | null;
};

export type FoundCustomer = { customer: string; version: RecordVersion; known: Pick<KnownGraph, 'nodes' | 'links'> };

const readCustomerOfSql = statement({
  name: 'customer-of',
  text: `WITH own AS MATERIALIZED (
           SELECT ${selectedNodeColumns} FROM identifiers
            WHERE customer = ${customerById}
         ), open AS MATERIALIZED (
           SELECT id FROM own WHERE aggregate <> '' AND NOT shared
         ), refused AS MATERIALIZED (
           SELECT l.* FROM open CROSS JOIN LATERAL (
             SELECT ${linkColumns}, b AS other FROM links
              WHERE a = open.id AND refusal IS NOT NULL AND beyond IS DISTINCT FROM a
             UNION ALL SELECT ${linkColumns}, a AS other FROM links
                        WHERE b = open.id AND refusal IS NOT NULL AND beyond IS DISTINCT FROM b) AS l
         ), ends AS (
           SELECT i.* FROM refused
            CROSS JOIN LATERAL (SELECT ${selectedNodeColumns} FROM identifiers WHERE identifiers.id = refused.other LIMIT 1) AS i
         )
         SELECT (SELECT version FROM registries WHERE state = 'in-force') AS registry,
                (SELECT json_agg(json_build_array(${nodeColumns})) FROM own) AS nodes,
                (SELECT json_agg(refused) FROM refused) AS links,
                (SELECT json_agg(json_build_array(${nodeColumns})) FROM ends) AS ends`,
});

/**
 * The customer who has the identifier with this derived id, which stays valid whatever is merged: all that the record
 * tells, the version of the record, and that of the registry in force at that moment. In one statement, since somebody waits;
 * the other ends of refused links one by one, some of them twice: the planner expects so many that it would join them with the
 * whole table, and make room for tens of thousands to leave out what is there twice, which took five times as long as all else.
 */
export const readCustomerOf = async (
  pool: Transaction | Pool,
  id: string | undefined,
): Promise<{ registry: number; found: FoundCustomer | undefined }> => {
  const { rows } = await pool.query<Found>(readCustomerOfSql([id ?? null]));
  const [row] = rows;
  if (row === undefined) throw new Error('a statement without conditions gave no row');
  return { registry: row.registry, found: customerIn(row) };
};

const customerIn = ({ nodes: own, links, ends }: Found): FoundCustomer | undefined => {
  const head = own?.find(([id, , , , , customer]) => id === customer);
  if (head === undefined) return undefined;
  const [customer, , , , , , , , , , updatedAt, version] = head;
  const { nodes } = nodesIn([...(own ?? []), ...(ends ?? [])]);
  return {
    customer,
    version: { version, updatedAt: Number(updatedAt) },
    known: {
      nodes: new Map(nodes.map((node) => [node.id, node])),
      links: new Map((links ?? []).map(linkState).map((link) => [linkKey(link), link])),
    },
  };
};

/** All that is known of these customers: enough to compose their records. */
export const readCustomers = (tx: Transaction | Pool, customers: readonly string[]): Promise<Read> =>
  readKnown(tx, { components: new Set(), customers: new Set(customers), reopened: new Set() });

export const readNodes = async (
  tx: Transaction | Pool,
  column: Column,
  names: readonly string[],
): Promise<NodeState[]> => (await readRows(tx, column, names)).nodes;

type Column = 'component' | 'customer' | 'id';

const readRowsBy = (column: Column) =>
  statement({
    name: `nodes-by-${column}`,
    rowMode: 'array',
    text: `SELECT ${selectedNodeColumns} FROM identifiers WHERE ${column} = ANY ($1::uuid[])`,
  });

const readRowsSql = {
  component: readRowsBy('component'),
  customer: readRowsBy('customer'),
  id: readRowsBy('id'),
} satisfies Record<Column, unknown>;

const readRows = async (
  tx: Transaction | Pool,
  column: Column,
  names: readonly string[],
): Promise<{ nodes: NodeState[]; latest: number }> => {
  if (names.length === 0) return { nodes: [], latest: 0 };
  const { rows } = await tx.query<NodeRow>(readRowsSql[column]([bare(names)]));
  return nodesIn(rows);
};

const readOpenLinksSql = statement({
  name: 'open-links-of',
  text: `SELECT ${linkColumns}, NULL::float8 AS weight FROM links WHERE a = ANY ($1::uuid[]) AND beyond IS DISTINCT FROM a
         UNION ALL SELECT ${linkColumns}, NULL FROM links WHERE b = ANY ($1::uuid[]) AND beyond IS DISTINCT FROM b
         UNION ALL SELECT a, b, false, since, NULL, NULL, NULL, NULL, weight FROM automatic_links WHERE a = ANY ($1::uuid[])
         UNION ALL SELECT a, b, false, since, NULL, NULL, NULL, NULL, weight FROM automatic_links WHERE b = ANY ($1::uuid[])`,
});

/** Their links, also what is linked automatically, but for those of which they have too many themselves. */
const readOpenLinks = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>(readOpenLinksSql([bare(nodes)]));
  return rows.map(linkState);
};

const readRefusedLinksSql = statement({
  name: 'refused-links-of',
  text: `SELECT ${linkColumns} FROM links
          WHERE a = ANY ($1::uuid[]) AND refusal IS NOT NULL AND beyond IS DISTINCT FROM a
         UNION ALL SELECT ${linkColumns} FROM links
          WHERE b = ANY ($1::uuid[]) AND refusal IS NOT NULL AND beyond IS DISTINCT FROM b`,
});

/** Those of their open links that a record tells: the ones that do not hold. */
const readRefusedLinks = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>(readRefusedLinksSql([bare(nodes)]));
  return rows.map(linkState);
};

const openOf = (nodes: readonly NodeState[]): string[] => nodes.filter(({ shared }) => !shared).map(({ id }) => id);

const readLinksBeyondSql = statement({
  name: 'links-beyond',
  text: `SELECT ${linkColumns} FROM links WHERE beyond = ANY ($1::uuid[])`,
});

const readLinksBeyond = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<LinkState[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<LinkRow>(readLinksBeyondSql([bare(nodes)]));
  return rows.map(linkState);
};

const readLinksSql = statement({
  name: 'links-among',
  text: `SELECT l.a, l.b, l.same, l.first_seen, l.alias_at, l.alias_former, l.refusal, l.beyond
           FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) AS n (a, b, same)
           JOIN links AS l ON l.a = n.a AND l.b = n.b AND l.same = n.same`,
});

/** Those of these links that are known. */
export const readLinks = async (tx: Transaction, links: readonly Link[]): Promise<LinkState[]> => {
  if (links.length === 0) return [];
  const { rows } = await tx.query<LinkRow>(
    readLinksSql([
      bare(links.map(({ a }) => a)),
      bare(links.map(({ b }) => b)),
      bare(links.map(({ same }) => same === true)),
    ]),
  );
  return rows.map(linkState);
};

const readDenialsSql = statement({
  name: 'denials-of',
  text: 'SELECT origin, node, from_nodes, at, reason FROM denials WHERE node = ANY ($1::uuid[])',
});

const readDenials = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<KnownGraph['denials']> => {
  if (nodes.length === 0) return new Map();
  const { rows } = await tx.query<DenialRow>(readDenialsSql([bare(nodes)]));
  return new Map(rows.map(denial));
};
