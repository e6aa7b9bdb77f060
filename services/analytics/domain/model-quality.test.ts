import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areaUnderCurve, aucStandardError, effectiveSize, qualityOf } from './model-quality.ts';

/** Ratings of 109 images from 1 to 5, of 58 normal and 51 abnormal ones: Hanley and McNeil 1982, table I. */
const ratings = { normal: [33, 6, 6, 11, 2], abnormal: [3, 2, 2, 11, 33] };
const images = Object.entries(ratings).flatMap(([kind, counts]) =>
  counts.flatMap((count, rating) => Array.from({ length: count }, () => ({ rating, abnormal: kind === 'abnormal' }))),
);

it('has the area and the standard error that Hanley and McNeil published: 0.893 and 0.032', () => {
  const auc = areaUnderCurve({
    probabilities: images.map(({ rating }) => rating),
    happened: images.map(({ abnormal }) => abnormal),
  });
  expect(auc).toBeCloseTo(0.893, 3);
  expect(aucStandardError(auc, 51, 58)).toBeCloseTo(0.032, 3);
});

it('has the area that counting every pair gives, whatever the ties and weights', () => {
  const cases = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean(), fc.integer({ min: 1, max: 4 })), {
    minLength: 2,
    maxLength: 25,
  });
  fc.assert(
    fc.property(cases, (drawn) => {
      const [yes, no] = [drawn.filter(([, one]) => one), drawn.filter(([, one]) => !one)];
      fc.pre(yes.length > 0 && no.length > 0);
      const pairs = yes.flatMap(([a, , v]) =>
        no.map(([b, , w]) => ({ won: a > b ? 1 : a === b ? 0.5 : 0, weight: v * w })),
      );
      const weight = pairs.reduce((sum, one) => sum + one.weight, 0);
      const told = {
        probabilities: drawn.map(([score]) => score),
        happened: drawn.map(([, one]) => one),
        weights: drawn.map(([, , one]) => one),
      };
      expect(areaUnderCurve(told)).toBeCloseTo(pairs.reduce((sum, one) => sum + one.won * one.weight, 0) / weight, 10);
    }),
    { numRuns: 300 },
  );
});

it('says by how much probabilities are off, and what telling everybody the base rate would lose', () => {
  const quality = qualityOf({
    probabilities: [0.05, 0.05, 0.05, 0.05, 0.85, 0.85, 0.85, 0.85],
    happened: [false, false, false, true, true, true, true, false],
  });
  expect(quality).toMatchObject({
    n: 8,
    positives: 4,
    baseRate: 0.5,
    auc: { value: 0.75 },
    logLossOfBaseRate: expect.closeTo(Math.log(2), 9),
    logLoss: expect.closeTo(-(3 * Math.log(0.95) + Math.log(0.05) + 3 * Math.log(0.85) + Math.log(0.15)) / 8, 9),
    brier: expect.closeTo((3 * 0.05 ** 2 + 0.95 ** 2 + 3 * 0.15 ** 2 + 0.85 ** 2) / 8, 9),
    calibrationError: expect.closeTo((4 * 0.2 + 4 * 0.1) / 8, 9),
    reliability: [
      { from: 0, to: 0.1, n: 4, told: expect.closeTo(0.05, 9), happened: 0.25 },
      { from: 0.8, to: 0.9, n: 4, told: expect.closeTo(0.85, 9), happened: 0.75 },
    ],
  });
});

it('counts a case of weight 3 as three, but knows that it tells less of chance than three do', () => {
  const [probabilities, happened] = [
    [0.1, 0.4, 0.6, 0.9, 0.3, 0.7],
    [false, false, true, true, true, false],
  ];
  const weights = [3, 1, 3, 1, 1, 2];
  const repeated = weights.flatMap((weight, i) => Array.from({ length: weight }, () => i));
  const weighted = qualityOf({ probabilities, happened, weights });
  const long = qualityOf({
    probabilities: repeated.map((i) => probabilities[i] ?? 0),
    happened: repeated.map((i) => happened[i] ?? false),
  });
  for (const name of ['logLoss', 'brier', 'calibrationError', 'baseRate'] as const)
    expect(weighted?.[name]).toBeCloseTo(long?.[name] ?? Number.NaN, 9);
  expect(weighted?.auc.value).toBeCloseTo(long?.auc.value ?? Number.NaN, 9);
  expect(weighted?.auc.low).toBeLessThan(long?.auc.low ?? 0);
  expect(effectiveSize([1, 1, 1])).toBeCloseTo(3, 12);
  expect(effectiveSize([3, 1])).toBeCloseTo(1.6, 12);
});

it('knows no quality where all or none happened', () => {
  expect(qualityOf({ probabilities: [0.5, 0.6], happened: [true, true] })).toBeUndefined();
  expect(qualityOf({ probabilities: [], happened: [] })).toBeUndefined();
});
