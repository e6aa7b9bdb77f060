import { expect, it } from 'vitest';
import { lengthInWords } from './length-words.ts';

it.each([
  [7 * 86_400_000, '7 days'],
  [86_400_000, '1 day'],
  [36 * 3_600_000, '36 hours'],
  [90 * 60_000, '90 minutes'],
  [90_000, '90 seconds'],
  [1500, '1500 milliseconds'],
])('says %i milliseconds as %s', (ms, words) => {
  expect(lengthInWords(ms)).toBe(words);
});
