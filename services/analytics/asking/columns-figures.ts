import { scoreOf } from '../columns/row.ts';
import { noScores, type ScoreCounts } from '../domain/measured.ts';
import type { Scale } from '../domain/scales.ts';
import type { ColumnsCounting } from './count-by-columns.ts';
import type { CountedPart } from './ordered-cells.ts';

/** How a figure is counted by the columns: what its counts are of all that there is of a group, `undefined` of nothing. */
export type ColumnsFigure = ColumnsCounting & { countsOf(parts: readonly Counted[]): unknown };
type Counted = Pick<CountedPart, 'n' | 'scores' | 'voice'>;

export const volumeByColumns: ColumnsFigure = {
  of: 'interactions',
  withVoice: false,
  countsOf: (parts) => (parts.length === 0 ? undefined : { n: interactionsIn(parts) }),
};

export const interactionsIn = (parts: readonly Counted[]): number => parts.reduce((sum, { n }) => sum + n, 0);

export const scoreByColumns = (scale: Scale): ColumnsFigure => ({
  of: 'scores',
  withVoice: false,
  countsOf: (parts) => scoreCounts(parts, [scale]),
});

export const voicesByColumns = (scale: Scale): ColumnsFigure => ({
  of: 'scores',
  withVoice: true,
  countsOf: (parts) => {
    const byVoice = [...Map.groupBy(parts, ({ voice }) => voice)];
    const voices = byVoice.flatMap(([voice, own]): [string, ScoreCounts][] => {
      const counts = scoreCounts(own, [scale]);
      return counts === undefined ? [] : [[voice, counts]];
    });
    return voices.length === 0 ? undefined : { voices: Object.fromEntries(voices) };
  },
});

/** Each scale with its lowest and highest value, the highest that is low, and the lowest that is high: as the rollups have it. */
const bounds: Readonly<Record<Scale, { least: number; most: number; low: number; high: number }>> = {
  nps: { least: 0, most: 10, low: 6, high: 9 },
  csat: { least: 1, most: 5, low: 2, high: 4 },
  ces: { least: 1, most: 7, low: 3, high: 5 },
};

type Sums = { n: number; low: number; high: number; total: number; squares: number };

/** The counts of these scales; `undefined` if there is no answer on any of them. */
export const scoreCounts = (parts: readonly Counted[], scales: readonly Scale[]): ScoreCounts | undefined => {
  const sums = (scale: Scale): Sums => (scales.includes(scale) ? sumsOf(parts, scale) : none);
  const [nps, csat, ces] = [sums('nps'), sums('csat'), sums('ces')];
  if (nps.n + csat.n + ces.n === 0) return undefined;
  return {
    ...noScores,
    ...{ promoters: nps.high, passives: nps.n - nps.high - nps.low, detractors: nps.low },
    ...{ satisfied: csat.high, csat: csat.n },
    ...{ easy: ces.high, ces: ces.n, cesTotal: ces.total, cesSquares: ces.squares },
  };
};

const none: Sums = { n: 0, low: 0, high: 0, total: 0, squares: 0 };

const sumsOf = (parts: readonly Counted[], scale: Scale): Sums => {
  const { least, most, low, high } = bounds[scale];
  const sums = { ...none };
  for (let value = least; value <= most; value++) {
    const place = scoreOf(scale, value) ?? 0;
    const n = parts.reduce((sum, { scores }) => sum + (scores[place] ?? 0), 0);
    sums.n += n;
    if (value <= low) sums.low += n;
    if (value >= high) sums.high += n;
    sums.total += n * value;
    sums.squares += n * value * value;
  }
  return sums;
};
