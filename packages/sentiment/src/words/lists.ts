import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Of which there are lists of words. */
export type Language = 'en' | 'es';

const valued = z.tuple([z.string(), z.number()]);
const OfLanguage = z.object({
  words: z.record(z.string(), z.number()),
  stems: z.array(valued),
  phrases: z.array(valued),
  negations: z.array(z.string()),
  questions: z.string(),
  news: z.string(),
});
/** `model/lexicon.json`: written by hand, from what is said to those who serve customers; emoji by emoji-emotion (MIT). */
const Lexicon = z.object({
  boosters: z.array(z.string()),
  turns: z.array(z.string()),
  thanks: z.string(),
  requests: z.string(),
  emoji: z.record(z.string(), z.number()),
  en: OfLanguage,
  es: OfLanguage,
});

export type WordLists = {
  /** From −1 to 1; 0 of what is in no list. */
  valueOf: (word: string) => number;
  emoji: (symbol: string) => number;
  phrases: { pattern: RegExp; value: number }[];
  isBooster: (word: string) => boolean;
  isTurn: (word: string) => boolean;
  isNegation: (word: string) => boolean;
  questions: RegExp;
  news: RegExp;
  thanks: RegExp;
  requests: RegExp;
};

const read = (): Record<Language, WordLists> => {
  const file = join(import.meta.dirname, '..', '..', 'model', 'lexicon.json');
  const lexicon = Lexicon.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { en: listsOf(lexicon, lexicon.en), es: listsOf(lexicon, lexicon.es) };
};

const listsOf = (
  lexicon: z.infer<typeof Lexicon>,
  { words, stems, phrases, ...own }: z.infer<typeof OfLanguage>,
): WordLists => {
  const [values, emoji] = [new Map(Object.entries(words)), new Map(Object.entries(lexicon.emoji))];
  const [boosters, turns, negations] = [new Set(lexicon.boosters), new Set(lexicon.turns), new Set(own.negations)];
  const patterns = stems.map(([stem, value]): [RegExp, number] => [new RegExp(`^(?:${stem})`), value]);
  return {
    valueOf: (word) => patterns.find(([stem]) => stem.test(word))?.[1] ?? values.get(word) ?? 0,
    emoji: (symbol) => emoji.get(symbol) ?? 0,
    phrases: phrases.map(([pattern, value]) => ({ pattern: new RegExp(pattern, 'g'), value })),
    isBooster: (word) => boosters.has(word),
    isTurn: (word) => turns.has(word),
    isNegation: (word) => negations.has(word),
    questions: new RegExp(own.questions),
    news: new RegExp(own.news, 'g'),
    thanks: new RegExp(lexicon.thanks),
    requests: new RegExp(lexicon.requests),
  };
};

export const wordLists = read();
