import { stepsOf } from '@hilo/contracts';

/** Whether it leads to one place at the most. */
export const isSinglePlace = (path: string): boolean => !stepsOf(path).includes('*');

/** What is there: nothing, or several where a step is `*`. That something is null says that there is nothing. */
export const valuesAt = (value: unknown, path: string): unknown[] =>
  stepsOf(path)
    .reduce<unknown[]>((found, step) => found.flatMap((one) => within(one, step)), [value])
    .filter((one) => one !== null && one !== undefined);

const within = (value: unknown, step: string): unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value);
  // `length` of a list is no name in it.
  if (Array.isArray(value) && !/^\d+$/.test(step)) return [];
  const property = Object.getOwnPropertyDescriptor(value, step);
  return property === undefined ? [] : [property.value];
};
