import { dayMs } from '../day.ts';
import { between, type CustomerHistory, isOfCustomer, until, usualGapDays } from './history.ts';

/** Something that may happen to a customer, and how one knows afterwards. */
export type RiskTarget = {
  name: RiskName;
  /** What it says that the risk is of. */
  means: string;
  /** No case is known later than this many days after its moment. */
  horizonDays: number;
  /** Of a customer at a moment: whether a risk can be told at all. */
  isOpen(history: CustomerHistory, t: number): boolean;
  /** What came, of whom it is open; `undefined` where nobody will ever know. */
  outcomeOf(history: CustomerHistory, t: number): boolean | undefined;
  /** How long after that moment it is that one knows. */
  waitMs(history: CustomerHistory, t: number): number;
  /** Of the share that is known: whether some are likelier to be known than others. */
  isSurveyed: boolean;
};

export const riskNames = ['detractor', 'leaves'] as const;
export type RiskName = (typeof riskNames)[number];

const longestSilenceDays = 180;

/** The next answer of a customer to the NPS question within 90 days is 6 or less. */
export const detractor: RiskTarget = {
  name: 'detractor',
  means: 'asked whether she would recommend, within 90 days, she says 6 or less',
  horizonDays: 90,
  isOpen: (history, t) => until(history, t).length > 0,
  outcomeOf: (history, t) => {
    const scores = between(history, t, t + 90 * dayMs).flatMap((moment) => moment.scores);
    const next = scores.find(({ scale }) => scale === 'nps');
    return next && next.value <= 6;
  },
  waitMs: () => 90 * dayMs,
  isSurveyed: true,
};

/**
 * Nothing is heard of a customer for twice her own usual gap. Open of those who came three times, have not been silent for so long
 * already, and come often enough that one knows within the horizon.
 */
export const leaves = (horizonDays: number): RiskTarget => ({
  name: 'leaves',
  means: 'she does not come of her own accord for twice her own usual gap between visits',
  horizonDays,
  isOpen: (history, t) => {
    const past = until(history, t);
    const window = silenceOf(past);
    const last = past.findLast(isOfCustomer);
    return window !== undefined && window <= horizonDays * dayMs && last !== undefined && t - last.at <= window;
  },
  outcomeOf: (history, t) => {
    const window = silenceOf(until(history, t));
    return window === undefined ? undefined : !between(history, t, t + window).some(isOfCustomer);
  },
  waitMs: (history, t) => silenceOf(until(history, t)) ?? Number.POSITIVE_INFINITY,
  isSurveyed: false,
});

/** Twice the usual gap, and two days at the least. */
const silenceOf = (past: CustomerHistory): number | undefined => {
  const gap = usualGapDays(past);
  return gap === undefined ? undefined : 2 * Math.max(gap, 1) * dayMs;
};

const horizons = [30, 60, 90, 120, longestSilenceDays];
/** So many of those who may leave are to be told of. */
const shareTold = 0.8;

/**
 * Within how many days it is known of most customers whether they left: not longer than that needs, nor than a quarter of the time
 * that is known, since otherwise little is left to learn from. Of histories of some customers.
 */
export const leavingHorizon = (histories: readonly CustomerHistory[], spanDays: number): number => {
  const waits = histories.flatMap((history) => silenceOf(history) ?? []).sort((a, b) => a - b);
  const wait = (waits[Math.floor(waits.length * shareTold)] ?? 0) / dayMs;
  const enough = horizons.find((days) => days >= wait) ?? longestSilenceDays;
  return Math.min(enough, Math.floor(spanDays / 4));
};

export type KnownSpan = { from: number; to: number };

/** A moment at which a customer is looked at; those that are apart share no outcome. */
export type LookMoment = { t: number; apart: boolean };
const looksInHorizon = 3;

/**
 * The moments at which a customer is looked at: three in every horizon, back from the last at which the outcome is known. Every third
 * is apart from the others: what is counted, is counted of these, since otherwise one outcome would be counted thrice. The phase, from
 * 0 to 1, is the customer's own, so that all together they are spread over time.
 */
export const lookMomentsOf = ({ from, to }: KnownSpan, { horizonDays }: RiskTarget, phase: number): LookMoment[] => {
  const horizon = horizonDays * dayMs;
  const last = to - horizon * (1 + phase);
  const count = Math.max(0, Math.ceil(((last - from) / horizon) * looksInHorizon));
  return Array.from({ length: count }, (_, k) => ({
    t: Math.floor(last - (k * horizon) / looksInHorizon),
    apart: k % looksInHorizon === 0,
  })).filter(({ t }) => t > from);
};
