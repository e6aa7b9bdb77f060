import { compose, named } from '@hilo/runtime';
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { FigureQuery, GroupPage } from '../../domain/figure-query.ts';
import { type Fields, keyOf } from './fields.ts';

/** What is counted of each group: names, each with its aggregate. */
export type Measures = Readonly<Record<string, SQL>>;

/** Rows that are counted one by one; or first put together by what they have in common within their group. */
export type GroupCounting = {
  rows: SQL;
  measures: Measures;
  within?: { columns: readonly string[]; measures: Measures };
};

/** One group, or all of them together; in the range that was asked for, or in that before. */
export const CountedGroup = z.object({ isTotal: z.boolean(), before: z.boolean(), keys: z.array(z.string()) });

/** The columns of a row by which it is grouped: `g0`, `g1` …, and whether it is of the time before. */
export const groupColumns = (asking: FigureQuery, fields: Fields): SQL => {
  const keys = asking.dimensions.map((dimension, n) => sql`${keyOf(dimension, fields, asking)} AS ${key(n)}`);
  return sql.join([...keys, sql`${isBefore(asking, fields)} AS before`], sql`, `);
};

const isBefore = ({ before, range }: FigureQuery, { at }: Fields): SQL =>
  before === undefined ? sql`false` : sql`${at} < ${range.from}::timestamptz`;

const key = (n: number): SQL => sql.raw(`g${Math.trunc(n)}`);
/** The names of the columns by which rows are grouped. */
export const keysOf = ({ dimensions }: FigureQuery): SQL[] => dimensions.map((_, n) => key(n));
/** In the order of their characters: the same wherever the database stands. */
const inOrder = (keys: readonly SQL[]): SQL =>
  sql.join(
    keys.map((one) => sql`${one} COLLATE "C"`),
    sql`, `,
  );

/**
 * What is counted of each group of a page and of all of them together, which is counted of the rows as well and never a sum of groups; in
 * the order of the groups, the total first. One more group than the page has is given, if there is one.
 */
export const grouped = (counting: GroupCounting, asking: FigureQuery, { after, limit }: GroupPage) => {
  const keys = keysOf(asking);
  const names =
    keys.length > 0 ? sql`CASE WHEN "isTotal" THEN '[]' ELSE jsonb_build_array(${list(keys)}) END` : sql`'[]'::jsonb`;
  const total = sql`"isTotal"`;
  const isAfter =
    after === undefined || keys.length === 0
      ? undefined
      : sql`(${total} OR (${inOrder(keys)}) > (${sql.join(
          after.map((one) => sql`${one}::text`),
          sql`, `,
        )}))`;
  return compose
    .select(named({ ...columnsOf(counting.measures), isTotal: total, before: sql`before`, keys: names }))
    .from(sql`(${groupsOf(counting, keys)}) AS g`)
    .where(isAfter)
    .orderBy(sql`${total} DESC`, ...(keys.length > 0 ? [inOrder(keys)] : []), sql`before`)
    .limit(keys.length > 0 ? 2 * limit + 4 : 2);
};

const columnsOf = (measures: Measures): Record<string, SQLWrapper> =>
  Object.fromEntries(Object.keys(measures).map((name) => [name, sql`${sql.identifier(name)}`]));

const groupsOf = ({ rows, measures, within }: GroupCounting, keys: readonly SQL[]): SQL => {
  const isTotal = keys.length > 0 ? sql`grouping(${keys[0]}) = 1` : sql`true`;
  if (within === undefined)
    return sql`SELECT before, ${list([...keys, sql`${isTotal} AS "isTotal"`, ...aliased(measures)])} FROM (${rows}) AS r GROUP BY ${sets(keys, [])}`;
  const columns = within.columns.map((name) => sql`${sql.identifier(name)}`);
  const first = sql`SELECT before, ${list([...keys, ...columns, sql`${isTotal} AS "isTotal"`, ...aliased(within.measures)])} FROM (${rows}) AS r GROUP BY ${sets(keys, columns)}`;
  return sql`SELECT before, ${list([...keys, sql`"isTotal"`, ...aliased(measures)])} FROM (${first}) AS f GROUP BY ${list([sql`before`, sql`"isTotal"`, ...keys])}`;
};

const aliased = (measures: Measures): SQL[] =>
  Object.entries(measures).map(([name, measure]) => sql`${measure} AS ${sql.identifier(name)}`);
const list = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);
const sets = (keys: readonly SQL[], within: readonly SQL[]): SQL => {
  const all = list([sql`before`, ...within]);
  return keys.length > 0 ? sql`GROUPING SETS ((${list([sql`before`, ...keys, ...within])}), (${all}))` : all;
};
