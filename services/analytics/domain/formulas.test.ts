import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differenceOfCounts, differenceOfScores, differenceOfShares, isSignificant } from './differences.ts';
import { meanOf, studentQuantile } from './mean.ts';
import { netPromoterScore } from './scores.ts';
import { type Cell, largestSilent, weigh } from './weighting.ts';

it.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [10, 10, 0, 10, 0.6075, 1],
])("gives Newcombe's published interval of %i/%i against %i/%i", (hits, n, otherHits, otherN, low, high) => {
  const difference = differenceOfShares({ hits, n }, { hits: otherHits, n: otherN });
  expect(difference.low).toBeCloseTo(low, 4);
  expect(difference.high).toBeCloseTo(high, 4);
});

it.each([
  [1, 12.7062],
  [2, 4.30265],
  [3, 3.18245],
  [4, 2.77645],
  [9, 2.26216],
  [29, 2.04523],
  [99, 1.98422],
  [1e6, 1.95997],
])("gives Student's t of %i degrees of freedom as the tables have it", (freedom, published) => {
  expect(studentQuantile(freedom)).toBeCloseTo(published, 4);
});

it('gives the mean of few answers a wide interval, and of one none', () => {
  expect(meanOf({ n: 1, total: 6, squares: 36 })).toEqual({ mean: 6, low: null, high: null });
  const { mean, low, high } = meanOf({ n: 5, total: 25, squares: 135 });
  expect([mean, low, high]).toEqual([5, expect.closeTo(5 - 1.9632, 3), expect.closeTo(5 + 1.9632, 3)]);
});

const binomial = (n: number, p: number): number[] => {
  const chances = [(1 - p) ** n];
  for (let k = 1; k <= n; k += 1) chances.push(((chances[k - 1] ?? 0) * (n - k + 1) * p) / (k * (1 - p)));
  return chances;
};

it('has the true difference of two shares, and of two scores, in its interval as often as it says', () => {
  const [n, m] = [40, 50];
  for (const [p, q] of [
    [0.2, 0.3],
    [0.5, 0.5],
    [0.9, 0.7],
  ] as const) {
    let [ofShares, ofScores] = [0, 0];
    for (const [hits, chance] of binomial(n, p).entries()) {
      for (const [otherHits, otherChance] of binomial(m, q).entries()) {
        const shares = differenceOfShares({ hits, n }, { hits: otherHits, n: m });
        if (shares.low <= p - q && p - q <= shares.high) ofShares += chance * otherChance;
        // Everybody is a promoter or a detractor: the score is 2p − 1.
        const scores = differenceOfScores(
          { promoters: hits, passives: 0, detractors: n - hits },
          { promoters: otherHits, passives: 0, detractors: m - otherHits },
        );
        if (scores.low <= 2 * (p - q) && 2 * (p - q) <= scores.high) ofScores += chance * otherChance;
      }
    }
    for (const coverage of [ofShares, ofScores]) {
      expect(coverage).toBeGreaterThan(0.93);
      expect(coverage).toBeLessThan(0.98);
    }
  }
});

it('calls no difference significant within its interval, of few, or of nothing', () => {
  expect(isSignificant({ value: 0.1, low: -0.02, high: 0.2 }, 100, 100)).toBe(false);
  expect(isSignificant({ value: 0.5, low: 0.2, high: 0.7 }, 100, 29)).toBe(false);
  expect(isSignificant({ value: -0.5, low: -0.7, high: -0.2 }, 100, 30)).toBe(true);
  expect(differenceOfCounts(120, 80)).toEqual({
    value: 40,
    low: expect.closeTo(12.28, 2),
    high: expect.closeTo(67.72, 2),
  });
});

it('weighs nothing where everybody answers as often', () => {
  const cells: Cell[] = ['a', 'b', 'c'].map((name) => ({ name: [name], covered: 100, answers: 20, high: 12, low: 3 }));
  expect(weigh(cells)).toEqual({ high: 0.6, low: 0.15, effectiveN: expect.closeTo(60, 9), trimmed: 0, cells: 3 });
  expect(weigh([])).toBeUndefined();
  expect(weigh([{ name: ['a'], covered: 7, answers: 0, high: 0, low: 0 }])).toBeUndefined();
});

it('merges what has few answers with what is most like it, and cuts what would stand for too many', () => {
  const cell = (name: string[], covered: number, answers: number): Cell => ({
    name,
    covered,
    answers,
    high: answers,
    low: 0,
  });
  expect(weigh([cell(['gate', '0'], 100, 50), cell(['seat', '0'], 30, 2), cell(['seat', '1-2'], 100, 50)])?.cells).toBe(
    2,
  );
  const silent = [cell(['gate', '0'], 40, 0), cell(['gate', '3+'], 90, 0), cell(['seat', '0'], 10, 10)];
  expect(largestSilent(silent)?.name).toEqual(['gate', '3+']);
  // 1 for each of 100, and 50 for each of 10: cut to 5.
  const trimmed = weigh([cell(['a'], 100, 100), cell(['b'], 500, 10)]);
  expect(trimmed?.trimmed).toBeCloseTo(450 / 600, 9);
});

it('keeps the shares of any cells between none and all, and the effective number below that of the answers', () => {
  const answers = fc.nat(60).chain((n) => fc.record({ n: fc.constant(n), high: fc.nat(n), more: fc.nat(900) }));
  fc.assert(
    fc.property(fc.array(answers, { minLength: 1, maxLength: 8 }), (all) => {
      const cells = all.map(({ n, high, more }, at) => ({
        name: [`${at}`],
        covered: n + more,
        answers: n,
        high,
        low: n - high,
      }));
      const weighted = weigh(cells);
      if (weighted === undefined) {
        expect(all.every(({ n }) => n === 0)).toBe(true);
        return;
      }
      expect(weighted.high + weighted.low).toBeCloseTo(1, 9);
      expect(weighted.effectiveN).toBeLessThanOrEqual(all.reduce((sum, { n }) => sum + n, 0) + 1e-9);
    }),
  );
});

it('finds the true score where those who are content answer less often, and the plain one does not', () => {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let [weighted, plain] = [0, 0];
  for (let run = 0; run < 100; run += 1) {
    const cells = [
      { name: ['a'], rate: 0.1, promoters: 0.6 },
      { name: ['b'], rate: 0.4, promoters: 0.4 },
    ].map(({ name, rate, promoters }): Cell => {
      const answered = Array.from({ length: 2000 }, random).filter((one) => one < rate).length;
      const high = Array.from({ length: answered }, random).filter((one) => one < promoters).length;
      return { name, covered: 2000, answers: answered, high, low: answered - high };
    });
    // Half are each: 2 · 0.5 − 1.
    const truth = 0;
    const has = ({ high, low, n }: { high: number; low: number; n: number }): boolean => {
      const { interval } =
        netPromoterScore({ promoters: high * n, passives: (1 - high - low) * n, detractors: low * n }) ?? {};
      return interval !== undefined && interval.low <= truth && truth <= interval.high;
    };
    const { effectiveN: n, ...shares } = weigh(cells) ?? { effectiveN: 0, high: 0, low: 0 };
    if (has({ ...shares, n })) weighted += 1;
    const all = cells.reduce((sum, { answers }) => sum + answers, 0);
    const high = cells.reduce((sum, cell) => sum + cell.high, 0) / all;
    if (has({ high, low: 1 - high, n: all })) plain += 1;
  }
  expect(weighted).toBeGreaterThanOrEqual(93);
  expect(plain).toBeLessThan(30);
});
