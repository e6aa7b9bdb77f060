import { styleText } from 'node:util';
import type { Caveats } from './answer.ts';

type Colour = Parameters<typeof styleText>[0];

const widestBar = 32;
const bars = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A number with its thousands apart. */
export const numberText = (value: number): string => new Intl.NumberFormat('en').format(value);

/** A share as a bar: as long as it is great. What is more than nothing can be seen. */
export const bar = (share: number, colour: Colour): string => {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * widestBar * 8));
  return styleText(colour, `${'█'.repeat(Math.floor(eighths / 8))}${bars[eighths % 8]}`);
};

/** A line of a table of counts: what, how many, which share of all, and the same as a bar. */
export const countLine = (
  what: string,
  count: number,
  { all, width, colour, more = '' }: { all: number; width: number; colour: Colour; more?: string },
): string => {
  const share = all === 0 ? 0 : count / all;
  const numbers = `${numberText(count).padStart(11)} ${`${(share * 100).toFixed(1)} %`.padStart(8)}`;
  return `${what.padEnd(width)}${numbers}  ${bar(share, colour)}${more && `  ${more}`}`.trimEnd();
};

export const strong = (text: string): string => styleText('bold', text);

/** Minutes as people say them. */
export const minutesText = (minutes: number): string => {
  if (minutes < 120) return `${Math.round(minutes)} min`;
  return `${(minutes / 60).toFixed(1).replace(/\.0$/, '')} h`;
};

export const caveatLines = (caveats: Caveats): string[] =>
  caveats.length === 0
    ? []
    : [
        '',
        strong('To be kept in mind'),
        ...caveats.map(({ count, message }) => `  ${count === undefined ? '·' : `${numberText(count)}:`} ${message}`),
      ];
