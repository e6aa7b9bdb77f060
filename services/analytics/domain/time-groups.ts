import { dayMs } from './day.ts';
import { daysBeforeMonday, type FigureQuery } from './figure-query.ts';
import type { BucketInterval } from './question.ts';

/** A range in parts, in the order of time, of which each is of one group; and the keys of each group: one for each interval. */
export type TimeGroups = {
  /** The instants at which parts begin, in milliseconds since the epoch, and the one at which the last ends. */
  bounds: number[];
  groupOf: number[];
  keys: string[][];
};

type Zoned = Pick<FigureQuery, 'timeZone' | 'weekStart'>;

const hourMs = 3_600_000;
/** More parts are not counted at once. */
const mostParts = 100_000;

/**
 * Cuts a range by the local time of a zone as the statements do: by what a clock there shows, whatever it was set to before. Where no
 * interval is asked for, all is one group. `undefined` of a range with too many parts.
 */
export const timeGroups = (
  { from, to }: { from: number; to: number },
  intervals: readonly BucketInterval[],
  zoned: Zoned,
): TimeGroups | undefined => {
  const step = intervals.includes('hour') ? hourMs : dayMs;
  if (intervals.length === 0) return { bounds: [from, to], groupOf: [0], keys: [[]] };
  if ((to - from) / step > mostParts) return undefined;
  const groups: TimeGroups = { bounds: [], groupOf: [], keys: [] };
  const known = new Map<string, number>();
  let clock = { offset: 0, changes: Number.NEGATIVE_INFINITY };
  for (let at = from; at < to; at = Math.min(clock.changes, at + untilNext(at + clock.offset, step))) {
    if (at >= clock.changes) clock = clockAt(at, zoned.timeZone);
    const keys = intervals.map((interval) => keyAt(interval, at, clock.offset, zoned.weekStart));
    const name = keys.join(' ');
    const group = known.get(name) ?? groups.keys.push(keys) - 1;
    known.set(name, group);
    if (groups.groupOf.at(-1) === group) continue;
    groups.bounds.push(at);
    groups.groupOf.push(group);
  }
  groups.bounds.push(to);
  return groups;
};

/** How far a clock there is from UTC at this instant, and when it is set otherwise, in milliseconds. */
const clockAt = (at: number, timeZone: string): { offset: number; changes: number } => {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const changes = zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return { offset: zoned.offsetNanoseconds / 1e6, changes };
};

/** The milliseconds until the clock shows the next full hour, or midnight. */
const untilNext = (local: number, step: number): number => step - modulo(local, step);

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

const keyAt = (interval: BucketInterval, at: number, offset: number, weekStart: Zoned['weekStart']): string => {
  const local = at + offset;
  if (interval === 'hour') return `${new Date(at - modulo(local, hourMs)).toISOString().slice(0, 19)}Z`;
  if (interval === 'day') return new Date(local).toISOString().slice(0, 10);
  if (interval === 'month') return new Date(local).toISOString().slice(0, 7);
  const day = Math.floor(local / dayMs);
  // The epoch began on a Thursday.
  const sinceFirst = modulo(day + 3 + daysBeforeMonday[weekStart], 7);
  return new Date((day - sinceFirst) * dayMs).toISOString().slice(0, 10);
};
