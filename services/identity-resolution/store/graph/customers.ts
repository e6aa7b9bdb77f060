import type { CustomerRecord } from '@hilo/contracts';
import { snapshot, statement, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { RecordContent } from '../../domain/compose-record.ts';
import { recordsOf } from '../../domain/compose-records.ts';
import type { Node } from '../../domain/node.ts';
import type { Registry } from '../../domain/registry.ts';
import type { Rules } from '../../domain/rules.ts';
import { baseOf, type NodeState } from '../../domain/state.ts';
import type { RulesInForce } from '../registry/rules-in-force.ts';
import { customerById, readCustomerOf, readCustomers, readNodes } from './read-graph.ts';
import { type RecordVersion, readVersions } from './versions.ts';

/** The records of these customers as they are now; `undefined` for those that are no more, with the version of that. */
export const readRecords = (
  pool: Pool,
  rules: RulesInForce,
  customers: readonly string[],
): Promise<Map<string, { record: CustomerRecord | undefined; version: RecordVersion }>> =>
  snapshot(pool, async (tx) => readRecordsIn(tx, (await rules.within(tx)).registry, customers));

/** The same, in a transaction that sees one moment or has locked what it reads. */
export const readRecordsIn = async (
  tx: Transaction,
  registry: Registry,
  customers: readonly string[],
): Promise<Map<string, { record: CustomerRecord | undefined; version: RecordVersion }>> => {
  const known = await readCustomers(tx, customers);
  const versions = await readVersions(tx, customers);
  const living = new Set([...known.nodes.values()].map(({ customer }) => customer));
  const contents = recordsOf(registry, known, new Set(customers.filter((id) => living.has(id))));
  const recordOf = new Map(contents.map((record) => [record.id, record]));
  return new Map(
    [...versions].map(([id, version]) => {
      const content = recordOf.get(id);
      return [id, { version, record: content && withVersion(content, version) }];
    }),
  );
};

const withVersion = (content: RecordContent, { version, updatedAt }: RecordVersion): CustomerRecord => ({
  ...content,
  version,
  updatedAt: new Date(updatedAt).toISOString(),
});

/** The record of the customer who has the identifier that has this derived id by the rules in force. */
export const readRecord = async (
  pool: Pool,
  rules: RulesInForce,
  subjectBy: (rules: Rules) => string | undefined,
): Promise<CustomerRecord | undefined> => {
  const inForce = await rules.lately(pool);
  const { registry, found } = await readCustomerOf(pool, subjectBy(inForce));
  if (registry !== inForce.registry.version) {
    await transaction(pool, (tx) => rules.within(tx));
    return readRecord(pool, rules, subjectBy);
  }
  if (found === undefined) return undefined;
  const [record] = recordsOf(inForce.registry, found.known, new Set([found.customer]));
  return record && withVersion(record, found.version);
};

const customerOfSql = statement(`SELECT ${customerById} AS customer`);

/** The customer who has the identifier with this derived id, which stays valid whatever is merged. */
export const customerOf = async (pool: Transaction | Pool, id: string): Promise<string | undefined> => {
  const { rows } = await pool.query<{ customer: string | null }>(customerOfSql([id]));
  return rows[0]?.customer ?? undefined;
};

const customersOfSql = statement({
  name: 'customers-of',
  text: `SELECT id, customer FROM identifiers WHERE id = ANY ($1::uuid[]) AND aggregate <> ''`,
});

/** Whose each of these subjects is. Those that nothing mentions are nobody's. */
export const customersOf = async (tx: Transaction, subjects: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await tx.query<{ id: string; customer: string }>(customersOfSql([subjects]));
  return new Map(rows.map(({ id, customer }) => [id, customer]));
};

const basesOfSql = statement({
  name: 'bases-of',
  text: `SELECT id, coalesce(base, customer) AS base FROM identifiers WHERE id = ANY ($1::uuid[]) AND aggregate <> ''`,
});

/**
 * Whose each of these subjects is without what is linked automatically: who is compared. Those that nothing mentions are
 * nobody's.
 */
export const basesOf = async (tx: Transaction, subjects: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await tx.query<{ id: string; base: string }>(basesOfSql([subjects]));
  return new Map(rows.map(({ id, base }) => [id, base]));
};

const subjectsOfSql = statement(`
  SELECT id, ARRAY(SELECT led FROM unnest(former) AS led
                    WHERE NOT EXISTS (SELECT FROM identifiers AS i WHERE i.id = led AND i.aggregate <> '')) AS former
    FROM identifiers WHERE customer = ${customerById} AND aggregate <> ''`);

/** The subjects of the customer who has the identifier with this derived id; those of before come last. */
export const subjectsOf = async (pool: Transaction | Pool, id: string): Promise<string[]> => {
  const { rows } = await pool.query<{ id: string; former: string[] }>(subjectsOfSql([id]));
  return [...rows.map((row) => row.id), ...rows.flatMap(({ former }) => former)];
};

const findHeldSql = statement(`
  SELECT id, kind, value FROM identifiers
   WHERE customer = ${customerById} AND aggregate <> ''
   ORDER BY kind, value`);

/** The identifiers of the customer who has the one with this derived id. */
export const findHeld = async (tx: Transaction, id: string): Promise<Node[]> => {
  const { rows } = await tx.query<Node>(findHeldSql([id]));
  return rows;
};

const readBasesSql = statement('SELECT DISTINCT customer FROM identifiers WHERE id = ANY ($1::uuid[])');

/** The identifiers of these, each a customer without what is linked automatically. */
export const readBases = async (tx: Transaction, bases: readonly string[]): Promise<NodeState[]> => {
  if (bases.length === 0) return [];
  const { rows } = await tx.query<{ customer: string }>(readBasesSql([bases]));
  const wanted = new Set(bases);
  const customers = rows.map(({ customer }) => customer);
  return (await readNodes(tx, 'customer', customers)).filter((node) => wanted.has(baseOf(node)));
};

const countAllSql = statement(`
  SELECT count(*) FILTER (WHERE id = customer AND NOT shared) AS customers, count(*) FILTER (WHERE shared) AS ambiguous,
         count(*) AS identifiers, (SELECT count(*) FROM interactions WHERE NOT withdrawn AND rule <> 'names-nobody') AS interactions
    FROM identifiers WHERE aggregate <> ''`);

/** How many customers, identifiers and interactions there are. */
export const countAll = async (
  pool: Pool,
): Promise<{ customers: number; ambiguous: number; identifiers: number; interactions: number }> => {
  const { rows } = await pool.query<Record<'customers' | 'ambiguous' | 'identifiers' | 'interactions', string>>(
    countAllSql(),
  );
  const [row] = rows;
  return {
    customers: Number(row?.customers ?? 0),
    ambiguous: Number(row?.ambiguous ?? 0),
    identifiers: Number(row?.identifiers ?? 0),
    interactions: Number(row?.interactions ?? 0),
  };
};
