import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solvePositive } from './linear-system.ts';
import { contributionsOf, logOddsOf, ridgeLogistic, sigmoid } from './ridge-logistic.ts';

/** Hours of study and whether the examination was passed, as in the article "Logistic regression" of Wikipedia. */
const hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
const rows = hours.map((hour) => [hour]);

describe('ridge logistic regression', () => {
  it('without a penalty is the maximum likelihood that was published: −4.0777 and 1.5046 an hour', () => {
    const model = ridgeLogistic({ rows, targets: passed, lambda: 0 });
    const slope = (model.weights[0] ?? 0) / (model.scales[0] ?? 1);
    expect(slope).toBeCloseTo(1.5046, 3);
    expect(logOddsOf(model, [0])).toBeCloseTo(-4.0777, 3);
    expect([1, 2, 3, 4, 5].map((hour) => sigmoid(logOddsOf(model, [hour])))).toEqual(
      [0.07, 0.26, 0.61, 0.87, 0.97].map((p) => expect.closeTo(p, 2)),
    );
  });

  it('a row that counts twice is as two rows', () => {
    const twice = ridgeLogistic({ rows: [...rows, ...rows], targets: [...passed, ...passed], lambda: 2 });
    const weighted = ridgeLogistic({ rows, targets: passed, weights: passed.map(() => 2), lambda: 2 });
    expect(weighted.weights[0]).toBeCloseTo(twice.weights[0] ?? 0, 8);
    expect(weighted.intercept).toBeCloseTo(twice.intercept, 8);
  });

  it('whatever the rows, nothing near the answer has a smaller loss, and the penalty shrinks the weights', () => {
    const cases = fc.array(
      fc.tuple(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }), fc.boolean()),
      {
        minLength: 6,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(cases, fc.constantFrom(0.5, 5), (drawn, lambda) => {
        const told = { rows: drawn.map(([row]) => row), targets: drawn.map(([, yes]) => Number(yes)) };
        const model = ridgeLogistic({ ...told, lambda });
        const loss = (weights: readonly number[], intercept: number): number =>
          told.rows.reduce(
            (sum, row, i) => {
              const p = sigmoid(logOddsOf({ ...model, weights: [...weights], intercept }, row));
              return sum - Math.log(told.targets[i] === 1 ? p : 1 - p);
            },
            (lambda / 2) * weights.reduce((sum, weight) => sum + weight ** 2, 0),
          );
        const least = loss(model.weights, model.intercept);
        const everyOne = told.targets.every((target) => target === told.targets[0]);
        for (const by of [-0.01, 0.01]) {
          model.weights.forEach((_, k) => {
            const moved = model.weights.map((weight, j) => (j === k ? weight + by : weight));
            expect(loss(moved, model.intercept)).toBeGreaterThanOrEqual(least - 1e-6);
          });
          // Where all are alike there is no finite intercept.
          if (!everyOne) expect(loss(model.weights, model.intercept + by)).toBeGreaterThanOrEqual(least - 1e-6);
        }
        const harder = ridgeLogistic({ ...told, lambda: lambda * 10 });
        expect(Math.hypot(...harder.weights)).toBeLessThanOrEqual(Math.hypot(...model.weights) + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('gives a feature that never differs, and the second of two that are the same without a penalty, no say', () => {
    const constant = ridgeLogistic({ rows: hours.map((hour) => [7, hour]), targets: passed, lambda: 0 });
    expect(constant.weights[0]).toBe(0);
    const double = ridgeLogistic({ rows: hours.map((hour) => [hour, hour]), targets: passed, lambda: 0 });
    expect(logOddsOf(double, [3, 3])).toBeCloseTo(logOddsOf(constant, [7, 3]), 4);
  });

  it('stays finite where the rows can be told apart without an error', () => {
    const model = ridgeLogistic({ rows: [[0], [1], [2], [3]], targets: [0, 0, 1, 1], lambda: 0 });
    expect(sigmoid(logOddsOf(model, [3]))).toBeGreaterThan(0.99);
    expect(Number.isFinite(logOddsOf(model, [3]))).toBe(true);
  });

  it('explains the log odds of a row by what each feature adds', () => {
    const model = ridgeLogistic({ rows: hours.map((hour, i) => [hour, i % 3]), targets: passed, lambda: 1 });
    const sum = contributionsOf(model, [4, 1]).reduce((total, part) => total + part, model.intercept);
    expect(sum).toBeCloseTo(logOddsOf(model, [4, 1]), 12);
  });
});

it('solves a system whose answer is known, by its lower triangle', () => {
  const matrix = [Float64Array.of(4, 0, 0), Float64Array.of(12, 37, 0), Float64Array.of(-16, -43, 98)];
  expect([...solvePositive(matrix, Float64Array.of(-20, -43, 192))]).toEqual(
    [1, 2, 3].map((x) => expect.closeTo(x, 9)),
  );
});
