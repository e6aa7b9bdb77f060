import { instantOf } from '../segment/time.ts';
import { as, type Sourced, said } from './reader.ts';

/** How a provider writes an instant. */
export type TimeFormat = 'iso' | 'seconds' | 'milliseconds' | 'rfc2822';

const rfc2822 = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT|UTC)$/;

const readers: Record<TimeFormat, (text: string) => number | undefined> = {
  iso: instantOf,
  seconds: (text) => (isNumber(text) ? Number(text) * 1000 : undefined),
  milliseconds: (text) => (isNumber(text) ? Number(text) : undefined),
  rfc2822: (text) => (rfc2822.test(text) ? Date.parse(text) : undefined),
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
