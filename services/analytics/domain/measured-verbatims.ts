import { z } from 'zod';
import { differenceOfMeans } from './difference-of-means.ts';
import { differenceOfCounts } from './differences.ts';
import { meanOf } from './mean.ts';
import { type Measuring, percentOf } from './measured.ts';
import { round } from './scores.ts';

const Count = z.coerce.number();
const measuring = <Counts extends z.ZodType>(one: Measuring<Counts>): Measuring<Counts> => one;

export const SentimentCounts = z.object({
  n: Count,
  total: Count,
  squares: Count,
  negative: Count,
  neutral: Count,
  positive: Count,
  unmeasured: Count,
  byWords: Count,
});
const nothing = { n: 0, total: 0, squares: 0, negative: 0, neutral: 0, positive: 0, unmeasured: 0, byWords: 0 };

/** How those feel who wrote: the mean, and the share of each polarity among the texts that have one. */
export const sentimentMeasuring = measuring({
  counts: SentimentCounts,
  none: nothing,
  measure: ({ n, negative, neutral, positive, unmeasured, byWords, ...sums }) => {
    const judged = negative + neutral + positive;
    const share = (hits: number) => ({ n: hits, ...shareOf(percentOf(hits, judged)) });
    const of = { negative: share(negative), neutral: share(neutral), positive: share(positive), unmeasured, byWords };
    if (n === 0) return { value: null, n, low: null, high: null, ...of };
    const { mean, low, high } = meanOf({ n, ...sums });
    return { value: round(mean), n, low: bound(low), high: bound(high), ...of };
  },
  differ: (now, before) => ({ difference: differenceOfMeans(now, before) }),
});

const shareOf = ({ value, low, high }: ReturnType<typeof percentOf>) => ({ share: value, low, high });
const bound = (value: number | null): number | null =>
  value === null ? null : Math.max(-1, Math.min(1, round(value)));

/** How many texts were judged. */
export const verbatimsMeasuring = measuring({
  counts: z.object({ n: Count }),
  none: { n: 0 },
  measure: ({ n }) => ({ value: n, n, low: null, high: null }),
  differ: ({ n: now }, { n: before }) => ({
    difference: differenceOfCounts(now, before),
    percent: before === 0 ? null : round((100 * (now - before)) / before),
  }),
});
