const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long something lasts, in the largest unit of which it has two. */
export const durationText = (seconds: number, language: string): string => {
  const [unit, of] = units.find(([, length]) => seconds >= 2 * length) ?? (['second', 1] as const);
  const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(language, format).format(seconds / of);
};
