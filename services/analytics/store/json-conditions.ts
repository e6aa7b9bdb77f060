import { IsoTime, stepsOf, type ValueComparison } from '@hilo/contracts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';

/**
 * `holds(comparison, valuesAt(json, path))` of packages/segments, in SQL: `root` is JSON, or null where there is none. A property holds the
 * two together.
 */
export const holdsAt = (root: SQL, path: string, comparison: ValueComparison): SQL =>
  holdsOf(found(sql`SELECT ${root} AS v`, stepsOf(path)), comparison);

/** The same of the traits of a record, of which each may have several values. */
export const holdsInTraits = (traits: SQL, path: string, comparison: ValueComparison): SQL => {
  const [name = ''] = stepsOf(path);
  const isNamed = name === '*' ? sql`true` : sql`t.name = ${name}::text`;
  const values = sql`
    SELECT jsonb_build_object(t.name, told.one -> 'value') AS v
      FROM jsonb_each(${traits}) AS t (name, told),
           LATERAL jsonb_array_elements(CASE jsonb_typeof(t.told) WHEN 'array' THEN t.told ELSE jsonb_build_array(t.told) END)
             AS told (one)
     WHERE ${isNamed} AND jsonb_typeof(told.one) = 'object' AND jsonb_typeof(told.one -> 'value') <> 'null'`;
  return holdsOf(found(values, stepsOf(path)), comparison);
};

/** What is found at these steps in each of the values: rows of one column, `v`. */
const found = (values: SQL, steps: readonly string[]): SQL => {
  const last = steps.reduce(
    (rows, step) => sql`SELECT x.v FROM (${rows}) AS b (v), LATERAL (${within(step)}) AS x (v)`,
    values,
  );
  return sql`SELECT e.v FROM (${last}) AS e (v) WHERE jsonb_typeof(e.v) <> 'null'`;
};

/** An index of a list as JSON has it, and Postgres can count. */
const listIndex = /^(?:0|[1-9]\d{0,8})$/;

const within = (step: string): SQL => {
  if (step === '*')
    return sql`
      SELECT value FROM jsonb_each(CASE jsonb_typeof(b.v) WHEN 'object' THEN b.v ELSE '{}' END)
      UNION ALL SELECT value FROM jsonb_array_elements(CASE jsonb_typeof(b.v) WHEN 'array' THEN b.v ELSE '[]' END)`;
  const inList = listIndex.test(step) ? sql`b.v -> ${Number(step)}::integer` : sql`NULL`;
  return sql`SELECT CASE jsonb_typeof(b.v) WHEN 'object' THEN b.v -> ${step}::text WHEN 'array' THEN ${inList} END`;
};

const holdsOf = (rows: SQL, comparison: ValueComparison): SQL => {
  const { operator } = comparison;
  switch (operator) {
    case 'exists':
      return comparison.value ? sql`EXISTS (${rows})` : sql`NOT EXISTS (${rows})`;
    case 'not-equals':
      return sql`NOT ${holdsOf(rows, { operator: 'equals', value: comparison.value })}`;
    case 'not-in':
      return sql`NOT ${holdsOf(rows, { operator: 'in', value: comparison.value })}`;
    case 'not-contains':
      return sql`NOT ${holdsOf(rows, { operator: 'contains', value: comparison.value })}`;
    case 'equals':
      return any(rows, sql`f.v = ${JSON.stringify(comparison.value)}::jsonb`);
    case 'in':
      return any(rows, sql`f.v IN (SELECT jsonb_array_elements(${JSON.stringify(comparison.value)}::jsonb))`);
    case 'contains':
      return any(rows, containing(comparison.value));
    case 'starts-with':
      return any(
        rows,
        sql`jsonb_typeof(f.v) = 'string' AND starts_with(f.v #>> '{}', ${String(comparison.value)}::text)`,
      );
    default:
      return any(rows, ordered(operator, comparison.value));
  }
};

const any = (rows: SQL, condition: SQL): SQL => sql`EXISTS (SELECT FROM (${rows}) AS f (v) WHERE ${condition})`;

const containing = (part: string | number | boolean): SQL => {
  const inList = sql`jsonb_typeof(f.v) = 'array' AND f.v @> ${JSON.stringify(part)}::jsonb`;
  if (typeof part !== 'string') return inList;
  return sql`(${inList}) OR (jsonb_typeof(f.v) = 'string' AND strpos(f.v #>> '{}', ${part}::text) > 0)`;
};

const signs = { greater: sql`>`, 'at-least': sql`>=`, less: sql`<`, 'at-most': sql`<=` };

/** Numbers with numbers, instants with instants: the cast is made only of what is one. */
const ordered = (operator: keyof typeof signs, value: number | string): SQL =>
  typeof value === 'number'
    ? sql`CASE jsonb_typeof(f.v) WHEN 'number' THEN (f.v)::numeric ${signs[operator]} ${String(value)}::numeric END`
    : sql`CASE WHEN jsonb_typeof(f.v) = 'string' AND f.v #>> '{}' ~ ${isoTime}::text
               THEN ${instantIn(sql`f.v #>> '{}'`)} ${signs[operator]} to_timestamp(${Date.parse(value) / 1000}::float8) END`;

const isoTime = z
  .object({ anyOf: z.array(z.object({ pattern: z.string() })) })
  .parse(z.toJSONSchema(IsoTime))
  .anyOf.map(({ pattern }) => `(?:${pattern})`)
  .join('|');

/** In milliseconds; without an offset, which only a day is, of UTC. Postgres knows no year 0000, and no offset of 16 hours. */
const instantIn = (text: SQL): SQL => sql`
  CASE WHEN ${text} ~ '^0000' THEN '-infinity'::timestamptz
       ELSE date_trunc('milliseconds', (regexp_replace(${text}, '(Z|[+-]\\d\\d:\\d\\d)$', '')::timestamp
              - coalesce(substring(${text} from '[+-]\\d\\d:\\d\\d$')::interval, '0')) AT TIME ZONE 'UTC') END`;
