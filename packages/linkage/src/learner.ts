import { type Belief, beliefFrom, firstBelief } from './belief.ts';
import { type Comparison, gradesOf } from './comparisons/comparison.ts';
import { relativeRatio } from './household.ts';
import type { LinkageModel } from './model.ts';
import type { CellNumbers, Observations } from './observe.ts';

/** Observations, and how many pairs each of them stands for. */
type Weighted = Observations & { each: number };

type Evidence = {
  comparisons: readonly Comparison[];
  numbers: CellNumbers;
  candidates: Weighted;
  strangers: Weighted;
  /** All possible pairs. */
  total: number;
  expectedMatches: number;
};

/**
 * How far the number of matches is drawn towards the expected one, as a share of the way between their logarithms: where
 * one comparison is all that there is, the data alone fit any number.
 */
const drawnToExpected = 0.25;
/** What a comparison may say for and against, and what has to speak for a pair before it may be a household: nats. */
const [most, least, closeEnough] = [16, -5.5, 4];

/** Expectation maximisation, one round at a time. */
export const learnerOf = (evidence: Evidence) => {
  const { comparisons, numbers, candidates, strangers, total } = evidence;
  const cells = comparisons.map(({ parts }, at) => (numbers[at]?.cells ?? []).map((cell) => gradesOf(parts, cell)));
  const found = { candidates: classesOf(candidates.pairs), strangers: classesOf(strangers.pairs) };
  let prior = Math.min(0.5, evidence.expectedMatches / total);
  let household = Math.min(0.1, evidence.expectedMatches / 10 / total);
  let beliefs = comparisons.map((comparison, at) => maximise(firstBelief(comparison), at));

  const improve = (): void => {
    expect(candidates, found.candidates);
    expect(strangers, found.strangers);
    prior = Math.min(0.5, drawn(sum(found.candidates.match) * candidates.each, evidence.expectedMatches) / total);
    household = Math.min(0.1, (sum(found.candidates.relatives) * candidates.each + 0.5) / total);
    beliefs = beliefs.map(maximise);
  };

  /** How likely each pair is one person, or two of one household, by what is believed. */
  function expect(observed: Weighted, { match, relatives }: Classes): void {
    const logRatios = beliefs.map(({ cellM, cellU }) =>
      cellM.map((m, cell) => Math.max(least, Math.min(most, Math.log(m / (cellU[cell] ?? 1))))),
    );
    const ofRelatives = comparisons.map((comparison, at) => {
      const belief = beliefs[at] ?? firstBelief(comparison);
      return (numbers[at]?.cells ?? []).map((cell) => relativeRatio(comparison, belief, cell));
    });
    const [ratios, priorOdds] = [new Float64Array(comparisons.length), prior / (1 - prior)];
    for (let pair = 0; pair < observed.pairs; pair += 1) {
      let [all, close, relation] = [0, 0, 1];
      for (let at = 0; at < ratios.length; at += 1) {
        const ratio = (logRatios[at]?.[observed.cells[at]?.[pair] ?? 0] ?? 0) - (observed.commonness[at]?.[pair] ?? 0);
        ratios[at] = ratio;
        all += ratio;
        close += Math.max(0, ratio);
      }
      for (let at = 0; close > closeEnough && at < ratios.length; at += 1) {
        const ofCell = ofRelatives[at]?.[observed.cells[at]?.[pair] ?? 0];
        relation *= ofCell?.(Math.exp(ratios[at] ?? 0), observed.inFamily[pair] ?? 0) ?? 1;
      }
      const [one, kin] = [priorOdds * Math.exp(all), household * relation];
      match[pair] = one / (one + kin + 1 - household);
      relatives[pair] = kin / (one + kin + 1 - household);
    }
  }

  /** What is to be believed, if each pair is a match as likely as was found. */
  function maximise(before: Belief, at: number): Belief {
    const size = cells[at]?.length ?? 0;
    const matches = new Float64Array(size);
    const apart = new Float64Array(size);
    count(candidates, at, found.candidates, matches, apart);
    count(strangers, at, found.strangers, undefined, apart);
    return beliefFrom({ comparison: comparisons[at], grades: cells[at] ?? [], matches, apart, before });
  }

  const learnt = (): Pick<LinkageModel, 'prior' | 'household' | 'learnt'> => ({
    prior,
    household,
    learnt: beliefs.map(({ cellM, cellU, ...shares }, at) => ({
      name: comparisons[at]?.name ?? '',
      ...shares,
      cells: Object.fromEntries(
        (numbers[at]?.cells ?? []).map((cell, number) => [cell, [cellM[number] ?? 0, cellU[number] ?? 0]]),
      ),
    })),
  });
  return { improve, learnt };
};

const drawn = (found: number, expected: number): number =>
  (found + 0.5) ** (1 - drawnToExpected) * expected ** drawnToExpected;

/** For each pair, how likely it is one person, and two of one household. */
type Classes = { match: Float64Array; relatives: Float64Array };

const classesOf = (pairs: number): Classes => ({ match: new Float64Array(pairs), relatives: new Float64Array(pairs) });

const count = (
  { cells, each }: Weighted,
  at: number,
  { match, relatives }: Classes,
  matches: Float64Array | undefined,
  apart: Float64Array,
): void => {
  const column = cells[at] ?? new Int32Array();
  for (let pair = 0; pair < column.length; pair += 1) {
    const [cell, p] = [column[pair] ?? 0, match[pair] ?? 0];
    apart[cell] = (apart[cell] ?? 0) + (1 - p - (relatives[pair] ?? 0)) * each;
    if (matches !== undefined) matches[cell] = (matches[cell] ?? 0) + p * each;
  }
};

const sum = (counts: Float64Array): number => counts.reduce((total, n) => total + n, 0);
