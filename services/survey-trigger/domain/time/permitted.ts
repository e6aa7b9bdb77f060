import { type Calendar, isClosed } from '../calendar/holidays.ts';
import { clocksOf, type OffsetSpan } from './offsets.ts';
import { intersect, joined, type Minutes, minutesOfDay, type Week } from './weekly-hours.ts';
import { everyZone } from './zones.ts';

/** Hours that a rule permits: on the wall of whoever is contacted, but for the days on which it closes, while it is in force. */
export type HoursRule = {
  week: Week;
  closed: readonly Calendar[];
  /** In force from then on, until before then: outside of that it permits everything. In milliseconds since the epoch. */
  from: number;
  until: number;
};

/** From an instant on, until before another, in milliseconds since the epoch. */
export type Interval = Minutes;

export type Asked = { zones: readonly string[]; rules: readonly HoursRule[]; from: number; until: number };

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * When somebody may be contacted who is in one of these zones (no zone known: anywhere): where every rule permits it in every
 * one of them. In order; what touches is one. Exact over changes of the clocks: the minutes that come twice are permitted or
 * not each time, those that never come are nowhere.
 */
export const permittedIntervals = ({ zones, rules, from, until }: Asked): Interval[] =>
  joined(
    stretchesOf(rules, from, until).flatMap(([begin, end]) =>
      permittedUnder({
        zones,
        rules: rules.filter((one) => one.from <= begin && end <= one.until),
        from: begin,
        until: end,
      }),
    ),
  );

/** The first instant from then on, and before the other, at which somebody in these zones may be contacted. */
export const earliestPermitted = ({ zones, rules, from, until }: Asked): number | undefined => {
  for (let begin = from; begin < until; begin += stepMs) {
    const [first] = permittedIntervals({ zones, rules, from: begin, until: Math.min(begin + stepMs, until) });
    if (first !== undefined) return first[0];
  }
  return undefined;
};

const stepMs = 2 * dayMs;

/** Parts of the time in which the same rules are in force. */
const stretchesOf = (rules: readonly HoursRule[], from: number, until: number): Interval[] => {
  const edges = rules.flatMap((rule) => [rule.from, rule.until]).filter((at) => from < at && at < until);
  if (edges.length === 0) return from < until ? [[from, until]] : [];
  const all = [from, ...new Set(edges.toSorted((one, other) => one - other)), until];
  return all.slice(1).map((end, index): Interval => [all[index] ?? from, end]);
};

const permittedUnder = ({ zones, rules, from, until }: Asked): Interval[] => {
  const openOn = remembering((day: number) => openMinutes(rules, day));
  let permitted: Interval[] = [[from, until]];
  for (const spans of clocksOf(zones.length === 0 ? everyZone : zones, from, until)) {
    permitted = intersect(permitted, openInstants(spans, openOn, from, until));
    if (permitted.length === 0) break;
  }
  return permitted;
};

/** The open instants where clocks run like this. */
const openInstants = (
  spans: readonly OffsetSpan[],
  openOn: (day: number) => readonly Minutes[],
  from: number,
  until: number,
): Interval[] => {
  const open: Interval[] = [];
  for (const span of spans) {
    const [begin, end] = [Math.max(from, span.from), Math.min(until, span.until)];
    const lastDay = Math.floor((end - 1 + span.offset) / dayMs);
    for (let day = Math.floor((begin + span.offset) / dayMs); day <= lastDay; day += 1) {
      const midnight = day * dayMs - span.offset;
      for (const [first, last] of openOn(day)) {
        const [opens, closes] = [
          Math.max(begin, midnight + first * minuteMs),
          Math.min(end, midnight + last * minuteMs),
        ];
        if (opens < closes) open.push([opens, closes]);
      }
    }
  }
  // Clocks that are set back show a day twice, those that are set forward leave some of it out; instants are in order all the same.
  return joined(open);
};

const wholeDay: readonly Minutes[] = [[0, minutesOfDay]];

/** The minutes of a day that every rule permits, whenever it is in force. */
export const openMinutes = (rules: readonly Pick<HoursRule, 'week' | 'closed'>[], day: number): readonly Minutes[] => {
  // The first day of the epoch was a Thursday.
  const weekday = (((day + 3) % 7) + 7) % 7;
  let open = wholeDay;
  for (const { week, closed } of rules) {
    if (closed.some((calendar) => isClosed(calendar, day))) return [];
    open = intersect(open, week[weekday] ?? []);
  }
  return open;
};

const remembering = <Key, Value>(find: (key: Key) => Value): ((key: Key) => Value) => {
  const found = new Map<Key, Value>();
  return (key) => {
    const kept = found.get(key);
    if (kept !== undefined) return kept;
    const value = find(key);
    found.set(key, value);
    return value;
  };
};
