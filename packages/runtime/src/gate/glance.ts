import { forbidden, maxDepth } from './scan.ts';

/** How a text is written. */
export type Written = {
  /** Where the objects and lists in a list begin and end, two places for each. */
  elements: number[];
  /** Whether there is space between the parts. */
  hasSpace: boolean;
  /** Whether something in a string is escaped that need not be, or may be written another way. */
  hasOddEscapes: boolean;
};

/** Objects with more names are left to the scan, which has sets for them. */
const mostNames = 32;
/** A number of so many digits, without an exponent, comes back as it was. */
const harmlessDigits = 15;
/** `__proto__`. */
const shortestForbidden = 9;

const [space, quote, comma, point, slash, zero, nine] = [0x20, 0x22, 0x2c, 0x2e, 0x2f, 0x30, 0x39];
const [backslash, openArray, closeArray, openObject, closeObject, del] = [0x5c, 0x5b, 0x5d, 0x7b, 0x7d, 0x7f];
const [upperE, lowerE, lowerU] = [0x45, 0x65, 0x75];

// Kept, since to make them anew would take as long as the look: by level, where the names of the object begin among those
// of all open objects; and by name, where it begins and ends.
const firstNames = new Int32Array(maxDepth + 1);
const starts = new Int32Array(maxDepth * mostNames);
const ends = new Int32Array(maxDepth * mostNames);

/**
 * How a JSON text in UTF-8 is written, if `scanJson` has surely nothing to say against it; nearly every text is so, and
 * this takes a third of its time. It knows no paths: where it is in doubt, the scan has to look.
 */
export const glance = (body: Uint8Array): Written | undefined => {
  const written: Written = { elements: [], hasSpace: false, hasOddEscapes: false };
  // By level, one bit: whether it is an object.
  let objects = 0;
  let depth = 0;
  let names = 0;
  let expectsName = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === quote) {
      const start = at + 1;
      let escapes = false;
      for (at = start; body[at] !== quote; at += 1) {
        if (at >= body.length) return undefined;
        if (body[at] !== backslash) continue;
        escapes = true;
        at += 1;
        if (body[at] === lowerU || body[at] === slash) written.hasOddEscapes = true;
      }
      if (!expectsName) continue;
      expectsName = false;
      const first = firstNames[depth] ?? 0;
      if (escapes || names - first === mostNames || !isNewName(body, start, at, { first, names })) return undefined;
      starts[names] = start;
      ends[names] = at;
      names += 1;
    } else if (byte === comma) {
      expectsName = (objects & (1 << depth)) !== 0;
    } else if (byte >= zero && byte <= nine) {
      at = endOfPlainNumber(body, at);
      if (at < 0) return undefined;
    } else if (byte === openObject || byte === openArray) {
      if (depth === 1 && (objects & 2) === 0) written.elements.push(at);
      depth += 1;
      // There are no more bits.
      if (depth === maxDepth) return undefined;
      expectsName = byte === openObject;
      objects = expectsName ? objects | (1 << depth) : objects & ~(1 << depth);
      firstNames[depth] = names;
    } else if (byte === closeObject || byte === closeArray) {
      if (depth === 0) return undefined;
      expectsName = false;
      names = firstNames[depth] ?? 0;
      depth -= 1;
      if (depth === 1 && (objects & 2) === 0) written.elements.push(at + 1);
    } else if (byte <= space) {
      written.hasSpace = true;
    } else if (byte >= del) return undefined;
  }
  return written;
};

/** Whether the object has no such name yet, and may have it. */
const isNewName = (
  body: Uint8Array,
  start: number,
  end: number,
  { first, names }: { first: number; names: number },
): boolean => {
  const length = end - start;
  if (length >= shortestForbidden && isForbidden(body, start, end)) return false;
  for (let n = first; n < names; n += 1) {
    const other = starts[n] ?? 0;
    if ((ends[n] ?? 0) - other === length && isSame(body, other, start, length)) return false;
  }
  return true;
};

const isForbidden = (body: Uint8Array, start: number, end: number): boolean => {
  for (const name of forbidden) {
    if (name.length !== end - start) continue;
    let same = 0;
    while (same < name.length && body[start + same] === name.charCodeAt(same)) same += 1;
    if (same === name.length) return true;
  }
  return false;
};

const isSame = (body: Uint8Array, one: number, other: number, length: number): boolean => {
  for (let n = 0; n < length; n += 1) if (body[one + n] !== body[other + n]) return false;
  return true;
};

/** Where a number ends that is surely kept as it is; -1 for another. */
const endOfPlainNumber = (body: Uint8Array, start: number): number => {
  let at = start + 1;
  while (isDigitOrPoint(body[at] ?? 0)) at += 1;
  const isPlain = body[at] !== lowerE && body[at] !== upperE && at - start <= harmlessDigits;
  return isPlain ? at - 1 : -1;
};

const isDigitOrPoint = (byte: number): boolean => (byte >= zero && byte <= nine) || byte === point;
