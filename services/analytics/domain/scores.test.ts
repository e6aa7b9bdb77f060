import fc from 'fast-check';
import { expect, it } from 'vitest';
import { customerSatisfaction, netPromoterScore, wilsonInterval } from './scores.ts';

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
