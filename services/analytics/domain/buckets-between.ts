import type { Range } from './buckets.ts';
import type { BucketInterval, weekStarts } from './question.ts';

const dayOfWeek: Readonly<Record<(typeof weekStarts)[number], number>> = { monday: 1, saturday: 6, sunday: 7 };

/**
 * The instants at which the buckets of a range begin, and the one at which the last ends: the first and the last bucket are as much of one as
 * the range has. At a change of the clock a day has 23 or 25 hours.
 */
export const boundsBetween = (
  { from, to }: Range,
  {
    interval,
    timeZone,
    weekStart,
  }: { interval: Exclude<BucketInterval, 'hour'>; timeZone: string; weekStart: (typeof weekStarts)[number] },
): number[] => {
  const end = Date.parse(to);
  const first = Temporal.Instant.from(from).toZonedDateTimeISO(timeZone).toPlainDate();
  const bounds = [Date.parse(from)];
  for (
    let next = nextBegin(first, interval, dayOfWeek[weekStart]);
    ;
    next = nextBegin(next, interval, dayOfWeek[weekStart])
  ) {
    const at = next.toZonedDateTime(timeZone).toInstant().epochMilliseconds;
    if (at >= end) break;
    bounds.push(at);
  }
  return [...bounds, end];
};

const nextBegin = (
  day: Temporal.PlainDate,
  interval: 'day' | 'week' | 'month',
  weekStart: number,
): Temporal.PlainDate => {
  if (interval === 'day') return day.add({ days: 1 });
  if (interval === 'month') return day.with({ day: 1 }).add({ months: 1 });
  return day.add({ days: 7 - ((day.dayOfWeek - weekStart + 7) % 7) });
};
