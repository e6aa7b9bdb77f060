import { survives } from './number.ts';
import type { Refusal } from './refusal.ts';

export const maxDepth = 32;
/** More than the properties of an interaction have room for; each costs the parser and the checks after it. */
const maxKeys = 10_000;

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const backslash = 0x5c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

type Frame = { keys: Set<string> | undefined; place: string | number; expectsKey: boolean };

/**
 * What `JSON.parse` cannot tell, in one pass over the text: nesting that is too deep, keys that come twice in an object,
 * and numbers that it would change. Text that is no JSON passes; the parser refuses it afterwards.
 */
export const scanJson = (text: string): Refusal | undefined => {
  const stack: Frame[] = [];
  const path = (): PropertyKey[] => stack.map(({ place }) => place);
  for (let at = 0; at < text.length; at += 1) {
    const top = stack.at(-1);
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at);
        if (top?.expectsKey) {
          const key = keyIn(text.slice(at, end + 1));
          top.place = key;
          top.expectsKey = false;
          if (top.keys?.has(key)) return { path: path(), message: 'stands twice in the same object' };
          top.keys?.add(key);
          if ((top.keys?.size ?? 0) > maxKeys)
            return { path: path().slice(0, -1), message: `has more than ${maxKeys} names` };
        }
        at = end;
        break;
      }
      case minus:
      case 0x30:
      case 0x31:
      case 0x32:
      case 0x33:
      case 0x34:
      case 0x35:
      case 0x36:
      case 0x37:
      case 0x38:
      case 0x39: {
        const end = endOfNumber(text, at);
        if (!survives(text.slice(at, end))) return { path: path(), message: whatIsLost(text.slice(at, end)) };
        at = end - 1;
        break;
      }
      case openObject:
        stack.push({ keys: new Set(), place: '', expectsKey: true });
        break;
      case openArray:
        stack.push({ keys: undefined, place: 0, expectsKey: false });
        break;
      case closeObject:
      case closeArray:
        stack.pop();
        break;
      case comma:
        if (top?.keys) top.expectsKey = true;
        else if (typeof top?.place === 'number') top.place += 1;
        break;
    }
    if (stack.length > maxDepth) return { path: path().slice(0, 3), message: `is nested deeper than ${maxDepth}` };
  }
  return undefined;
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
  (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x65 || code === 0x45;

const whatIsLost = (token: string): string =>
  Number.isFinite(Number(token)) ? 'is a number that would lose digits; send it as text' : 'is too large a number';

/** Two spellings of a key are one key: escapes are resolved. */
const keyIn = (quoted: string): string => {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
};
