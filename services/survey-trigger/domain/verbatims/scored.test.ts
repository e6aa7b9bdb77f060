import { expect, it } from 'vitest';
import { scoredAs } from './scored.ts';

const answer = (scale: 'nps' | 'csat' | 'ces', value: number) => ({ question: `q-${scale}`, scale, value });

it.each([
  ['negative', [answer('nps', 6)]],
  ['neutral', [answer('nps', 7)]],
  ['neutral', [answer('nps', 8)]],
  ['positive', [answer('nps', 9)]],
  ['negative', [answer('csat', 2)]],
  ['neutral', [answer('csat', 3)]],
  ['positive', [answer('csat', 4)]],
  ['negative', [answer('ces', 3)]],
  ['neutral', [answer('ces', 4)]],
  ['positive', [answer('ces', 5)]],
  ['positive', [answer('nps', 10), answer('csat', 5)]],
  // Who recommends us and is not content says nothing that could be learnt.
  [undefined, [answer('nps', 10), answer('csat', 1)]],
  [undefined, []],
] as const)('a score says %s', (polarity, answers) => {
  expect(scoredAs({ answers: [...answers] })).toBe(polarity);
});
