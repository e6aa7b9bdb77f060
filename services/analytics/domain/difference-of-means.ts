import type { Difference } from './differences.ts';
import { type Moments, studentQuantile } from './mean.ts';

/**
 * The difference of two means, the first minus the second, whose variances may differ: B. L. Welch, "The generalization of 'Student's'
 * problem when several different population variances are involved", Biometrika 34 (1947) 28–35, with the degrees of freedom of F. E.
 * Satterthwaite, Biometrics Bulletin 2 (1946). `undefined` with fewer than two values on either side.
 */
export const differenceOfMeans = (one: Moments, other: Moments): Difference | undefined => {
  if (one.n < 2 || other.n < 2) return undefined;
  const [a, b] = [errorOf(one), errorOf(other)];
  const value = one.total / one.n - other.total / other.n;
  const error = a + b;
  if (error === 0) return { value, low: value, high: value };
  const freedom = error ** 2 / (a ** 2 / (one.n - 1) + b ** 2 / (other.n - 1));
  const half = studentQuantile(freedom) * Math.sqrt(error);
  return { value, low: value - half, high: value + half };
};

/** The variance of the mean. */
const errorOf = ({ n, total, squares }: Moments): number => Math.max(0, squares - total ** 2 / n) / (n - 1) / n;
