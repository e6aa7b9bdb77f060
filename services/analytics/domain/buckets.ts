import type { BucketInterval } from './question.ts';

/** An instant as a text of UTC, in milliseconds, as tables and answers have it. */
export type Instant = string;

/** From one instant up to, but not with, another. */
export type Range = { from: Instant; to: Instant };

/**
 * The instants between which a bucket lies. Its key is the first day (`2026-03-30`), the month (`2026-03`) or, of an hour, the instant
 * in UTC at which it begins. A day at which clocks change has 23 or 25 hours.
 */
export const boundsOf = (interval: BucketInterval, key: string, timeZone: string): Range => {
  if (interval === 'hour') {
    const from = Temporal.Instant.from(key);
    return { from: textOf(from), to: textOf(from.add({ hours: 1 })) };
  }
  const first = Temporal.PlainDate.from(interval === 'month' ? `${key}-01` : key);
  const next = first.add(interval === 'day' ? { days: 1 } : interval === 'week' ? { weeks: 1 } : { months: 1 });
  return {
    from: textOf(first.toZonedDateTime(timeZone).toInstant()),
    to: textOf(next.toZonedDateTime(timeZone).toInstant()),
  };
};

/** As an answer shows a bucket: an hour with its offset, so that of two hours with one name each is told from the other. */
export const labelOf = (interval: BucketInterval, key: string, timeZone: string): string =>
  interval === 'hour'
    ? Temporal.Instant.from(key)
        .toZonedDateTimeISO(timeZone)
        .toString({ timeZoneName: 'never', smallestUnit: 'minute' })
    : key;

/** The key of a bucket that an answer has shown; `undefined` for what is none. */
export const keyOfLabel = (interval: BucketInterval, label: string): string | undefined => {
  try {
    if (interval === 'hour') return Temporal.Instant.from(label).toString({ smallestUnit: 'second' });
    const first = Temporal.PlainDate.from(interval === 'month' ? `${label}-01` : label).toString();
    return interval === 'month' ? first.slice(0, 7) : first;
  } catch {
    return undefined;
  }
};

/**
 * The range of the same length before this one: as many months where both ends are the first of one, as many days where they are
 * midnights, whatever the clocks did in between; else as many milliseconds.
 */
export const rangeBefore = ({ from, to }: Range, timeZone: string): Range => {
  const [begin, end] = [from, to].map((at) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone));
  if (begin === undefined || end === undefined) throw new Error('a range has two ends');
  const [first, last] = [begin.toPlainDate(), end.toPlainDate()];
  const areMidnights = [begin, end].every((at) => at.startOfDay().equals(at));
  if (!areMidnights) {
    const ms = end.epochMilliseconds - begin.epochMilliseconds;
    return { from: textOf(begin.toInstant().subtract({ milliseconds: ms })), to: from };
  }
  const length =
    first.day === 1 && last.day === 1
      ? { months: 12 * (last.year - first.year) + last.month - first.month }
      : { days: first.until(last).days };
  return { from: textOf(first.subtract(length).toZonedDateTime(timeZone).toInstant()), to: from };
};

const textOf = (at: Temporal.Instant): Instant => at.toString({ smallestUnit: 'millisecond' });
