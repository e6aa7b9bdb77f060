import { z } from 'zod';
import {
  type Difference,
  differenceOfCounts,
  differenceOfScores,
  differenceOfShares,
  isSignificant,
} from './differences.ts';
import { meanOf } from './mean.ts';
import type { FigureChange, Measured } from './metrics.ts';
import type { Scale } from './scales.ts';
import { customerEffort, customerSatisfaction, netPromoterScore, round, type Score, wilsonInterval } from './scores.ts';

/** How a figure is made of counts, and what it is of nothing; and how two of them are compared. */
export type Measuring<Counts extends z.ZodType> = {
  counts: Counts;
  measure(counts: z.infer<Counts>): Measured;
  none: z.infer<Counts>;
  differ?(now: z.infer<Counts>, before: z.infer<Counts>): ComparedCounts;
};
export type ComparedCounts = { difference: Difference | undefined; percent?: number | null };

const Count = z.coerce.number();
const nothing = { value: null, n: 0, low: null, high: null };

const ofScore = (score: Score | undefined) =>
  score === undefined
    ? nothing
    : { value: score.score, n: score.n, low: score.interval.low, high: score.interval.high };

/** A share in percent, with Wilson's interval. */
export const percentOf = (
  hits: number,
  n: number,
): { value: number | null; n: number; low: number | null; high: number | null } => {
  if (n === 0) return nothing;
  const [low, high] = wilsonInterval(hits, n);
  return { value: round((100 * hits) / n), n, low: round(100 * low), high: round(100 * high) };
};

const inPercent = ({ value, low, high }: Difference): Difference => ({
  value: 100 * value,
  low: 100 * low,
  high: 100 * high,
});

const sharesDiffer = (one: [hits: number, n: number], other: [hits: number, n: number]): ComparedCounts => ({
  difference:
    one[1] === 0 || other[1] === 0
      ? undefined
      : inPercent(differenceOfShares({ hits: one[0], n: one[1] }, { hits: other[0], n: other[1] })),
});

const countsDiffer = (one: number, other: number): ComparedCounts => ({
  difference: differenceOfCounts(one, other),
  percent: other === 0 ? null : round((100 * (one - other)) / other),
});

export const ScoreCounts = z.object({
  promoters: Count,
  passives: Count,
  detractors: Count,
  satisfied: Count,
  csat: Count,
  easy: Count,
  ces: Count,
  cesTotal: Count,
  cesSquares: Count,
});
export type ScoreCounts = z.infer<typeof ScoreCounts>;
export const noScores: ScoreCounts = {
  promoters: 0,
  passives: 0,
  detractors: 0,
  satisfied: 0,
  csat: 0,
  easy: 0,
  ces: 0,
  cesTotal: 0,
  cesSquares: 0,
};

const measureNps = ({ promoters, passives, detractors }: ScoreCounts): Measured => ({
  ...ofScore(netPromoterScore({ promoters, passives, detractors })),
  promoters,
  passives,
  detractors,
});
const answersOf = ({ promoters, passives, detractors }: ScoreCounts): number => promoters + passives + detractors;

/** Of each scale: its figure, and how two of them differ. */
export const scoreMeasuring: Readonly<Record<Scale, Measuring<typeof ScoreCounts>>> = {
  nps: {
    counts: ScoreCounts,
    none: noScores,
    measure: measureNps,
    differ: (now, before) => ({
      difference:
        answersOf(now) === 0 || answersOf(before) === 0 ? undefined : inPercent(differenceOfScores(now, before)),
    }),
  },
  csat: {
    counts: ScoreCounts,
    none: noScores,
    measure: ({ satisfied, csat }) => ({ ...ofScore(customerSatisfaction(satisfied, csat)), satisfied }),
    differ: (now, before) => sharesDiffer([now.satisfied, now.csat], [before.satisfied, before.csat]),
  },
  ces: {
    counts: ScoreCounts,
    none: noScores,
    measure: ({ easy, ces: n, cesTotal: total, cesSquares: squares }) => ({
      ...ofScore(customerEffort({ easy, n, sum: total })),
      easy,
      mean: n === 0 ? null : inDigits(meanOf({ n, total, squares })),
    }),
    differ: (now, before) => sharesDiffer([now.easy, now.ces], [before.easy, before.ces]),
  },
};

const rounded = (value: number | null): number | null => (value === null ? null : round(value));
const inDigits = ({ mean, low, high }: ReturnType<typeof meanOf>) => ({
  value: round(mean),
  low: rounded(low),
  high: rounded(high),
});

const measuring = <Counts extends z.ZodType>(one: Measuring<Counts>): Measuring<Counts> => one;

const countOf = (n: number): Measured => ({ value: n, n, low: null, high: null });

export const volumeMeasuring = measuring({
  counts: z.object({ n: Count }),
  none: { n: 0 },
  measure: ({ n }) => countOf(n),
  differ: (now, before) => countsDiffer(now.n, before.n),
});

export const customersMeasuring = measuring({
  counts: z.object({ n: Count, interactions: Count }),
  none: { n: 0, interactions: 0 },
  measure: ({ n, interactions }) => ({ ...countOf(n), interactions }),
  differ: (now, before) => countsDiffer(now.n, before.n),
});

export const complaintsMeasuring = measuring({
  counts: z.object({ n: Count, complaints: Count, customers: Count }),
  none: { n: 0, complaints: 0, customers: 0 },
  measure: ({ n, complaints, customers }) => {
    const { value, low, high } = percentOf(complaints, n);
    return { ...countOf(complaints), n, share: { value, low, high }, customers };
  },
  differ: (now, before) => countsDiffer(now.complaints, before.complaints),
});

export const responseMeasuring = measuring({
  counts: z.object({
    sent: Count,
    bounced: Count,
    answered: Count,
    partial: Count,
    expired: Count,
    invited: Count,
    withheld: Count,
  }),
  none: { sent: 0, bounced: 0, answered: 0, partial: 0, expired: 0, invited: 0, withheld: 0 },
  measure: (counts) => ({ ...percentOf(counts.answered, counts.sent - counts.bounced), ...counts }),
  differ: (now, before) =>
    sharesDiffer([now.answered, now.sent - now.bounced], [before.answered, before.sent - before.bounced]),
});

export const withheldMeasuring = measuring({
  counts: z.object({ decided: Count, withheld: Count, reasons: z.record(z.string(), z.int()) }),
  none: { decided: 0, withheld: 0, reasons: {} },
  measure: ({ decided, withheld, reasons }) => {
    const { value, low, high } = percentOf(withheld, decided);
    return { ...countOf(withheld), n: decided, share: { value, low, high }, invited: decided - withheld, reasons };
  },
  differ: (now, before) => sharesDiffer([now.withheld, now.decided], [before.withheld, before.decided]),
});

const Quantiles = z.tuple([z.number(), z.number()]).nullable();
const inMinutes = (quantiles: z.infer<typeof Quantiles>) =>
  quantiles && { p50: round(quantiles[0]), p90: round(quantiles[1]) };

export const immediacyMeasuring = measuring({
  counts: z.object({
    sent: Count,
    sentSoon: Count,
    sentMinutes: Quantiles,
    answered: Count,
    answeredSoon: Count,
    answeredMinutes: Quantiles,
  }),
  none: { sent: 0, sentSoon: 0, sentMinutes: null, answered: 0, answeredSoon: 0, answeredMinutes: null },
  measure: ({ sent, sentSoon, sentMinutes, answered, answeredSoon, answeredMinutes }) => ({
    ...percentOf(sentSoon, sent),
    toInvitation: { minutes: inMinutes(sentMinutes) },
    toAnswer: { ...percentOf(answeredSoon, answered), minutes: inMinutes(answeredMinutes) },
  }),
  differ: (now, before) => sharesDiffer([now.sentSoon, now.sent], [before.sentSoon, before.sent]),
});

export const changeOf = (
  now: Measured,
  before: Measured,
  { difference, percent = null }: ComparedCounts,
): FigureChange => ({
  before: { value: before.value, n: before.n, low: before.low, high: before.high },
  value: difference === undefined ? null : round(difference.value),
  low: difference === undefined ? null : round(difference.low),
  high: difference === undefined ? null : round(difference.high),
  percent,
  significant: difference !== undefined && isSignificant(difference, now.n, before.n),
});
