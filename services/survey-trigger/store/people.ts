import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { KnownRecord } from './profiles.ts';

/** By what somebody is looked for: ids of customers, or derived from identifiers, the likeliest first; and contact points by their keyed hashes. */
export type Sought = { who: readonly string[]; point: readonly string[]; places: readonly string[] };

/** Who was found by each, in the same order. */
export type FoundPeople = {
  each: { who: string | undefined; point: string | undefined }[];
  /** Of contact points, who has each: of those that were sought, and of those of whoever was found. */
  holders: ReadonlyMap<string, readonly string[]>;
  /** Without one that cannot be read. */
  records: ReadonlyMap<string, KnownRecord | null>;
};

/** Of so many who have a contact point nobody needs to be known: it says nobody. */
export const mostHolders = 50;

const holdersOf = (place: string, but: string): string =>
  `SELECT h.customer FROM contact_points h WHERE h.place = ${place} AND ${but} LIMIT ${mostHolders + 1}`;

// Given as JSON, of which the planner believes the same however much it is: so that it keeps one plan, and does not plan each time.
const people = `
  sought AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS s (n int, role text, rank int, id uuid)),
  found AS MATERIALIZED (
    SELECT n, role, rank, coalesce((SELECT c.id FROM customers c WHERE c.id = s.id AND NOT c.deleted),
                                   (SELECT k.customer FROM claims k WHERE k.subject = s.id)) AS customer FROM sought s),
  held AS MATERIALIZED (
    SELECT p.place, h.customer FROM (SELECT DISTINCT place FROM jsonb_array_elements_text($2::jsonb) AS p (place)) AS p
     CROSS JOIN LATERAL (${holdersOf('p.place', 'true')}) AS h),
  named AS MATERIALIZED (SELECT DISTINCT customer FROM found WHERE role = 'who' AND customer IS NOT NULL UNION SELECT customer FROM held),
  shared AS MATERIALIZED (
    SELECT p.place, h.customer FROM named n JOIN contact_points p ON p.customer = n.customer
     CROSS JOIN LATERAL (${holdersOf('p.place', 'h.customer <> n.customer')}) AS h),
  people AS (SELECT customer FROM found WHERE customer IS NOT NULL UNION SELECT customer FROM named UNION SELECT customer FROM shared)`;

const findPeopleSql = statement({
  name: 'find-people',
  text: `WITH ${people}
         SELECT 'found' AS what, n, role, rank, customer, NULL AS place, NULL::jsonb AS record, NULL::jsonb AS erased
           FROM found WHERE customer IS NOT NULL
         UNION ALL SELECT 'holder', NULL, NULL, NULL, customer, place, NULL, NULL FROM held
         UNION ALL SELECT 'holder', NULL, NULL, NULL, customer, place, NULL, NULL FROM shared
         UNION ALL SELECT 'record', NULL, NULL, NULL, p.customer, NULL, p.record - '{subjects,interactions}'::text[],
                          (SELECT jsonb_object_agg(e.subject, e.until) FROM jsonb_array_elements(p.record->'identifiers') AS i
                             JOIN erased e ON e.subject = (i->>'subject')::uuid)
           FROM people JOIN profiles p ON p.customer = people.customer`,
});

const lockPeopleSql = statement({
  name: 'lock-people',
  text: `WITH ${people} SELECT id FROM customers WHERE id IN (SELECT customer FROM people) ORDER BY id FOR UPDATE`,
});

const valuesOf = (sought: readonly Sought[]): unknown[] => {
  const ids = sought.flatMap(({ who, point }, n) => [
    ...who.map((id, rank) => ({ n, role: 'who', rank, id })),
    ...point.map((id, rank) => ({ n, role: 'point', rank, id })),
  ]);
  return [JSON.stringify(ids), JSON.stringify(sought.flatMap(({ places }) => places))];
};

/** Until the end of the transaction nobody decides about these, and no record of theirs changes. Gives whom it locked. */
export const lockPeople = async (tx: Transaction, sought: readonly Sought[]): Promise<ReadonlySet<string>> => {
  const { rows } = await tx.query<{ id: string }>(lockPeopleSql(valuesOf(sought)));
  return new Set(rows.map(({ id }) => id));
};

const Row = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('found'),
    n: z.int(),
    role: z.enum(['who', 'point']),
    rank: z.int(),
    customer: z.string(),
  }),
  z.object({ what: z.literal('holder'), customer: z.string(), place: z.string() }),
  z.object({
    what: z.literal('record'),
    customer: z.string(),
    record: KnownRecord.nullable().catch(null),
    erased: z.record(z.string(), z.string()).nullable(),
  }),
]);

/** Finds these people, and whoever shares a contact point with them, with what is known of each. */
export const findPeople = async (tx: Pick<Transaction, 'query'>, sought: readonly Sought[]): Promise<FoundPeople> => {
  const { rows } = await tx.query(findPeopleSql(valuesOf(sought)));
  const each: (FoundPeople['each'][number] & { rank: Record<string, number> })[] = sought.map(() => ({
    who: undefined,
    point: undefined,
    rank: {},
  }));
  const holders = new Map<string, Set<string>>();
  const hold = (place: string, customer: string): void => {
    holders.set(place, (holders.get(place) ?? new Set()).add(customer));
  };
  const records = new Map<string, KnownRecord | null>();
  for (const row of rows) {
    const read = Row.parse(row);
    if (read.what === 'holder') hold(read.place, read.customer);
    else if (read.what === 'record')
      records.set(read.customer, read.record && withoutErasedIdentifiers(read.record, read.erased ?? {}));
    else {
      const one = each[read.n];
      if (one === undefined || (one.rank[read.role] ?? Number.POSITIVE_INFINITY) <= read.rank) continue;
      one.rank[read.role] = read.rank;
      one[read.role] = read.customer;
    }
  }
  return { each, holders: new Map([...holders].map(([place, all]) => [place, [...all].toSorted()])), records };
};

/** An erasure is heard of before the records of those who had the address of who was erased. */
const withoutErasedIdentifiers = (record: KnownRecord, erased: Record<string, string>): KnownRecord => ({
  ...record,
  identifiers: record.identifiers.filter(
    ({ subject }) => erased[subject] === undefined || Date.parse(record.updatedAt) > Date.parse(erased[subject]),
  ),
});
