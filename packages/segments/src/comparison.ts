import { IsoTime, type ValueComparison } from '@hilo/contracts';

/**
 * Whether what was found is as it has to be: one of several is enough, and what is negated holds where it is true of none, so that it
 * holds of nothing. A text is never a number: "5" is not 5.
 */
export const holds = (comparison: ValueComparison, found: readonly unknown[]): boolean => {
  const { operator } = comparison;
  switch (operator) {
    case 'equals':
      return found.includes(comparison.value);
    case 'not-equals':
      return !found.includes(comparison.value);
    case 'in':
      return comparison.value.some((one) => found.includes(one));
    case 'not-in':
      return !comparison.value.some((one) => found.includes(one));
    case 'contains':
      return found.some((one) => contains(one, comparison.value));
    case 'not-contains':
      return !found.some((one) => contains(one, comparison.value));
    case 'starts-with':
      return found.some((one) => typeof one === 'string' && one.startsWith(String(comparison.value)));
    case 'exists':
      return found.length > 0 === comparison.value;
    default:
      return found.some((one) => isOrdered[operator](differenceOf(one, comparison.value)));
  }
};

const contains = (one: unknown, part: string | number | boolean): boolean =>
  Array.isArray(one) ? one.includes(part) : typeof one === 'string' && typeof part === 'string' && one.includes(part);

const isOrdered = {
  greater: (difference: number) => difference > 0,
  'at-least': (difference: number) => difference >= 0,
  less: (difference: number) => difference < 0,
  'at-most': (difference: number) => difference <= 0,
};

/** By how much the one is more than the other: of numbers, or of instants; of anything else, it is neither more nor less. */
const differenceOf = (one: unknown, other: number | string): number => {
  if (typeof one === 'number') return typeof other === 'number' ? one - other : Number.NaN;
  if (typeof one !== 'string' || typeof other !== 'string' || !IsoTime.safeParse(one).success) return Number.NaN;
  return Date.parse(one) - Date.parse(other);
};
