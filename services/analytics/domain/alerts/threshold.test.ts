import { describe, expect, it } from 'vitest';
import { normalBelow } from './normal.ts';
import { runLength, thresholdOf } from './threshold.ts';

/** What is usual of so many answers every day, with these shares. */
const baseline = (n: number, high: number, low: number) => {
  const perAnswer = high + low - (high - low) ** 2;
  const means = Array(7).fill(high - low);
  const counts = Array(56).fill(n);
  return { days: 56, n: 56 * n, means, perAnswer, perDay: 0, ofMean: 0, high, low, counts };
};

describe('the threshold of a drift', () => {
  it('gives the run lengths that are published: D. C. Montgomery, Introduction to Statistical Quality Control, table 9.3', () => {
    const twoSided = (shift: number, threshold: number) =>
      1 /
      (1 / runLength((z) => normalBelow(z - shift), threshold) +
        1 / runLength((z) => normalBelow(z + shift), threshold));
    expect(twoSided(0, 5)).toBeCloseTo(465, -1);
    expect(twoSided(0, 4)).toBeCloseTo(168, -1);
    expect([0.5, 1, 2, 3].map((shift) => Math.round(10 * twoSided(shift, 5)) / 10)).toEqual([38.0, 10.4, 4.0, 2.6]);
  });
  it('is five for one in 465 days of many answers, and higher for few and lopsided ones', () => {
    expect(thresholdOf(baseline(500, 0.5, 0.2), 465)).toBeCloseTo(5, 1);
    expect(thresholdOf(baseline(2, 0.8, 0.05), 465)).toBeGreaterThan(5.5);
    expect(thresholdOf(baseline(20, 0.01, 0), 465)).toBeGreaterThan(6);
  });
  it('rises little for a hundred figures together', () => {
    expect(thresholdOf(baseline(500, 0.5, 0.2), 46_500)).toBeLessThan(10);
  });
});
