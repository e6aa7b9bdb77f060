import { solvePositive } from './linear-system.ts';

/** One row for each case; every row has its features in the same order. */
export type FeatureRow = ArrayLike<number>;

/** What is fitted: rows with their targets, each a probability from 0 to 1, and how much each row counts; without weights, one. */
export type Cases = {
  rows: readonly FeatureRow[];
  targets: ArrayLike<number>;
  weights?: ArrayLike<number> | undefined;
};

/**
 * A logistic model of standardised features. The weights are of a standard deviation each, so that they can be compared; in units of
 * the feature it is weight / scale.
 */
export type RidgeLogistic = { intercept: number; weights: number[]; means: number[]; scales: number[] };

const mostSteps = 50;
const mostHalvings = 30;
const settled = 1e-9;

/**
 * Logistic regression with a ridge penalty: the weights that make −Σ wᵢ·log P(targetᵢ) + λ/2·Σ weight² smallest, by Newton's method
 * (iteratively reweighted least squares; le Cessie and van Houwelingen, "Ridge Estimators in Logistic Regression", Applied Statistics
 * 41, 1992). Features are standardised first, the intercept is not penalised, a feature that never differs gets the weight 0. With
 * λ = 0 it is plain maximum likelihood, which has no finite answer where the rows can be told apart without an error: then it ends
 * after 50 steps.
 */
export const ridgeLogistic = ({ rows, targets, weights, lambda }: Cases & { lambda: number }): RidgeLogistic => {
  const counts = Float64Array.from(rows, (_, i) => weights?.[i] ?? 1);
  const { means, scales } = spreadOf(rows, counts);
  const design = rows.map((row) => Float64Array.from([1, ...standardised(row, means, scales)]));
  const problem = { design, targets, counts, lambda };
  let found = new Float64Array(means.length + 1);
  found[0] = logit(shareOf(targets, counts));
  let loss = penalisedLoss(problem, found);
  for (let step = 0; step < mostSteps; step += 1) {
    const direction = newtonStep(problem, found);
    const next = descend(problem, found, direction, loss);
    if (next === undefined) break;
    const gain = loss - next.loss;
    [found, loss] = [next.found, next.loss];
    if (gain <= settled * (1 + Math.abs(loss))) break;
  }
  const [intercept = 0, ...fitted] = found;
  return { intercept, weights: fitted, means, scales };
};

/** The log odds that the model gives a row. */
export const logOddsOf = ({ intercept, weights, means, scales }: RidgeLogistic, row: FeatureRow): number =>
  standardised(row, means, scales).reduce((sum, value, k) => sum + value * (weights[k] ?? 0), intercept);

/** What each feature adds to the log odds of a row, beside those of somebody who is average in everything. */
export const contributionsOf = ({ weights, means, scales }: RidgeLogistic, row: FeatureRow): number[] =>
  standardised(row, means, scales).map((value, k) => value * (weights[k] ?? 0));

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

const standardised = (row: FeatureRow, means: readonly number[], scales: readonly number[]): number[] =>
  means.map((mean, k) => ((row[k] ?? 0) - mean) / (scales[k] ?? 1));

/** Means and standard deviations; 1 for what never differs. */
const spreadOf = (rows: readonly FeatureRow[], counts: Float64Array): { means: number[]; scales: number[] } => {
  const total = sumOf(counts);
  const features = Array.from({ length: rows[0]?.length ?? 0 }, (_, k) => k);
  const mean = (of: (row: FeatureRow) => number): number =>
    rows.reduce((sum, row, i) => sum + (counts[i] ?? 0) * of(row), 0) / total;
  const means = features.map((k) => mean((row) => row[k] ?? 0));
  const scales = features.map((k) => {
    const scale = Math.sqrt(mean((row) => ((row[k] ?? 0) - (means[k] ?? 0)) ** 2));
    return scale > Number.EPSILON * Math.abs(means[k] ?? 0) * 8 && scale > 0 ? scale : 1;
  });
  return { means, scales };
};

type Problem = { design: readonly Float64Array[]; targets: ArrayLike<number>; counts: Float64Array; lambda: number };

/** Newton's step from here: the solution of Hessian · step = −gradient. */
const newtonStep = ({ design, targets, counts, lambda }: Problem, found: Float64Array): Float64Array => {
  const size = found.length;
  const hessian = Array.from({ length: size }, () => new Float64Array(size));
  const downhill = new Float64Array(size);
  design.forEach((row, i) => {
    const p = sigmoid(dot(row, found));
    const count = counts[i] ?? 0;
    const curvature = count * p * (1 - p);
    const error = count * ((targets[i] ?? 0) - p);
    for (let j = 0; j < size; j += 1) {
      const value = row[j] ?? 0;
      if (value === 0) continue;
      downhill[j] = (downhill[j] ?? 0) + error * value;
      addScaled(hessian[j], row, curvature * value, j);
    }
  });
  for (let j = 1; j < size; j += 1) {
    downhill[j] = (downhill[j] ?? 0) - lambda * (found[j] ?? 0);
    const line = hessian[j];
    if (line) line[j] = (line[j] ?? 0) + lambda;
  }
  return solvePositive(hessian, downhill);
};

/** The lower triangle: as far as the diagonal. */
const addScaled = (line: Float64Array | undefined, row: Float64Array, factor: number, last: number): void => {
  if (line === undefined) return;
  for (let k = 0; k <= last; k += 1) line[k] = (line[k] ?? 0) + factor * (row[k] ?? 0);
};

/** As far along the step as makes it better; `undefined` where nothing does. */
const descend = (problem: Problem, found: Float64Array, direction: Float64Array, loss: number) => {
  for (let halving = 0, length = 1; halving < mostHalvings; halving += 1, length /= 2) {
    const next = found.map((value, k) => value + length * (direction[k] ?? 0));
    const nextLoss = penalisedLoss(problem, next);
    if (nextLoss < loss) return { found: next, loss: nextLoss };
  }
  return undefined;
};

const penalisedLoss = ({ design, targets, counts, lambda }: Problem, found: Float64Array): number => {
  const penalty = found.reduce((sum, weight, k) => (k === 0 ? 0 : sum + weight ** 2), 0);
  return design.reduce(
    (sum, row, i) => {
      const logOdds = dot(row, found);
      return sum + (counts[i] ?? 0) * (softplus(logOdds) - (targets[i] ?? 0) * logOdds);
    },
    (lambda / 2) * penalty,
  );
};

/** log(1 + eˣ), where eˣ is too large to be held as well. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
};

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const shareOf = (targets: ArrayLike<number>, counts: Float64Array): number =>
  counts.reduce((sum, count, i) => sum + count * (targets[i] ?? 0), 0) / sumOf(counts);

/** Away from certainty, whose log odds are infinite. */
const logit = (p: number): number => {
  const within = Math.min(Math.max(p, 1e-6), 1 - 1e-6);
  return Math.log(within / (1 - within));
};
