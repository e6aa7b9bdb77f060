import type { BriefingLanguage } from '../briefing-words.ts';
import { dayMs } from '../day.ts';
import {
  type CountedName,
  countedWords,
  sayAnswered,
  sayCounted,
  sayLastScore,
  saySilence,
  stepWords,
} from './feature-words.ts';
import { type CustomerHistory, isOfCustomer, type PastInteraction, until, usualGapDays, visitsIn } from './history.ts';

/** What a model looks at: a number of what was known of a customer at a moment. */
export type Feature = {
  name: string;
  /** Of the history until that moment: what came after it may be in there, and has to be left alone. */
  of(history: CustomerHistory, t: number): number;
  /** In words, with the value of a customer and that of most others. */
  say(value: number, usual: number, language: BriefingLanguage): string;
};

/** A step that many took: channel, touchpoint and kind. */
export type TakenStep = { channel: string; touchpoint: string; kind: string };

/** So many steps have a feature each, and each was taken at least so often: what a few did is told of nobody. */
export const commonSteps = { most: 20, fewestTaken: 100 };

/** Counts grow by what they are multiplied with: one complaint more is more beside none than beside twenty. */
const counted = (count: number): number => Math.log1p(count);
const countIn = (value: number): number => Math.expm1(value);

type Count = (past: CustomerHistory, t: number) => number;

const feature = (name: CountedName, count: Count): Feature => ({
  name,
  of: (history, t) => counted(count(until(history, t), t)),
  say: (value, usual, language) => sayCounted(countedWords[name], countIn(value), countIn(usual), language),
});

const within = (past: CustomerHistory, t: number, days: number): CustomerHistory =>
  past.slice(until(past, t - days * dayMs).length);

const recent = 90;
const ofRecent = (name: CountedName, isOne: (moment: PastInteraction) => boolean): Feature =>
  feature(name, (past, t) => within(past, t, recent).filter(isOne).length);

const lastDays = 7;

/** How often in the week until the customer came last: what she remembers of the company. */
const inLastWeek =
  (isOne: (moment: PastInteraction) => boolean): Count =>
  (past) => {
    const last = past.findLast(isOfCustomer);
    return last === undefined ? 0 : within(until(past, last.at), last.at, lastDays).filter(isOne).length;
  };

const visitsWithin = (name: CountedName, days: number): Feature =>
  feature(name, (past, t) => visitsIn(within(past, t, days)).length);

const byVoice = new Set(['call_centre', 'ivr']);
const isCall = (moment: PastInteraction): boolean => byVoice.has(moment.channel) && isOfCustomer(moment);
const lowest: Readonly<Record<string, number>> = { nps: 0, csat: 1, ces: 1, stars: 1 };
const highest: Readonly<Record<string, number>> = { nps: 10, csat: 5, ces: 7, stars: 5 };

/** The last answer on a scale from bad to good, from 0 to 1. */
const lastScoreIn = (past: CustomerHistory): number | undefined => {
  const scores = past.flatMap((moment) => moment.scores.filter(({ scale }) => scale in highest));
  const last = scores.at(-1);
  if (last === undefined) return undefined;
  const [low = 0, high = 1] = [lowest[last.scale], highest[last.scale]];
  return (last.value - low) / (high - low);
};

/** Whoever answered nothing is told apart by a feature of its own, and is in the middle here. */
const middle = 0.7;

const lastScore: Feature = {
  name: 'last-score',
  of: (history, t) => lastScoreIn(until(history, t)) ?? middle,
  say: (value, usual, language) => sayLastScore[language](value, usual),
};

const hasAnswered: Feature = {
  name: 'answered',
  of: (history, t) => Number(lastScoreIn(until(history, t)) !== undefined),
  say: (value, _, language) => sayAnswered[language](value),
};

const silentDays = (past: CustomerHistory, t: number): number => {
  const last = past.findLast(isOfCustomer);
  return last === undefined ? 0 : Math.max(0, t - last.at) / dayMs;
};

const knownDays = (past: CustomerHistory, t: number): number => (past[0] ? (t - past[0].at) / dayMs : 0);

/** Longer than that, nobody is told apart by it. */
const mostGaps = 10;

const silenceInGaps: Feature = {
  name: 'silence-in-gaps',
  of: (history, t) => {
    const past = until(history, t);
    const gap = usualGapDays(past);
    return gap === undefined ? 0 : Math.min(silentDays(past, t) / Math.max(gap, 1), mostGaps);
  },
  say: (value, usual, language) => saySilence[language](value, usual),
};

const isComplaint = ({ kind }: PastInteraction): boolean => kind === 'complained';

const general: readonly Feature[] = [
  feature('silent-days', silentDays),
  feature('usual-gap', (past, t) => usualGapDays(past) ?? knownDays(past, t)),
  silenceInGaps,
  feature('known-days', knownDays),
  visitsWithin('visits-30', 30),
  visitsWithin('visits-90', recent),
  visitsWithin('visits-365', 365),
  ofRecent('complaints', isComplaint),
  feature('complaints-last', inLastWeek(isComplaint)),
  ofRecent('calls', isCall),
  feature('calls-last', inLastWeek(isCall)),
  ofRecent('contacted', ({ direction }) => direction === 'outbound'),
  ofRecent('refused', ({ outcome }) => outcome === 'refused'),
  ofRecent('given-up', ({ kind, outcome }) =>
    [kind, outcome].some((word) => word === 'abandoned' || word === 'failed'),
  ),
  feature('purchases', (past, t) => within(past, t, 365).filter(({ kind }) => kind === 'bought').length),
  feature('channels', (past, t) => {
    const used = within(past, t, recent).filter(isOfCustomer);
    return new Set(used.map(({ channel }) => channel)).size;
  }),
  lastScore,
  hasAnswered,
];

const ofStep = ({ channel, touchpoint, kind }: TakenStep): Feature => {
  const words = stepWords(`${kind} at ${touchpoint} (${channel})`);
  const count = inLastWeek(
    (moment) => moment.kind === kind && moment.touchpoint === touchpoint && moment.channel === channel,
  );
  return {
    name: `step:${channel}/${touchpoint}/${kind}`,
    of: (history, t) => counted(count(until(history, t), t)),
    say: (value, usual, language) => sayCounted(words, countIn(value), countIn(usual), language),
  };
};

/** What every installation knows of a customer, and how often each of the steps that are most taken there was. */
export const featuresOf = (steps: readonly TakenStep[]): Feature[] => [...general, ...steps.map(ofStep)];

/** The value of every feature at a moment. */
export const rowAt = (features: readonly Feature[], history: CustomerHistory, t: number): number[] =>
  features.map((one) => one.of(history, t));

/** The features that are others where what came after that moment is not known: these tell the future by knowing it. */
export const looksAhead = (features: readonly Feature[], history: CustomerHistory, t: number): string[] => {
  const [known, all] = [rowAt(features, until(history, t), t), rowAt(features, history, t)];
  return features.flatMap(({ name }, k) => (known[k] === all[k] ? [] : [name]));
};
