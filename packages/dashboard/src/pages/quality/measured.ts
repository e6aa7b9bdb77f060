import type { JudgedLanguage } from '../../api/quality.ts';

/** How good a model is, and on how many it was tried; an interval where there is one. */
export type Measured = { value: number; low?: number; high?: number; n: number; on: 'answers' | 'tweets' };

/** How right what judges a language is: on the newest answers, else, of the shipped one, on tweets. Nothing is said without an n. */
export const measuredOf = ({ champion, challenger, shipped }: JudgedLanguage): Measured | undefined => {
  const { negative, neutral, positive } = challenger?.triedOn ?? { negative: 0, neutral: 0, positive: 0 };
  const n = negative + neutral + positive;
  if (champion.onNewestAnswers !== undefined && n > 0) return { ...champion.onNewestAnswers, n, on: 'answers' };
  if (champion.by !== 'shipped') return undefined;
  return { value: shipped.onTweets.macroF1, n: shipped.onTweets.texts, on: 'tweets' };
};
