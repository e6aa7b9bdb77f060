import { dayMs } from '../day.ts';

/** A day as it is counted from 1970, and as it is written. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** The day of the time zone in which an instant lies. */
export const dayAt = (at: number, timeZone: string): number =>
  dayNumber(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString());

/** When a day begins in the time zone. */
export const startOfDay = (day: number, timeZone: string): number =>
  Temporal.PlainDate.from(dayText(day)).toZonedDateTime(timeZone).epochMilliseconds;

const hourMs = 3_600_000;

/** When a day is judged: so many hours after its end. */
export const judgedAt = (day: number, settleHours: number, timeZone: string): number =>
  startOfDay(day + 1, timeZone) + settleHours * hourMs;
