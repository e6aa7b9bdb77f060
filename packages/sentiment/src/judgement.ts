import type { Encode } from './encoder/encoder.ts';
import { type Heads, inputOf, likeliest, type Polarity, probabilitiesOf, shippedHead } from './head.ts';
import { packedInput } from './learning/example.ts';
import { plain } from './normalise.ts';
import { topicsIn } from './topics.ts';
import { readFeatures, type WordsRead } from './words/features.ts';
import type { Language } from './words/lists.ts';

export type Verbatim = {
  text: string;
  language: Language;
  /** Something may be learnt of it: the judgement says what it was to the head. */
  isExample?: boolean;
};

/** A word that decided, and how much the odds of the polarity (their logarithm) would lose without it; by the lists: its value. */
export type DecidingWord = { word: string; weight: number };

export type Judgement = {
  polarity: Polarity;
  /** From 0 to 1. Not calibrated: not a share of how many are right. */
  confidence: number;
  /** From -1, negative, to 1, positive: what speaks for the one less what speaks for the other. */
  score: number;
  /** `word-lists` is the answer where the encoder is not loaded, or cannot be. */
  by: 'encoder' | 'word-lists';
  words: DecidingWord[];
  topics: string[];
  /** Of what judged: `judgeVersion`, or of the head that was learnt. */
  version: string;
  /** Of an example: what the head saw of it, packed. */
  input?: Uint8Array;
};

/** Another one with every change of the head, the lists, or the encoder: what was judged by two of them is not on one scale. */
export const judgeVersion = '1';

const mostWords = 5;
const leastWeight = 0.1;
/** A score beyond these is an opinion: good words are often polite, bad ones seldom. */
const [negativeBelow, positiveAbove] = [-0.1, 0.2];
/** Longer texts are read by their beginning and their end. */
const [fromBeginning, fromEnd] = [300, 100];

export const judgeByWords = ({ text, language }: Verbatim): Judgement => {
  const { reading, score } = readFeatures(excerpt(text), language);
  const polarity = score < negativeBelow ? 'negative' : score > positiveAbove ? 'positive' : 'neutral';
  const found = [
    ...reading.felt,
    ...reading.phrases.map(({ words, value }) => ({ word: words, value })),
    ...reading.emoji.map(({ symbol, value }) => ({ word: symbol, value })),
  ];
  return {
    polarity,
    confidence: polarity === 'neutral' ? 1 - Math.abs(score) : Math.abs(score),
    score,
    by: 'word-lists',
    words: strongest(found.map(({ word, value }) => ({ word, weight: towards(polarity, value) }))),
    topics: topicsIn(reading.text, language),
    version: judgeVersion,
  };
};

const towards = (polarity: Polarity, value: number): number =>
  polarity === 'neutral' ? 0 : polarity === 'negative' ? -value : value;

const asShipped = { version: judgeVersion, head: shippedHead };

/** Some 8 ms of CPU a tweet, a good part of it for the words that decided. */
export const judgeByEncoder = (encode: Encode, verbatim: Verbatim, heads: Heads = {}): Judgement => {
  const { text, language, isExample } = verbatim;
  const { version, head } = heads[language] ?? asShipped;
  const read = readFeatures(excerpt(text), language);
  const { embedding, words, without } = encode(read.reading.text);
  const input = inputOf(embedding, read.features, head);
  const probabilities = probabilitiesOf(input, head);
  const polarity = likeliest(probabilities);
  const logOddsWithout = (word: number): number => {
    const features = isListed(words[word] ?? '', read) ? featuresWithout(words, word, language) : read.features;
    return logOdds(probabilitiesOf(inputOf(without[word] ?? embedding, features, head), head)[polarity]);
  };
  const found = logOdds(probabilities[polarity]);
  const weighed = words.map((word, at) => ({ word: trimmed(word), weight: found - logOddsWithout(at) }));
  return {
    polarity,
    confidence: probabilities[polarity],
    score: probabilities.positive - probabilities.negative,
    by: 'encoder',
    words: strongest(weighed.filter(({ word }) => word !== '')),
    topics: topicsIn(read.reading.text, language),
    version,
    ...(isExample && { input: packedInput(input) }),
  };
};

const logOdds = (probability: number): number => Math.log(probability / (1 - probability));

/** Whether the features would be others without it. */
const isListed = (word: string, { reading }: WordsRead): boolean => {
  const small = plain(word);
  const listed = [
    ...reading.felt.map(({ word }) => word),
    ...reading.phrases.flatMap(({ words }) => words.split(' ')),
    ...reading.emoji.map(({ symbol }) => symbol),
  ];
  return listed.some((one) => small.includes(one));
};

const featuresWithout = (words: readonly string[], word: number, language: Language): number[] =>
  readFeatures(words.filter((_, at) => at !== word).join(' '), language).features;

const strongest = (words: readonly DecidingWord[]): DecidingWord[] =>
  words
    .filter(({ weight }) => weight >= leastWeight)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostWords)
    .map(({ word, weight }) => ({ word, weight: Math.round(weight * 1000) / 1000 }));

const trimmed = (word: string): string => word.replace(/^[\p{P}\p{Z}]+|[\p{P}\p{Z}]+$/gu, '');

const excerpt = (text: string): string =>
  text.length <= fromBeginning + fromEnd ? text : `${text.slice(0, fromBeginning)} ${text.slice(-fromEnd)}`;
