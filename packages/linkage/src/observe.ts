import { type Comparison, cellOf } from './comparisons/comparison.ts';
import { commonnessOf, type Frequencies } from './frequencies.ts';
import type { LinkageRecord } from './record.ts';

/**
 * What many pairs look like, in the form that the estimation goes over again and again. For comparison c and pair p,
 * `cells[c][p]` is the number of its combination of grades in `distinct[c]`, and `commonness[c][p]` how common the agreed
 * values are, `inFamily[p]` those of the family name.
 */
export type Observations = {
  pairs: number;
  cells: readonly Int32Array[];
  commonness: readonly Float32Array[];
  inFamily: Float32Array;
};

/** Combinations of grades, numbered as they are met: shared by the observations that are estimated together. */
export type CellNumbers = readonly { numberOf(cell: number): number; cells: number[] }[];

export const numberCells = (comparisons: readonly Comparison[]): CellNumbers =>
  comparisons.map(() => {
    const numbers = new Map<number, number>();
    const cells: number[] = [];
    const numberOf = (cell: number): number => {
      const known = numbers.get(cell);
      if (known !== undefined) return known;
      numbers.set(cell, cells.length);
      return cells.push(cell) - 1;
    };
    return { numberOf, cells };
  });

type Context = {
  records: readonly LinkageRecord[];
  comparisons: readonly Comparison[];
  frequencies: Frequencies;
  numbers: CellNumbers;
};

/** Compares the pairs, given as positions one after the other. */
export const observe = (
  { records, comparisons, frequencies, numbers }: Context,
  positions: Int32Array,
): Observations => {
  const pairs = positions.length / 2;
  const cells = comparisons.map(() => new Int32Array(pairs));
  const commonness = comparisons.map(() => new Float32Array(pairs));
  const inFamily = new Float32Array(pairs);
  for (let pair = 0; pair < pairs; pair += 1) {
    const [a, b] = [records[positions[2 * pair] ?? 0], records[positions[2 * pair + 1] ?? 0]];
    if (a === undefined || b === undefined) continue;
    for (const [at, comparison] of comparisons.entries()) {
      const grades = comparison.grade(a, b);
      const [column, common] = [cells[at], commonness[at]];
      if (column === undefined || common === undefined) continue;
      column[pair] = numbers[at]?.numberOf(cellOf(comparison.parts, grades)) ?? 0;
      const agreed = commonnessOf(comparison.agreed(a, b, grades), frequencies);
      common[pair] = agreed.all;
      inFamily[pair] = (inFamily[pair] ?? 0) + agreed.inFamily;
    }
  }
  return { pairs, cells, commonness, inFamily };
};
