import { type DayCounts, sumOfDays, weekdayOf } from './day-counts.ts';

/** How likely a day of the week is to be empty by chance, and how much is usual on it. */
export type Silence = { chance: number; expected: number };

/** As much again as was seen of each day of the week: who never came on a Sunday may still come on one. */
const unseen = 0.5;

/**
 * How likely nothing comes on this day by chance, of the days before: counts of the same day of the week taken as of Poisson, of which
 * the mean is known by them alone, and as much more uneven as they are (the negative binomial, by its moments); and never less likely
 * than empty days have been.
 */
export const silenceOf = (days: readonly DayCounts[], day: number): Silence => {
  const same = days.filter((one) => weekdayOf(one.day) === weekdayOf(day));
  if (same.length === 0) return { chance: 1, expected: 0 };
  const { n } = sumOfDays(same);
  const expected = n / same.length;
  const evenness = 1 / (unevennessOf(days) + 1 / (n + unseen));
  const chance = (1 + (n + unseen) / same.length / evenness) ** -evenness;
  const usual = days.filter((one) => one.n > 0 || weekdayOf(one.day) === weekdayOf(day));
  const empty = usual.filter((one) => one.n === 0).length;
  return { chance: Math.min(1, Math.max(chance, empty / Math.max(1, usual.length))), expected };
};

/** By how much counts differ more than chance lets them, as a share of their mean, squared. */
const unevennessOf = (days: readonly DayCounts[]): number => {
  const byWeekday = [...Map.groupBy(days, ({ day }) => weekdayOf(day)).values()];
  let [more, squares] = [0, 0];
  for (const some of byWeekday) {
    if (some.length < 2) continue;
    const mean = sumOfDays(some).n / some.length;
    const variance = some.reduce((all, { n }) => all + (n - mean) ** 2, 0) / (some.length - 1);
    more += variance - mean;
    squares += mean ** 2;
  }
  return squares === 0 ? 0 : Math.max(0, more / squares);
};
