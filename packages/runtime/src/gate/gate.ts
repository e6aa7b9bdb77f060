import { glance, type Written } from './glance.ts';
import type { Refusal } from './refusal.ts';
import { forbidden, scanJson } from './scan.ts';

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

/**
 * The same, with the texts of the objects in it where it is a list of objects, or else its own: what is stored need not be
 * written again. No texts where a text that is written here would be another, but for numbers: searching what is stored for
 * a text finds it, however it was posted.
 */
export const gateWritten = (body: Uint8Array): { value: unknown; texts: readonly string[] } | { refusal: Refusal } => {
  const decoded = decode(body);
  if ('refusal' in decoded) return decoded;
  const written = glance(body);
  const gated = written === undefined ? gate(decoded.text) : parsed(decoded.text);
  if ('refusal' in gated) return gated;
  return { value: gated.value, texts: textsIn(body, decoded.text, gated.value, written) };
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

const parsed = (text: string): Gated => {
  try {
    const value: unknown = JSON.parse(text);
    // A text that is UTF-8 has NUL and half surrogates only where they are escaped; the scan has seen all else.
    const refusal = text.includes('\\u') || !text.isWellFormed() ? refusalIn(value) : undefined;
    return refusal ? { refusal } : { value };
  } catch (error) {
    return { refusal: { path: [], message: `is not JSON: ${positionIn(error)}` } };
  }
};

/** The parser's words quote the body, which may be personal; only the place is told. */
const positionIn = (error: unknown): string =>
  /at position \d+( \(line \d+ column \d+\))?/.exec(error instanceof Error ? error.message : '')?.[0] ??
  'it ends too early or is empty';

/** The first thing in a value that would break something later; it need not come from JSON. */
export const refusalIn = (value: unknown): Refusal | undefined => (isSafe(value) ? undefined : firstRefusal(value, []));

/** The same question without the answer where: nearly everything is let in, and need not know its path. */
const isSafe = (value: unknown): boolean => {
  if (typeof value === 'string') return isSafeText(value);
  if (typeof value === 'number') return refuseNumber(value, []) === undefined;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSafe);
  for (const [key, inner] of Object.entries(value)) {
    if (forbidden.has(key) || !isSafeText(key) || !isSafe(inner)) return false;
  }
  return true;
};

const isSafeText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

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

const refuseNumber = (value: number, path: PropertyKey[]): Refusal | undefined => {
  if (!Number.isFinite(value)) return { path, message: 'is too large a number' };
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return { path, message: 'is a number that would lose digits; send it as text' };
  }
  return undefined;
};
