import { isTooLarge, losesDigits } from './number.ts';
import type { Refusal } from './refusal.ts';

export const maxDepth = 32;
/** More than the properties of an interaction have room for; each costs the parser and the checks after it. */
const maxKeys = 10_000;
/** Up to so many keys of an object are compared one by one, which is faster than a set. */
const fewKeys = 16;

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const backslash = 0x5c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const nine = 0x39;

/** A whole number of more digits than are kept: which it is, and where it stands in the text. */
export type LongNumber = { path: PropertyKey[]; start: number; end: number };

/** What to do about numbers, where they are not to be refused. */
export type Numbers = {
  /** Takes down those that would lose digits. */
  long: LongNumber[];
  /** Whether what is too large for a number may pass. */
  anySize?: boolean;
};

/** Who has more of them is told to send them as text. */
const mostLong = 1000;

/**
 * What `JSON.parse` cannot tell, in one pass over the text: nesting that is too deep, keys that come twice in an object or
 * may not be, and whole numbers that would lose digits, which are refused, or taken down. Text that is no JSON passes; the
 * parser refuses it afterwards.
 */
export const scanJson = (text: string, numbers?: Numbers): Refusal | undefined => {
  // By level: whether it is an object, the key or index that the scan is at, and the keys so far.
  const isObject: boolean[] = [];
  const places: (string | number)[] = [];
  const keys: string[][] = [];
  const sets: (Set<string> | undefined)[] = [];
  let depth = 0;
  let expectsKey = false;
  const path = (): PropertyKey[] => places.slice(0, depth);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (expectsKey) {
        expectsKey = false;
        const key = keyIn(text, at, end);
        const top = depth - 1;
        places[top] = key;
        if (forbidden.has(key)) return { path: path(), message: 'is not allowed as a name' };
        if (!isNew(key, keys, sets, top)) return { path: path(), message: 'stands twice in the same object' };
        if ((keys[top]?.length ?? 0) > maxKeys)
          return { path: path().slice(0, -1), message: `has more than ${maxKeys} names` };
      }
      at = end;
    } else if (code === comma) {
      const top = depth - 1;
      if (isObject[top]) expectsKey = true;
      else if (depth > 0) places[top] = Number(places[top]) + 1;
    } else if (code === minus || (code >= 0x30 && code <= nine)) {
      const end = endOfNumber(text, at);
      if (end - at > harmlessLength || hasExponent(text, at, end)) {
        const refusal = refuseNumber(text.slice(at, end), { path: path(), start: at, end }, numbers);
        if (refusal) return refusal;
      }
      at = end - 1;
    } else if (code === openObject || code === openArray) {
      expectsKey = code === openObject;
      isObject[depth] = expectsKey;
      places[depth] = expectsKey ? '' : 0;
      keys[depth] = [];
      sets[depth] = undefined;
      depth += 1;
      if (depth > maxDepth) return { path: path().slice(0, 3), message: `is nested deeper than ${maxDepth}` };
    } else if (code === closeObject || code === closeArray) {
      expectsKey = false;
      if (depth > 0) depth -= 1;
    }
  }
  return undefined;
};

/** Names that would change what an object is. */
export const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

const isNew = (key: string, keys: string[][], sets: (Set<string> | undefined)[], level: number): boolean => {
  const known = keys[level] ?? [];
  const set = sets[level];
  if (set === undefined ? known.includes(key) : set.has(key)) return false;
  known.push(key);
  if (set !== undefined) set.add(key);
  else if (known.length > fewKeys) sets[level] = new Set(known);
  return true;
};

const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
};

/** Whether an odd number of backslashes stands before. */
const isEscaped = (text: string, at: number): boolean => {
  let before = at;
  while (text.charCodeAt(before - 1) === backslash) before -= 1;
  return (at - before) % 2 === 1;
};

const endOfNumber = (text: string, start: number): number => {
  let at = start + 1;
  while (isOfNumber(text.charCodeAt(at))) at += 1;
  return at;
};

/** A digit, + - . e or E. */
const isOfNumber = (code: number): boolean =>
  (code >= 0x30 && code <= nine) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x65 || code === 0x45;

/** Of so many characters, no number without an exponent is beyond what is kept exactly: nearly all are so. */
const harmlessLength = 15;

const hasExponent = (text: string, start: number, end: number): boolean => {
  for (let at = start + 1; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x65 || code === 0x45) return true;
  }
  return false;
};

const refuseNumber = (token: string, place: LongNumber, numbers: Numbers | undefined): Refusal | undefined => {
  if (isTooLarge(token)) return numbers?.anySize ? undefined : { path: place.path, message: 'is too large a number' };
  if (!losesDigits(token)) return undefined;
  if (numbers === undefined || numbers.long.length >= mostLong) return { path: place.path, message: digitsLost };
  numbers.long.push(place);
  return undefined;
};

/** What is wrong with a whole number past 2^53 that would not come back as it was. */
export const digitsLost = 'is a whole number with more digits than a number can keep; send it as text, in quotes';

/** Two spellings of a key are one key: escapes are resolved. */
const keyIn = (text: string, start: number, end: number): string => {
  const written = text.slice(start + 1, end);
  if (!written.includes('\\')) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
};
