import { expect, it } from 'vitest';
import { Question } from './metrics.ts';
import { personalIn } from './personal.ts';

const inQuestion = (question: object): string | undefined =>
  personalIn(Question.parse({ metric: 'nps', ...question }), ['properties.airline', 'traits.tier']);

it.each([
  [{ groupBy: ['traits.email'] }, 'traits.email'],
  [{ groupBy: ['channel', 'properties.passport'] }, 'properties.passport'],
  [{ filters: { traits: { email: 'ana@example.org' } } }, 'traits.email'],
  [{ filters: { properties: { airline: 'A', seat: '12A' } } }, 'properties.seat'],
])('what may say who somebody is: %j names %s', (question, name) => {
  expect(inQuestion(question)).toBe(name);
});

it.each([
  {},
  { groupBy: ['properties.airline', 'touchpoint', 'segment.gold', 'traits.tier'] },
  { filters: { properties: { airline: 'A' }, channel: 'web', segment: 'gold' } },
])('what says it of nobody: %j', (question) => {
  expect(inQuestion(question)).toBeUndefined();
});
