/** The z of a two-sided interval of 95 %. */
export const z = 1.959963984540054;

export type NpsCounts = { promoters: number; passives: number; detractors: number };
export type Score = { score: number; n: number; interval: { low: number; high: number } };

/** Pseudo-answers that the interval of an NPS is made with, a quarter of them promoters and a quarter detractors. */
const pseudoAnswers = 3;

/**
 * Net Promoter Score, from −100 to 100, with its interval of 95 % by the adjusted Wald method with three pseudo-answers (B. Rocks,
 * "Interval Estimation for the Net Promoter Score", The American Statistician 70, 2016, arXiv 1601.07235): of few answers the plain
 * one is far too narrow. The score is the plain one, and never left out, which the formula does for one answer alone. `undefined`
 * without an answer.
 */
export const netPromoterScore = ({ promoters, passives, detractors }: NpsCounts): Score | undefined => {
  const n = promoters + passives + detractors;
  if (n === 0) return undefined;
  const adjusted = adjustedShares({ promoters, passives, detractors });
  const half = z * Math.sqrt(adjusted.variance / adjusted.n);
  const low = Math.max(-1, Math.min(adjusted.plain, adjusted.score - half));
  const high = Math.min(1, Math.max(adjusted.plain, adjusted.score + half));
  return { score: round(100 * adjusted.plain), n, interval: { low: round(100 * low), high: round(100 * high) } };
};

/** The score with and without the pseudo-answers, from −1 to 1, how many answers there are with them, and the variance of one of these. */
export const adjustedShares = ({ promoters, passives, detractors }: NpsCounts) => {
  const answers = promoters + passives + detractors;
  const [n, quarter] = [answers + pseudoAnswers, pseudoAnswers / 4];
  const score = (promoters - detractors) / n;
  const variance = (promoters + detractors + 2 * quarter) / n - score ** 2;
  return { plain: (promoters - detractors) / answers, score, n, variance };
};

/**
 * Customer satisfaction: the share of satisfied answers (4 and 5 of 5), in percent, with Wilson's interval of 95 %.
 * `undefined` without an answer.
 */
export const customerSatisfaction = (satisfied: number, n: number): Score | undefined =>
  n === 0 ? undefined : share(satisfied, n);

/**
 * Customer effort: the share of those who found it easy (5 to 7 of 7), in percent, with Wilson's interval of 95 %, and the mean of
 * all answers. `undefined` without an answer.
 */
export const customerEffort = ({ easy, n, sum }: { easy: number; n: number; sum: number }) =>
  n === 0 ? undefined : { ...share(easy, n), mean: round(sum / n) };

const share = (hits: number, n: number): Score => {
  const [low, high] = wilsonInterval(hits, n);
  return { score: round((100 * hits) / n), n, interval: { low: round(100 * low), high: round(100 * high) } };
};

/** The interval of 95 % of a proportion (E. B. Wilson, JASA 22, 1927), from 0 to 1. */
export const wilsonInterval = (hits: number, n: number): [number, number] => {
  const p = hits / n;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
};

/** To two digits, as percentages and means are shown. */
export const round = (value: number): number => Math.round(value * 100) / 100;
