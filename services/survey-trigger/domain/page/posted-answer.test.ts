import { SurveyQuestion } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { automationOf } from './automation.ts';
import { postedAnswer } from './posted-answer.ts';

const [text, nps] = (['text', 'nps'] as const).map((scale) =>
  SurveyQuestion.parse({ question: 'q', scale, text: { en: 'Q?' } }),
);

it.each([
  [text, [], false, { value: null }],
  [text, ['  \r\n '], false, { value: null }],
  [text, [' One.\r\nTwo. '], false, { value: 'One.\nTwo.' }],
  [nps, [], false, { fault: 'missing' }],
  [nps, [''], false, { fault: 'missing' }],
  [nps, ['0'], false, { value: '0' }],
  [nps, ['1', '2'], false, { value: ['1', '2'] }],
  [nps, ['7'], true, { value: null }],
])('reads what a form says (%#)', (question, values, isPassedOver, read) => {
  if (question === undefined) throw new Error('there is a question');
  expect(postedAnswer(question, values, isPassedOver)).toEqual(read);
});

it.each([
  [true, 1_000_000, 1_001_999, 'suspect-automation'],
  [true, 1_000_000, 1_002_000, undefined],
  [true, 1_000_000, 999_000, 'suspect-automation'],
  [false, 1_000_000, 1_000_100, undefined],
  [true, undefined, 1_000_000, undefined],
])('takes for a machine who answers at once from a data centre (%#)', (isFromDataCentre, handedOverAt, at, word) => {
  expect(automationOf({ isFromDataCentre, handedOverAt, at })).toBe(word);
});
