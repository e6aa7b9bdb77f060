import type { CountedAnswer } from './counted.ts';

/** What of a fact the rollups count. */
export type Rolled = {
  /** In milliseconds since 1970. */
  at: number;
  step: number;
  actor: number;
  withdrawn: boolean;
  answers: readonly CountedAnswer[];
};

/** Facts as they were before a transaction, and as they are after it. */
export type RolledChanges = { before: readonly Rolled[]; after: readonly Rolled[] };

/** What is to be added to the rollups of a day, which is counted from 1970. */
export type Volume = { day: number; step: number; actor: number; n: number };
export type Scored = Volume & { scale: string; low: number; high: number; total: number; squares: number };
export type Sums = { volumes: Volume[]; scores: Scored[] };

/** Up to where an answer is low, and from where it is high, of the scales that are scored. */
const bounds: Readonly<Record<string, { low: number; high: number }>> = {
  nps: { low: 6, high: 9 },
  csat: { low: 2, high: 4 },
  ces: { low: 3, high: 5 },
};

/** So that step and actor are one number, and an exact one. */
const moreThanWords = 2 ** 24;

type Sum = Volume & { scores: Scored[] };

/** The sums of what changed, by the day of which it is; what cancels out is left out. */
export const sumsOf = ({ before, after }: RolledChanges, dayOf: (at: number) => number): Sums => {
  const days = new Map<number, Map<number, Sum>>();
  const add = ({ at, step, actor, withdrawn, answers }: Rolled, sign: number): void => {
    if (withdrawn) return;
    const day = dayOf(at);
    const ofDay = days.getOrInsertComputed(day, () => new Map());
    const key = step * moreThanWords + actor;
    let sum = ofDay.get(key);
    if (sum === undefined) {
      sum = { day, step, actor, n: 0, scores: [] };
      ofDay.set(key, sum);
    }
    sum.n += sign;
    for (const answer of answers) addScore(sum, answer, sign);
  };
  for (const one of before) add(one, -1);
  for (const one of after) add(one, 1);
  const sums = [...days.values()].flatMap((ofDay) => [...ofDay.values()]);
  return {
    volumes: sums.filter(({ n }) => n !== 0),
    scores: sums
      .flatMap(({ scores }) => scores)
      .filter(({ n, low, high, total, squares }) => [n, low, high, total, squares].some((part) => part !== 0)),
  };
};

const addScore = ({ day, step, actor, scores }: Sum, { scale, value }: CountedAnswer, sign: number): void => {
  const bound = bounds[scale];
  if (bound === undefined) return;
  let score = scores.find((one) => one.scale === scale);
  if (score === undefined) {
    score = { day, step, actor, scale, n: 0, low: 0, high: 0, total: 0, squares: 0 };
    scores.push(score);
  }
  score.n += sign;
  score.low += value <= bound.low ? sign : 0;
  score.high += value >= bound.high ? sign : 0;
  score.total += sign * value;
  score.squares += sign * value ** 2;
};
