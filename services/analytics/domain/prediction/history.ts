import { dayMs } from '../day.ts';

/** One interaction of a customer, as far as a prediction looks at it. */
export type PastInteraction = {
  at: number;
  channel: string;
  touchpoint: string;
  kind: string;
  direction?: string | undefined;
  outcome?: string | undefined;
  scores: readonly { scale: string; value: number }[];
  /** What was bought, where it is named. */
  product?: string | undefined;
};

/** The moments of a customer, in the order of time. */
export type CustomerHistory = readonly PastInteraction[];

/** The moments until then, with that instant. */
export const until = (history: CustomerHistory, t: number): CustomerHistory => {
  let [low, high] = [0, history.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((history[middle]?.at ?? 0) <= t) low = middle + 1;
    else high = middle;
  }
  return low === history.length ? history : history.slice(0, low);
};

/** The moments after one instant, until another with that one. */
export const between = (history: CustomerHistory, after: number, t: number): CustomerHistory =>
  until(history, t).slice(until(history, after).length);

/** Whether the customer did it, or somebody to the customer. */
export const isOfCustomer = ({ direction }: PastInteraction): boolean =>
  direction !== 'outbound' && direction !== 'internal';

/** The days, of UTC, on which the customer came of her own accord. */
export const visitsIn = (history: CustomerHistory): number[] => {
  const days: number[] = [];
  for (const moment of history) {
    const day = Math.floor(moment.at / dayMs);
    if (isOfCustomer(moment) && days.at(-1) !== day) days.push(day);
  }
  return days;
};

/**
 * The gap between visits in which a day falls, on average: the longer ones weigh more, as they hold more days, so that the three days of
 * one journey do not make a usual gap of a day. `undefined` of whoever came on less than three days.
 */
export const usualGapDays = (history: CustomerHistory): number | undefined => {
  const days = visitsIn(history);
  if (days.length < 3) return undefined;
  const gaps = days.slice(1).map((day, i) => day - (days[i] ?? day));
  const sum = (of: (gap: number) => number): number => gaps.reduce((total, gap) => total + of(gap), 0);
  return sum((gap) => gap ** 2) / sum((gap) => gap);
};
