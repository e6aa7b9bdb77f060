import { expect, it } from 'vitest';
import { chooseLambda } from './choose-lambda.ts';
import { sigmoid } from './ridge-logistic.ts';

/** Numbers that look like chance, the same at every run. */
const chance = (n: number): number => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1;
const drawn = (count: number, law: (row: readonly number[]) => number) => {
  const rows = Array.from({ length: count }, (_, i) =>
    Array.from({ length: 8 }, (_, k) => chance(i * 8 + k + 1) - 0.5),
  );
  return { rows, targets: rows.map((row, i) => Number(chance(1e6 + i) < sigmoid(law(row)))) };
};

it('takes a large penalty where there is nothing to learn, and a small one where there is much', () => {
  const nothing = chooseLambda(drawn(600, () => 0));
  const much = chooseLambda(drawn(600, ([a = 0, b = 0]) => 12 * a - 8 * b));
  expect(nothing).toBeGreaterThanOrEqual(60);
  expect(much).toBeLessThanOrEqual(6);
});
