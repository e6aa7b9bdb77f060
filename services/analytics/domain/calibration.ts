import { logOddsOf, ridgeLogistic, sigmoid } from './ridge-logistic.ts';

/** What came of cases that were scored: whether it happened, and how much each case counts; without weights, one. */
export type Outcomes = {
  scores: readonly number[];
  happened: readonly boolean[];
  weights?: readonly number[] | undefined;
};

/** From a score to the probability that it stands for. */
export type Calibration =
  | { method: 'platt'; slope: number; intercept: number }
  /** Between two of these scores, what lies between their probabilities. */
  | { method: 'isotonic'; scores: number[]; probabilities: number[] };

/** With fewer of what is predicted, a curve of steps follows chance: then it has two parameters (Niculescu-Mizil and Caruana, ICML 2005). */
export const fewestForIsotonic = 1000;

/** Fits what scores stand for, on other cases than those that the model was fitted on. */
export const calibrate = (outcomes: Outcomes): Calibration =>
  outcomes.happened.filter(Boolean).length < fewestForIsotonic
    ? plattCalibration(outcomes)
    : isotonicCalibration(outcomes);

/**
 * Platt's sigmoid, with targets that are a little less than certain so that few cases are not overfitted (J. Platt, "Probabilistic
 * Outputs for Support Vector Machines", 1999; by Newton, as Lin, Lin and Weng, Machine Learning 68, 2007).
 */
export const plattCalibration = ({ scores, happened, weights }: Outcomes): Calibration => {
  const positives = happened.filter(Boolean).length;
  const yes = (positives + 1) / (positives + 2);
  const no = 1 / (happened.length - positives + 2);
  const model = ridgeLogistic({
    rows: scores.map((score) => [score]),
    targets: happened.map((one) => (one ? yes : no)),
    weights,
    lambda: 0,
  });
  return {
    method: 'platt',
    slope: (model.weights[0] ?? 0) / (model.scales[0] ?? 1),
    intercept: logOddsOf(model, [0]),
  };
};

type Block = { score: number; probability: number; weight: number };

/**
 * The curve that never falls and has the least squared error, by pool adjacent violators (Ayer et al. 1955; Zadrozny and Elkan, KDD
 * 2002). A block stands at the mean of its scores.
 */
export const isotonicCalibration = ({ scores, happened, weights }: Outcomes): Calibration => {
  const cases = scores
    .map((score, i): Block => ({ score, probability: happened[i] ? 1 : 0, weight: weights?.[i] ?? 1 }))
    .sort((a, b) => a.score - b.score);
  const blocks: Block[] = [];
  for (const one of tiesPooled(cases)) {
    blocks.push(one);
    for (let last = blocks.at(-1), before = blocks.at(-2); last && before && before.probability >= last.probability; ) {
      blocks.splice(-2, 2, pooled(before, last));
      [last, before] = [blocks.at(-1), blocks.at(-2)];
    }
  }
  return {
    method: 'isotonic',
    scores: blocks.map(({ score }) => score),
    probabilities: blocks.map(({ probability }) => probability),
  };
};

/** Cases of one score have one probability. */
const tiesPooled = (sorted: readonly Block[]): Block[] => {
  const blocks: Block[] = [];
  for (const one of sorted) {
    const last = blocks.at(-1);
    if (last?.score === one.score) blocks.splice(-1, 1, pooled(last, one));
    else blocks.push(one);
  }
  return blocks;
};

const pooled = (a: Block, b: Block): Block => {
  const weight = a.weight + b.weight;
  const mean = (of: (block: Block) => number): number => (of(a) * a.weight + of(b) * b.weight) / weight;
  return { score: mean(({ score }) => score), probability: mean(({ probability }) => probability), weight };
};

/** The probability that a score stands for. */
export const calibrated = (calibration: Calibration, score: number): number => {
  if (calibration.method === 'platt') return sigmoid(calibration.slope * score + calibration.intercept);
  const { scores, probabilities } = calibration;
  const above = scores.findIndex((one) => one >= score);
  if (above < 0) return probabilities.at(-1) ?? 0;
  const [low, high] = [scores[above - 1], scores[above] ?? score];
  const [from = 0, to = 0] = [probabilities[Math.max(0, above - 1)], probabilities[above]];
  return low === undefined || high === low ? to : from + ((to - from) * (score - low)) / (high - low);
};
