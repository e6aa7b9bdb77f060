import { formalNames } from './nicknames.ts';
import { soundOf } from './phonetic.ts';
import type { LinkageRecord } from './record.ts';

/**
 * The keys under which a record is found: two records are compared if they share one. Each is a combination that tells
 * enough, or a bare value, which serves where it is rare. A key that too many share is not followed, so that a common name
 * costs nothing. What is only a placeholder (no day of birth, `unknown`) was left out when the record was cleaned.
 */
export const blockingKeys = (record: LinkageRecord): string[] => {
  const keys = new Set<string>();
  const put = (kind: string, ...parts: readonly (string | number | undefined)[]): void => {
    if (parts.every((part) => part !== undefined && part !== '')) keys.add(`${kind}:${parts.join('|')}`);
  };
  putIdentifiers(record, put);
  putNames(record, put);
  putBirth(record, put);
  putAddress(record, put);
  putOthers(record, put);
  return [...keys];
};

type Put = (kind: string, ...parts: readonly (string | number | undefined)[]) => void;

const putIdentifiers = ({ nationalId, email, phone }: LinkageRecord, put: Put): void => {
  put('id', nationalId);
  if (nationalId !== undefined && nationalId.length > 5) {
    put('id-start', nationalId.slice(0, 5));
    put('id-end', nationalId.slice(-5));
  }
  put('email', email?.whole);
  if (email !== undefined && email.local.length > 3) {
    put('email-local', email.local);
    put('email-start', email.local.slice(0, 5), email.whole.slice(-7, -3));
  }
  put('phone', phone);
  put('phone-end', phone?.slice(-6));
};

const wordsOf = ({ given, family, full }: LinkageRecord): readonly string[] =>
  [...new Set([...given, ...family, ...full])].slice(0, 6);

/** Names as they sound, each with another that stands beside it, whichever is the family name. */
const putNames = (record: LinkageRecord, put: Put): void => {
  const words = wordsOf(record).filter((word) => word.length > 1);
  for (const word of words) {
    const sound = soundOf(word);
    put('word', word);
    put('sound', sound);
    for (const other of wordsOf(record)) {
      if (other === word) continue;
      put('sound+initial', sound, other[0]);
      if (word < other && other.length > 1) put('sounds', ...[sound, soundOf(other)].sort());
    }
  }
  for (const given of record.given) {
    for (const formal of formalNames(given))
      for (const family of record.family) put('formal', formal, family.slice(0, 3));
  }
};

const putBirth = (record: LinkageRecord, put: Put): void => {
  const { birth, city, postcode } = record;
  if (birth === undefined) return;
  const words = wordsOf(record);
  if (birth.month !== undefined && birth.day !== undefined) {
    put('birth', birth.text);
    put('month-day+place', [birth.month, birth.day].sort().join('-'), city?.slice(0, 3));
    for (const word of words) {
      put('birth+initial', birth.text, word[0]);
      put('month-day', [birth.month, birth.day].sort().join('-'), word.slice(0, 3));
      put('year-month', birth.year, birth.month, word.slice(0, 2));
      put('year-day', birth.year, birth.day, word.slice(0, 2));
    }
  }
  put('year+postcode', birth.year, postcode);
  for (const word of words) {
    if (word.length < 2) continue;
    put('year+sound', birth.year, soundOf(word));
    put('year+place', birth.year, city?.slice(0, 4), word[0]);
  }
};

const putAddress = (record: LinkageRecord, put: Put): void => {
  const { street, streetNumber, addressLine2, city, postcode } = record;
  put('postcode', postcode);
  put('city', city);
  put('street', street?.slice(0, 8));
  put('street+number', street?.slice(0, 5), streetNumber);
  put('street+postcode', street?.slice(0, 3), postcode);
  put('number+postcode', streetNumber, postcode);
  put('line2+postcode', addressLine2?.slice(0, 4), postcode);
  put('line2+number', addressLine2?.slice(0, 5), streetNumber);
  for (const word of wordsOf(record)) {
    put('postcode+word', postcode, word.slice(0, 2));
    put('city+word', city?.slice(0, 4), word.slice(0, 3));
    put('street+word', street?.slice(0, 4), word.slice(0, 2));
  }
};

/** So many words of a text, and fields that are combined, at most. */
const mostCombined = 6;

const putOthers = (record: LinkageRecord, put: Put): void => {
  const others = Object.entries(record.others).sort(([x], [y]) => (x < y ? -1 : 1));
  for (const [at, [field, value]] of others.entries()) {
    put(field, value);
    put(field, value, record.birth?.year);
    for (const word of wordsOf(record)) put(field, value.slice(0, 6), word.slice(0, 3));
    for (const word of value.split(' ').slice(0, mostCombined)) if (word.length > 3) put(`${field} word`, word);
    for (const [other, its] of others.slice(at + 1, mostCombined))
      put(`${field}+${other}`, value.slice(0, 4), its.slice(0, 4));
  }
};
