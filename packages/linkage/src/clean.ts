import { readGender, readPostcode, readStreet } from './addresses.ts';
import { readEmail, readNationalId, readPhone } from './contacts.ts';
import { type DateHabits, dateHabits, readDate } from './dates.ts';
import { nameWords, splitFullName } from './names.ts';
import { knownFields, type LinkageRecord, type RawRecord } from './record.ts';
import { plainText } from './text.ts';

/** What has to be known of all records to read one: how its dates are written, for each source. */
export type Habits = { dates: Readonly<Record<string, DateHabits>> };

const known = new Set<string>(knownFields);
const commonHabits: DateHabits = { dayFirst: true, newYearMeansUnknown: false };

/** How the values of these records are written. */
export const habitsOf = (records: readonly RawRecord[]): Habits => {
  const dates = new Map<string, string[]>();
  for (const { source = '', fields } of records) {
    const values = dates.get(source) ?? [];
    if (fields.birthDate) values.push(fields.birthDate);
    dates.set(source, values);
  }
  return { dates: Object.fromEntries([...dates].map(([source, values]) => [source, dateHabits(values)])) };
};

/** A record in the form in which it is compared: a pure function of the record and the habits. */
export const cleanRecord = (habits: Habits, { id, source = '', fields }: RawRecord): LinkageRecord => {
  const text = (field: (typeof knownFields)[number]): string => fields[field] ?? '';
  const dates = habits.dates[source] ?? commonHabits;
  return {
    id,
    source,
    ...cleanName(text('givenName'), text('familyName'), text('fullName')),
    birth: readDate(text('birthDate'), dates),
    email: readEmail(text('email')),
    phone: readPhone(text('phone')),
    nationalId: readNationalId(text('nationalId')),
    ...readStreet(text('street'), text('streetNumber')),
    addressLine2: plainText(text('addressLine2')),
    city: plainText(text('city')),
    postcode: readPostcode(text('postcode')),
    region: plainText(text('region')),
    country: plainText(text('country')),
    gender: readGender(text('gender')),
    others: cleanOthers(fields),
  };
};

const cleanName = (given: string, family: string, full: string): Pick<LinkageRecord, 'given' | 'family' | 'full'> => {
  const parts = { given: nameWords(given), family: nameWords(family), full: [] };
  return parts.given.length > 0 || parts.family.length > 0 ? parts : splitFullName(full);
};

const cleanOthers = (fields: RawRecord['fields']): Record<string, string> => {
  const others: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const plain = known.has(name) ? undefined : plainText(value);
    if (plain !== undefined) others[name] = plain;
  }
  return others;
};
