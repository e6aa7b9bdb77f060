import { limits } from '@hilo/contracts';
import { type Path, valueAt } from '../segment/path.ts';

/** A value, and where in the body it stands; nowhere if the adapter says it by itself. */
export type Sourced = {
  value: unknown;
  from?: Path | undefined;
  /** Nobody says it: it is of the delivery, and another when that is sent again. */
  isDerived?: boolean | undefined;
};

/** What is read from one part of a body. Null and empty text are nothing. */
export type FieldReader = {
  path: Path;
  get(...path: PropertyKey[]): Sourced | undefined;
  /** A text, or a number as text. */
  text(...path: PropertyKey[]): string | undefined;
  at(...path: PropertyKey[]): FieldReader;
  /** Every element of a list; none if there is no list. */
  each(...path: PropertyKey[]): FieldReader[];
};

export const fieldReaderOf = (body: unknown, path: Path = []): FieldReader => ({
  path,
  get: (...inner) => {
    const value = valueAt(body, inner);
    return value === undefined || value === null || value === '' ? undefined : { value, from: [...path, ...inner] };
  },
  text: (...inner) => textOf(valueAt(body, inner)),
  at: (...inner) => fieldReaderOf(valueAt(body, inner), [...path, ...inner]),
  each: (...inner) => {
    const list = valueAt(body, inner);
    return Array.isArray(list) ? list.map((one, place) => fieldReaderOf(one, [...path, ...inner, place])) : [];
  },
});

/** What the adapter says by itself. */
export const said = (value: unknown): Sourced => ({ value });

/** The same with another value, where there is one. */
export const as = (sourced: Sourced | undefined, make: (text: string) => unknown): Sourced | undefined => {
  const text = textOf(sourced?.value);
  if (text === undefined) return undefined;
  const value = make(text);
  return value === undefined ? undefined : { ...sourced, value };
};

/** A text of at most so many characters, by default as many as an interaction takes, cut between characters. */
export const cut = (sourced: Sourced | undefined, longest = limits.textCharacters): Sourced | undefined =>
  as(sourced, (text) => {
    if (text.length <= longest) return text;
    const head = text.slice(0, longest);
    return head.isWellFormed() ? head : head.slice(0, -1);
  });

/** A value of a property, if it is small: a word, a number or a short text. */
export const small = (sourced: Sourced | undefined): Sourced | undefined => {
  const kept = typeof sourced?.value;
  return kept === 'number' || kept === 'boolean' ? sourced : cut(sourced, 2000);
};

/** A text as it is, a number as text; of everything else, and of blanks, nothing. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};
