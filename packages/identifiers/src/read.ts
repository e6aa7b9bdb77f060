import { readCode, readLowerCode } from './code.ts';
import { readEmails } from './email.ts';
import { readHandle } from './handle.ts';
import { readPhones } from './phone.ts';
import { isPlaceholder } from './placeholder.ts';
import { plainly } from './plain.ts';
import { type IdentifierReading, type Normaliser, readsNothing } from './reading.ts';
import { isTemplate } from './template.ts';
import { cleaned, unquoted } from './text.ts';

/** What reading depends on beside the value. */
export type ReadBy = {
  normaliser: Normaliser;
  /** The country of phone numbers without a country code, by ISO 3166-1, such as ES. */
  defaultCountry: string;
};

/**
 * What one posted value of an identifier says. Reading what was read gives the same again, so it does not matter how often
 * a value has been through here.
 */
export const readIdentifier = (posted: string, by: ReadBy): IdentifierReading => {
  const value = plainly(posted.trim(), by.normaliser, by.defaultCountry);
  return value === undefined ? readThoroughly(posted, by) : { values: [value] };
};

/** The same of any value, at twenty times the cost. */
export const readThoroughly = (posted: string, by: ReadBy): IdentifierReading => {
  const reading = once(posted, by);
  return isOnly(reading, posted) ? reading : settled(reading, by, 0);
};

const isOnly = ({ values }: IdentifierReading, value: string): boolean => values.length === 1 && values[0] === value;

/** More than any value needs; one that never comes to rest says nothing. */
const mostTurns = 6;

const settled = (reading: IdentifierReading, by: ReadBy, turns: number): IdentifierReading => {
  const again = reading.values.map((value) => ({ value, next: once(value, by) }));
  if (again.every(({ value, next }) => isOnly(next, value))) return reading;
  if (turns === mostTurns) return readsNothing('placeholder');
  const values = [...new Set(again.flatMap(({ next }) => next.values))];
  const unused = reading.unused ?? again.find(({ next }) => next.unused !== undefined)?.next.unused;
  if (values.length === 0) return readsNothing(unused ?? 'placeholder');
  return settled({ values, ...(unused !== undefined && { unused: 'partly-used' as const }) }, by, turns + 1);
};

const once = (posted: string, { normaliser, defaultCountry }: ReadBy): IdentifierReading => {
  const holdsSeveral = normaliser === 'email' || normaliser === 'phone';
  const text = cleaned(holdsSeveral ? inOneLine(posted) : posted);
  const bare = unquoted(text);
  if (bare === '') return readsNothing('empty');
  if (isTemplate(bare)) return readsNothing('template');
  if (isPlaceholder(bare)) return readsNothing('placeholder');
  if (isRounded(bare)) return readsNothing('rounded-number');
  return readers[normaliser](text, defaultCountry);
};

/** Several lines in a cell are several values. */
const inOneLine = (posted: string): string => posted.trim().replace(/[\r\n\t\v\f\u2028\u2029]+/g, ';');

/** As a spreadsheet shows a long number, with most of its digits gone. */
const isRounded = (text: string): boolean => /^[+-]?\d(?:(?:[.,]\d+)?E\+\d+|[.,]\d+E-?\d+|E-3\d\d)$/i.test(text);

const readers: Record<Normaliser, (text: string, defaultCountry: string) => IdentifierReading> = {
  exact: readCode,
  lower: readLowerCode,
  email: readEmails,
  phone: readPhones,
  handle: readHandle,
};
