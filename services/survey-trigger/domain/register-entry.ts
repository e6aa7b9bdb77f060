import type { Identifier } from '@hilo/contracts';
import { type IdentifierReading, readIdentifier } from '@hilo/identifiers';
import { asListed } from './listings.ts';
import { placeOfCode } from './place/places.ts';

/** What a line of an opt-out register says: the numbers and addresses on it; or why it says none, or not all of it does. */
export type RegisterEntry = { contactPoints: readonly Identifier[]; unused?: NonNullable<IdentifierReading['unused']> };

/** A number by which it is told from which country it is. */
const isInternational = /^[\s"'(<]*(?:tel:)?\s*(?:\+|00)/i;
/** Of numbers that say their country it does not matter. */
const anyCountry = 'ES';

/** Reads a line in whatever spelling: what has an @ is an address, all else a number, of this country where it names none. */
export const readEntry = (text: string, country: string | undefined): RegisterEntry => {
  const kind = text.includes('@') ? 'email' : 'phone';
  if (kind === 'phone' && country === undefined && !isInternational.test(text))
    return { contactPoints: [], unused: text.trim() === '' ? 'empty' : 'no-phone-number' };
  const { values, unused } = readIdentifier(text, { normaliser: kind, defaultCountry: country ?? anyCountry });
  return { contactPoints: values.map((value) => asListed({ kind, value })), ...(unused && { unused }) };
};

/** The country whose register it is, as far as its name says it: `ES.robinson` is of ES, `UK.tps` of GB. */
export const countryOfRegister = (name: string): string | undefined => {
  const [prefix = '', rest] = name.split('.');
  return rest === undefined || !/^[A-Z]{2}$/.test(prefix) ? undefined : placeOfCode(prefix)?.country;
};
