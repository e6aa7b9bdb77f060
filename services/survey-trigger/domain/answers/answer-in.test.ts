import type { SurveyQuestion } from '@hilo/contracts';
import { expect, it } from 'vitest';
import type { AnswerValue } from '../questions/next-question.ts';
import { nextQuestion } from '../questions/next-question.ts';
import { answerIn } from './answer-in.ts';

const text = { en: 'x' };
const nps: SurveyQuestion = { question: 'likelihood_to_recommend', scale: 'nps', text };
const choices = ['a', 'b', 'c'].map((code) => ({ code, text }));
const one: SurveyQuestion = { question: 'one', scale: 'choice', text, choices };
const several: SurveyQuestion = { question: 'several', scale: 'choice', text, choices, several: true };
const words: SurveyQuestion = { question: 'words', scale: 'text', text };

const read = (question: SurveyQuestion, given: AnswerValue) => {
  const answer = answerIn(question, given);
  return 'fault' in answer ? answer.fault.reason : answer.value;
};

it.each<[string, SurveyQuestion, AnswerValue, unknown]>([
  ['a number of the scale', nps, 10, 10],
  ['the digits of a telephone or a form', nps, '10', 10],
  ['case 86: half of a point', nps, 6.5, 'outside-the-scale'],
  ['case 86: less than nothing', nps, -1, 'outside-the-scale'],
  ['case 86: more than there is', nps, 11, 'outside-the-scale'],
  ['no number at all', nps, 'ten', 'outside-the-scale'],
  ['not a number', nps, Number.NaN, 'outside-the-scale'],
  ['yes', nps, true, 'outside-the-scale'],
  ['passed over', nps, null, null],
  ['one choice', one, 'b', 'b'],
  ['one choice in a list', one, ['b'], 'b'],
  ['two of one', one, ['a', 'b'], 'one-choice-only'],
  ['a choice that is none', one, 'z', 'unknown-choice'],
  ['several, in the order of the question, each once', several, ['c', 'a', 'c'], ['a', 'c']],
  ['one of several', several, 'c', ['c']],
  ['none of several', several, [], null],
  ['several, of which one is none', several, ['a', 'z'], 'unknown-choice'],
  ['words', words, ' fine \n', 'fine'],
  ['4,000 characters', words, 'x'.repeat(4000), 'x'.repeat(4000)],
  ['4,001 characters', words, 'x'.repeat(4001), 'text-too-long'],
  ['what the database cannot keep', words, 'a\u0000b\ud800', 'a\ufffdb\ufffd'],
  ['a number for words', words, 5, 'not-a-text'],
])('%s', (_name, question, given, expected) => {
  expect(read(question, given)).toEqual(expected);
});

it('a question may wait for one of several choices', () => {
  const after: SurveyQuestion = { ...words, showIf: { question: 'several', operator: 'equals', value: 'c' } };
  const questions = [several, after];
  expect(nextQuestion({ questions }, new Map([['several', ['a', 'c']]]))).toBe(after);
  expect(nextQuestion({ questions }, new Map([['several', ['a', 'b']]]))).toBeUndefined();
});
