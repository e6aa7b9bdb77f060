import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calibration, calibrate, calibrated, isotonicCalibration, plattCalibration } from './calibration.ts';

const at = (calibration: Calibration, scores: readonly number[]): number[] =>
  scores.map((score) => calibrated(calibration, score));

describe('isotonic calibration', () => {
  it('pools neighbours that are the wrong way round', () => {
    const happened = [false, true, false, true, true, false, true, true];
    const calibration = isotonicCalibration({ scores: happened.map((_, i) => i), happened });
    expect(calibration).toEqual({
      method: 'isotonic',
      scores: [0, 1.5, 4, 6.5],
      probabilities: [0, 0.5, expect.closeTo(2 / 3, 12), 1],
    });
    expect(at(calibration, [-5, 0.75, 1.5, 99])).toEqual([0, 0.25, 0.5, 1]);
  });

  it('has the least squared error of all curves that never fall, by trying every one', () => {
    const cases = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(cases, (drawn) => {
        const [happened, weights] = [drawn.map(([one]) => one), drawn.map(([, weight]) => weight)];
        const scores = drawn.map((_, i) => i);
        const calibration = isotonicCalibration({ scores, happened, weights });
        const least = Math.min(...everyPartition(drawn.length).map((cuts) => errorOf(cuts, happened, weights)));
        expect(errorOfBlocks(calibration, happened, weights)).toBeCloseTo(least, 9);
      }),
      { numRuns: 200 },
    );
  });
});

/** Every way to cut so many cases into stretches: by the cases at which one begins. */
const everyPartition = (n: number): number[][] =>
  Array.from({ length: 2 ** (n - 1) }, (_, mask) =>
    Array.from({ length: n }, (_, i) => i).filter((i) => i === 0 || (mask >> (i - 1)) & 1),
  );

const stretchesOf = (cuts: readonly number[], n: number) => cuts.map((from, k) => [from, cuts[k + 1] ?? n] as const);

/** The squared error of the means of the stretches; infinite where these fall. */
const errorOf = (cuts: readonly number[], happened: readonly boolean[], weights: readonly number[]): number => {
  let [error, before] = [0, -1];
  for (const [from, to] of stretchesOf(cuts, happened.length)) {
    const [own, counts] = [happened.slice(from, to).map(Number), weights.slice(from, to)];
    const total = counts.reduce((sum, one) => sum + one, 0);
    const mean = own.reduce((sum, one, i) => sum + one * (counts[i] ?? 0), 0) / total;
    if (mean < before) return Number.POSITIVE_INFINITY;
    before = mean;
    error += own.reduce((sum, one, i) => sum + (counts[i] ?? 0) * (one - mean) ** 2, 0);
  }
  return error;
};

/** The same of the blocks that were found: a block begins where the mean of its scores says. */
const errorOfBlocks = (calibration: Calibration, happened: readonly boolean[], weights: readonly number[]): number => {
  if (calibration.method !== 'isotonic') return Number.NaN;
  const n = happened.length;
  const fits = everyPartition(n).find((cuts) => {
    const means = stretchesOf(cuts, n).map(([from, to]) => {
      const counts = weights.slice(from, to);
      return counts.reduce((sum, one, i) => sum + one * (from + i), 0) / counts.reduce((sum, one) => sum + one, 0);
    });
    return (
      means.length === calibration.scores.length &&
      means.every((mean, k) => Math.abs(mean - (calibration.scores[k] ?? Number.NaN)) < 1e-9)
    );
  });
  return fits === undefined ? Number.NaN : errorOf(fits, happened, weights);
};

describe('Platt calibration', () => {
  it('is less than certain of what always happened: (n + 1)/(n + 2) and 1/(n + 2)', () => {
    const calibration = plattCalibration({
      scores: [0, 0, 0, 1, 1, 1, 1],
      happened: [false, false, false, true, true, true, true],
    });
    expect(at(calibration, [0, 1])).toEqual([expect.closeTo(1 / 5, 6), expect.closeTo(5 / 6, 6)]);
  });

  it('leaves alone what says the truth already, and mends what is twice too sure', () => {
    const cases = Array.from({ length: 4000 }, (_, i) => {
      const logOdds = ((i % 40) - 19.5) / 8;
      return { logOdds, happened: (i * 0.6180339887) % 1 < 1 / (1 + Math.exp(-logOdds)) };
    });
    const happened = cases.map((one) => one.happened);
    const right = plattCalibration({ scores: cases.map(({ logOdds }) => logOdds), happened });
    expect(right).toMatchObject({ slope: expect.closeTo(1, 1), intercept: expect.closeTo(0, 1) });
    const tooSure = plattCalibration({ scores: cases.map(({ logOdds }) => 2 * logOdds), happened });
    expect(tooSure).toMatchObject({ slope: expect.closeTo(0.5, 1), intercept: expect.closeTo(0, 1) });
  });
});

it.each([
  [999, 'platt'],
  [1000, 'isotonic'],
])('of %i cases that happened, calibrates by %s', (positives, method) => {
  const happened = Array.from({ length: 2 * positives }, (_, i) => i % 2 === 0);
  expect(calibrate({ scores: happened.map((one, i) => Number(one) + (i % 7) / 5), happened }).method).toBe(method);
});
