import type { Transaction } from '@hilo/runtime';
import type { KeptReport } from '../../domain/dry-run.ts';
import { queryLong } from './long-query.ts';
import type { ShadowSchemas } from './shadow.ts';

const mostSamples = 20;
const mostOfOne = 10;

/** Where it is kept under which other identifier one is known by other rules. */
export const createRenamed = async (tx: Transaction, { next }: ShadowSchemas): Promise<void> => {
  await tx.query(`CREATE TABLE ${next}.renamed (old uuid NOT NULL, new uuid NOT NULL, PRIMARY KEY (old, new))`);
};

export const noteRenamed = async (tx: Transaction, renamed: readonly (readonly [string, string])[]): Promise<void> => {
  if (renamed.length === 0) return;
  await tx.query('INSERT INTO renamed SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING', [
    renamed.map(([old]) => old),
    renamed.map(([, now]) => now),
  ]);
};

/** How who is who in the shadow differs from who is who. */
export const compareShadow = async (tx: Transaction, places: ShadowSchemas): Promise<KeptReport> => {
  const { base, next } = places;
  await queryLong(
    tx,
    `CREATE TABLE ${next}.counterparts AS
     SELECT o.id AS old, o.customer AS before, o.shared AS was_shared, n.id AS new, n.customer AS after, n.shared AS is_shared
       FROM ${base}.identifiers AS o
       JOIN (SELECT id AS old, id AS new FROM ${base}.identifiers UNION SELECT old, new FROM ${next}.renamed) AS r
         ON r.old = o.id
       JOIN ${next}.identifiers AS n ON n.id = r.new
      WHERE o.aggregate <> '' AND n.aggregate <> ''`,
  );
  await tx.query(`ANALYZE ${next}.counterparts`);
  return {
    ...(await countInteractions(tx, places)),
    ...(await countCustomers(tx, places)),
    merges: await findMerges(tx, places),
    splits: await findSplits(tx),
    newlyShared: await findIdentifiers(
      tx,
      'SELECT old FROM counterparts GROUP BY old HAVING NOT bool_or(was_shared) AND bool_or(is_shared)',
    ),
    noLongerShared: await findIdentifiers(
      tx,
      'SELECT old FROM counterparts GROUP BY old HAVING bool_or(was_shared) AND NOT bool_or(is_shared)',
    ),
    dropped: await findIdentifiers(
      tx,
      `SELECT id AS old FROM ${base}.identifiers WHERE aggregate <> '' AND id NOT IN (SELECT old FROM counterparts)`,
    ),
    largestBefore: await findLargestBefore(tx, places),
    largestAfter: await findLargestAfter(tx, places),
  };
};

const countInteractions = async (tx: Transaction, { base }: ShadowSchemas) => {
  const rows = await queryLong<{ all: number; told: number }>(
    tx,
    `SELECT (SELECT count(*)::integer FROM ${base}.interactions WHERE NOT withdrawn AND content <> '') AS all,
            (SELECT count(*)::integer FROM attributions) AS told`,
  );
  const [{ all, told } = { all: 0, told: 0 }] = rows;
  return { interactions: all, namingNobody: all - told };
};

const countCustomers = async (tx: Transaction, { base, next }: ShadowSchemas) => {
  const counted = async (schema: string) => {
    const rows = await queryLong<{ customers: number; ambiguous: number }>(
      tx,
      `SELECT count(*) FILTER (WHERE id = customer AND NOT shared)::integer AS customers,
              count(*) FILTER (WHERE shared)::integer AS ambiguous
         FROM ${schema}.identifiers WHERE aggregate <> ''`,
    );
    return rows[0] ?? { customers: 0, ambiguous: 0 };
  };
  const [before, after] = [await counted(base), await counted(next)];
  return {
    customersBefore: before.customers,
    customersAfter: after.customers,
    ambiguousBefore: before.ambiguous,
    ambiguousAfter: after.ambiguous,
  };
};

const findMerges = async (tx: Transaction, places: ShadowSchemas): Promise<KeptReport['merges']> => {
  const rows = await queryLong<{ count: number; customers: number; merged: string[] }>(
    tx,
    `WITH merges AS (SELECT count(DISTINCT before) AS size, (array_agg(DISTINCT before))[1:${mostOfOne}] AS merged
                       FROM counterparts WHERE NOT was_shared AND NOT is_shared
                      GROUP BY after HAVING count(DISTINCT before) > 1)
     SELECT count(*) OVER ()::integer AS count, sum(size) OVER ()::integer AS customers, merged FROM merges
      ORDER BY size DESC, merged LIMIT ${mostSamples}`,
  );
  const held = await heldBy(
    tx,
    places,
    rows.flatMap(({ merged }) => merged),
  );
  return {
    count: rows[0]?.count ?? 0,
    customers: rows[0]?.customers ?? 0,
    samples: rows.map(({ merged }) => ({
      customers: merged.map((customer) => ({ customer, identifiers: held.get(customer) ?? [] })),
    })),
  };
};

const findSplits = async (tx: Transaction): Promise<KeptReport['splits']> => {
  const rows = await queryLong<{ count: number; customer: string; parts: string[][] }>(
    tx,
    `WITH parts AS (SELECT before, after, (array_agg(DISTINCT old))[1:${mostOfOne}] AS part
                      FROM counterparts WHERE NOT was_shared AND NOT is_shared GROUP BY before, after),
          splits AS (SELECT before, count(*) AS size FROM parts GROUP BY before HAVING count(*) > 1),
          samples AS (SELECT count(*) OVER ()::integer AS count, before, size FROM splits
                       ORDER BY size DESC, before LIMIT ${mostSamples})
     SELECT count, before AS customer,
            (SELECT json_agg(part) FROM (SELECT part FROM parts WHERE parts.before = samples.before
                                          ORDER BY cardinality(part) DESC, part LIMIT ${mostOfOne}) AS largest) AS parts
       FROM samples ORDER BY size DESC, before`,
  );
  return { count: rows[0]?.count ?? 0, samples: rows.map(({ customer, parts }) => ({ customer, parts })) };
};

const findIdentifiers = async (tx: Transaction, query: string): Promise<{ count: number; samples: string[] }> => {
  const rows = await queryLong<{ count: number; old: string }>(
    tx,
    `SELECT count(*) OVER ()::integer AS count, old FROM (${query}) AS found ORDER BY old LIMIT ${mostSamples}`,
  );
  return { count: rows[0]?.count ?? 0, samples: rows.map(({ old }) => old) };
};

const findLargestBefore = async (tx: Transaction, places: ShadowSchemas): Promise<KeptReport['largestBefore']> => {
  const largest = await largestIn(tx, places.base);
  const held = await heldBy(
    tx,
    places,
    largest.map(({ customer }) => customer),
  );
  return largest.map(({ customer, size }) => ({ customer, size, identifiers: held.get(customer) ?? [] }));
};

/** By the identifiers of today: those of the other rules are not known yet. */
const findLargestAfter = async (tx: Transaction, { next }: ShadowSchemas): Promise<KeptReport['largestAfter']> => {
  const largest = await largestIn(tx, next);
  const rows = await queryLong<{ after: string; ids: string[] }>(
    tx,
    `SELECT after, (array_agg(DISTINCT old))[1:${mostOfOne}] AS ids FROM counterparts
      WHERE after = ANY ($1::uuid[]) GROUP BY after`,
    [largest.map(({ customer }) => customer)],
  );
  const idsOf = new Map(rows.map(({ after, ids }) => [after, ids]));
  return largest.map(({ customer, size }) => ({ size, identifiers: idsOf.get(customer) ?? [] }));
};

const largestIn = async (tx: Transaction, schema: string): Promise<{ customer: string; size: number }[]> => {
  const rows = await queryLong<{ customer: string; size: number }>(
    tx,
    `SELECT customer, count(*)::integer AS size FROM ${schema}.identifiers WHERE aggregate <> '' AND NOT shared
      GROUP BY customer ORDER BY size DESC, customer LIMIT ${mostSamples}`,
  );
  return rows;
};

const heldBy = async (
  tx: Transaction,
  { base }: ShadowSchemas,
  customers: readonly string[],
): Promise<Map<string, string[]>> => {
  const rows = await queryLong<{ customer: string; ids: string[] }>(
    tx,
    `SELECT customer, (array_agg(id ORDER BY first_seen, id))[1:${mostOfOne}] AS ids FROM ${base}.identifiers
      WHERE customer = ANY ($1::uuid[]) AND aggregate <> '' GROUP BY customer`,
    [customers],
  );
  return new Map(rows.map(({ customer, ids }) => [customer, ids]));
};
