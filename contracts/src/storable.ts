import type { z } from 'zod';

/** Whether a table can hold the text: it has no NUL and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** The schema of a text, as one that a table can hold. */
export const storable = <Text extends z.ZodType<string>>(text: Text): Text =>
  text.refine(isStorable, 'has characters that cannot be stored');

/** The text as a table can hold it, at most so many characters of it. */
export const toStorable = (text: string, mostCharacters = Number.POSITIVE_INFINITY): string =>
  text.slice(0, mostCharacters).toWellFormed().replaceAll('\0', '\u{fffd}');
