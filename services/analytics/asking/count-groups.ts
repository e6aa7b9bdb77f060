import type { Transaction } from '@hilo/runtime';
import type { FigureQuery, GroupPage } from '../domain/figure-query.ts';
import type { AnsweredBy } from '../domain/metrics.ts';
import { type Dimension, intervals } from '../domain/question.ts';
import { CountedGroup } from '../store/asked/grouped.ts';
import { cutByDays } from '../store/asked/rolled.ts';
import type { ColumnsFigure } from './columns-figures.ts';
import { type ColumnsContext, type ColumnsGroup, countByColumns } from './count-by-columns.ts';
import type { Figure } from './statements.ts';

/** Counts as a row has them, of the range and of that before. */
export type GroupCounts = { now?: unknown; before?: unknown };
type CountedPage = { groups: { keys: string[]; counts: GroupCounts }[]; total: GroupCounts };

/**
 * Counts a page of groups and the total: by rollups, if these know all that is asked; or else by the columns, if these do, and are there; or
 * else by the facts.
 */
export const countGroups = async (
  tx: Transaction,
  columns: ColumnsContext,
  figure: Figure,
  asking: FigureQuery,
  page: GroupPage,
): Promise<CountedPage & { answeredBy: AnsweredBy; rebuilding: boolean }> => {
  const { byColumns, countSql } = figure;
  const isRolled = byColumns !== undefined && cutByDays(asking) !== undefined;
  if (byColumns !== undefined && !isRolled) {
    const found = await countByColumns(columns, asking, byColumns);
    if (found !== undefined)
      return {
        ...pageOfColumns(found.groups, byColumns, asking, page),
        answeredBy: 'columns',
        rebuilding: found.rebuilding,
      };
  }
  return {
    ...(await countBySql(tx, countSql, asking, page)),
    answeredBy: isRolled ? 'rollups' : 'facts',
    rebuilding: false,
  };
};

/** Buckets of two ranges have nothing in common: where time is cut, only the total is compared. */
const countBySql = async (
  tx: Transaction,
  countSql: Figure['countSql'],
  asking: FigureQuery,
  page: GroupPage,
): Promise<CountedPage> => {
  if (asking.before === undefined || !asking.dimensions.some(isTime))
    return countedIn(await tx.query(countSql(asking, page)));
  const { groups } = countedIn(await tx.query(countSql({ ...asking, before: undefined }, page)));
  const { total } = countedIn(await tx.query(countSql({ ...asking, dimensions: [] }, page)));
  return { groups, total };
};

const countedIn = ({ rows }: { rows: unknown[] }): CountedPage => {
  const total: GroupCounts = {};
  const groups = new Map<string, { keys: string[]; counts: GroupCounts }>();
  for (const row of rows) {
    const { isTotal, before, keys } = CountedGroup.parse(row);
    const name = JSON.stringify(keys);
    const group = groups.get(name) ?? { keys, counts: {} };
    if (!isTotal) groups.set(name, group);
    (isTotal ? total : group.counts)[before ? 'before' : 'now'] = row;
  }
  return { groups: [...groups.values()], total };
};

export const isTime = ({ by }: Dimension): boolean => intervals.some((interval) => interval === by);

/** The same of what the columns count: every row of a total is of one group, and so is counted once in the sum. */
const pageOfColumns = (
  found: readonly ColumnsGroup[],
  { countsOf }: ColumnsFigure,
  { dimensions }: FigureQuery,
  { after, limit }: GroupPage,
): CountedPage => {
  const [before = [], now = []] = [true, false].map((isBefore) => found.filter((one) => one.isBefore === isBefore));
  const total = { now: countsOf(now), before: countsOf(before) };
  if (dimensions.length === 0) return { groups: [], total };
  const shown = dimensions.some(isTime) ? now : found;
  const groups = groupedByKeys(shown)
    .map(({ keys, parts }) => ({
      keys,
      counts: {
        now: countsOf(parts.filter(({ isBefore }) => !isBefore)),
        before: countsOf(parts.filter(({ isBefore }) => isBefore)),
      },
    }))
    .filter(({ counts }) => counts.now !== undefined || counts.before !== undefined)
    .filter(({ keys }) => after === undefined || compareKeys(keys, after) > 0);
  return { groups: groups.slice(0, limit + 1), total };
};

/** All that there is of each group, in the order of the groups. */
export const groupedByKeys = (found: readonly ColumnsGroup[]): { keys: string[]; parts: ColumnsGroup[] }[] =>
  [...Map.groupBy(found, ({ keys }) => JSON.stringify(keys)).values()]
    .map((parts) => ({ keys: parts[0]?.keys ?? [], parts }))
    .sort((a, b) => compareKeys(a.keys, b.keys));

/** In the order of their characters in UTF-8, as the database has them. */
const compareKeys = (a: readonly string[], b: readonly string[]): number => {
  const at = a.findIndex((key, place) => key !== b[place]);
  return at < 0 ? 0 : Buffer.compare(Buffer.from(a[at] ?? ''), Buffer.from(b[at] ?? ''));
};
