import type { Range } from './buckets.ts';

/** Of a range the days of a time zone that lie in it whole, from the first up to, but not with, the last; and what is left at its ends. */
export type WholeDays = { days: { from: string; to: string } | undefined; edges: Range[] };

/** Days of before these lie before every day, and after every day: nobody has begun, and nothing ends. */
const [first, last] = ['-infinity', 'infinity'];

/** Cuts a range into what is counted by days already and the rest. */
export const wholeDaysOf = ({ from, to }: Range, timeZone: string): WholeDays => {
  const [begin, end] = [from === first ? undefined : from, to === last ? undefined : to];
  const firstDay = begin === undefined ? undefined : firstWhole(begin, timeZone);
  const lastDay = end === undefined ? undefined : dayOf(end, timeZone);
  const days = { from: firstDay?.toString() ?? first, to: lastDay?.toString() ?? last };
  if (firstDay !== undefined && lastDay !== undefined && Temporal.PlainDate.compare(firstDay, lastDay) >= 0)
    return { days: undefined, edges: from < to ? [{ from, to }] : [] };
  const edges = [
    { from, to: firstDay === undefined ? from : startOf(firstDay, timeZone) },
    { from: lastDay === undefined ? to : startOf(lastDay, timeZone), to },
  ];
  return { days, edges: edges.filter((edge) => edge.from < edge.to) };
};

const dayOf = (at: string, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();

const startOf = (day: Temporal.PlainDate, timeZone: string): string =>
  day.toZonedDateTime(timeZone).toInstant().toString({ smallestUnit: 'millisecond' });

const firstWhole = (at: string, timeZone: string): Temporal.PlainDate => {
  const day = dayOf(at, timeZone);
  return startOf(day, timeZone) === Temporal.Instant.from(at).toString({ smallestUnit: 'millisecond' })
    ? day
    : day.add({ days: 1 });
};
