import { command, statement, statementIn, type Transaction } from '@hilo/runtime';
import type { QueryConfig } from 'pg';
import type { KeptReport } from '../../domain/dry-run.ts';
import { queryLong } from './long-query.ts';
import { exampleSchemas, type ShadowSchemas } from './shadow.ts';

const mostSamples = 20;
const mostOfOne = 10;

/** Where it is kept under which other identifier one is known by other rules. */
export const createRenamed = async (tx: Transaction, { next }: ShadowSchemas): Promise<void> => {
  await tx.query(
    command(`CREATE TABLE ${next}.renamed (old uuid NOT NULL, new uuid NOT NULL, PRIMARY KEY (old, new))`),
  );
};

const noteRenamedSql = statement(
  'INSERT INTO renamed SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING',
);

export const noteRenamed = async (tx: Transaction, renamed: readonly (readonly [string, string])[]): Promise<void> => {
  if (renamed.length === 0) return;
  await tx.query(noteRenamedSql([renamed.map(([old]) => old), renamed.map(([, now]) => now)]));
};

const createCounterpartsSql = statementIn(
  exampleSchemas,
  ({ base, next }) => `
  CREATE TABLE ${next}.counterparts AS
  SELECT o.id AS old, o.customer AS before, o.shared AS was_shared, n.id AS new, n.customer AS after, n.shared AS is_shared
    FROM ${base}.identifiers AS o
    JOIN (SELECT id AS old, id AS new FROM ${base}.identifiers UNION SELECT old, new FROM ${next}.renamed) AS r
      ON r.old = o.id
    JOIN ${next}.identifiers AS n ON n.id = r.new
   WHERE o.aggregate <> '' AND n.aggregate <> ''`,
);

/** How who is who in the shadow differs from who is who. */
export const compareShadow = async (tx: Transaction, places: ShadowSchemas): Promise<KeptReport> => {
  await queryLong(tx, createCounterpartsSql(places));
  await tx.query(command(`ANALYZE ${places.next}.counterparts`));
  return {
    ...(await countInteractions(tx, places)),
    ...(await countCustomers(tx, places)),
    merges: await findMerges(tx, places),
    splits: await findSplits(tx),
    newlyShared: await findIdentifiers(tx, newlySharedSql()),
    noLongerShared: await findIdentifiers(tx, noLongerSharedSql()),
    dropped: await findIdentifiers(tx, droppedSql(places)),
    largestBefore: await findLargestBefore(tx, places),
    largestAfter: await findLargestAfter(tx, places),
  };
};

const countInteractionsSql = statementIn(
  exampleSchemas,
  ({ base }) => `
  SELECT (SELECT count(*)::integer FROM ${base}.interactions WHERE NOT withdrawn AND content <> '') AS all,
         (SELECT count(*)::integer FROM attributions) AS told`,
);

const countInteractions = async (tx: Transaction, places: ShadowSchemas) => {
  const rows = await queryLong<{ all: number; told: number }>(tx, countInteractionsSql(places));
  const [{ all, told } = { all: 0, told: 0 }] = rows;
  return { interactions: all, namingNobody: all - told };
};

const countCustomersSql = statementIn(
  'identity',
  (schema) => `
  SELECT count(*) FILTER (WHERE id = customer AND NOT shared)::integer AS customers,
         count(*) FILTER (WHERE shared)::integer AS ambiguous
    FROM ${schema}.identifiers WHERE aggregate <> ''`,
);

const countCustomers = async (tx: Transaction, { base, next }: ShadowSchemas) => {
  const counted = async (schema: string) => {
    const rows = await queryLong<{ customers: number; ambiguous: number }>(tx, countCustomersSql(schema));
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

const findMergesSql = statement(`
  WITH merges AS (SELECT count(DISTINCT before) AS size, (array_agg(DISTINCT before))[1:${mostOfOne}] AS merged
                    FROM counterparts WHERE NOT was_shared AND NOT is_shared
                   GROUP BY after HAVING count(DISTINCT before) > 1)
  SELECT count(*) OVER ()::integer AS count, sum(size) OVER ()::integer AS customers, merged FROM merges
   ORDER BY size DESC, merged LIMIT ${mostSamples}`);

const findMerges = async (tx: Transaction, places: ShadowSchemas): Promise<KeptReport['merges']> => {
  const rows = await queryLong<{ count: number; customers: number; merged: string[] }>(tx, findMergesSql());
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

const findSplitsSql = statement(`
  WITH parts AS (SELECT before, after, (array_agg(DISTINCT old))[1:${mostOfOne}] AS part
                   FROM counterparts WHERE NOT was_shared AND NOT is_shared GROUP BY before, after),
       splits AS (SELECT before, count(*) AS size FROM parts GROUP BY before HAVING count(*) > 1),
       samples AS (SELECT count(*) OVER ()::integer AS count, before, size FROM splits
                    ORDER BY size DESC, before LIMIT ${mostSamples})
  SELECT count, before AS customer,
         (SELECT json_agg(part) FROM (SELECT part FROM parts WHERE parts.before = samples.before
                                       ORDER BY cardinality(part) DESC, part LIMIT ${mostOfOne}) AS largest) AS parts
    FROM samples ORDER BY size DESC, before`);

const findSplits = async (tx: Transaction): Promise<KeptReport['splits']> => {
  const rows = await queryLong<{ count: number; customer: string; parts: string[][] }>(tx, findSplitsSql());
  return { count: rows[0]?.count ?? 0, samples: rows.map(({ customer, parts }) => ({ customer, parts })) };
};

const counted = (query: string): string =>
  `SELECT count(*) OVER ()::integer AS count, old FROM (${query}) AS found ORDER BY old LIMIT ${mostSamples}`;

const newlySharedSql = statement(
  counted('SELECT old FROM counterparts GROUP BY old HAVING NOT bool_or(was_shared) AND bool_or(is_shared)'),
);

const noLongerSharedSql = statement(
  counted('SELECT old FROM counterparts GROUP BY old HAVING bool_or(was_shared) AND NOT bool_or(is_shared)'),
);

const droppedSql = statementIn(exampleSchemas, ({ base }) =>
  counted(
    `SELECT id AS old FROM ${base}.identifiers WHERE aggregate <> '' AND id NOT IN (SELECT old FROM counterparts)`,
  ),
);

const findIdentifiers = async (tx: Transaction, query: QueryConfig): Promise<{ count: number; samples: string[] }> => {
  const rows = await queryLong<{ count: number; old: string }>(tx, query);
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

const findLargestAfterSql = statement(`
  SELECT after, (array_agg(DISTINCT old))[1:${mostOfOne}] AS ids FROM counterparts
   WHERE after = ANY ($1::uuid[]) GROUP BY after`);

/** By the identifiers of today: those of the other rules are not known yet. */
const findLargestAfter = async (tx: Transaction, { next }: ShadowSchemas): Promise<KeptReport['largestAfter']> => {
  const largest = await largestIn(tx, next);
  const rows = await queryLong<{ after: string; ids: string[] }>(
    tx,
    findLargestAfterSql([largest.map(({ customer }) => customer)]),
  );
  const idsOf = new Map(rows.map(({ after, ids }) => [after, ids]));
  return largest.map(({ customer, size }) => ({ size, identifiers: idsOf.get(customer) ?? [] }));
};

const largestInSql = statementIn(
  'identity',
  (schema) => `
  SELECT customer, count(*)::integer AS size FROM ${schema}.identifiers WHERE aggregate <> '' AND NOT shared
   GROUP BY customer ORDER BY size DESC, customer LIMIT ${mostSamples}`,
);

const largestIn = async (tx: Transaction, schema: string): Promise<{ customer: string; size: number }[]> => {
  const rows = await queryLong<{ customer: string; size: number }>(tx, largestInSql(schema));
  return rows;
};

const heldBySql = statementIn(
  exampleSchemas,
  ({ base }) => `
  SELECT customer, (array_agg(id ORDER BY first_seen, id))[1:${mostOfOne}] AS ids FROM ${base}.identifiers
   WHERE customer = ANY ($1::uuid[]) AND aggregate <> '' GROUP BY customer`,
);

const heldBy = async (
  tx: Transaction,
  places: ShadowSchemas,
  customers: readonly string[],
): Promise<Map<string, string[]>> => {
  const rows = await queryLong<{ customer: string; ids: string[] }>(tx, heldBySql(places, [customers]));
  return new Map(rows.map(({ customer, ids }) => [customer, ids]));
};
