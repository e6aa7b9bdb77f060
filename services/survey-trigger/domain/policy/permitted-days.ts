import { type EpochDay, isClosed } from '../calendar/holidays.ts';
import { openMinutes } from '../time/permitted.ts';
import { type Minutes, minutesOfDay } from '../time/weekly-hours.ts';
import type { Bounds, HoursBound } from './compiled.ts';

/** A rule that closes some of a day, or all of it: by its hours, or since the day is a holiday. */
export type ClosedBy = { rule: string; by: 'hours' | 'holiday' };
/** The minutes of a day, on the wall of whoever is contacted, that every rule permits; and which rules leave something out. */
export type PermittedDay = { day: EpochDay; open: readonly Minutes[]; closedBy: ClosedBy[] };

const dayMs = 86_400_000;

/** What the rules permit of so many days, one after the other. */
export const permittedDays = ({ hours }: Pick<Bounds, 'hours'>, first: EpochDay, days: number): PermittedDay[] =>
  Array.from({ length: days }, (_, n) => first + n).map((day) => {
    // A rule is in force on a day that it is in force all through.
    const inForce = hours.filter(({ from, until }) => from <= day * dayMs && (day + 1) * dayMs <= until);
    return { day, open: openMinutes(inForce, day), closedBy: inForce.flatMap((bound) => closingOf(bound, day)) };
  });

const closingOf = (bound: HoursBound, day: EpochDay): ClosedBy[] => {
  if (bound.closed.some((calendar) => isClosed(calendar, day))) return [{ rule: bound.rule, by: 'holiday' }];
  const open = openMinutes([bound], day).reduce((sum, [begin, end]) => sum + end - begin, 0);
  return open === minutesOfDay ? [] : [{ rule: bound.rule, by: 'hours' }];
};
