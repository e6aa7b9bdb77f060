export type Matrix = readonly Float64Array[];

/**
 * Solves A·x = b for a symmetric, positive definite A by its Cholesky decomposition (A.-L. Cholesky, 1910; Golub and Van Loan, "Matrix
 * Computations", 4.2). A direction in which A says nothing gets 0.
 */
export const solvePositive = (matrix: Matrix, right: Float64Array): Float64Array => {
  const lower = choleskyOf(matrix);
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    const pivot = at(lower, i, i);
    let sum = solution[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= at(lower, i, k) * (solution[k] ?? 0);
    solution[i] = pivot === 0 ? 0 : sum / pivot;
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    const pivot = at(lower, i, i);
    let sum = solution[i] ?? 0;
    for (let k = i + 1; k < size; k += 1) sum -= at(lower, k, i) * (solution[k] ?? 0);
    solution[i] = pivot === 0 ? 0 : sum / pivot;
  }
  return solution;
};

/** The share of a diagonal element that rounding alone may leave. */
const roundOff = 1e-12;

const choleskyOf = (matrix: Matrix): Matrix => {
  const lower = matrix.map((row) => new Float64Array(row.length));
  for (let i = 0; i < matrix.length; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(matrix, i, j);
      for (let k = 0; k < j; k += 1) sum -= at(lower, i, k) * at(lower, j, k);
      const row = lower[i];
      if (row === undefined) continue;
      if (i === j) row[j] = sum > roundOff * at(matrix, i, i) ? Math.sqrt(sum) : 0;
      else row[j] = at(lower, j, j) === 0 ? 0 : sum / at(lower, j, j);
    }
  }
  return lower;
};

const at = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? 0;
