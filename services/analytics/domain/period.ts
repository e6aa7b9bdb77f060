import { readTime } from '@hilo/contracts';

/** From one instant up to, but not with, another, as far as they were asked for. */
export type Period = { from?: string; to?: string };

export type WrongPeriod = { path: ['from'] | ['to']; message: string };

const day = /^\d{4}-?\d\d-?\d\d$/;

/**
 * The instants between which a period lies. A day alone is of the time zone, and is in it whole, as the first and as the last;
 * so is a time that names no offset.
 */
export const periodIn = (
  { from, to }: { from?: string | undefined; to?: string | undefined },
  timeZone: string,
): Period | WrongPeriod => {
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
