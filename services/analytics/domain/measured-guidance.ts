import { z } from 'zod';
import { differenceOfCounts, differenceOfShares } from './differences.ts';
import { type Measuring, noScores, percentOf, type ScoreCounts, scoreMeasuring } from './measured.ts';
import { differenceFrom } from './measured-people.ts';
import type { Scale } from './scales.ts';
import { round } from './scores.ts';

const Count = z.coerce.number();
const measuring = <Counts extends z.ZodType>(one: Measuring<Counts>): Measuring<Counts> => one;

const shares = (now: readonly [hits: number, n: number], before: readonly [hits: number, n: number]) => {
  if (now[1] === 0 || before[1] === 0) return { difference: undefined };
  const { value, low, high } = differenceOfShares({ hits: now[0], n: now[1] }, { hits: before[0], n: before[1] });
  return { difference: { value: 100 * value, low: 100 * low, high: 100 * high } };
};

/** How many cards were pushed, how many of these are shown now, and by what the others ended. */
export const guidanceMeasuring = measuring({
  counts: z.object({ n: Count, shown: Count, byInteraction: Count, byTime: Count, notHappened: Count }),
  none: { n: 0, shown: 0, byInteraction: 0, byTime: 0, notHappened: 0 },
  measure: ({ n, ...rest }) => ({ value: n, n, low: null, high: null, ...rest }),
  differ: ({ n: now }, { n: before }) => ({
    difference: differenceOfCounts(now, before),
    percent: before === 0 ? null : round((100 * (now - before)) / before),
  }),
});

/** The share of the cards pushed to a role that somebody in it has read. */
export const coverageMeasuring = measuring({
  counts: z.object({ pushed: Count, covered: Count, reads: Count }),
  none: { pushed: 0, covered: 0, reads: 0 },
  measure: ({ pushed, covered, reads }) => ({ ...percentOf(covered, pushed), covered, reads }),
  differ: (now, before) => shares([now.covered, now.pushed], [before.covered, before.pushed]),
});

/** Seconds from when a card was pushed until somebody in a role read it first: the median, and what nine in ten did not take. */
export const readTimeMeasuring = measuring({
  counts: z.object({ n: Count, seconds: z.tuple([z.number(), z.number()]).nullable(), pushed: Count }),
  none: { n: 0, seconds: null, pushed: 0 },
  measure: ({ n, seconds, pushed }) => ({
    value: seconds === null ? null : round(seconds[0]),
    n,
    low: null,
    high: null,
    p90: seconds === null ? null : round(seconds[1]),
    pushed,
  }),
});

/** Of the cards that were used in a role, the share of which somebody in it said that it did not help. */
export const notHelpfulMeasuring = measuring({
  counts: z.object({ used: Count, unhelpful: Count, said: Count }),
  none: { used: 0, unhelpful: 0, said: 0 },
  measure: ({ used, unhelpful, said }) => ({ ...percentOf(unhelpful, used), unhelpful, said }),
  differ: (now, before) => shares([now.unhelpful, now.used], [before.unhelpful, before.used]),
});

const Answered = z.object({ n: Count, low: Count, high: Count, total: Count, squares: Count });
const nobody = { n: 0, low: 0, high: 0, total: 0, squares: 0 };

const scoresOf = (of: Scale, { n, low, high, total, squares }: z.infer<typeof Answered>): ScoreCounts => {
  switch (of) {
    case 'nps':
      return { ...noScores, promoters: high, passives: n - high - low, detractors: low };
    case 'csat':
      return { ...noScores, satisfied: high, csat: n };
    case 'ces':
      return { ...noScores, easy: high, ces: n, cesTotal: total, cesSquares: squares };
  }
};

/** By how much better customers answered where the card was read than where it was not. */
export const guidanceEffectMeasuring = (of: Scale) =>
  measuring({
    counts: z.object({ read: Answered, unread: Answered }),
    none: { read: nobody, unread: nobody },
    measure: (counts) => {
      const [read, unread] = [scoresOf(of, counts.read), scoresOf(of, counts.unread)];
      const { measure } = scoreMeasuring[of];
      return {
        ...differenceFrom(of, read, unread),
        n: counts.read.n + counts.unread.n,
        read: measure(read),
        unread: measure(unread),
      };
    },
  });
