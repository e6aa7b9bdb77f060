/** The z of a two-sided interval of 95 %. */
const z = 1.959963984540054;

export type NpsCounts = { promoters: number; passives: number; detractors: number };
export type Score = { score: number; n: number; interval: { low: number; high: number } };

/**
 * Net Promoter Score, from −100 to 100, with its interval of 95 %: the variance of a difference of two proportions of one
 * multinomial sample (B. Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70, 2016).
 * `undefined` without an answer.
 */
export const netPromoterScore = ({ promoters, passives, detractors }: NpsCounts): Score | undefined => {
  const n = promoters + passives + detractors;
  if (n === 0) return undefined;
  const score = (promoters - detractors) / n;
  const deviation = Math.sqrt(Math.max(0, (promoters + detractors) / n - score ** 2) / n);
  const low = Math.max(-1, score - z * deviation);
  const high = Math.min(1, score + z * deviation);
  return { score: round(100 * score), n, interval: { low: round(100 * low), high: round(100 * high) } };
};

/**
 * Customer satisfaction: the share of satisfied answers (4 and 5 of 5), in percent, with Wilson's interval of 95 %.
 * `undefined` without an answer.
 */
export const customerSatisfaction = (satisfied: number, n: number): Score | undefined => {
  if (n === 0) return undefined;
  const [low, high] = wilsonInterval(satisfied, n);
  return { score: round((100 * satisfied) / n), n, interval: { low: round(100 * low), high: round(100 * high) } };
};

/** The interval of 95 % of a proportion (E. B. Wilson, JASA 22, 1927), from 0 to 1. */
export const wilsonInterval = (hits: number, n: number): [number, number] => {
  const p = hits / n;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
};

const round = (value: number): number => Math.round(value * 100) / 100;
