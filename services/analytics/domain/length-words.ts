const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A length of time as people say it, in the largest unit of which it is a whole number: 7 days, 90 minutes. */
export const lengthInWords = (ms: number): string => {
  const [unit, size] = units.find(([, size]) => ms >= size && ms % size === 0) ?? ['millisecond', 1];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
