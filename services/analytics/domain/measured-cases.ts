import { z } from 'zod';
import { differenceOfCounts, differenceOfShares } from './differences.ts';
import { meanOf } from './mean.ts';
import { type Measuring, percentOf } from './measured.ts';
import { round } from './scores.ts';

const Count = z.coerce.number();
const measuring = <Counts extends z.ZodType>(one: Measuring<Counts>): Measuring<Counts> => one;
const CaseCounts = z.object({
  cases: Count,
  open: Count,
  waiting: Count,
  overdue: Count,
  resolved: Count,
  escalated: Count,
});
const noCases = { cases: 0, open: 0, waiting: 0, overdue: 0, resolved: 0, escalated: 0 };
const exactly = (value: number, n: number) => ({ value, n, low: null, high: null });

/** How many cases were opened, and how they stand now. */
export const casesMeasuring = measuring({
  counts: CaseCounts,
  none: noCases,
  measure: (counts) => ({ ...exactly(counts.cases, counts.cases), ...counts }),
  differ: (now, before) => ({
    difference: differenceOfCounts(now.cases, before.cases),
    percent: before.cases === 0 ? null : round((100 * (now.cases - before.cases)) / before.cases),
  }),
});

/** Of those that were opened, how many are in hand now. */
export const openCasesMeasuring = measuring({
  counts: CaseCounts,
  none: noCases,
  measure: ({ open, waiting, cases }) => ({ ...exactly(open + waiting, cases), open, waiting }),
});

/** Of those that are open, how many are overdue now. */
export const overdueCasesMeasuring = measuring({
  counts: CaseCounts,
  none: noCases,
  measure: ({ overdue, open }) => {
    const { value, low, high } = percentOf(overdue, open);
    return { ...exactly(overdue, open), share: { value, low, high } };
  },
});

const HourCounts = z.object({
  n: Count,
  hours: z.tuple([z.number(), z.number()]).nullable(),
  total: Count,
  cases: Count,
});

const noHours = { n: 0, hours: null, total: 0, cases: 0 };
const hoursOf = ({ n, hours, total, cases }: z.infer<typeof HourCounts>) => ({
  value: hours === null ? null : round(hours[0]),
  n,
  low: null,
  high: null,
  p90: hours === null ? null : round(hours[1]),
  mean: n === 0 ? null : round(total / n),
  cases,
});

/** Hours from when a case was opened: the median, with the mean and what nine in ten did not take. */
export const hoursMeasuring = measuring({ counts: HourCounts, none: noHours, measure: hoursOf });

/** The same until it was resolved; and of how many that was before it was due. */
export const resolutionMeasuring = measuring({
  counts: HourCounts.extend({ known: Count, soon: Count }),
  none: { ...noHours, known: 0, soon: 0 },
  measure: ({ known, soon, ...counts }) => ({ ...hoursOf(counts), inTime: percentOf(soon, known) }),
});

const ReopenedCounts = z.object({ resolved: Count, reopened: Count, times: Count });

/** The share of cases that were opened again, of those that were resolved at least once. */
export const reopenedMeasuring = measuring({
  counts: ReopenedCounts,
  none: { resolved: 0, reopened: 0, times: 0 },
  measure: ({ resolved, reopened, times }) => ({ ...percentOf(reopened, resolved), reopened, times }),
  differ: (now, before) => {
    if (now.resolved === 0 || before.resolved === 0) return { difference: undefined };
    const { value, low, high } = differenceOfShares(
      { hits: now.reopened, n: now.resolved },
      { hits: before.reopened, n: before.resolved },
    );
    return { difference: { value: 100 * value, low: 100 * low, high: 100 * high } };
  },
});

const RecoveryCounts = z.object({ n: Count, total: Count, squares: Count, better: Count, worse: Count });

/** By how much the score rose after a case was resolved: the mean, by Student's t. */
export const recoveryMeasuring = measuring({
  counts: RecoveryCounts,
  none: { n: 0, total: 0, squares: 0, better: 0, worse: 0 },
  measure: ({ n, total, squares, better, worse }) => {
    if (n === 0) return { value: null, n, low: null, high: null, better, worse };
    const { mean, low, high } = meanOf({ n, total, squares });
    const bound = (value: number | null) => (value === null ? null : round(value));
    return { value: round(mean), n, low: bound(low), high: bound(high), better, worse };
  },
});
