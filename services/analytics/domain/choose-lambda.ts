import { type Cases, logOddsOf, ridgeLogistic } from './ridge-logistic.ts';

/** Penalties to choose from, per thousand cases: from nearly none to one that leaves little but the base rate. */
const lambdas = [0.1, 1, 10, 100, 1000];
const folds = 5;

/**
 * The penalty that tells the future best: over cases in the order of time, in six blocks, each of the last five is told by what was
 * fitted on those before it (forward chaining; Hyndman and Athanasopoulos, "Forecasting", 5.10). Of two as good the larger.
 */
export const chooseLambda = (cases: Cases): number => {
  const loss = (lambda: number): number =>
    Array.from({ length: folds }, (_, k) => lossOfFold(cases, k + 1, lambda)).reduce((sum, one) => sum + one, 0);
  const scaled = lambdas.map((one) => (one * cases.rows.length) / 1000);
  const found = scaled.map((lambda) => ({ lambda, loss: loss(lambda) }));
  return found.reduce((best, one) => (one.loss <= best.loss ? one : best)).lambda;
};

/** The log-loss of a block, of which those before it know nothing. */
const lossOfFold = (cases: Cases, block: number, lambda: number): number => {
  const size = cases.rows.length / (folds + 1);
  const [from, to] = [Math.floor(block * size), Math.floor((block + 1) * size)];
  const before = casesWithin(cases, 0, from);
  const rest = casesWithin(cases, from, to);
  // The penalty is per case: the model of all cases has it in proportion.
  const model = ridgeLogistic({ ...before, lambda: (lambda * from) / cases.rows.length });
  return rest.rows.reduce((sum, row, i) => {
    const logOdds = logOddsOf(model, row);
    const loss = Math.log1p(Math.exp(-Math.abs(logOdds))) + Math.max(logOdds, 0) - (rest.targets[i] ?? 0) * logOdds;
    return sum + (rest.weights?.[i] ?? 1) * loss;
  }, 0);
};

/** The cases of these places. */
const casesWithin = ({ rows, targets, weights }: Cases, from: number, to: number): Cases => ({
  rows: rows.slice(from, to),
  targets: Array.from(targets).slice(from, to),
  ...(weights && { weights: Array.from(weights).slice(from, to) }),
});
