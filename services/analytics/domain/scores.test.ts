import fc from 'fast-check';
import { expect, it } from 'vitest';
import { customerEffort, customerSatisfaction, netPromoterScore, wilsonInterval } from './scores.ts';

it("gives Wilson's interval as published tables do", () => {
  const [low, high] = wilsonInterval(5, 10);
  expect(low).toBeCloseTo(0.2366, 4);
  expect(high).toBeCloseTo(0.7634, 4);
});

it('counts promoters against detractors', () => {
  expect(netPromoterScore({ promoters: 50, passives: 30, detractors: 20 })).toMatchObject({ score: 30, n: 100 });
  expect(netPromoterScore({ promoters: 0, passives: 0, detractors: 0 })).toBeUndefined();
  expect(customerSatisfaction(3, 4)).toMatchObject({ score: 75, n: 4 });
});

it('keeps every score within its bounds and its interval', () => {
  const count = fc.nat(1000);
  fc.assert(
    fc.property(count, count, count, (promoters, passives, detractors) => {
      const nps = netPromoterScore({ promoters, passives, detractors });
      const csat = customerSatisfaction(promoters, promoters + detractors);
      for (const [score, least] of [
        [nps, -100],
        [csat, 0],
      ] as const) {
        if (score === undefined) continue;
        expect(score.interval.low).toBeGreaterThanOrEqual(least);
        expect(score.interval.low).toBeLessThanOrEqual(score.score);
        expect(score.interval.high).toBeGreaterThanOrEqual(score.score);
        expect(score.interval.high).toBeLessThanOrEqual(100);
      }
    }),
  );
});

/** Of all samples of n answers from people of whom these shares are so, the share whose interval has the true score in it. */
const npsCoverage = (n: number, [promoter, passive, detractor]: readonly [number, number, number]): number => {
  const truth = 100 * (promoter - detractor);
  let covered = 0;
  for (let promoters = 0; promoters <= n; promoters += 1) {
    for (let detractors = 0; detractors <= n - promoters; detractors += 1) {
      const passives = n - promoters - detractors;
      const { low, high } = netPromoterScore({ promoters, passives, detractors })?.interval ?? { low: 0, high: 0 };
      if (truth < low - 1e-9 || truth > high + 1e-9) continue;
      covered +=
        (factorial(n) / (factorial(promoters) * factorial(passives) * factorial(detractors))) *
        promoter ** promoters *
        passive ** passives *
        detractor ** detractors;
    }
  }
  return 100 * covered;
};
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

const populations = [
  [0.35, 0.3, 0.35],
  [0.55, 0.3, 0.15],
  [0.8, 0.15, 0.05],
  [0.15, 0.25, 0.6],
  [0.5, 0, 0.5],
] as const;

it.each([
  [5, [94, 94, 93, 95, 94]],
  [10, [96, 96, 94, 96, 89]],
  [20, [94, 94, 96, 96, 96]],
  [100, [95, 95, 95, 95, 94]],
])('has the true NPS in its interval as often as it says, of %i answers', (n, published) => {
  const coverage = populations.map((population) => npsCoverage(n, population));
  expect(coverage.map(Math.round)).toEqual(published);
});

it('has it in as many of samples that are drawn', () => {
  // A generator of its own, so that it is the same sample every day.
  let state = 12_345;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (const n of [5, 8, 15, 40]) {
    for (const [promoter, passive, detractor] of populations.slice(0, 4)) {
      let covered = 0;
      const samples = 2000;
      for (let sample = 0; sample < samples; sample += 1) {
        const counts = { promoters: 0, passives: 0, detractors: 0 };
        for (let answer = 0; answer < n; answer += 1) {
          const dice = random();
          counts[dice < promoter ? 'promoters' : dice < promoter + passive ? 'passives' : 'detractors'] += 1;
        }
        const { low, high } = netPromoterScore(counts)?.interval ?? { low: 0, high: 0 };
        const truth = 100 * (promoter - detractor);
        if (truth >= low && truth <= high) covered += 1;
      }
      expect(covered / samples).toBeGreaterThan(0.91);
      expect(covered / samples).toBeLessThan(0.985);
    }
  }
});

it('has the true share of the satisfied and of those who found it easy in its interval, whatever it is', () => {
  for (const n of [5, 10, 20, 50]) {
    const coverage = Array.from({ length: 91 }, (_, at) => (at + 5) / 100).map((truth) => {
      let covered = 0;
      for (let hits = 0; hits <= n; hits += 1) {
        const { low, high } = customerEffort({ easy: hits, n, sum: 0 })?.interval ?? { low: 0, high: 0 };
        expect(customerSatisfaction(hits, n)?.interval).toEqual({ low, high });
        if (100 * truth < low || 100 * truth > high) continue;
        covered += (factorial(n) / (factorial(hits) * factorial(n - hits))) * truth ** hits * (1 - truth) ** (n - hits);
      }
      return covered;
    });
    expect(Math.min(...coverage)).toBeGreaterThan(0.83);
    const mean = coverage.reduce((sum, one) => sum + one, 0) / coverage.length;
    expect(mean).toBeGreaterThan(0.94);
    expect(mean).toBeLessThan(0.97);
  }
});

it('gives the interval of the paper, and the plain score in it', () => {
  expect(netPromoterScore({ promoters: 4, passives: 1, detractors: 0 })).toEqual({
    score: 80,
    n: 5,
    interval: { low: 4.17, high: 95.83 },
  });
  expect(netPromoterScore({ promoters: 1, passives: 0, detractors: 0 })?.interval.high).toBe(100);
  expect(customerEffort({ easy: 3, n: 4, sum: 21 })).toMatchObject({ score: 75, n: 4, mean: 5.25 });
  expect(customerEffort({ easy: 0, n: 0, sum: 0 })).toBeUndefined();
});
