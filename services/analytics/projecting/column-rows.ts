import type { ResolvedInteraction } from '@hilo/contracts';
import { type ColumnRow, journeyNumber, scoreOf, tieOf } from '../columns/row.ts';
import type { CountedAnswer } from '../domain/counted.ts';
import { dayMs } from '../domain/day.ts';
import { longestWord } from '../domain/question.ts';
import type { FactNumbers } from '../store/numbers.ts';

/** The words that a row has room for. */
export const mostWords = 4;
/** The columns have no room for more steps; nobody has so many. */
const mostSteps = 65_535;

type Interaction = Pick<ResolvedInteraction['interaction'], 'source' | 'id'>;

/** What goes from the columns: its name alone. */
export const goneRow = (at: number, { source, id }: Interaction): ColumnRow => ({
  day: Math.floor(at / dayMs),
  at: at - Math.floor(at / dayMs) * dayMs,
  tie: tieOf(source, id),
  subject: 0,
  step: 0,
  scores: [],
  direction: 0,
  actor: 0,
  outcome: 0,
  journey: 0,
  words: noNumbers,
  gone: true,
});

type Numbered = Pick<ColumnRow, 'subject' | 'step' | 'direction' | 'actor' | 'outcome'>;

/** A row of the columns. */
export const columnRow = (
  at: number,
  { source, id, journey }: Interaction & { journey?: string | undefined },
  { subject, step, direction, actor, outcome }: Numbered,
  { answers, words }: { answers: readonly CountedAnswer[]; words: readonly number[] },
): ColumnRow => ({
  day: Math.floor(at / dayMs),
  at: at - Math.floor(at / dayMs) * dayMs,
  tie: tieOf(source, id),
  subject,
  step: Math.min(mostSteps, step),
  direction,
  actor,
  outcome,
  scores: answers.length === 0 ? noScores : answers.flatMap(({ scale, value }) => scoreOf(scale, value) ?? []),
  journey: journey === undefined ? 0 : journeyNumber(journey),
  words: words.length === 0 ? noNumbers : [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0],
  gone: false,
});

const noScores: readonly number[] = [];
const noNumbers: ColumnRow['words'] = [0, 0, 0, 0];

/** What the declared properties say, in their order; a property that is no plain value says nothing. */
export const declaredWords = (
  declared: readonly string[],
  properties: ResolvedInteraction['interaction']['properties'],
): readonly (string | undefined)[] =>
  declared.length === 0 ? noWords : declared.slice(0, mostWords).map((name) => plainWord(properties?.[name]));

const noWords: readonly [] = [];

const plainWord = (value: unknown): string | undefined => {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!isPlain || value === '') return undefined;
  const text = String(value);
  // Cut by characters, as the statements do: half of one is none.
  return text.length <= longestWord ? text : [...text].slice(0, longestWord).join('');
};

/** The numbers of what the declared properties say; 0 where they say nothing. */
export const numbersOfWords = (
  words: readonly (string | undefined)[],
  numbers: Pick<FactNumbers, 'word'>,
): readonly number[] =>
  words.length === 0 ? noWords : words.map((word) => (word === undefined ? 0 : numbers.word(word)));
