import { dayMs } from '@hilo/analytics/day';
import { areaUnderCurve } from '@hilo/analytics/model-quality';
import { commonSteps, type Feature, featuresOf, type TakenStep } from '@hilo/analytics/prediction/features';
import { gatherCases, type RiskCases } from '@hilo/analytics/prediction/gather-cases';
import { between, type CustomerHistory } from '@hilo/analytics/prediction/history';
import { type LearntRisk, learnRisk } from '@hilo/analytics/prediction/learn-risk';
import { type LearntOffers, learnHeldOut, purchasesIn } from '@hilo/analytics/prediction/next-offer';
import {
  detractor,
  leaves,
  leavingHorizon,
  lookMomentsOf,
  type RiskTarget,
} from '@hilo/analytics/prediction/risk-cases';
import { type Life, type LivedMoment, simulateLives } from '../simulate/loyalty.ts';
import { createRandom } from '../simulate/random.ts';

export type PredictionEvaluation = {
  customers: number;
  interactions: number;
  leaves: LearntRisk;
  /** On the same held-out cases: of who knows the law by which customers leave, and the pace of each. */
  areaOfLaw: number;
  detractor: LearntRisk;
  offers: LearntOffers;
  /** What has to be hidden. */
  shuffled: LearntRisk;
  fewPositives: LearntRisk;
  planted: LearntRisk;
  backDated: LearntRisk;
  seconds: number;
};

export type PredictionOptions = { seed: number; customers: number; days: number };

/** Any instant does: nothing depends on what is now. */
const from = Date.UTC(2024, 0, 1);

/** Learns from customers of the simulated airline, and holds it against the law by which they left, which no model is told. */
export const evaluatePrediction = ({ seed, customers, days }: PredictionOptions): PredictionEvaluation => {
  const startedAt = performance.now();
  const span = { from, to: from + days * dayMs };
  const lives = [...simulateLives({ seed, count: customers, ...span })].map((life) => ({
    ...life,
    history: life.moments.map(momentOf),
  }));
  const features = featuresOf(stepsIn(lives));
  const leaving = leaves(
    leavingHorizon(
      lives.map(({ history }) => history),
      days,
    ),
  );
  const gathered = (
    target: RiskTarget,
    looked: readonly Feature[] = features,
    of: readonly Lived[] = lives,
  ): RiskCases => {
    const { add, gathered } = gatherCases(target, looked, span);
    for (const { history, phase } of of) add(history, phase);
    return gathered();
  };
  const learnt = (target: RiskTarget, cases: RiskCases, looked: readonly Feature[] = features): LearntRisk =>
    learnRisk(
      cases,
      looked.map(({ name }) => name),
      target.horizonDays,
    );
  const cases = gathered(leaving);
  const found = learnt(leaving, cases);
  const withPlanted = [...features, plantedIn(leaving)];
  return {
    customers,
    interactions: lives.reduce((sum, { history }) => sum + history.length, 0),
    leaves: found,
    areaOfLaw: areaOfLaw(lives, leaving, span, found.heldOut.from ?? 0),
    detractor: learnt(detractor, gathered(detractor)),
    offers: learnHeldOut(lives.map(({ history }) => purchasesIn(history))),
    shuffled: learnt(leaving, shuffledCases(cases, seed)),
    fewPositives: learnt(leaving, withPositives(cases, 90)),
    planted: learnt(leaving, gathered(leaving, withPlanted), withPlanted),
    backDated: backDated(leaving, features, lives, { gathered, learnt, span }),
    seconds: (performance.now() - startedAt) / 1000,
  };
};

type Lived = { history: CustomerHistory; phase: number };
type Known = Life & Lived;

const momentOf = ({ at, happening }: LivedMoment): CustomerHistory[number] => {
  const { channel, touchpoint, kind, direction, outcome, answers = [], properties } = happening;
  const product = properties?.product;
  return {
    at,
    channel,
    touchpoint,
    kind,
    direction,
    outcome,
    scores: answers.flatMap(({ scale, value }) => (typeof value === 'number' ? [{ scale, value }] : [])),
    ...(typeof product === 'string' && { product }),
  };
};

const stepsIn = (lives: readonly Lived[]): TakenStep[] => {
  const counts = new Map<string, { step: TakenStep; count: number }>();
  for (const { channel, touchpoint, kind } of lives.flatMap(({ history }) => history)) {
    const key = JSON.stringify([channel, touchpoint, kind]);
    counts.set(key, { step: { channel, touchpoint, kind }, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .filter(({ count }) => count >= commonSteps.fewestTaken)
    .sort((a, b) => b.count - a.count)
    .slice(0, commonSteps.most)
    .map(({ step }) => step);
};

/** The area that the law itself gives on those cases: nobody can tell more, since the rest is chance. */
const areaOfLaw = (
  lives: readonly Known[],
  target: RiskTarget,
  span: { from: number; to: number },
  heldOutFrom: number,
): number => {
  const cases = lives.flatMap(({ history, phase, silenceLikely }) =>
    lookMomentsOf(span, target, phase)
      .filter(({ t, apart }) => apart && t >= heldOutFrom && target.isOpen(history, t))
      .map(({ t }) => ({
        probability: silenceLikely(t, target.waitMs(history, t)),
        happened: target.outcomeOf(history, t) ?? false,
      })),
  );
  return areaUnderCurve({
    probabilities: cases.map(({ probability }) => probability),
    happened: cases.map(({ happened }) => happened),
  });
};

const shuffledCases = ({ cases, lookingAhead }: RiskCases, seed: number): RiskCases => {
  const random = createRandom(seed);
  const labels = cases.map(({ happened }) => happened);
  for (let i = labels.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [labels[i], labels[j]] = [labels[j] ?? false, labels[i] ?? false];
  }
  return { cases: cases.map((one, i) => ({ ...one, happened: labels[i] ?? false })), lookingAhead };
};

/** All that did not happen, and only so many that did. */
const withPositives = ({ cases, lookingAhead }: RiskCases, most: number): RiskCases => {
  let left = most;
  return { cases: cases.filter(({ happened }) => !happened || left-- > 0), lookingAhead };
};

/** A feature that looks at what came. */
const plantedIn = (target: RiskTarget): Feature => ({
  name: 'planted',
  of: (history, t) => Number(target.outcomeOf(history, t) ?? false),
  say: () => 'looks into the future',
});

/** A system that notes, dated back by a day, who left: no feature looks ahead, the facts do. */
const backDated = (
  target: RiskTarget,
  features: readonly Feature[],
  lives: readonly Lived[],
  {
    gathered,
    learnt,
    span,
  }: {
    gathered(target: RiskTarget, features: readonly Feature[], of: readonly Lived[]): RiskCases;
    learnt(target: RiskTarget, cases: RiskCases, features: readonly Feature[]): LearntRisk;
    span: { from: number; to: number };
  },
): LearntRisk => {
  const noted = lives.map(({ history, phase }) => {
    const left = lookMomentsOf(span, target, phase).filter(
      ({ t }) => target.isOpen(history, t) && target.outcomeOf(history, t),
    );
    const notes = left.map(({ t }) => ({ at: t - dayMs, ...closed, direction: 'internal', scores: [] }));
    return { history: [...history, ...notes].sort((a, b) => a.at - b.at), phase };
  });
  const looked = [...features, closedLately];
  return learnt(target, gathered(target, looked, noted), looked);
};

const closed: TakenStep = { channel: 'other', touchpoint: 'crm', kind: 'closed' };
const closedLately: Feature = {
  name: 'closed',
  of: (history, t) => between(history, t - 7 * dayMs, t).filter(({ kind }) => kind === closed.kind).length,
  say: () => 'the account was closed',
};
