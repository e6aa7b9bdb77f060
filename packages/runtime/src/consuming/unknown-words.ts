import type { Logger } from '../logger.ts';
import { counter } from '../telemetry/instruments.ts';

const unknownWords = counter(
  'hilo_unknown_words',
  'Words in messages that this version does not know: they are kept, and nothing is done by them.',
);

type Place = { topic: string; place: string };
type Unknown = Place & { word: string };

/** A writer that makes up words must not fill the memory: so many have a line and a number of their own. */
const mostTold = 100;
const told = new Set<string>();
let untold: Unknown[] = [];

/** Counts a word that nobody here knows; the first time, it waits to be told of. */
export const noteUnknownWord = ({ topic, place, word }: Unknown): void => {
  const key = `${topic} ${place} ${word}`;
  const isNew = !told.has(key);
  const isOneTooMany = isNew && told.size >= mostTold;
  unknownWords.add(1, { topic, place, word: isOneTooMany ? 'others' : word });
  if (!isNew || isOneTooMany) return;
  told.add(key);
  untold.push({ topic, place, word });
};

/** Writes a line for each word that was met for the first time. */
export const tellUnknownWords = (logger: Pick<Logger, 'warn'>): void => {
  if (untold.length === 0) return;
  const all = untold;
  untold = [];
  for (const one of all)
    logger.warn(one, 'a word that this version does not know: it is kept, and nothing is done by it');
};

/** Where a word stands, whichever of a list it is. */
export const placeOfWord = (instancePath: string): string => instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*').slice(1);
