/** Those who were covered by a survey and are alike in what is known of all: how many there are, and what those who answered said. */
export type Cell = { name: readonly string[]; covered: number; answers: number; high: number; low: number };

/** Shares of high and low answers as if everybody had answered as often, and what that rests on. */
export type Weighted = {
  high: number;
  low: number;
  /** As many answers of equal weight would say as much: (Σw)² / Σw² (L. Kish, Survey Sampling, 1965). */
  effectiveN: number;
  /** The share of all weight that was cut off. */
  trimmed: number;
  /** How many cells the answers stand for, after those with few of them were merged. */
  cells: number;
};

const fewestAnswers = 10;
const mostOverMedian = 5;

/**
 * Weighting classes (L. Kish, "Weighting: why, when, and how?", ASA Proceedings of the Survey Research Methods Section, 1990): every answer stands for as many
 * as are covered in its cell for each who answered. Cells with fewer than ten answers are merged with a neighbour first; a weight of
 * more than five times the median is cut to that. It corrects for what the cells are made of, and nothing else. `undefined` without
 * an answer.
 */
export const weigh = (cells: readonly Cell[]): Weighted | undefined => {
  const merged = mergeSmall(cells).filter(({ answers }) => answers > 0);
  if (merged.length === 0) return undefined;
  const cap = mostOverMedian * medianWeight(merged);
  const weights = merged.map((cell) => ({ ...cell, weight: Math.min(cap, cell.covered / cell.answers) }));
  const sum = (of: (cell: (typeof weights)[number]) => number): number =>
    weights.reduce((total, one) => total + of(one), 0);
  const all = sum(({ weight, answers }) => weight * answers);
  const covered = sum((cell) => cell.covered);
  return {
    high: sum(({ weight, high }) => weight * high) / all,
    low: sum(({ weight, low }) => weight * low) / all,
    effectiveN: all ** 2 / sum(({ weight, answers }) => weight ** 2 * answers),
    trimmed: 1 - all / covered,
    cells: merged.length,
  };
};

/** The cell with most people of whom none has answered. */
export const largestSilent = (cells: readonly Cell[]): Cell | undefined =>
  cells
    .filter(({ answers }) => answers === 0)
    .toSorted((a, b) => b.covered - a.covered)
    .at(0);

/** The cell with fewest answers goes to that neighbour with which more of its name is one, and of two such to the smaller. */
const mergeSmall = (cells: readonly Cell[]): Cell[] => {
  const rest = cells.toSorted((a, b) => compareNames(a.name, b.name));
  for (;;) {
    const answers = rest.map((cell) => cell.answers);
    const at = answers.indexOf(Math.min(...answers));
    const [cell, before, after] = [rest[at], rest[at - 1], rest[at + 1]];
    if (cell === undefined || cell.answers >= fewestAnswers || rest.length < 2) return rest;
    const takesBefore = after === undefined || (before !== undefined && isNearer(cell, before, after));
    const taken = takesBefore ? before : after;
    if (taken === undefined) return rest;
    rest.splice(takesBefore ? at - 1 : at, 2, joined(taken, cell));
  }
};

const compareNames = (one: readonly string[], other: readonly string[]): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;

const isNearer = (cell: Cell, one: Cell, other: Cell): boolean => {
  const [a, b] = [one, other].map(({ name }) => inCommon(cell.name, name));
  return a === b ? one.answers <= other.answers : (a ?? 0) > (b ?? 0);
};

const inCommon = (one: readonly string[], other: readonly string[]): number => {
  const differs = one.findIndex((part, at) => part !== other[at]);
  return differs < 0 ? one.length : differs;
};

const joined = (one: Cell, other: Cell): Cell => ({
  name: one.name,
  covered: one.covered + other.covered,
  answers: one.answers + other.answers,
  high: one.high + other.high,
  low: one.low + other.low,
});

/** The weight of the answer in the middle. */
const medianWeight = (cells: readonly Cell[]): number => {
  const sorted = cells
    .map(({ covered, answers }) => ({ weight: covered / answers, answers }))
    .toSorted((a, b) => a.weight - b.weight);
  const half = sorted.reduce((total, { answers }) => total + answers, 0) / 2;
  let seen = 0;
  const middle = sorted.find(({ answers }) => {
    seen += answers;
    return seen >= half;
  });
  return middle?.weight ?? Number.POSITIVE_INFINITY;
};
