import type { PeopleBreakdown } from '../columns/about-people.ts';
import { type JourneyNumbers, propertyLabel } from '../columns/asked-numbers.ts';
import type { CountsAsked } from '../columns/columns-cells.ts';
import type { Label } from '../columns/row.ts';
import type { FigureQuery } from '../domain/figure-query.ts';
import { type Dimension, noValue } from '../domain/question.ts';

/** A name that is grouped by, as the columns have it, and how its numbers are called: `undefined` is not known, or a word. */
export type ColumnsPart = {
  by: CountsAsked['by'][number];
  areWords: boolean;
  nameOf(number: number): string | undefined;
};

type Known = {
  numbers: JourneyNumbers;
  /** Those of `spokenBy`. */
  words: ReadonlyMap<string, number>;
  properties: readonly string[];
  asking: FigureQuery;
};

/** Who speaks, as the actor says it, in the order of `voices`. */
export const spokenBy = ['customer', 'employee', 'manager'];
const voices = ['customer', 'employee', 'management', 'other'];

/** Reads the names that are grouped by, but for those of time; what customers have of them is to be asked about. */
export const columnsParts = (
  dimensions: readonly Dimension[],
  known: Known,
): { parts: ColumnsPart[]; people: PeopleBreakdown[] } => {
  const people: PeopleBreakdown[] = [];
  const parts = dimensions.map((one): ColumnsPart => {
    if (!('of' in one) || one.by === 'property') return partOf(one, known);
    people.push(peopleBreakdownOf(one, known.asking));
    return { by: { by: 'people', place: people.length - 1 }, areWords: false, nameOf: () => noValue };
  });
  return { parts, people };
};

const peopleBreakdownOf = (
  { by, of }: Extract<Dimension, { of: string }>,
  { segments, now }: FigureQuery,
): PeopleBreakdown => {
  const condition = segments[of];
  if (by === 'trait') return { by: 'trait', name: of };
  if (condition === undefined) throw new Error(`the condition of segment ${of} was not looked up`);
  return { by: 'segment', condition, now };
};

const partOf = (one: Dimension, { numbers, words, properties }: Known): ColumnsPart => {
  switch (one.by) {
    case 'property':
      return wordsOf(propertyLabel(one.of, properties, ['groupBy']));
    case 'direction':
    case 'actor':
    case 'outcome':
      return wordsOf(one.by);
    case 'voice':
      return { by: voiceOf(words), areWords: false, nameOf: (voice) => voices[voice] };
    case 'channel':
    case 'touchpoint':
    case 'kind': {
      const { groups, values } = numbers.stepGroups(one.by);
      const by = { by: 'step', groups, size: values.length + 1 } as const;
      return { by, areWords: false, nameOf: (number) => values[number - 1] };
    }
    default:
      throw new Error(`the columns do not have ${one.name}`);
  }
};

const wordsOf = (label: Label): ColumnsPart => ({
  by: { by: 'label', label },
  areWords: true,
  nameOf: (number) => (number === 0 ? noValue : undefined),
});

/** Where nobody is named the customer speaks; `other` is whoever is none of the three. */
const voiceOf = (words: ReadonlyMap<string, number>): ColumnsPart['by'] => {
  const groups = new Map([[0, 0]]);
  for (const [voice, word] of spokenBy.entries()) {
    const number = words.get(word);
    if (number !== undefined) groups.set(number, voice);
  }
  return { by: 'label', label: 'actor', groups, others: spokenBy.length, size: voices.length };
};
