import type { DayRows } from './day-rows.ts';
import { type IsMeant, isMeant, labelsMeant, type Selection, stepsMeant } from './selection.ts';

/** What an interaction may be for a question, in bits; 0 is nothing that concerns it. */
export type RowMasks = {
  /** By the number of the interaction's step, as if it had every label. */
  byStep: Int32Array;
  /** The same for one row, by its labels as well; `undefined` where none are asked for. */
  refine: ((rows: DayRows, row: number, mask: number) => number) | undefined;
};

/** Interactions that have a bit. One bit may be of several: a row has it if it is any of them. */
export type MaskPart = { what: Selection; bit: number };

/** The bits of rows that fit the filter, by what of the parts they are. */
export const rowMasks = (parts: readonly MaskPart[], filter: Selection = {}): RowMasks => {
  const byStep = new Int32Array(0x10000);
  const seen = stepsMeant(filter);
  for (const { what, bit } of parts) {
    const meant = stepsMeant(what);
    for (let step = 0; step < byStep.length; step++)
      if (meant[step] === 1 && seen[step] === 1) byStep[step] = (byStep[step] ?? 0) | bit;
  }
  return { byStep, refine: refinement(parts, labelsMeant(filter)) };
};

const refinement = (parts: readonly MaskPart[], isSeen: IsMeant | undefined): RowMasks['refine'] => {
  const bits = [...Map.groupBy(parts, ({ bit }) => bit)]
    .filter(([, all]) => all.some(({ what }) => labelsMeant(what) !== undefined))
    .map(([bit, all]) => ({ bit, meant: all.map(({ what }) => isMeant(what)) }));
  if (bits.length === 0 && isSeen === undefined) return undefined;
  return (rows, row, mask) => {
    if (isSeen !== undefined && !isSeen(rows, row)) return 0;
    let left = mask;
    for (const { bit, meant } of bits) if ((left & bit) !== 0 && !meant.some((is) => is(rows, row))) left &= ~bit;
    return left;
  };
};
