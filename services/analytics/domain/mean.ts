import { z } from './scores.ts';

/** Of values, how many there are, their sum and that of their squares. */
export type Moments = { n: number; total: number; squares: number };

/** The mean with its interval of 95 % by Student's t ("The probable error of a mean", Biometrika 6, 1908); of one value there is no interval. */
export const meanOf = ({ n, total, squares }: Moments): { mean: number; low: number | null; high: number | null } => {
  const mean = total / n;
  if (n < 2) return { mean, low: null, high: null };
  const variance = Math.max(0, squares - n * mean ** 2) / (n - 1);
  const half = studentQuantile(n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
};

const tails = 0.05;

/**
 * The t that a value of Student's distribution exceeds, up or down, once in twenty: algorithm 396 of G. W. Hill, Communications of the ACM 13
 * (1970) 619–620, to six digits.
 */
export const studentQuantile = (freedom: number): number => {
  if (freedom === 1) return 1 / Math.tan((tails * Math.PI) / 2);
  if (freedom === 2) return Math.sqrt(2 / (tails * (2 - tails)) - 2);
  const a = 1 / (freedom - 0.5);
  const b = 48 / a ** 2;
  const c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  const y = (d * tails) ** (2 / freedom);
  return Math.sqrt(freedom * (y > 0.05 + a ? nearNormal(freedom, { a, b, c, d }) : farOut(freedom, d, y)));
};

type Coefficients = { a: number; b: number; c: number; d: number };

/** Hill's expansion about the normal distribution. */
const nearNormal = (freedom: number, { a, b, c, d }: Coefficients): number => {
  const x = -z;
  const square = x ** 2;
  const small = freedom < 5 ? c + 0.3 * (freedom - 4.5) * (x + 0.6) : c;
  const divisor = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + small;
  const root = (((((0.4 * square + 6.3) * square + 36) * square + 94.5) / divisor - square - 3) / b + 1) * x;
  return Math.expm1(a * root ** 2);
};

/** Hill's expansion of the tail. */
const farOut = (freedom: number, d: number, y: number): number =>
  ((1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) * y - 1) *
    ((freedom + 1) / (freedom + 2)) +
  1 / y;
