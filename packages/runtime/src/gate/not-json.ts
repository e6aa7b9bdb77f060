import { getLocation, visit } from 'jsonc-parser';
import type { Refusal } from './refusal.ts';

/** Where a text ceases to be JSON, and what stands there instead. For texts that the parser refused. */
export const placeOf = (text: string): Refusal => {
  if (text.trim() === '') return { path: [], message: 'is empty; it has to be JSON' };
  const offset = firstError(text);
  if (offset === undefined) return { path: [], message: 'is not JSON' };
  const path = getLocation(text, offset).path.filter((part) => part !== '');
  const ends = offset >= text.trimEnd().length;
  return {
    path,
    message: `is not JSON: ${ends ? 'it ends too early' : whatStandsAt(text, offset)}, ${placeIn(text, offset)}`,
  };
};

const stop = new Error('the first error is enough');

const firstError = (text: string): number | undefined => {
  let first: number | undefined;
  const onError = (_code: unknown, offset: number): void => {
    first = offset;
    throw stop;
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error !== stop) throw error;
  }
  return first;
};

const placeIn = (text: string, offset: number): string => {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `at position ${offset} (line ${line}, column ${offset - before.lastIndexOf('\n')})`;
};

/** What other languages write, and what JSON has for it. Of anything else no word is told: it may be personal. */
const advice: readonly [RegExp, (found: string) => string][] = [
  [/^[+-]?(?:nan|inf|infinity)\b/i, (found) => `${found} is no number of JSON; send null, or text in quotes`],
  [/^(?:undefined|none|nil)\b/i, (found) => `${found} is no value of JSON; send null, or leave it out`],
  [/^(?:true|false|null)\b/i, (found) => `${found} is written ${found.toLowerCase()}`],
  [/^[+-]?\.\d{1,30}/, (found) => `${found} begins with the point; a number begins with a digit, such as 0.5`],
  [/^\+\d{1,30}/, (found) => `${found} begins with a plus sign; leave it out, or send text in quotes`],
  [/^\d[\d.eExX+-]{0,30}/, (found) => `${found} is no number as JSON writes it; send text in quotes`],
  [/^'/, () => 'a single quote; texts and names stand in double quotes'],
  [/^\/[/*]/, () => 'a comment, which JSON does not have'],
  [/^[}\]]/, (found) => `${found} stands where a value or a name is missing; is there a comma too many before it?`],
  [/^[,:]/, (found) => `${found} stands where a value or a name is missing`],
  [/^"/, () => 'a text that does not end, or stands where a comma or a colon is missing'],
  [/^[\p{L}_$]/u, () => 'a word without quotes; texts and names stand in double quotes'],
];

const whatStandsAt = (text: string, offset: number): string => {
  const rest = text.slice(offset, offset + 40);
  for (const [shape, words] of advice) {
    const [found] = shape.exec(rest) ?? [];
    if (found !== undefined) return words(found);
  }
  return 'a character that JSON does not have there';
};
