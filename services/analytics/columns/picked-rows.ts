import type { Columns } from './columns.ts';
import type { DayRows } from './day-rows.ts';
import { type CustomerSet, isOneOf, type LabelIn, type Selection, stepsMeant } from './selection.ts';

/** What is picked of the rows of a day. */
export type Picking = { filter?: Selection | undefined; people?: CustomerSet | undefined; scoresOnly: boolean };

/** The places of rows, in order: so many of them, in memory that the next day is written into. */
export type PickedRows = { picked: Int32Array; n: number };

/** Picks rows of one day after another, a column at a time. */
export const openPicking = ({ claim }: Columns, { filter = {}, people, scoresOnly }: Picking) => {
  let picked = new Int32Array(0);
  const steps = filter.steps === undefined ? undefined : stepsMeant(filter);
  const labels = (filter.labels ?? []).map(labelTable);
  const pick = (rows: DayRows, first: number, end: number): PickedRows => {
    if (picked.length < end - first) picked = new Int32Array(Math.ceil((end - first) * 1.25));
    let n = scoresOnly ? scoredRows(picked, rows, first, end) : allRows(picked, first, end);
    if (steps !== undefined) n = keepMeant(picked, n, rows.step, steps, 0);
    for (const { label, meant, others } of labels) n = keepMeant(picked, n, rows[label], meant, others);
    return { picked, n: people === undefined ? n : keepPeople(picked, n, rows, claim, people) };
  };
  return { pick };
};

const allRows = (picked: Int32Array, first: number, end: number): number => {
  for (let row = first; row < end; row++) picked[row - first] = row;
  return end - first;
};

/** Without a branch, as the others: which rows are picked, nobody can guess. A row without a score has a negative one. */
const scoredRows = (picked: Int32Array, { score }: DayRows, first: number, end: number): number => {
  let n = 0;
  for (let row = first; row < end; row++) {
    picked[n] = row;
    n += 1 + ((score[row] ?? 0) >> 31);
  }
  return n;
};

/** By the number of a label whether it is meant, and whether numbers above all of these are. */
const labelTable = ({ label, numbers, isNot = false }: LabelIn) => {
  const meant = new Uint8Array(numbers.reduce((most, one) => Math.max(most, one), 0) + 1).fill(isNot ? 1 : 0);
  for (const number of numbers) meant[number] = isNot ? 0 : 1;
  return { label, meant, others: isNot ? 1 : 0 };
};

const keepMeant = (
  picked: Int32Array,
  n: number,
  column: ArrayLike<number> | undefined,
  meant: Uint8Array,
  others: number,
): number => {
  if (column === undefined) return meant[0] === 1 ? n : 0;
  let kept = 0;
  for (let place = 0; place < n; place++) {
    const row = picked[place] ?? 0;
    picked[kept] = row;
    kept += meant[column[row] ?? 0] ?? others;
  }
  return kept;
};

const keepPeople = (
  picked: Int32Array,
  n: number,
  { subject }: DayRows,
  claim: Int32Array,
  people: CustomerSet,
): number => {
  let kept = 0;
  for (let place = 0; place < n; place++) {
    const row = picked[place] ?? 0;
    if (isOneOf(people, Math.max(0, claim[subject[row] ?? 0] ?? 0))) picked[kept++] = row;
  }
  return kept;
};
