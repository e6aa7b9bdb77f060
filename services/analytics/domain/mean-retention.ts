import { round } from './scores.ts';

type Cell = { after: number; began: number; back: number; running: boolean };

/**
 * The share that came back so many periods later, in percent, over all cohorts of which that period is over: weighted by how many each
 * has, or each the same. Null where there is none.
 */
export const meanRetention = (
  cells: readonly Cell[],
  mean: 'weighted' | 'simple',
): { after: number; value: number | null; n: number; cohorts: number }[] =>
  [...Map.groupBy(cells, ({ after }) => after)].map(([after, all]) => {
    const known = all.filter(({ running, began }) => !running && began > 0);
    const n = known.reduce((sum, { began }) => sum + began, 0);
    const back = known.reduce((sum, one) => sum + one.back, 0);
    const shares = known.reduce((sum, one) => sum + one.back / one.began, 0);
    const share = mean === 'weighted' ? back / n : shares / known.length;
    return { after, value: n === 0 ? null : round(100 * share), n, cohorts: known.length };
  });
