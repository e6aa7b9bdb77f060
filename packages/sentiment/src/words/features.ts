import { decoded, hasLink, isRepost } from '../normalise.ts';
import type { Language } from './lists.ts';
import { countNews, countNumbers, isAsking, isRequest, isThanking, readText, type WordReading } from './reading.ts';

/** `features`: the numbers that the head knows beside the embedding, in the order in which it learnt them. */
export type WordsRead = { reading: WordReading; features: number[]; score: number };

export const readFeatures = (given: string, language: Language): WordsRead => {
  const reading = readText(given, language);
  const { text, felt, phrases, emoji, words } = reading;
  const raw = decoded(given);
  const values = felt.map(({ value }) => value);
  const [positive, negative] = [sumOf(values.filter((value) => value > 0)), sumOf(values.filter((value) => value < 0))];
  const [goodPhrases, badPhrases] = bySign(phrases);
  const [good, bad] = bySign(emoji);
  const [goodEmoji, badEmoji] = [Math.min(good, 2), Math.max(bad, -2)];
  const exclamations = Math.min(3, countOf(text, '!'));
  const sum = (positive + negative + goodPhrases + badPhrases + goodEmoji + badEmoji) * (1 + 0.08 * exclamations);
  const score = sum / Math.sqrt(sum * sum + 1.5);
  const isFelt = values.length > 0 || [goodPhrases, badPhrases, goodEmoji, badEmoji].some((value) => value !== 0);
  const features = [
    ...[
      score,
      positive,
      negative,
      values.filter((value) => value > 0).length,
      values.filter((value) => value < 0).length,
    ],
    ...[Math.max(0, ...values), Math.min(0, ...values), goodPhrases, badPhrases, goodEmoji, badEmoji, emoji.length],
    ...[
      Number(isAsking(reading, language)),
      Math.min(countOf(text, '?'), 3),
      exclamations,
      Math.min(reading.negations, 4),
    ],
    ...[Math.min(countNews(reading, language), 3), Number(hasLink(raw)), Number(isRepost(raw))],
    ...[Number(isThanking(reading, language)), words.length / 25, reading.capitals / 5, countNumbers(reading) / 3],
    ...[Number(isRequest(reading, language)), Number(isFelt), Math.min(3, countOf(raw, '@'))],
    ...[Number(raw.startsWith('@')), Math.min(3, countOf(raw, '#'))],
  ];
  return { reading, features, score };
};

const bySign = (found: readonly { value: number }[]): [positive: number, negative: number] => {
  const values = found.map(({ value }) => value);
  return [sumOf(values.filter((value) => value > 0)), sumOf(values.filter((value) => value < 0))];
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const countOf = (text: string, what: string): number => text.split(what).length - 1;
