import { adjustedShares, type NpsCounts, wilsonInterval, z } from './scores.ts';

/** How much one figure is above another, with the interval of 95 % of that. */
export type Difference = { value: number; low: number; high: number };

/** Hits among so many. */
export type Share = { hits: number; n: number };

/**
 * The difference of two proportions, the first minus the second, from −1 to 1: method 10 of R. G. Newcombe, "Interval estimation for the
 * difference between independent proportions", Statistics in Medicine 17 (1998) 873–890, which is built of Wilson's two intervals.
 */
export const differenceOfShares = (one: Share, other: Share): Difference => {
  const [p, q] = [one.hits / one.n, other.hits / other.n];
  const [low, high] = wilsonInterval(one.hits, one.n);
  const [otherLow, otherHigh] = wilsonInterval(other.hits, other.n);
  const value = p - q;
  return { value, low: value - Math.hypot(p - low, otherHigh - q), high: value + Math.hypot(high - p, q - otherLow) };
};

/**
 * The difference of two Net Promoter Scores, from −2 to 2: the plain one, in the interval of the adjusted ones, whose variances add up (Rocks
 * 2016, as in `netPromoterScore`).
 */
export const differenceOfScores = (one: NpsCounts, other: NpsCounts): Difference => {
  const [a, b] = [adjustedShares(one), adjustedShares(other)];
  const half = z * Math.sqrt(a.variance / a.n + b.variance / b.n);
  const value = a.plain - b.plain;
  const centre = a.score - b.score;
  return {
    value,
    low: Math.max(-2, Math.min(value, centre - half)),
    high: Math.min(2, Math.max(value, centre + half)),
  };
};

/**
 * The difference of two counts of the same exposure, each taken for a Poisson variable, whose variance is its mean (normal approximation of
 * the test of J. Przyborowski and H. Wilenski, Biometrika 31, 1940).
 */
export const differenceOfCounts = (one: number, other: number): Difference => {
  const value = one - other;
  const half = z * Math.sqrt(one + other);
  return { value, low: value - half, high: value + half };
};

/** With fewer on either side nothing is called a trend. */
const fewest = 30;

/** Whether a difference is told from chance, at 95 %: zero lies outside of its interval, and neither side is too small. */
export const isSignificant = ({ low, high }: Difference, n: number, otherN: number): boolean =>
  Math.min(n, otherN) >= fewest && (low > 0 || high < 0);
