import type { LearntRisk } from '@hilo/analytics/prediction/learn-risk';
import type { PredictionEvaluation } from './prediction.ts';

/** What has to hold of the airline: the area beside that of the law, how far probabilities are off. */
const leastShareOfLaw = 0.9;
const mostCalibrationError = 0.05;

/** What a person reads of an evaluation of predictions. */
export const describePrediction = (found: PredictionEvaluation): string =>
  [
    `${found.customers.toLocaleString('en')} customers of the simulated airline, ${found.interactions.toLocaleString('en')} interactions; took ${found.seconds.toFixed(1)} s`,
    '',
    'risk       held out          AUC (95 %)           law    log-loss (base)   Brier   ECE (before calibration)',
    line('leaves', found.leaves, found.areaOfLaw),
    line('detractor', found.detractor),
    '',
    describeOffers(found),
    '',
    ...hiddenOnes(found).map(([name, learnt]) => `${name.padEnd(32)}${learnt.hidden?.reason ?? 'IS SHOWN'}`),
    '',
    ...failures(found).map((one) => `fails: ${one}`),
  ]
    .join('\n')
    .trimEnd();

const line = (name: string, { quality, beforeCalibration, hidden, heldOut }: LearntRisk, law?: number): string => {
  const cases = `${heldOut.n} (${heldOut.positives})`.padEnd(18);
  if (quality === undefined) return `${name.padEnd(11)}${cases}${hidden?.message ?? ''}`;
  const { auc, logLoss, logLossOfBaseRate, brier, calibrationError } = quality;
  const area = `${auc.value.toFixed(3)} (${auc.low.toFixed(3)}–${auc.high.toFixed(3)})`.padEnd(21);
  const losses = `${logLoss.toFixed(3)} (${logLossOfBaseRate.toFixed(3)})`.padEnd(18);
  const own = `${name.padEnd(11)}${cases}${area}${(law?.toFixed(3) ?? '').padEnd(7)}${losses}`;
  return `${own}${brier.toFixed(3)}   ${calibrationError.toFixed(3)} (${beforeCalibration?.calibrationError.toFixed(3)})${hidden ? `   not shown: ${hidden.reason}` : ''}`;
};

const describeOffers = ({ offers: { quality, hidden } }: PredictionEvaluation): string =>
  quality === undefined
    ? `offers     ${hidden?.message ?? ''}`
    : `offers     hit rate at 3: ${percent(quality.hitRate)}, the most popular ${percent(quality.hitRateOfPopular)}, of ${quality.n} customers${hidden ? `; not shown: ${hidden.reason}` : ''}`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const hiddenOnes = (found: PredictionEvaluation): [string, LearntRisk][] => [
  ['shuffled labels', found.shuffled],
  ['fewer than 100 that left', found.fewPositives],
  ['a feature that looks ahead', found.planted],
  ['facts that are dated back', found.backDated],
];

/** What has to hold and does not. */
export const failures = (found: PredictionEvaluation): string[] => {
  const { quality, hidden } = found.leaves;
  const share = (quality?.auc.value ?? 0) / found.areaOfLaw;
  const error = quality?.calibrationError ?? 1;
  return [
    ...(hidden ? [`the risk of leaving is not shown: ${hidden.message}`] : []),
    ...(share < leastShareOfLaw
      ? [`AUC is ${share.toFixed(3)} of that of the law; ${leastShareOfLaw} is asked for`]
      : []),
    ...(error > mostCalibrationError
      ? [`the calibration error is ${error.toFixed(3)}; at most ${mostCalibrationError} is asked for`]
      : []),
    ...(found.offers.hidden ? [`offers are not shown: ${found.offers.hidden.message}`] : []),
    ...hiddenOnes(found).flatMap(([name, learnt]) => (learnt.hidden ? [] : [`with ${name} a risk is shown`])),
  ];
};

/** What a program reads. */
export const predictionScores = ({ leaves, areaOfLaw, detractor, offers, seconds }: PredictionEvaluation) => ({
  auc: leaves.quality?.auc.value ?? 0,
  aucOfLaw: areaOfLaw,
  shareOfLaw: (leaves.quality?.auc.value ?? 0) / areaOfLaw,
  calibrationError: leaves.quality?.calibrationError ?? 1,
  aucOfDetractor: detractor.quality?.auc.value ?? 0,
  hitRate: offers.quality?.hitRate ?? 0,
  hitRateOfPopular: offers.quality?.hitRateOfPopular ?? 0,
  seconds,
});
