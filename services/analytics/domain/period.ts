import { readTime } from '@hilo/contracts';
import type { Range } from './buckets.ts';

/** From one instant up to, but not with, another, as far as they were asked for. */
export type Period = { from?: string; to?: string };

export type WrongPeriod = { path: ['from'] | ['to']; message: string };

type AskedPeriod = { from?: string | undefined; to?: string | undefined };

const day = /^\d{4}-?\d\d-?\d\d$/;

/**
 * The instants between which a period lies. A day alone is of the time zone, and is in it whole, as the first and as the last;
 * so is a time that names no offset.
 */
export const periodIn = ({ from, to }: AskedPeriod, timeZone: string): Period | WrongPeriod => {
  const begin = from === undefined ? undefined : readTime(from, timeZone);
  const end = to === undefined ? undefined : readTime(day.test(to) ? `${to}T24` : to, timeZone);
  if (begin && 'reason' in begin) return { path: ['from'], message: begin.reason };
  if (end && 'reason' in end) return { path: ['to'], message: end.reason };
  if (begin && end && end.at < begin.at) return { path: ['to'], message: 'lies before from' };
  return {
    ...(begin && { from: new Date(begin.at).toISOString() }),
    ...(end && { to: new Date(end.at).toISOString() }),
  };
};

/** So many days of the time zone are looked at, with the last of them, where nobody says from when on. */
const daysUnsaid = 30;

/** The same, where both instants are to be known: until the end of today, and the 30 days up to then, where nobody says otherwise. */
export const rangeIn = (asked: AskedPeriod, timeZone: string, now: number): Range | WrongPeriod => {
  const period = periodIn(asked, timeZone);
  if ('path' in period) return period;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const to = period.to ?? textOf(today.startOfDay().add({ days: 1 }).startOfDay());
  const from = period.from ?? daysBefore(to, timeZone);
  return from > to ? { path: ['from'], message: 'lies in the future, and to is missing' } : { from, to };
};

const daysBefore = (to: string, timeZone: string): string =>
  textOf(
    Temporal.Instant.from(to)
      .toZonedDateTimeISO(timeZone)
      .subtract({ nanoseconds: 1 })
      .startOfDay()
      .subtract({ days: daysUnsaid - 1 })
      .startOfDay(),
  );

const textOf = (at: Temporal.ZonedDateTime): string => at.toInstant().toString({ smallestUnit: 'millisecond' });
