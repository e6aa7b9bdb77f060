import { type Comparison, type ComparisonPart, missing } from './comparisons/comparison.ts';
import { expectedShares, type Learnt } from './model.ts';

/** What is believed of a comparison: the cells' shares among matches and strangers that have the same parts present. */
export type Belief = Omit<Learnt, 'name' | 'cells'> & { cellM: Float64Array; cellU: Float64Array };

/** So many pairs of strangers are taken to have been seen: where there are few records, what they have in common is no rule. */
const priorStrangers = 20;
/** So many matches are taken to have been seen as expected before the data are looked at: no rare grade degenerates. */
const priorMatches = 20;
/** The same for a combination of grades, beside the product of its parts. */
const priorMatchesOfCell = 10;

/**
 * How many times its expectation a grade may have at most among matches. Without labels, the largest group of pairs that
 * agree on something would pass for the matches, even if they are families, or namesakes.
 */
const mostOfExpected = 3;
/** The most that is believed to have moved. */
const mostMoved = 0.5;

export const firstBelief = ({ parts, moves }: Comparison): Belief => ({
  m: parts.map(({ expected }) => [...expected]),
  u: parts.map(ofStrangers),
  moved: moves ? 0.05 : 0,
  shared: moves ? 1e-5 : 0,
  cellM: new Float64Array(),
  cellU: new Float64Array(),
});

/** What is expected of strangers: to differ; of a part with two grades, nothing. */
const ofStrangers = ({ grades }: ComparisonPart): number[] =>
  grades.map((_, grade) => {
    if (grades.length === 2) return 0.5;
    return grade === grades.length - 1 ? 0.95 : 0.05 / (grades.length - 1);
  });

type Counted = {
  comparison: Comparison | undefined;
  grades: readonly (readonly number[])[];
  matches: Float64Array;
  apart: Float64Array;
  before: Belief;
};

export const beliefFrom = ({ comparison, grades, matches, apart, before }: Counted): Belief => {
  const parts = comparison?.parts ?? [];
  const isSettled = grades.map((cell) => sharesOfHabit(before, cell));
  const stay = matches.map((n, cell) => n * (1 - (isSettled[cell]?.moved ?? 0)));
  const chance = apart.map((n, cell) => n * (1 - (isSettled[cell]?.shared ?? 0)));
  const shares = {
    m: parts.map(({ expected }, at) =>
      asExpected(
        sharesOf(
          grades,
          stay,
          at,
          expected.map((share) => share * priorMatches),
        ),
        expected,
      ),
    ),
    u: parts.map((part, at) =>
      sharesOf(
        grades,
        chance,
        at,
        ofStrangers(part).map((share) => share * priorStrangers),
      ),
    ),
    moved: comparison?.moves
      ? Math.min(mostMoved, (sum(matches) - sum(stay) + 0.05 * priorMatches) / (sum(matches) + priorMatches))
      : 0,
    shared: comparison?.moves ? (sum(apart) - sum(chance) + 0.5) / (sum(apart) + 1) : 0,
  };
  return { ...shares, ...cellShares(shares, grades, matches, apart) };
};

/** How likely a match in this cell has moved, and strangers in it share an address. */
const sharesOfHabit = (
  { m, u, moved, shared }: Belief,
  grades: readonly number[],
): { moved: number; shared: number } => {
  if (moved === 0) return { moved: 0, shared: 0 };
  const [stay, chance] = expectedShares({ m, u, moved: 0, shared: 0 }, grades);
  return {
    moved: (moved * chance) / ((1 - moved) * stay + moved * chance),
    shared: (shared * stay) / (shared * stay + (1 - shared) * chance),
  };
};

const sharesOf = (
  cells: readonly (readonly number[])[],
  counts: Float64Array,
  part: number,
  priors: readonly number[],
): number[] => {
  const found = [...priors];
  for (const [cell, grades] of cells.entries()) {
    const grade = grades[part] ?? missing;
    if (grade !== missing) found[grade] = (found[grade] ?? 0) + (counts[cell] ?? 0);
  }
  const all = found.reduce((total, n) => total + n, 0);
  return found.map((n) => n / all);
};

/** What is over the limit goes to the other grades, as they are expected. */
const asExpected = (shares: readonly number[], expected: readonly number[]): number[] => {
  const limited = shares.map((share, grade) => Math.min(share, mostOfExpected * (expected[grade] ?? 1)));
  const free = expected.map((share, grade) => (limited[grade] === shares[grade] ? share : 0));
  const [over, all] = [1 - limited.reduce(plus, 0), free.reduce(plus, 0)];
  return limited.map((share, grade) => share + (all === 0 ? 0 : (over * (free[grade] ?? 0)) / all));
};

const plus = (x: number, y: number): number => x + y;

/** Shares of each combination of grades among those with the same parts present, drawn towards what its parts tell. */
const cellShares = (
  shares: Omit<Learnt, 'name' | 'cells'>,
  grades: readonly (readonly number[])[],
  matches: Float64Array,
  apart: Float64Array,
): Pick<Belief, 'cellM' | 'cellU'> => {
  const present = grades.map((cell) => cell.map((grade) => (grade === missing ? 0 : 1)).join(''));
  const [allM, allU] = [totals(present, matches), totals(present, apart)];
  const [cellM, cellU] = [new Float64Array(grades.length), new Float64Array(grades.length)];
  for (const [cell, found] of grades.entries()) {
    const [m, u] = expectedShares(shares, found);
    const [ofM, ofU] = [allM.get(present[cell] ?? '') ?? 0, allU.get(present[cell] ?? '') ?? 0];
    const counted = ((matches[cell] ?? 0) + priorMatchesOfCell * m) / (ofM + priorMatchesOfCell);
    cellM[cell] = Math.min(counted, mostOfExpected * m);
    cellU[cell] = ((apart[cell] ?? 0) + 0.5 * Math.min(1, u * ofU) + priorStrangers * u) / (ofU + priorStrangers);
  }
  return { cellM, cellU };
};

const totals = (present: readonly string[], counts: Float64Array): Map<string, number> => {
  const found = new Map<string, number>();
  for (const [cell, pattern] of present.entries()) found.set(pattern, (found.get(pattern) ?? 0) + (counts[cell] ?? 0));
  return found;
};

const sum = (counts: Float64Array): number => counts.reduce((total, n) => total + n, 0);
