import type { Columns } from './columns.ts';
import type { DayRows } from './day-rows.ts';
import type { RowMasks } from './row-masks.ts';
import { type CustomerSet, isOneOf } from './selection.ts';

/** Rows of a day that concern a question and are of customers, in order: where each is, what it may be, in bits, and whose it is. */
export type CustomerRows = {
  n: number;
  row: Int32Array<ArrayBuffer>;
  mask: Int32Array<ArrayBuffer>;
  customer: Int32Array<ArrayBuffer>;
};

/**
 * Picks them from one day after another, into memory that the next day is written into. A column at a time: whose rows are lies anywhere in
 * memory, and a processor fetches many such places at once where nothing else waits for them.
 */
export const openCustomerRows = (
  { claim }: Pick<Columns, 'claim'>,
  { byStep, refine }: RowMasks,
  people: CustomerSet | undefined,
): ((rows: DayRows, first: number, end: number) => CustomerRows) => {
  let picked: CustomerRows = roomForRows(0);
  return (rows, first, end) => {
    if (picked.row.length < end - first) picked = roomForRows(Math.ceil((end - first) * 1.25));
    pickMasks(picked, rows.step, byStep, first, end);
    if (refine !== undefined) refineMasks(picked, rows, refine);
    findCustomers(picked, rows.subject, claim);
    keepCustomers(picked, people);
    return picked;
  };
};

const roomForRows = (n: number): CustomerRows => ({
  n: 0,
  row: new Int32Array(n),
  mask: new Int32Array(n),
  customer: new Int32Array(n),
});

/** Without a branch: which of the rows concern the question, nobody can guess. */
const pickMasks = (picked: CustomerRows, step: Uint16Array, byStep: Int32Array, first: number, end: number): void => {
  const { row, mask } = picked;
  let n = 0;
  for (let at = first; at < end; at++) {
    const bits = byStep[step[at] ?? 0] ?? 0;
    row[n] = at;
    mask[n] = bits;
    n += (bits | -bits) >>> 31;
  }
  picked.n = n;
};

const refineMasks = (picked: CustomerRows, rows: DayRows, refine: NonNullable<RowMasks['refine']>): void => {
  const { row, mask } = picked;
  let n = 0;
  for (let at = 0; at < picked.n; at++) {
    const bits = refine(rows, row[at] ?? 0, mask[at] ?? 0);
    if (bits === 0) continue;
    row[n] = row[at] ?? 0;
    mask[n++] = bits;
  }
  picked.n = n;
};

const findCustomers = ({ n, row, customer }: CustomerRows, subject: Int32Array, claim: Int32Array): void => {
  for (let at = 0; at < n; at++) customer[at] = claim[subject[row[at] ?? 0] ?? 0] ?? 0;
};

const keepCustomers = (picked: CustomerRows, people: CustomerSet | undefined): void => {
  const { row, mask, customer } = picked;
  let n = 0;
  for (let at = 0; at < picked.n; at++) {
    const whose = customer[at] ?? 0;
    if (whose <= 0 || (people !== undefined && !isOneOf(people, whose))) continue;
    row[n] = row[at] ?? 0;
    mask[n] = mask[at] ?? 0;
    customer[n++] = whose;
  }
  picked.n = n;
};

/** Looks at a number of each of these customers, so that a processor has fetched it when each is asked for alone; gives the least. */
export const fetchTimes = (times: Float64Array, customer: Int32Array, n: number, each = 1): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < n; at++) least = Math.min(least, times[(customer[at] ?? 0) * each] ?? 0);
  return least;
};
