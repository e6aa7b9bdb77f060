import { type BusinessCalendar, workedIntervals } from './business-calendar.ts';

/** From an instant on, until before another, in milliseconds since the epoch; one that goes on ends at infinity. */
export type Pause = readonly [from: number, until: number];

type Running = { from: number; pauses: readonly Pause[] };

const dayMs = 86_400_000;
const stepMs = 14 * dayMs;
/** A calendar in which nobody works for so long is none by which anything is due. */
const longestMs = 800 * dayMs;

/**
 * The first instant at which a clock that began then has run for so long, in milliseconds: it runs while it is worked, and stands during
 * pauses. `undefined` while it stands for good, or in no time that anybody would wait.
 */
export const dueAfter = (
  calendar: BusinessCalendar,
  { from, pauses }: Running,
  afterMs: number,
): number | undefined => {
  let left = afterMs;
  for (let begin = from; begin < from + longestMs; begin += stepMs) {
    for (const [opens, closes] of without(workedIntervals(calendar, begin, begin + stepMs), pauses)) {
      if (closes - opens >= left) return opens + left;
      left -= closes - opens;
    }
    if (pauses.some(([paused, until]) => paused <= begin + stepMs && until === Number.POSITIVE_INFINITY))
      return undefined;
  }
  return undefined;
};

/** How long the clock has run by then, in milliseconds. */
export const ranBy = (calendar: BusinessCalendar, { from, pauses }: Running, until: number): number => {
  let ran = 0;
  for (let begin = from; begin < until; begin += stepMs)
    for (const [opens, closes] of without(workedIntervals(calendar, begin, Math.min(begin + stepMs, until)), pauses))
      ran += closes - opens;
  return ran;
};

/** The first instant from then on at which it is worked: when it is time to tell somebody. */
export const nextWorked = (calendar: BusinessCalendar, from: number): number | undefined => {
  for (let begin = from; begin < from + longestMs; begin += stepMs) {
    const [first] = workedIntervals(calendar, begin, begin + stepMs);
    if (first !== undefined) return first[0];
  }
  return undefined;
};

const without = (intervals: readonly Pause[], pauses: readonly Pause[]): Pause[] =>
  pauses.reduce<Pause[]>(
    (left, [from, until]) =>
      left.flatMap(([begin, end]): Pause[] => {
        const parts: Pause[] = [
          [begin, Math.min(end, from)],
          [Math.max(begin, until), end],
        ];
        return until <= from ? [[begin, end]] : parts.filter(([first, last]) => first < last);
      }),
    [...intervals],
  );
