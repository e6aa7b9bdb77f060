import { type DayCounts, daysInWeek, sumOfDays, weekdayOf } from './day-counts.ts';

/** What is usual of a series: by the day of the week, with how much of what differs is chance. */
export type Baseline = {
  /** How many days it was learnt from, and of how many answers. */
  days: number;
  n: number;
  /** The mean of an answer, by the day of the week. */
  means: readonly number[];
  /** The variance of one answer, that of days beside it, and that of not knowing the mean. */
  perAnswer: number;
  perDay: number;
  ofMean: number;
  /** The shares of the answers that are worth 1 and −1. */
  high: number;
  low: number;
  /** How many answers each day had, the fewest first. */
  counts: readonly number[];
};

/** The eight weeks before; of fewer than four, or of so few answers, nothing is usual yet. */
export const [baselineDays, fewestDays, fewestAnswers] = [56, 28, 30];

/** Answers that were not given, half of them high and half low, so that nobody is surer than so many answers allow. */
const pseudoAnswers = 3;

/**
 * What is usual, of the days before, with those on which nobody answered. The mean of a day of the week is drawn to that of all days by
 * as much as chance alone would part them (the empirical Bayes of James and Stein); how much days differ beyond the chance of their
 * answers is by the moments (R. DerSimonian, N. Laird, "Meta-analysis in clinical trials", 1986).
 */
export const baselineOf = (days: readonly DayCounts[]): Baseline | undefined => {
  const { n, sum, squares } = sumOfDays(days);
  if (days.length < fewestDays || n < fewestAnswers) return undefined;
  const mean = sum / n;
  const ofWeekday = Array.from({ length: daysInWeek }, (_, weekday) =>
    days.filter(({ day }) => weekdayOf(day) === weekday),
  );
  const perAnswer = (squares + pseudoAnswers) / (n + pseudoAnswers) - (sum / (n + pseudoAnswers)) ** 2;
  const perDay = varianceOfDays(ofWeekday, perAnswer);
  const sampled = ofWeekday.map((some) => samplingOf(some, { mean, perAnswer, perDay }));
  const between = varianceBetween(sampled, mean);
  const shares = { high: (squares + sum) / (2 * n), low: (squares - sum) / (2 * n) };
  return {
    days: days.length,
    n,
    means: sampled.map(({ value, variance }) => mean + (value - mean) * drawn(between, variance)),
    perAnswer,
    perDay,
    ofMean:
      perAnswer / n +
      perDay / days.length +
      average(sampled.map(({ variance }) => variance * drawn(between, variance))),
    ...shares,
    counts: days.map((one) => one.n).sort((a, b) => a - b),
  };
};

/** How much of what a day of the week differs by is to be believed. */
const drawn = (between: number, variance: number): number => (between === 0 ? 0 : between / (between + variance));

const varianceOfDays = (ofWeekday: readonly (readonly DayCounts[])[], perAnswer: number): number => {
  let [squares, freedom, weight] = [0, 0, 0];
  for (const some of ofWeekday) {
    const answered = some.filter(({ n }) => n > 0);
    const all = sumOfDays(answered);
    if (answered.length < 2) continue;
    for (const { n, sum } of answered) {
      squares += n * (sum / n - all.sum / all.n) ** 2;
      weight += n - n ** 2 / all.n;
    }
    freedom += answered.length - 1;
  }
  return weight === 0 ? 0 : Math.max(0, (squares * (1 + 1 / Math.sqrt(freedom)) - perAnswer * freedom) / weight);
};

type Sampled = { value: number; variance: number; n: number };

/** What was seen on one day of the week, and how uncertain that is; nothing says nothing. */
const samplingOf = (
  days: readonly DayCounts[],
  { mean, perAnswer, perDay }: { mean: number; perAnswer: number; perDay: number },
): Sampled => {
  const { n, sum } = sumOfDays(days);
  const answered = days.filter((one) => one.n > 0).length;
  if (n === 0) return { value: mean, variance: perAnswer + perDay, n };
  return { value: sum / n, variance: perAnswer / n + perDay / answered, n };
};

/** How much the days of the week differ beyond what chance parts them by. */
const varianceBetween = (sampled: readonly Sampled[], mean: number): number => {
  const known = sampled.filter(({ n }) => n > 0);
  if (known.length < 2) return 0;
  const seen = known.reduce((all, { value }) => all + (value - mean) ** 2, 0) / (known.length - 1);
  return Math.max(0, seen - average(known.map(({ variance }) => variance)));
};

const average = (values: readonly number[]): number =>
  values.reduce((all, value) => all + value, 0) / Math.max(1, values.length);

/** How far a day of so many answers lies from what is usual by chance alone: its standard deviation. */
export const deviationOf = ({ perAnswer, perDay, ofMean }: Baseline, n: number): number =>
  Math.sqrt(perAnswer / n + perDay + ofMean);

/** By how many standard deviations a day differs from what is usual; without an answer, by none. */
export const standardised = (baseline: Baseline, { day, n, sum }: DayCounts): number =>
  n === 0 ? 0 : (sum / n - (baseline.means[weekdayOf(day)] ?? 0)) / deviationOf(baseline, n);
