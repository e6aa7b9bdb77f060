import { type Columns, eachDay, extentOf } from './columns.ts';
import { type CustomerRows, openCustomerRows } from './customer-rows.ts';
import type { DayRows } from './day-rows.ts';
import { rowMasks } from './row-masks.ts';
import { type Breakdown, type CustomerSet, groupIn, type Selection } from './selection.ts';

/** Who comes back in the periods after the one in which they began. Times are in milliseconds. */
export type RetentionQuestion = {
  /** The instants at which periods begin, and the one at which the last ends: at most 31 periods. */
  bounds: readonly number[];
  start: Selection;
  back: Selection;
  /** `ever`: who began for the first time of all; `first`: for the first time in these periods; `recurring`: in each in which one began. */
  cohort: 'ever' | 'first' | 'recurring';
  breakdown?: Breakdown | undefined;
  filter?: Selection | undefined;
  people?: CustomerSet | undefined;
};

export const mostPeriods = 31;

const [startBit, backBit] = [1, 2];

/** By the number of a customer. */
export type RetentionOutcome = {
  /** In which periods one is in a cohort, in bits. */
  began: Uint32Array;
  /** In which periods one came back, in bits. */
  back: Uint32Array;
  /** In which periods one came back after having begun in that same period, in bits. */
  same: Uint32Array;
  /** Without a breakdown, empty: everybody's is 0. */
  group: Uint32Array;
};

/**
 * Who began when, and came back when. Back is another interaction than the one by which one began, in the same millisecond at the
 * earliest.
 */
export const retentionOf = (columns: Columns, question: RetentionQuestion): RetentionOutcome => {
  const { bounds, cohort, people, filter, breakdown } = question;
  const { customers } = columns;
  const parts = [
    { what: question.start, bit: startBit },
    { what: question.back, bit: backBit },
  ];
  const pick = openCustomerRows(columns, rowMasks(parts, filter), people);
  const group = groupIn(breakdown);
  const outcome: RetentionOutcome = {
    began: new Uint32Array(customers),
    back: new Uint32Array(customers),
    same: new Uint32Array(customers),
    group: new Uint32Array(breakdown === undefined ? 0 : customers),
  };
  const { began, back, same } = outcome;
  const [first = 0, last = first] = [bounds[0], bounds[bounds.length - 1]];
  const beforeAll = new Uint8Array(cohort === 'ever' ? customers : 0);
  const from = cohort === 'ever' ? Math.min(first, extentOf(columns).from) : first;
  let period = 0;

  /** Whether one came back in the millisecond of this row by another one before it. */
  const cameBackThen = ({ at }: DayRows, { row, mask, customer }: CustomerRows, place: number): boolean => {
    for (let other = place - 1; other >= 0 && at[row[other] ?? 0] === at[row[place] ?? 0]; other--)
      if (customer[other] === customer[place] && ((mask[other] ?? 0) & backBit) !== 0) return true;
    return false;
  };

  eachDay(columns, from, last, (rows, begin, end, day) => {
    const picked = pick(rows, begin, end);
    const { n, row, mask, customer: whose } = picked;
    for (let place = 0; place < n; place++) {
      const customer = whose[place] ?? 0;
      const time = day + (rows.at[row[place] ?? 0] ?? 0);
      const bits = mask[place] ?? 0;
      const starts = (bits & startBit) !== 0;
      if (time < first) {
        if (starts) beforeAll[customer] = 1;
        continue;
      }
      while (time >= (bounds[period + 1] ?? Number.POSITIVE_INFINITY)) period++;
      const bit = (1 << period) >>> 0;
      // Before it takes effect as a beginning: it does not come back to itself.
      if ((bits & backBit) !== 0) {
        const known = back[customer] ?? 0;
        if ((known & bit) === 0) back[customer] = known | bit;
        if (((began[customer] ?? 0) & bit) !== 0) same[customer] = (same[customer] ?? 0) | bit;
      }
      if (!starts) continue;
      const known = began[customer] ?? 0;
      const isNew = cohort === 'recurring' ? (known & bit) === 0 : known === 0 && beforeAll[customer] !== 1;
      if (!isNew) continue;
      if (known === 0 && breakdown !== undefined) outcome.group[customer] = group(rows, row[place] ?? 0, customer);
      began[customer] = known | bit;
      if (cameBackThen(rows, picked, place)) same[customer] = (same[customer] ?? 0) | bit;
    }
  });
  return outcome;
};

/** Whether one of a cohort came back in the period that is so many after it, or, `orAfter`, in that one or later. */
export const cameBack = (
  outcome: RetentionOutcome,
  customer: number,
  { cohort, after, orAfter }: { cohort: number; after: number; orAfter: boolean },
): boolean => {
  const [back, same] = [outcome.back[customer] ?? 0, outcome.same[customer] ?? 0];
  const later = cohort + 1 > 31 ? 0 : (back >>> (cohort + 1)) << 1;
  const since = (later | ((same >>> cohort) & 1)) >>> after;
  return orAfter ? since !== 0 : (since & 1) === 1;
};
