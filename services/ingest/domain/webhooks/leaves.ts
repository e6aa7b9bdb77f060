import { toStorable } from '@hilo/contracts';
import type { Path } from '../segment/path.ts';
import { type Sourced, small } from './reader.ts';

const mostLeaves = 60;
const deepest = 8;
const longestName = 200;

/**
 * Every small value in a part of a body, by its path below that part: `satisfaction_score.score`, `items.0.sku`. What a
 * provider sends under a name that nobody knows is kept so. Sixty values at most, eight levels deep; `except` names paths
 * whose values are kept elsewhere.
 */
export const leavesOf = (
  part: Sourced | undefined,
  { under = '', except = new Set() }: { under?: string; except?: ReadonlySet<string> } = {},
): Record<string, Sourced> => {
  const leaves: Record<string, Sourced> = {};
  const visit = (value: unknown, inner: Path): void => {
    const name = [under, ...inner.map(String)].filter((word) => word !== '').join('.');
    if (Object.keys(leaves).length >= mostLeaves || except.has(inner.map(String).join('.'))) return;
    if (typeof value !== 'object' || value === null) {
      const kept = isTold(value) ? small({ value, from: part?.from && [...part.from, ...inner] }) : undefined;
      if (kept !== undefined && name !== '' && name.length <= longestName) leaves[name] = kept;
      return;
    }
    if (inner.length >= deepest) return;
    for (const [key, one] of Object.entries(value)) visit(one, [...inner, Array.isArray(value) ? Number(key) : key]);
  };
  visit(part?.value, []);
  return leaves;
};

const isTold = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.trim() !== '');

/**
 * The value in a text of JSON that stands inside a body, such as the answers of a WhatsApp Flow; undefined if it is none.
 * No gate has looked at it: what cannot be stored is replaced, and a number that would lose digits stays a text.
 */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text, storable);
  } catch {
    return undefined;
  }
};

const storable = (_key: string, value: unknown, context?: { source?: string }): unknown => {
  if (typeof value === 'string') return toStorable(value);
  if (typeof value === 'number' && (!Number.isFinite(value) || losesDigits(value))) return context?.source;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [toStorable(name), one]));
};

const losesDigits = (value: number): boolean => Number.isInteger(value) && !Number.isSafeInteger(value);
