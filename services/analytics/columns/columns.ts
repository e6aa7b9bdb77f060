import { dayMs } from '../domain/day.ts';
import type { ColumnChanges } from './codec.ts';
import { type DayChange, type DayRows, noRows } from './day-rows.ts';
import { mergeDay } from './merge-day.ts';

/** The interactions of everybody, by day, and whose each subject is now. */
export type Columns = {
  days: Map<number, HeldDay>;
  /** By the number of a subject the number of its customer: 0 is nobody's, below it several people's. */
  claim: Int32Array<ArrayBuffer>;
  /** Above the number of every customer. */
  customers: number;
};

/** A day, with what has come to it and gone from it since it was read last. */
type HeldDay = { rows: DayRows; waiting: DayChange[] };

export const emptyColumns = (): Columns => ({ days: new Map(), claim: new Int32Array(1024), customers: 1 });

/** Takes in what a transaction changed. A merge of customers is a few numbers. */
export const change = (columns: Columns, { rows, claims }: Pick<ColumnChanges, 'rows' | 'claims'>): void => {
  for (const one of rows) waitIn(columns, one);
  for (const { subject, customer } of claims) setClaim(columns, subject, customer);
};

const waitIn = (columns: Columns, one: DayChange): void => {
  const held = columns.days.get(one.day);
  if (held === undefined) columns.days.set(one.day, { rows: noRows(), waiting: [one] });
  else held.waiting.push(one);
  // What a claim has not named yet is nobody's.
  columns.claim = roomForSubject(columns.claim, largest(one.rows.subject));
  // Of a person who was erased nothing may wait in memory until somebody asks, or until what was replaced is collected.
  if (one.gone.n === 0) return;
  const replaced = columns.days.get(one.day);
  const subjects = [replaced?.rows.subject, ...(replaced?.waiting ?? []).map(({ rows }) => rows.subject)];
  settle(columns, one.day);
  for (const numbers of subjects) numbers?.fill(0);
};

const largest = (numbers: Int32Array): number => numbers.reduce((most, one) => Math.max(most, one), 0);

/** Says whose a subject is. */
export const setClaim = (columns: Columns, subject: number, customer: number): void => {
  columns.claim = roomForSubject(columns.claim, subject);
  columns.claim[subject] = customer;
  columns.customers = Math.max(columns.customers, customer + 1);
};

const roomForSubject = (claim: Int32Array<ArrayBuffer>, subject: number): Int32Array<ArrayBuffer> => {
  if (subject < claim.length) return claim;
  const wider = new Int32Array(Math.max(subject + 1, Math.ceil(claim.length * 1.5)));
  wider.set(claim);
  return wider;
};

/** Puts a whole day in, as its chunk has it. */
export const putDay = (columns: Columns, day: number, rows: DayRows): void => {
  columns.days.set(day, { rows, waiting: [] });
  columns.claim = roomForSubject(columns.claim, largest(rows.subject));
};

const settle = (columns: Columns, day: number): DayRows => {
  const held = columns.days.get(day);
  if (held === undefined) return noRows();
  if (held.waiting.length > 0) {
    held.rows = mergeDay(held.rows, held.waiting);
    held.waiting = [];
  }
  return held.rows;
};

/** Some rows of a day, those from one place up to another, and the instant at which it begins. */
type Scan = (rows: DayRows, first: number, end: number, begin: number) => void;

/** Goes through all that happened from one instant up to another, in the order of time: a part of a day at a time. */
export const eachDay = (columns: Columns, from: number, to: number, scan: Scan): void => {
  for (const day of daysBetween(columns, from, to)) {
    const rows = settle(columns, day);
    const begin = day * dayMs;
    const first = from <= begin ? 0 : firstAt(rows, from - begin);
    const end = to >= begin + dayMs ? rows.n : firstAt(rows, to - begin);
    if (first < end) scan(rows, first, end, begin);
  }
};

const daysBetween = (columns: Columns, from: number, to: number): number[] =>
  [...columns.days.keys()].filter((day) => (day + 1) * dayMs > from && day * dayMs < to).sort((a, b) => a - b);

/** The first row at this millisecond of the day or later. */
const firstAt = ({ at, n }: DayRows, ms: number): number => {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** When the first interaction of all was, and when the day of the last one ends. */
export const extentOf = (columns: Columns): { from: number; to: number } => {
  const days = [...columns.days.keys()];
  if (days.length === 0) return { from: 0, to: 0 };
  return {
    from: days.reduce((least, day) => Math.min(least, day)) * dayMs,
    to: (days.reduce((most, day) => Math.max(most, day)) + 1) * dayMs,
  };
};
