import { likeliest, type Polarity, type PolarityHead, polarities, probabilitiesOf, shippedHead } from '../head.ts';
import type { Example } from './example.ts';
import { learnHead } from './learn-head.ts';
import { type MeasuredF1, macroF1Difference, macroF1Figure } from './macro-f1.ts';

export type NotedExample = Example & {
  id: string;
  /** When it was noted, in milliseconds: what is learnt is older than what it is tried on. */
  at: number;
  /** The champion has learnt of it. */
  isLearnt: boolean;
};

/** A head that was learnt of a company's own answers. */
export type Champion = { head: PolarityHead; learntFrom: PolarityCounts };

export type PolarityCounts = Record<Polarity, number>;

/** What a challenger was held against, and how each did there. */
export type Figures = { challenger: MeasuredF1; champion: MeasuredF1; shipped: MeasuredF1; difference: MeasuredF1 };

export type Trial = {
  /** `too-few`: nothing was learnt; `not-better`: the champion stays. */
  outcome: 'replaced' | 'not-better' | 'too-few';
  learntFrom: PolarityCounts;
  triedOn: PolarityCounts;
  figures?: Figures | undefined;
  /** The challenger, where it replaces the champion, and the examples of which it was learnt. */
  replacement?: { head: PolarityHead; examples: string[] } | undefined;
  /**
   * Some of what the champion has learnt was erased, or withdrawn: the champion learnt of what is left, or nothing, where that is too little
   * and the shipped head judges again.
   */
  lessened?: { champion: Champion | undefined } | undefined;
};

/** So many examples there have to be, and of each class so many in what is learnt and in what it is tried on. */
export const leastExamples = { all: 300, ofClass: 20, ofClassTried: 10 } as const;
const heldOut = 1 / 5;

/**
 * Learns a challenger of all but the newest fifth of the examples, and tries it on that: it replaces the champion only where it is better
 * there so surely that the interval of the difference in macro-F1 (95 %, bootstrap of the same texts) lies above 0. What the champion has
 * learnt, and words that were learnt as well, are not among what they are tried on. The same for the same examples, to the last bit.
 */
export const tryChallenger = (all: readonly NotedExample[], before: Champion | undefined): Trial => {
  const examples = all.toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  const lessened = before && lessen(before, examples);
  const champion = lessened ? lessened.champion : before;
  const cut = Math.floor(examples.length * (1 - heldOut));
  const newest = examples.slice(cut).filter(({ isLearnt }) => !isLearnt || champion === undefined);
  const wordsTried = new Set(newest.map(wordsOf));
  const learnt = examples.slice(0, cut).filter((one) => !wordsTried.has(wordsOf(one)));
  const counts = { learntFrom: countsOf(learnt), triedOn: countsOf(newest) };
  if (!areEnough(examples.length, counts)) return { outcome: 'too-few', ...counts, lessened };
  const head = learnHead(learnt);
  const figures = compare(newest, { challenger: head, champion: champion?.head ?? shippedHead });
  if (figures.difference.low <= 0) return { outcome: 'not-better', ...counts, figures, lessened };
  const replacement = { head, examples: learnt.map(({ id }) => id) };
  return { outcome: 'replaced', ...counts, figures, replacement, lessened };
};

/** The champion without what is there no more of what it has learnt; nothing where all of it is. */
const lessen = (champion: Champion, examples: readonly NotedExample[]): Trial['lessened'] => {
  const left = examples.filter(({ isLearnt }) => isLearnt);
  const learntFrom = countsOf(left);
  if (totalOf(learntFrom) === totalOf(champion.learntFrom)) return undefined;
  const isEnough = Object.values(learntFrom).every((count) => count >= leastExamples.ofClass);
  return { champion: isEnough ? { head: learnHead(left), learntFrom } : undefined };
};

const compare = (
  examples: readonly Example[],
  { challenger, champion }: { challenger: PolarityHead; champion: PolarityHead },
): Figures => {
  const right = examples.map(({ label }) => label);
  const [byChallenger, byChampion, byShipped] = [
    labelsBy(challenger, examples),
    labelsBy(champion, examples),
    labelsBy(shippedHead, examples),
  ];
  return {
    challenger: macroF1Figure(right, byChallenger),
    champion: macroF1Figure(right, byChampion),
    shipped: macroF1Figure(right, byShipped),
    difference: macroF1Difference(right, byChallenger, byChampion),
  };
};

const areEnough = (all: number, { learntFrom, triedOn }: Pick<Trial, 'learntFrom' | 'triedOn'>): boolean =>
  all >= leastExamples.all &&
  Object.values(learntFrom).every((count) => count >= leastExamples.ofClass) &&
  Object.values(triedOn).every((count) => count >= leastExamples.ofClassTried);

const labelsBy = (head: PolarityHead, examples: readonly Example[]): number[] =>
  examples.map(({ input }) => polarities.indexOf(likeliest(probabilitiesOf(input, head))));

const countsOf = (examples: readonly Pick<Example, 'label'>[]): PolarityCounts => {
  const of = (polarity: Polarity): number => examples.filter(({ label }) => polarities[label] === polarity).length;
  return { negative: of('negative'), neutral: of('neutral'), positive: of('positive') };
};

const totalOf = ({ negative, neutral, positive }: PolarityCounts): number => negative + neutral + positive;

/** By which the same words are known. */
const wordsOf = ({ input: { buffer, byteOffset, byteLength } }: Example): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
