import { timeIn } from '../segment/time.ts';
import { as, type Sourced, said } from './reader.ts';

/** How a provider writes an instant. */
export type TimeFormat = 'iso' | 'seconds' | 'milliseconds' | 'rfc2822';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const rfc2822 = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) ([+-]\d{4}|GMT|UTC)$/;

const readers: Record<TimeFormat, (text: string) => number | undefined> = {
  iso: timeIn,
  // Digits, since a product would round.
  seconds: (text) => {
    const [seconds = '', fraction = ''] = text.split('.');
    return isNumber(text) ? Number(`${seconds}${fraction.slice(0, 3).padEnd(3, '0')}`) : undefined;
  },
  milliseconds: (text) => (isNumber(text) ? Number(text) : undefined),
  rfc2822: (text) => timeIn(asIso8601(text)),
};

/** The same time as ISO 8601 writes it; nothing if it is none as mail writes it. */
const asIso8601 = (text: string): string | undefined => {
  const [, day = '', month = '', year, time, zone = ''] = rfc2822.exec(text) ?? [];
  const place = months.indexOf(month) + 1;
  if (place === 0) return undefined;
  return `${year}-${String(place).padStart(2, '0')}-${day.padStart(2, '0')}T${time}${zone.replace(/GMT|UTC/, 'Z')}`;
};

/** Milliseconds since the epoch; undefined for what is no instant in that format. */
export const instantAs = (format: TimeFormat, text: string): number | undefined => {
  const instant = readers[format](text);
  return instant === undefined || Number.isNaN(new Date(instant).getTime()) ? undefined : Math.floor(instant);
};

/** The instant as the contract writes it. What is none stays as it is, so that the contract names it. */
export const timeAs = (format: TimeFormat, sourced: Sourced | undefined): Sourced | undefined =>
  as(sourced, (text) => {
    const instant = instantAs(format, text);
    return instant === undefined ? text : new Date(instant).toISOString();
  });

/** When it was received, where the provider says no time. */
export const received = (at: number): Sourced => ({ ...said(new Date(at).toISOString()), isDerived: true });

const isNumber = (text: string): boolean => /^\d{1,16}(\.\d+)?$/.test(text);
