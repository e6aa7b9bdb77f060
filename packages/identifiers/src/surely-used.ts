import { isPlainAddress, isPlainCode } from './plain.ts';
import type { Normaliser } from './reading.ts';

/**
 * Whether a value is surely used as it was posted, as far as can be told in no time; of any other, `readIdentifier` tells.
 * For who sees every interaction and knows no rules. That a number of a usual length is a possible one is taken for granted.
 */
export const isSurelyUsed = (posted: string, normaliser: Normaliser): boolean => checks[normaliser](posted);

const checks: Record<Normaliser, (posted: string) => boolean> = {
  exact: isPlainCode,
  lower: isPlainCode,
  handle: isPlainCode,
  email: isPlainAddress,
  phone: (posted) => /^\+?[1-9][\d ()-]{8,17}$/.test(posted) && !/^\d{4}-/.test(posted),
};
