import { expect, it } from 'vitest';
import { measuredOf } from './measured.ts';

const [none, some] = [
  { negative: 0, neutral: 0, positive: 0 },
  { negative: 40, neutral: 20, positive: 60 },
];
const figure = { value: 0.7, low: 0.6, high: 0.8 };
const shipped = { version: '1', onTweets: { macroF1: 0.722, texts: 8968 } };
const trial = { outcome: 'not-better', learntFrom: some, triedOn: some, at: '2026-01-01T03:00:00Z', why: '' } as const;
const bare = { language: 'en', shipped, champion: { by: 'shipped', version: '1' }, answers: none } as const;

it('says how right a model is on the newest answers, and on how many', () => {
  const champion = { by: 'learnt', version: 'en-2', onNewestAnswers: figure } as const;
  expect(measuredOf({ ...bare, champion, challenger: trial })).toEqual({ ...figure, n: 120, on: 'answers' });
});

it('says of the shipped one what it is on tweets, where it was tried on no answers', () => {
  expect(measuredOf(bare)).toEqual({ value: 0.722, n: 8968, on: 'tweets' });
});

it('says nothing without saying of how many', () => {
  const champion = { by: 'learnt', version: 'en-2', whenItBegan: figure, onNewestAnswers: figure } as const;
  expect(measuredOf({ ...bare, champion })).toBeUndefined();
  expect(measuredOf({ ...bare, champion, challenger: { ...trial, triedOn: none } })).toBeUndefined();
});
