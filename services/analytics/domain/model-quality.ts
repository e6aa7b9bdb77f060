import { z } from 'zod';

/** Cases with the probability that was told and what came; how much each counts, without weights one. */
export type Forecasts = {
  probabilities: readonly number[];
  happened: readonly boolean[];
  weights?: readonly number[] | undefined;
};

const bins = 10;
/** The z of a two-sided interval of 95 %. */
const z95 = 1.959963984540054;

const ReliabilityBin = z.object({
  from: z.number(),
  to: z.number(),
  n: z.int(),
  told: z.number().describe('The mean of the probabilities that were told.'),
  happened: z.number().describe('The share of those to whom it happened.'),
});

export const ModelQuality = z
  .object({
    n: z.int().describe('Cases that neither the model nor the calibration was fitted on.'),
    positives: z.int(),
    baseRate: z.number(),
    auc: z
      .object({ value: z.number(), low: z.number(), high: z.number() })
      .describe(
        'The chance that of two customers the one to whom it happened had the higher risk; 0.5 is a coin. 95 %.',
      ),
    logLoss: z.number(),
    logLossOfBaseRate: z.number().describe('Of whoever tells everybody the same: the base rate.'),
    brier: z.number(),
    calibrationError: z.number().describe('By how much the probabilities are off on average, in ten bins.'),
    reliability: z.array(ReliabilityBin),
  })
  .describe('On held-out cases, the newest.');
export type ModelQuality = z.infer<typeof ModelQuality>;

/** What calibration changes; it leaves the order, and with it the area, as it is. */
export const Sharpness = ModelQuality.pick({ logLoss: true, brier: true, calibrationError: true }).describe(
  'On the same cases, of the probabilities as they were before they were calibrated.',
);
export type Sharpness = z.infer<typeof Sharpness>;

/** How good probabilities are, against what came. `undefined` where all or none of the cases happened. */
export const qualityOf = (told: Forecasts): ModelQuality | undefined => {
  const positives = told.happened.filter(Boolean).length;
  const n = told.happened.length;
  if (positives === 0 || positives === n) return undefined;
  const baseRate = meanOver(told, (_, happened) => Number(happened));
  return {
    n,
    positives,
    baseRate,
    auc: aucInterval(areaUnderCurve(told), effectiveCounts(told)),
    logLoss: meanOver(told, logLossOf),
    logLossOfBaseRate: meanOver(told, (_, happened) => logLossOf(baseRate, happened)),
    brier: meanOver(told, (p, happened) => (p - Number(happened)) ** 2),
    ...calibrationOf(told),
  };
};

/**
 * The area under the ROC curve, which is the Mann–Whitney statistic: the share of pairs of one that happened and one that did not in
 * which the former has the higher score, ties by half (Hanley and McNeil, Radiology 143, 1982). A pair counts as the product of its
 * weights.
 */
export const areaUnderCurve = ({ probabilities, happened, weights }: Forecasts): number => {
  const sorted = probabilities
    .map((score, i) => ({ score, positive: happened[i] ?? false, weight: weights?.[i] ?? 1 }))
    .sort((a, b) => a.score - b.score);
  let [won, below, yes, no] = [0, 0, 0, 0];
  for (let i = 0; i < sorted.length; ) {
    const score = sorted[i]?.score;
    [yes, no] = [0, 0];
    for (let one = sorted[i]; one?.score === score && one !== undefined; one = sorted[i]) {
      if (one.positive) yes += one.weight;
      else no += one.weight;
      i += 1;
    }
    won += yes * (below + no / 2);
    below += no;
  }
  const positives = sorted.reduce((sum, { positive, weight }) => sum + (positive ? weight : 0), 0);
  return won / (positives * below);
};

/**
 * The standard error of an area under the curve (Hanley and McNeil 1982), from the number of cases that happened and of those that
 * did not.
 */
export const aucStandardError = (auc: number, positives: number, negatives: number): number => {
  const [q1, q2] = [auc / (2 - auc), (2 * auc ** 2) / (1 + auc)];
  const variance = auc * (1 - auc) + (positives - 1) * (q1 - auc ** 2) + (negatives - 1) * (q2 - auc ** 2);
  return Math.sqrt(variance / (positives * negatives));
};

const aucInterval = (value: number, { positives, negatives }: { positives: number; negatives: number }) => {
  const half = z95 * aucStandardError(value, positives, negatives);
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
};

/** How many cases of one weight tell as much: (Σw)² / Σw² (Kish, "Survey Sampling", 1965). */
export const effectiveSize = (weights: readonly number[]): number =>
  weights.reduce((sum, weight) => sum + weight, 0) ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0);

const effectiveCounts = ({ happened, weights }: Forecasts): { positives: number; negatives: number } => {
  const of = (wanted: boolean): number[] => happened.flatMap((one, i) => (one === wanted ? [weights?.[i] ?? 1] : []));
  return { positives: effectiveSize(of(true)), negatives: effectiveSize(of(false)) };
};

const meanOver = (
  { probabilities, happened, weights }: Forecasts,
  of: (p: number, happened: boolean) => number,
): number => {
  let [sum, total] = [0, 0];
  probabilities.forEach((p, i) => {
    const weight = weights?.[i] ?? 1;
    sum += weight * of(p, happened[i] ?? false);
    total += weight;
  });
  return sum / total;
};

/** A probability is told as no more certain than this, so that one surprise is not an infinite loss. */
const certain = 1e-12;

const logLossOf = (p: number, happened: boolean): number => -Math.log(Math.max(happened ? p : 1 - p, certain));

/**
 * The expected calibration error: over ten bins of equal width, how far the mean of the probabilities is from the share to whom it
 * happened, weighted by the cases in each (Naeini, Cooper and Hauskrecht, AAAI 2015).
 */
const calibrationOf = (told: Forecasts): Pick<ModelQuality, 'calibrationError' | 'reliability'> => {
  const all = Array.from({ length: bins }, () => ({ n: 0, weight: 0, told: 0, happened: 0 }));
  told.probabilities.forEach((p, i) => {
    const bin = all[Math.min(bins - 1, Math.floor(p * bins))];
    if (bin === undefined) return;
    const weight = told.weights?.[i] ?? 1;
    bin.n += 1;
    bin.weight += weight;
    bin.told += weight * p;
    bin.happened += weight * Number(told.happened[i] ?? false);
  });
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return {
    calibrationError: all.reduce((sum, bin) => sum + Math.abs(bin.told - bin.happened), 0) / total,
    reliability: all.flatMap(({ n, weight, ...bin }, i) =>
      n === 0
        ? []
        : [{ from: i / bins, to: (i + 1) / bins, n, told: bin.told / weight, happened: bin.happened / weight }],
    ),
  };
};
