import { ridgeLogistic } from '../domain/ridge-logistic.ts';
import type { JudgedJourney } from './moments.ts';

/** Of answers how many there are, low and high; and the same of those with each step before them. */
export type MomentsFigures = {
  n: number;
  low: number;
  high: number;
  steps: {
    step: number;
    n: number;
    low: number;
    high: number;
    /** Of how many customers answers have it before them, and do not. */
    customers: { with: number; without: number };
    /** How many times as probable, in odds, a low answer is with it, where all other steps are as they are. */
    oddsOfLow: number;
  }[];
};

/** So many answers with a step, and as many without it, are the least to compare. */
const leastToCompare = 30;
/** More steps than that are not compared together: those that most answers have before them are. */
const mostSteps = 30;
/** Of more answers than that, every so many is taken for the model of all steps together. */
const mostRows = 10_000;
/** How much the model is held back, in answers: steps that mostly come together share what they say. */
const lambda = 1;

/** Compares the answers with each step before them to those without it. */
export const momentsFigures = (
  judged: readonly JudgedJourney[],
  { low, high }: { low: readonly number[]; high: readonly number[] },
): MomentsFigures => {
  const [lows, highs] = [new Set(low), new Set(high)];
  const counts = new Map<number, { step: number; n: number; low: number; high: number }>();
  for (const { steps, score } of judged)
    for (const step of steps) {
      const known = counts.get(step) ?? { step, n: 0, low: 0, high: 0 };
      known.n++;
      if (lows.has(score)) known.low++;
      if (highs.has(score)) known.high++;
      counts.set(step, known);
    }
  const compared = [...counts.values()]
    .filter(({ n }) => n >= leastToCompare && judged.length - n >= leastToCompare)
    .sort((a, b) => b.n - a.n || a.step - b.step)
    .slice(0, mostSteps);
  const odds = oddsOfLow(
    judged,
    compared.map(({ step }) => step),
    lows,
  );
  return {
    n: judged.length,
    low: judged.filter(({ score }) => lows.has(score)).length,
    high: judged.filter(({ score }) => highs.has(score)).length,
    steps: compared.map((one, at) => ({
      ...one,
      customers: customersOf(judged, one.step),
      oddsOfLow: odds[at] ?? 1,
    })),
  };
};

/** By a ridge logistic model of all steps together, so that those that come together do not each take all of the credit. */
const oddsOfLow = (
  judged: readonly JudgedJourney[],
  compared: readonly number[],
  lows: ReadonlySet<number>,
): number[] => {
  const every = Math.ceil(judged.length / mostRows) || 1;
  const sampled = judged.filter((_, at) => at % every === 0);
  const targets = sampled.map(({ score }) => (lows.has(score) ? 1 : 0));
  const isMixed = targets.includes(1) && targets.includes(0);
  if (compared.length === 0 || !isMixed) return compared.map(() => 1);
  const rows = sampled.map(({ steps }) => compared.map((step) => (steps.has(step) ? 1 : 0)));
  const { weights, scales } = ridgeLogistic({ rows, targets, lambda });
  return compared.map((_, at) => Math.exp((weights[at] ?? 0) / (scales[at] || 1)));
};

const customersOf = (judged: readonly JudgedJourney[], step: number): { with: number; without: number } => {
  const [having, lacking] = [new Set<number>(), new Set<number>()];
  for (const { customer, steps } of judged) (steps.has(step) ? having : lacking).add(customer);
  return { with: having.size, without: lacking.size };
};

/** The customers whose answers have a step before them, or, without `isWith`, not; in order of their numbers. */
export const momentsCustomers = (
  judged: readonly JudgedJourney[],
  { step, isWith, after, limit }: { step: number; isWith: boolean; after: number; limit: number },
): number[] => {
  const meant = judged.filter(({ customer, steps }) => customer > after && steps.has(step) === isWith);
  return [...new Set(meant.map(({ customer }) => customer))].sort((a, b) => a - b).slice(0, limit);
};
