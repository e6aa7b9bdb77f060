import { isNotorious } from './placeholder.ts';
import type { Normaliser } from './reading.ts';

/**
 * Whether a value is surely used as it was posted, as far as can be told in no time; of any other, `readIdentifier` tells.
 * For who sees every interaction and knows no rules. That a number of a usual length is a possible one is taken for granted.
 */
export const isSurelyUsed = (posted: string, normaliser: Normaliser): boolean => checks[normaliser](posted);

/** There is no digit in the words that say nothing. */
const isUsualCode = (posted: string): boolean =>
  /^[a-z0-9][\w-]*$/i.test(posted) && /[1-9]/.test(posted) && !isNotorious(posted);

const checks: Record<Normaliser, (posted: string) => boolean> = {
  exact: isUsualCode,
  lower: isUsualCode,
  handle: isUsualCode,
  email: (posted) =>
    posted.length < 64 && /^[a-z]+(?:[._+-]?[a-z0-9]+)*[0-9]@[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z]{2,10}$/i.test(posted),
  phone: (posted) => /^\+[1-9]\d{9,12}$/.test(posted) || /^[1-9]\d{7,12}$/.test(posted),
};
