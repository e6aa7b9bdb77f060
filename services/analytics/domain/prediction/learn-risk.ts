import { type Calibration, calibrate, calibrated } from '../calibration.ts';
import { chooseLambda } from '../choose-lambda.ts';
import { dayMs } from '../day.ts';
import { areaUnderCurve, type ModelQuality, qualityOf, type Sharpness } from '../model-quality.ts';
import { logOddsOf, type RidgeLogistic, ridgeLogistic, sigmoid } from '../ridge-logistic.ts';
import type { RiskCase, RiskCases } from './gather-cases.ts';

/** A model of a risk that may be shown, or why none is. */
export type LearntRisk = {
  /** When the cases are that it was fitted on, and those that it was held against. */
  fitted: CaseSpan;
  calibration: CaseSpan;
  heldOut: CaseSpan;
  learnt?: { model: RidgeLogistic; curve: Calibration; lambda: number };
  quality?: ModelQuality;
  beforeCalibration?: Sharpness;
  hidden?: Hidden;
};

/** How many of the cases share no outcome, and to how many of these it happened. */
export type CaseSpan = { n: number; positives: number; from?: number; to?: number };

/** Why nothing is shown. */
export type Hidden = { reason: HiddenReason; message: string };
export const hiddenReasons = [
  'too-little-time',
  'too-few-cases',
  'looks-ahead',
  'tells-too-much',
  'too-weak',
  'no-better-than-popular',
] as const;
export type HiddenReason = (typeof hiddenReasons)[number];

/** Fewer than this of a kind say nothing for sure. */
export const fewestPositives = 100;
/** The area under the curve has to be above this for sure: with the lower end of its interval. */
export const leastArea = 0.6;
/** No single thing that is known beforehand tells a risk as well as this. */
const tooGoodArea = 0.99;

/** The newest cases are held out; of the others the newer part calibrates. */
const shares = { known: 0.7, fitted: 0.75 };

/**
 * Learns a risk of cases in the order of time. Fitted on the oldest, calibrated on later ones, held against the newest: of those that
 * it learns from, the outcome was known before the first of the newest began.
 */
export const learnRisk = (
  { cases, lookingAhead }: RiskCases,
  names: readonly string[],
  horizonDays: number,
): LearntRisk => {
  const { fitted, calibrating, heldOut } = splitInTime(cases, horizonDays);
  const spans = { fitted: spanOf(fitted), calibration: spanOf(calibrating), heldOut: spanOf(heldOut) };
  const hidden = lookingAheadSaid(lookingAhead) ?? tooFewSaid(spans) ?? tellsTooMuchSaid(cases, names);
  if (hidden) return { ...spans, hidden };
  const learnt = fit(fitted, calibrating);
  const scores = heldOut.map(({ row }) => logOddsOf(learnt.model, row));
  const told = (probabilities: readonly number[]): ModelQuality | undefined =>
    qualityOf({
      probabilities,
      happened: heldOut.map(({ happened }) => happened),
      weights: heldOut.map(({ weight }) => weight),
    });
  const [quality, before] = [told(scores.map((score) => calibrated(learnt.curve, score))), told(scores.map(sigmoid))];
  if (quality === undefined || before === undefined) return { ...spans, hidden: tooFew(spans.heldOut) };
  const weak = tooWeakSaid(quality);
  const { logLoss, brier, calibrationError } = before;
  const beforeCalibration = { logLoss, brier, calibrationError };
  return { ...spans, learnt, quality, beforeCalibration, ...(weak && { hidden: weak }) };
};

/** What it is held against shares no outcome. */
const splitInTime = (cases: readonly RiskCase[], horizonDays: number) => {
  const begin = cases[Math.floor(cases.length * shares.known)]?.t ?? 0;
  const known = cases.filter(({ t }) => t + horizonDays * dayMs <= begin);
  const middle = Math.floor(known.length * shares.fitted);
  return {
    fitted: known.slice(0, middle),
    calibrating: known.slice(middle),
    heldOut: cases.filter(({ t, apart }) => apart && t >= begin),
  };
};

const spanOf = (cases: readonly RiskCase[]): CaseSpan => {
  const [first, last] = [cases[0], cases.at(-1)];
  const apart = cases.filter((one) => one.apart);
  const counted = { n: apart.length, positives: apart.filter(({ happened }) => happened).length };
  return first && last ? { ...counted, from: first.t, to: last.t } : counted;
};

const lookingAheadSaid = (names: readonly string[]): Hidden | undefined =>
  names.length === 0
    ? undefined
    : {
        reason: 'looks-ahead',
        message: `${names.join(', ')}: is another number where what came afterwards is not known.`,
      };

const tooFewSaid = ({ fitted, calibration, heldOut }: Record<'fitted' | 'calibration' | 'heldOut', CaseSpan>) => {
  const known = { n: fitted.n + calibration.n, positives: fitted.positives + calibration.positives };
  if (known.positives < fewestPositives || known.n - known.positives < fewestPositives) return tooFew(known);
  return [fitted, calibration, heldOut].map(oneKindOnly).find((one) => one !== undefined);
};

const oneKindOnly = (span: CaseSpan): Hidden | undefined =>
  span.positives === 0 || span.positives === span.n ? tooFew(span) : undefined;

const tooFew = ({ n, positives }: Pick<CaseSpan, 'n' | 'positives'>): Hidden => ({
  reason: 'too-few-cases',
  message: `Of ${n} cases whose outcome is known it happened in ${positives}; ${fewestPositives} are needed, and as many others.`,
});

/** Where one number tells nearly all, it knows what came: it was noted, or dated, afterwards. */
const tellsTooMuchSaid = (cases: readonly RiskCase[], names: readonly string[]): Hidden | undefined => {
  const happened = cases.map((one) => one.happened);
  const found = names.find((_, k) => {
    const area = areaUnderCurve({ probabilities: cases.map(({ row }) => row[k] ?? 0), happened });
    return Math.max(area, 1 - area) >= tooGoodArea;
  });
  return found === undefined
    ? undefined
    : {
        reason: 'tells-too-much',
        message: `${found} alone tells nearly all: it seems to have been noted when it was known what came.`,
      };
};

const tooWeakSaid = ({ auc, logLoss, logLossOfBaseRate }: ModelQuality): Hidden | undefined => {
  if (auc.low > leastArea && logLoss < logLossOfBaseRate) return undefined;
  const area = `the area under the curve is ${auc.value.toFixed(2)} (${auc.low.toFixed(2)} to ${auc.high.toFixed(2)})`;
  return { reason: 'too-weak', message: `On the newest cases ${area}: it has to be above ${leastArea} for sure.` };
};

const fit = (fitted: readonly RiskCase[], calibrating: readonly RiskCase[]) => {
  const cases = {
    rows: fitted.map(({ row }) => row),
    targets: fitted.map(({ happened }) => Number(happened)),
    weights: fitted.map(({ weight }) => weight),
  };
  const lambda = chooseLambda(cases);
  const model = ridgeLogistic({ ...cases, lambda });
  const curve = calibrate({
    scores: calibrating.map(({ row }) => logOddsOf(model, row)),
    happened: calibrating.map(({ happened }) => happened),
    weights: calibrating.map(({ weight }) => weight),
  });
  return { model, curve, lambda };
};
