import type { Note } from '@hilo/contracts';
import type { Refusal } from './refusal.ts';
import type { Path } from './segment/path.ts';

/**
 * Where whole numbers with more digits than a number keeps were posted, in the words of the sender. What only describes is
 * kept as text, with all its digits; what is counted or looked up is refused, since nobody knows what the sender's own
 * software has made of it.
 */
export type DigitPlaces = { kept: readonly Path[]; refused: readonly Path[] };

export const sortDigits = (places: readonly Path[], isKept: (path: Path) => boolean): DigitPlaces | undefined =>
  places.length === 0 ? undefined : { kept: places.filter(isKept), refused: places.filter((path) => !isKept(path)) };

const describing = new Set<PropertyKey | undefined>(['properties', 'traits', 'context']);

/** Whether a field of an interaction only describes. */
export const onlyDescribes = ([field]: Path): boolean => describing.has(field);

/** What the sender is told of those that are kept. */
export const notesOnDigits = ({ kept }: DigitPlaces, pathText: (path: Path) => string): Note[] =>
  kept.map((path) => ({
    path: pathText(path),
    reason: 'digits-kept-as-text',
    message:
      'is a whole number with more digits than a number can keep: it is kept as text. Send it as text, in quotes.',
  }));

export const refusalsOn = ({ refused }: DigitPlaces, message: string): Refusal[] =>
  refused.map((path) => ({ path: [...path], message }));
