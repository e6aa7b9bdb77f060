import type { Counts, ProgrammeReport } from '../../api/surveys.ts';

/** One part of all after which somebody would be asked: how it ended, and for which reason. */
export type AskedPart = {
  key: string;
  kind: 'invited' | 'pending' | 'withheld' | 'historical' | 'undecided';
  count: number;
};

/** Of these programmes together, what became of all: asked, each reason why not with the most first, not decided yet, too late. */
export const askedParts = (counted: readonly Counts[]): AskedPart[] => {
  const sum = (read: (one: Counts) => number): number => counted.reduce((total, one) => total + read(one), 0);
  const words = [...new Set(counted.flatMap(({ reasons }) => Object.keys(reasons)))];
  const reasons = words
    .map((key): AskedPart => ({ key, kind: 'withheld', count: sum((one) => one.reasons[key] ?? 0) }))
    .toSorted((one, other) => other.count - one.count || one.key.localeCompare(other.key));
  const parts: AskedPart[] = [
    { key: 'invited', kind: 'invited', count: sum(({ invited }) => invited) },
    ...reasons,
    { key: 'pending', kind: 'pending', count: sum(({ pending }) => pending) },
    { key: 'historical', kind: 'historical', count: sum(({ historical }) => historical) },
  ];
  return parts.filter(({ count }) => count > 0);
};

/** In tenths of a percent, which together are all of it: what rounding leaves goes to those that lose most by it. */
export const sharesOf = (counts: readonly number[]): number[] => {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (1000 * count) / all);
  const whole = exact.map(Math.floor);
  const left = 1000 - whole.reduce((sum, share) => sum + share, 0);
  const losers = exact
    .map((share, index) => ({ index, lost: share - Math.floor(share) }))
    .toSorted((one, other) => other.lost - one.lost || one.index - other.index)
    .slice(0, left)
    .map(({ index }) => index);
  return whole.map((share, index) => (losers.includes(index) ? share + 1 : share));
};

/** The same of what a dry run says would have become of all: by its first reason, whichever rule says so. */
export const triedParts = ({ asked, withheld, undecided }: ProgrammeReport): AskedPart[] => {
  const reasons = Map.groupBy(withheld.by, ({ reason }) => reason);
  const why = [...reasons]
    .map(
      ([key, same]): AskedPart => ({ key, kind: 'withheld', count: same.reduce((sum, { count }) => sum + count, 0) }),
    )
    .toSorted((one, other) => other.count - one.count || one.key.localeCompare(other.key));
  const parts: AskedPart[] = [
    { key: 'invited', kind: 'invited', count: asked.count },
    ...why,
    ...undecided.by.map(({ why: key, count }): AskedPart => ({ key, kind: 'undecided', count })),
  ];
  return parts.filter(({ count }) => count > 0);
};
