import { type Baseline, deviationOf } from './baseline.ts';
import { normalBelow } from './normal.ts';

/** Of each day so much is forgiven: the half of what is looked for, one standard deviation (E. S. Page, "Continuous inspection schemes", 1954). */
export const allowance = 0.5;

/** Between these the threshold lies, in standard deviations. */
export const [lowestThreshold, highest] = [4, 40];

/**
 * How far a drift adds up before it is an alarm, so that one by chance comes after so many days on average, up or down: of this very
 * series, with as many answers a day as it has, since few answers, and lopsided ones, stray further than a normal distribution does.
 */
export const thresholdOf = (baseline: Baseline, everyDays: number): number => {
  const below = cumulativeOf(baseline);
  const above = (z: number): number => 1 - below(-z);
  const alarms = (threshold: number): number => 1 / runLength(below, threshold) + 1 / runLength(above, threshold);
  let [from, to] = [lowestThreshold, highest];
  while (to - from > 0.05) {
    const middle = (from + to) / 2;
    if (alarms(middle) > 1 / everyDays) from = middle;
    else to = middle;
  }
  return to;
};

const states = 40;
/** A run that is as likely to go on as the day before goes on so for ever. */
const settled = 1e-7;

/**
 * After how many days a drift passes the threshold, on average: the chain of Markov of D. Brook and D. A. Evans, "An approach to the
 * probability distribution of CUSUM run length" (1972), until its days are alike.
 */
export const runLength = (below: (z: number) => number, threshold: number): number => {
  const width = (2 * threshold) / (2 * states - 1);
  const moves = Array.from({ length: 2 * states }, (_, n) => below((n - states + 0.5) * width + allowance));
  const goes = (from: number, to: number): number => {
    const upTo = moves[to - from + states] ?? 1;
    return to === 0 ? upTo : upTo - (moves[to - from + states - 1] ?? 0);
  };
  const steps = Array.from({ length: states }, (_, from) =>
    Float64Array.from({ length: states }, (_, to) => goes(from, to)),
  );
  let alive = Float64Array.from({ length: states }, (_, n) => (n === 0 ? 1 : 0));
  let [days, left, ratio] = [1, 1, 0];
  for (let day = 0; day < 1000; day += 1) {
    const next = new Float64Array(states);
    for (let from = 0; from < states; from += 1) {
      const [share = 0, row] = [alive[from], steps[from]];
      if (row !== undefined && share > 0)
        for (let to = 0; to < states; to += 1) next[to] = (next[to] ?? 0) + share * (row[to] ?? 0);
    }
    const now = next.reduce((all, one) => all + one, 0);
    const was = ratio;
    [alive, ratio, left] = [next, left === 0 ? 0 : now / left, now];
    if (day > 20 && Math.abs(ratio - was) < settled * (1 - ratio)) break;
    days += now;
  }
  return days + left / Math.max(1e-12, 1 - ratio);
};

const [gridFrom, gridTo, gridStep] = [-9, 9, 0.05];
const parts = 4;
const narrowest = 0.02;

/** The share of days below so many standard deviations, as the answers are given and as many a day as there are. */
const cumulativeOf = (baseline: Baseline): ((z: number) => number) => {
  const answered = baseline.counts.filter((n) => n > 0);
  const silent = 1 - answered.length / baseline.counts.length;
  const mixture: Component[] = [{ at: 0, spread: narrowest, share: silent }];
  for (let part = 0; part < parts; part += 1) {
    const n = answered[Math.floor(((part + 0.5) / parts) * answered.length)] ?? 1;
    mixture.push(...meansOf(baseline, n).map((one) => ({ ...one, share: (one.share * (1 - silent)) / parts })));
  }
  const grid = Float64Array.from({ length: Math.round((gridTo - gridFrom) / gridStep) + 1 }, (_, n) => {
    const z = gridFrom + n * gridStep;
    return mixture.reduce((all, { at, spread, share }) => all + share * normalBelow((z - at) / spread), 0);
  });
  return (z) => {
    const place = (Math.min(gridTo, Math.max(gridFrom, z)) - gridFrom) / gridStep;
    const whole = Math.floor(place);
    const value = grid[whole] ?? 1;
    return value + (place - whole) * ((grid[whole + 1] ?? value) - value);
  };
};

/** A part of a distribution: so much of it lies about there. */
type Component = { at: number; spread: number; share: number };

/** So lopsided at the most is the mean of a day that it is taken for normal. */
const fairlyEven = 0.15;

/** Where the mean of so many answers lies, in standard deviations. */
const meansOf = (baseline: Baseline, n: number): Component[] => {
  const { high, low, perDay, ofMean } = baseline;
  const deviation = deviationOf(baseline, n);
  const mean = high - low;
  const third = high * (1 - mean) ** 3 - low * (1 + mean) ** 3 - (1 - high - low) * mean ** 3;
  if (Math.abs(third) / n ** 2 / deviation ** 3 < fairlyEven && n > 5) return [{ at: 0, spread: 1, share: 1 }];
  const spread = Math.max(narrowest, Math.sqrt(perDay + ofMean) / deviation);
  const { first, shares } = sumsOf(baseline, n);
  return [...shares].map((share, at) => ({ at: ((first + at) / n - mean) / deviation, spread, share }));
};

const unlikely = 1e-12;

/** How likely each sum of so many answers is, from the first on; what is next to impossible is left out. */
const sumsOf = ({ high, low }: Pick<Baseline, 'high' | 'low'>, n: number): { first: number; shares: number[] } => {
  let [first, shares] = [0, [1]];
  for (let answer = 0; answer < n; answer += 1) {
    const next = Array.from(
      { length: shares.length + 2 },
      (_, at) => low * (shares[at] ?? 0) + (1 - high - low) * (shares[at - 1] ?? 0) + high * (shares[at - 2] ?? 0),
    );
    const from = next.findIndex((share) => share > unlikely);
    const to = next.findLastIndex((share) => share > unlikely);
    [first, shares] = [first - 1 + from, next.slice(from, to + 1)];
  }
  return { first, shares };
};
