import { isNotorious } from './notorious.ts';
import { plainPhone } from './phone.ts';
import { saysNothing } from './placeholder.ts';
import { beginningsOfPlaceholders, isPlaceholderAddress } from './placeholder-address.ts';
import { nonsense, withoutAnything } from './placeholder-words.ts';
import type { Normaliser } from './reading.ts';
import { folded, withSpaces } from './text.ts';

/**
 * What a value says that is written as nearly all are, with nothing around it and no word of a placeholder in it, so that a
 * glance is enough; of any other, `undefined`. It never says anything else than a thorough reading.
 */
export const plainly = (posted: string, normaliser: Normaliser, defaultCountry: string): string | undefined =>
  readers[normaliser](posted, defaultCountry);

/** Letters, or a code with a digit in it: there is none in the words that say nothing. */
export const isPlainCode = (posted: string): boolean =>
  isWord.test(posted)
    ? !saysNothing(posted)
    : isCode.test(posted) && !mayBeNothing.test(posted) && !isNotorious(posted);

const isWord = /^[a-z]+$/;
const isCode = /^@?(?=[A-Za-z0_-]*[1-9])[A-Za-z0-9][\w-]*$/;

/** A date, a number of a spreadsheet, a code that lacks its end, a code with its digits hidden. */
const mayBeNothing = /^@?(?:\d{1,4}-\d{1,2}-\d{1,4}|\de-|xx)|(?:undefined|null|nan)$/i;

/** Whether an address has nothing around it, and is no placeholder. */
export const isPlainAddress = (posted: string): boolean =>
  posted.length < 64 && isAddress.test(posted) && (isUsual(posted) || !saysNothingAsAddress(posted));

/** A separator between any two runs: there is one way to read it, and no time is lost on what is no address. */
const isAddress = /^[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*\.[A-Za-z]{2,10}$/;

/** Whether the first word of an address begins no placeholder, whatever comes after it: nearly everybody's does not. */
const isUsual = (posted: string): boolean => {
  const name = firstWord.exec(posted)?.[0] ?? '';
  const word = name.toLowerCase();
  const at = posted.indexOf('@');
  // noMail is two words; and who has to write something often writes it twice.
  const isTwice = posted.slice(at + 1, at + 1 + word.length).toLowerCase() === word;
  if (word === '' || isTwice || camelCase.test(name)) return false;
  const rest = posted.slice(word.length, at);
  if (isNumber.test(rest)) return !nonsense.has(word) && !withoutAnything.has(word) && word !== 'tester';
  return !beginsPlaceholder(word, posted) && !(rest === '' && isOneLetter.test(word));
};

const beginsPlaceholder = (word: string, posted: string): boolean => {
  const seconds = beginningsOfPlaceholders.get(word);
  if (seconds === undefined) return false;
  return seconds === 'whatever' || camelCase.test(posted) || seconds.has(secondWord(posted));
};

/** Without a number after it, which makes nobody of a placeholder. */
const secondWord = (posted: string): string =>
  posted
    .split(/[._+@-]/, 2)[1]
    ?.toLowerCase()
    .replace(/\d+$/, '') ?? '';

const firstWord = /^[A-Za-z]+/;
const camelCase = /[a-z][A-Z]/;
const isNumber = /^[._+-]?\d+$/;
const isOneLetter = /^(.)\1*$/;

const saysNothingAsAddress = (posted: string): boolean =>
  (!/\d/.test(posted) && (saysNothing(folded(posted)) || saysNothing(folded(withSpaces(posted))))) ||
  isPlaceholderAddress(posted.toLowerCase());

/** Of a code, a UUID alone is the same in upper case. */
const exactly = (posted: string): string | undefined =>
  isPlainCode(posted) && (posted.length !== 36 || posted === posted.toLowerCase()) ? posted : undefined;

const inLowerCase = (posted: string): string | undefined => (isPlainCode(posted) ? posted.toLowerCase() : undefined);

const readers: Record<Normaliser, (posted: string, defaultCountry: string) => string | undefined> = {
  exact: exactly,
  lower: inLowerCase,
  handle: (posted) => inLowerCase(posted.startsWith('@') ? posted.replace(/^@+/, '') : posted),
  email: (posted) => (isPlainAddress(posted) ? posted.toLowerCase() : undefined),
  phone: plainPhone,
};
