import type { Transaction } from '@hilo/runtime';
import type { FigureQuery, GroupPage } from '../domain/figure-query.ts';
import type { AnsweredBy } from '../domain/metrics.ts';
import { type Dimension, intervals } from '../domain/question.ts';
import { CountedGroup } from '../store/asked/grouped.ts';
import { cutByDays } from '../store/asked/rolled.ts';
import { readKeptFrom } from '../store/projection.ts';
import type { ColumnsFigure } from './columns-figures.ts';
import { type ColumnsContext, countByColumns } from './count-by-columns.ts';
import { type CountedPart, groupsInOrder, type NamedCells, totalOf } from './ordered-cells.ts';
import type { Figure } from './statements.ts';

/** Counts as a row has them, of the range and of that before. */
export type GroupCounts = { now?: unknown; before?: unknown };
type CountedPage = { groups: { keys: string[]; counts: GroupCounts }[]; total: GroupCounts };

/**
 * Counts a page of groups and the total: by rollups, if these know all that is asked, and are not slow at it; or else by the columns, if
 * these do, and are there; or else by the facts.
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
  if (byColumns !== undefined && (!isRolled || (await isForColumns(tx, asking)))) {
    const counted = await countByColumns(columns, asking, byColumns);
    // While all is told again, the rollups are still of before, and whole.
    if (counted !== undefined && !(isRolled && counted.rebuilding))
      return {
        ...pageOfColumns(counted.found, byColumns, asking, page),
        answeredBy: 'columns',
        rebuilding: counted.rebuilding,
      };
  }
  return {
    ...(await countBySql(tx, countSql, asking, page)),
    answeredBy: isRolled ? 'rollups' : 'facts',
    rebuilding: false,
  };
};

/** Whether the columns are asked although the rollups know all that is asked. */
export const isForColumns = async (tx: Transaction, asking: FigureQuery): Promise<boolean> =>
  hasManyGroups(asking) && (await isOfKept(tx, asking));

/** Days by something else: a statement names and sorts each of tens of thousands of groups, which takes longer than a look at every row. */
const hasManyGroups = ({ dimensions }: FigureQuery): boolean =>
  dimensions.some(isTime) && dimensions.some((one) => !isTime(one));

/** Rollups stay when old months go, and the columns do not. */
const isOfKept = async (tx: Transaction, { range, before }: FigureQuery): Promise<boolean> => {
  const kept = await readKeptFrom(tx);
  return kept === undefined || Date.parse(before?.from ?? range.from) >= Date.parse(kept);
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

/** The same of what the columns count: of the groups, only those of the page are made. */
const pageOfColumns = (
  found: NamedCells,
  { countsOf }: ColumnsFigure,
  { dimensions }: FigureQuery,
  { after, limit }: GroupPage,
): CountedPage => {
  const countsIn = (parts: readonly CountedPart[]): GroupCounts => ({
    now: countsOf(parts.filter(({ isBefore }) => !isBefore)),
    before: countsOf(parts.filter(({ isBefore }) => isBefore)),
  });
  const total = countsIn(totalOf(found));
  if (dimensions.length === 0) return { groups: [], total };
  const groups = groupsInOrder(found, { after, withBefore: !dimensions.some(isTime) })
    .map(({ keys, parts }) => ({ keys, counts: countsIn(parts) }))
    .filter(({ counts }) => counts.now !== undefined || counts.before !== undefined)
    .take(limit + 1);
  return { groups: [...groups], total };
};
