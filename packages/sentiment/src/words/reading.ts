import { normalised, plain } from '../normalise.ts';
import { type Language, type WordLists, wordLists } from './lists.ts';

/** What the lists say of a text, word by word. */
export type WordReading = {
  text: string;
  plain: string;
  words: string[];
  /** Words that say how somebody feels, where they stand, with what is around them considered. */
  felt: { word: string; value: number }[];
  phrases: { words: string; value: number }[];
  emoji: { symbol: string; value: number }[];
  negations: number;
  capitals: number;
};

const word = /[a-z]+(?:'[a-z]+)?|[:;=8x][-o^']?[)(\][dp/\\|*3]+|<3|[!?]+/g;
const symbol = /[\u2600-\u27bf\u{1f300}-\u{1faff}]/gu;
const shouted = /[A-ZÀ-Ü]{3,}/gu;
const numbers = /\p{Nd}+/gu;
const apostrophe = /'/g;
const verbsWithNot = new Set('do does did is was are were ca wo would could should have has had'.split(' '));
/** A negation holds for the three words behind it, a word such as “very” for two. */
const [negationReach, boosterReach] = [3, 2];

export const readText = (given: string, language: Language): WordReading => {
  const lists = wordLists[language];
  const text = normalised(given);
  const small = plain(text);
  const words = [...small.matchAll(word)].map(([found]) => found);
  const capitals = text.match(shouted) ?? [];
  // Who writes everything in capitals stresses nothing by them.
  const stresses = capitals.length < 0.6 * Math.max(1, text.split(' ').length);
  const stressed = new Set(stresses ? capitals.map(plain) : []);
  return {
    text,
    plain: small,
    words,
    felt: afterTurns(words, feltIn(words, { lists, language, stressed }), lists),
    phrases: lists.phrases.flatMap(({ pattern, value }) => {
      const found = small.match(pattern) ?? [];
      return found.slice(0, 2).map((words) => ({ words, value }));
    }),
    emoji: (text.match(symbol) ?? []).map((symbol) => ({ symbol, value: lists.emoji(symbol) })),
    negations: words.filter((word) => negates(word, lists)).length,
    capitals: capitals.length,
  };
};

type Felt = { at: number; word: string; value: number };
type Around = { lists: WordLists; language: Language; stressed: ReadonlySet<string> };

const feltIn = (words: readonly string[], { lists, language, stressed }: Around): Felt[] =>
  words.flatMap((word, at): Felt[] => {
    const listed = lists.valueOf(word);
    if (listed === 0) return [];
    const alone = negates(word, lists) ? (language === 'en' ? -0.1 : 0) : listed;
    if (alone === 0) return [];
    const before = words.slice(Math.max(0, at - negationReach), at).map(withoutApostrophe);
    const boosted = before.slice(-boosterReach).some(lists.isBooster) ? 1.3 : 1;
    const value = alone * boosted * (stressed.has(word) ? 1.25 : 1);
    const negated = before.some((one) => lists.isNegation(one) || isVerbWithNot(one));
    return [{ at, word, value: negated ? value * (value > 0 ? -0.6 : -0.4) : value }];
  });

const negates = (word: string, lists: WordLists): boolean =>
  lists.isNegation(withoutApostrophe(word)) || word.endsWith("n't");
const withoutApostrophe = (word: string): string => word.replace(apostrophe, '');
const isVerbWithNot = (word: string): boolean => word.endsWith('nt') && verbsWithNot.has(word.slice(0, -2));

/** What stands behind the last “but” counts more, and what stands before it less. */
const afterTurns = (words: readonly string[], felt: readonly Felt[], lists: WordLists): Felt[] => {
  const turn = words.findLastIndex(lists.isTurn);
  return turn < 0 ? [...felt] : felt.map((one) => ({ ...one, value: one.value * (one.at < turn ? 0.6 : 1.3) }));
};

export const isAsking = ({ plain }: WordReading, language: Language): boolean =>
  plain.search(wordLists[language].questions) >= 0;
export const countNews = ({ plain }: WordReading, language: Language): number =>
  (plain.match(wordLists[language].news) ?? []).length;
export const isThanking = ({ plain }: WordReading, language: Language): boolean =>
  plain.search(wordLists[language].thanks) >= 0;
export const isRequest = ({ plain }: WordReading, language: Language): boolean =>
  plain.search(wordLists[language].requests) >= 0;
export const countNumbers = ({ text }: WordReading): number => (text.match(numbers) ?? []).length;
