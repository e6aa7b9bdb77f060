import type { Formats } from '../../i18n/formats.ts';

/** In which words the values of a figure are written. */
const kinds = {
  nps: 'score',
  csat: 'percent',
  ces: 'percent',
  'response-rate': 'percent',
  immediacy: 'percent',
  reopened: 'percent',
  pressure: 'mean',
} as const;

const kindOf = (metric: string): 'score' | 'percent' | 'mean' | 'count' =>
  Object.entries(kinds).find(([name]) => name === metric)?.[1] ?? 'count';

/** From here on a number is written short; in its table it stands whole. */
const longest = 10_000_000;

/** The value of a figure as people write it; a dash where there is none. */
export const valueText = (metric: string, value: number | null | undefined, formats: Formats): string => {
  if (value === null || value === undefined) return '–';
  const kind = kindOf(metric);
  if (kind === 'score') return formats.signed(value);
  if (kind === 'percent') return formats.percent(value);
  if (kind === 'mean') return formats.number(value, 2);
  return Math.abs(value) < longest ? formats.number(value, 0) : formats.short(value);
};

/** By how much a figure is another: counts in percent, where there were any before; the others in points. */
export const changeText = (
  metric: string,
  { value, percent }: { value: number | null; percent: number | null },
  formats: Formats,
): string => {
  if (percent !== null) return formats.percent(Math.abs(percent));
  return value === null ? '' : formats.number(Math.abs(value), kindOf(metric) === 'count' ? 0 : 1);
};

/** Whether more of it is better, worse, or neither. */
export const isBetter = (metric: string, by: number): boolean | undefined => {
  if (['cases', 'pressure', 'complaints', 'reopened'].includes(metric)) return by < 0;
  return kindOf(metric) === 'count' ? undefined : by > 0;
};
