import type { LinkageRecord } from '../record.ts';
import { bagGrades, bagGradesOfRelatives, gradeBags } from './bag.ts';
import { type Comparison, missing, part, type Term } from './comparison.ts';
import { gradeWords, wordGrades } from './words.ts';

/** How much a grade says for the order of the names, to tell swapped from straight. */
const worth: Readonly<Record<string, number>> = { same: 3, near: 2.5, shared: 2, nickname: 2, initial: 1, alike: 1 };
const differentWorth = -1;

/**
 * The whole name. Given and family names are compared straight and swapped, and the better reading counts; if either
 * record has its name in one field, the words are compared as a bag. Gender belongs here, since the given name tells it.
 */
export const name: Comparison = {
  name: 'name',
  moves: false,
  related: [0, 0.85, 0, 0, 0],
  parts: [
    part('given', {
      same: 0.76,
      near: 0.08,
      shared: 0.03,
      nickname: 0.04,
      initial: 0.03,
      alike: 0.03,
      different: 0.03,
    }),
    part('family', {
      same: 0.78,
      near: 0.09,
      shared: 0.04,
      nickname: 0.005,
      initial: 0.01,
      alike: 0.035,
      different: 0.04,
    }),
    part('order', { straight: 0.97, swapped: 0.03 }),
    { ...part('words', bagGrades), ofRelatives: Object.values(bagGradesOfRelatives) },
    part('gender', { same: 0.97, different: 0.03 }),
  ],
  grade: (a, b) => {
    const gender = a.gender === undefined || b.gender === undefined ? missing : a.gender === b.gender ? 0 : 1;
    if (a.full.length > 0 || b.full.length > 0)
      return [missing, missing, missing, gradeBags(wordsOf(a), wordsOf(b)), gender];
    const { given, family, swapped } = bestReading(a, b);
    const order = given === missing && family === missing ? missing : swapped ? 1 : 0;
    return [given, family, order, missing, gender];
  },
  agreed: (a, b, grades) => {
    if (grades[3] !== missing) return sharedWords('word', wordsOf(a), wordsOf(b)).map(inFamily);
    if (grades[2] === 1) return [...agreedWords('word', a.given, b.family), ...agreedWords('word', a.family, b.given)];
    return [...agreedWords('given', a.given, b.given), ...agreedWords('family', a.family, b.family).map(inFamily)];
  },
};

const wordsOf = ({ given, family, full }: LinkageRecord): readonly string[] =>
  full.length > 0 ? full : [...given, ...family];

type Reading = { given: number; family: number; swapped: boolean };

const bestReading = (a: LinkageRecord, b: LinkageRecord): Reading => {
  const straight = { given: gradeWords(a.given, b.given), family: gradeWords(a.family, b.family), swapped: false };
  if (worthOf(straight) >= 5) return straight;
  const [one, two] = [gradeWords(a.given, b.family), gradeWords(a.family, b.given)];
  const crossed = { given: Math.min(one, two), family: Math.max(one, two), swapped: true };
  return worthOf(crossed) > worthOf(straight) + 1 ? crossed : straight;
};

const worthOf = ({ given, family }: Reading): number => worthOfGrade(given) + worthOfGrade(family);

const worthOfGrade = (grade: number): number =>
  grade === missing ? 0 : (worth[wordGrades[grade] ?? ''] ?? differentWorth);

/** The whole of two names if they are equal, or the words that both have. */
const agreedWords = (table: string, a: readonly string[], b: readonly string[]): readonly Term[] => {
  const [x, y] = [a.join(' '), b.join(' ')];
  return x === y ? (x.length > 1 ? [{ table, value: x }] : []) : sharedWords(table, a, b);
};

const sharedWords = (table: string, a: readonly string[], b: readonly string[]): readonly Term[] =>
  [...new Set(a)].filter((word) => word.length > 1 && b.includes(word)).map((value) => ({ table, value }));

const inFamily = (term: Term): Term => ({ ...term, inFamily: true });
