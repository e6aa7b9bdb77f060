import type { ContactHours } from '@hilo/contracts';
import { calendarOf, epochDay, type OwnHoliday } from '../calendar/holidays.ts';
import { placeOfCode } from '../place/places.ts';
import { type HoursRule, type Interval, permittedIntervals } from '../time/permitted.ts';
import { weekOf } from '../time/weekly-hours.ts';

/** When somebody works, as it is written down: hours on the wall of a zone, but for the holidays of a place and days of one's own. */
export type WrittenCalendar = {
  zone: string;
  hours: readonly ContactHours[];
  holidays?: { place: string; scope: 'national' | 'regional' } | undefined;
  closed?: readonly string[] | undefined;
};

/** The same, ready to be asked. */
export type BusinessCalendar = { zone: string; rule: HoursRule };

const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

/** A day of which no table of holidays knows is a day like any other: a clock that stood still there would never ring. */
export const businessCalendar = ({ zone, hours, holidays, closed = [] }: WrittenCalendar): BusinessCalendar => {
  const place = holidays && placeOfCode(holidays.place);
  const none: readonly OwnHoliday[] = [];
  const known = holidays && place && calendarOf(place, holidays.scope, none);
  const days = new Set([...(known?.days ?? []), ...closed.map(epochDay)]);
  return { zone, rule: { week: weekOf(hours), closed: [{ ...always, days }], ...always } };
};

/** When it is worked within this time, in order; in milliseconds since the epoch. */
export const workedIntervals = ({ zone, rule }: BusinessCalendar, from: number, until: number): Interval[] =>
  permittedIntervals({ zones: [zone], rules: [rule], from, until });
