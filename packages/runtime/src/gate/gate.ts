import { isStorable } from '@hilo/contracts';
import { glance, type Written } from './glance.ts';
import { placeOf } from './not-json.ts';
import type { Refusal } from './refusal.ts';
import { forbidden, type LongNumber, scanJson } from './scan.ts';

export type Gated = { value: unknown } | { refusal: Refusal };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of a body, if it is UTF-8. */
export const decode = (body: Uint8Array): { text: string } | { refusal: Refusal } => {
  try {
    return { text: decoder.decode(body) };
  } catch {
    return { refusal: { path: [], message: 'is not valid UTF-8' } };
  }
};

/**
 * The value that a JSON text stands for, if nothing in it would be changed or would break something later: no deep
 * nesting, no key twice, no number that loses digits, no NUL, no lone surrogate, no `__proto__`.
 */
export const gate = (text: string): Gated => {
  const scanned = scanJson(text);
  return scanned ? { refusal: scanned } : parsed(text);
};

/** The value that a body of JSON stands for, if it is let in. */
export const gateBody = (body: Uint8Array): Gated => {
  const decoded = decode(body);
  if ('refusal' in decoded) return decoded;
  return glance(body) === undefined ? gate(decoded.text) : parsed(decoded.text);
};

/** Where whole numbers stood that would have lost digits: in the value they are texts, with all of their digits. */
export type Digits = readonly (readonly PropertyKey[])[];

/** What somebody posted, with what became of its numbers. */
export type GatedBody = { value: unknown; digits: Digits } | { refusal: Refusal };

/** The same for what is posted: whole numbers that would lose digits become texts, for who reads them to decide. */
export const gatePosted = (body: Uint8Array): GatedBody => {
  const decoded = decode(body);
  if ('refusal' in decoded) return decoded;
  if (glance(body) === undefined) return gateWithDigits(decoded.text, { isWhole: true });
  return withDigits(parsed(decoded.text), none);
};

/**
 * The same for a body of which only parts are used: what is in it and unusable (a NUL, a number beyond all bounds) is let
 * in, and whatever is made of the parts has to be looked at with `refusalIn`.
 */
export const gateParts = (body: Uint8Array): GatedBody => {
  const decoded = decode(body);
  if ('refusal' in decoded) return decoded;
  return gateWithDigits(decoded.text, { isWhole: false });
};

/**
 * As `gatePosted`, with the texts of the objects in it where it is a list of objects, or else its own: what is stored need
 * not be written again. No texts where a text that is written here would be another, but for numbers: searching what is
 * stored for a text finds it, however it was posted.
 */
export const gateWritten = (
  body: Uint8Array,
): { value: unknown; digits: Digits; texts: readonly string[] } | { refusal: Refusal } => {
  const decoded = decode(body);
  if ('refusal' in decoded) return decoded;
  const written = glance(body);
  if (written === undefined) {
    const gated = gateWithDigits(decoded.text, { isWhole: true });
    return 'refusal' in gated ? gated : { ...gated, texts: noTexts };
  }
  const gated = parsed(decoded.text);
  if ('refusal' in gated) return gated;
  return { value: gated.value, digits: none, texts: textsIn(body, decoded.text, gated.value, written) };
};

const none: Digits = [];
const noTexts: readonly string[] = [];

const withDigits = (gated: Gated, digits: Digits): GatedBody => ('refusal' in gated ? gated : { ...gated, digits });

const gateWithDigits = (text: string, { isWhole }: { isWhole: boolean }): GatedBody => {
  const long: LongNumber[] = [];
  const refusal = scanJson(text, { long, anySize: !isWhole });
  if (refusal) return { refusal };
  const digits = long.map(({ path }) => path);
  const parse = isWhole ? parsed : parsedLoosely;
  return withDigits(parse(quoted(text, long), text), digits);
};

/** The text with these numbers in quotes. */
const quoted = (text: string, long: readonly LongNumber[]): string => {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of long) {
    parts.push(text.slice(from, start), '"', text.slice(start, end), '"');
    from = end;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
};

const textsIn = (body: Uint8Array, text: string, value: unknown, written: Written | undefined): string[] => {
  if (written === undefined || written.hasSpace || written.hasOddEscapes) return [];
  if (!Array.isArray(value)) return [text];
  const { elements } = written;
  // Of one that is no object or list, nobody noted where it is.
  if (elements.length !== 2 * value.length) return [];
  const isAscii = text.length === body.length;
  return value.map((_, n) => {
    const [from, to] = [elements[2 * n], elements[2 * n + 1]];
    return isAscii ? text.slice(from, to) : decoder.decode(body.subarray(from, to));
  });
};

/** `sent` is the text as it was sent, where numbers in it were put in quotes. */
const parsed = (text: string, sent = text): Gated => {
  const gated = parsedLoosely(text, sent);
  if ('refusal' in gated) return gated;
  // A text that is UTF-8 has NUL and half surrogates only where they are escaped; the scan has seen all else.
  const refusal = text.includes('\\u') || !text.isWellFormed() ? refusalIn(gated.value) : undefined;
  return refusal ? { refusal } : gated;
};

const parsedLoosely = (text: string, sent = text): Gated => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { refusal: placeOf(sent) };
  }
};

/** The first thing in a value that would break something later; it need not come from JSON. */
export const refusalIn = (value: unknown): Refusal | undefined => (isSafe(value) ? undefined : firstRefusal(value, []));

/** The same question without the answer where: nearly everything is let in, and need not know its path. */
const isSafe = (value: unknown): boolean => {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSafe);
  for (const [key, inner] of Object.entries(value)) {
    if (forbidden.has(key) || !isStorable(key) || !isSafe(inner)) return false;
  }
  return true;
};

const firstRefusal = (value: unknown, path: PropertyKey[]): Refusal | undefined => {
  if (typeof value === 'string') return refuseText(value, path);
  if (typeof value === 'number') return refuseNumber(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    if (!Array.isArray(value) && forbidden.has(key)) return { path: place, message: 'is not allowed as a name' };
    const refusal = refuseText(key, place) ?? firstRefusal(inner, place);
    if (refusal) return refusal;
  }
  return undefined;
};

const refuseText = (text: string, path: PropertyKey[]): Refusal | undefined => {
  if (text.includes('\0')) return { path, message: 'contains the character NUL' };
  if (!text.isWellFormed()) return { path, message: 'contains half of a surrogate pair' };
  return undefined;
};

const refuseNumber = (value: number, path: PropertyKey[]): Refusal | undefined =>
  Number.isFinite(value) ? undefined : { path, message: 'is too large a number' };
