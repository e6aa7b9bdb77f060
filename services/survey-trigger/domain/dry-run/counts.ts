import { z } from 'zod';

/** How often each of some things was, by a text that tells them apart. */
export type TextCounts = Map<string, number>;

export const countIn = (counts: TextCounts, what: string, times = 1): void => {
  counts.set(what, (counts.get(what) ?? 0) + times);
};

/** The most frequent first; of two that are as frequent, always the same. */
export const inOrderOfCount = (counts: TextCounts): [what: string, count: number][] =>
  [...counts].sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1));

export const Spread = z
  .object({ median: z.number(), p90: z.number(), max: z.number() })
  .describe('In minutes: of half of them no more, of nine of ten no more, and the longest.');
export type Spread = z.infer<typeof Spread>;

/** How durations are spread, of which only whole minutes were counted. Nothing, where there is none. */
export const spreadOf = (minutes: ReadonlyMap<number, number>): Spread | undefined => {
  const ordered = [...minutes].sort(([one], [other]) => one - other);
  const total = ordered.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return undefined;
  const at = (share: number): number => {
    let passed = 0;
    for (const [minute, count] of ordered) {
      passed += count;
      if (passed >= share * total) return minute;
    }
    return ordered.at(-1)?.[0] ?? 0;
  };
  return { median: at(0.5), p90: at(0.9), max: at(1) };
};
