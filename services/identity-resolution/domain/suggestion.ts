import { createHash } from 'node:crypto';
import { uuidOf } from './derive-id.ts';
import { compare } from './fact.ts';

/** A pair of subjects or customers, the smaller first. */
export type Pair = { a: string; b: string };

/** Both in canonical order, with the id that the pair has whoever finds it. */
export const pairOf = (one: string, other: string): Pair & { id: string } => {
  const [a, b] = compare(one, other) <= 0 ? [one, other] : [other, one];
  return { a, b, id: uuidOf(createHash('sha256').update(`${a} ${b}`).digest('hex')) };
};

/** A blocking key as a number of 64 bits, as text. */
export const hashedKey = (key: string): string => createHash('sha256').update(key).digest().readBigInt64BE().toString();
