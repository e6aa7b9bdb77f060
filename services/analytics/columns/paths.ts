import { type Columns, eachDay } from './columns.ts';
import { fetchTimes, openCustomerRows } from './customer-rows.ts';
import { rowMasks } from './row-masks.ts';
import type { CustomerSet, Selection } from './selection.ts';
import { openSequences } from './sequences.ts';

/** What customers do after a step, or before it. Times are in milliseconds. */
export type PathsQuestion = {
  from: number;
  to: number;
  /** What happens after that is not known yet. */
  now: number;
  /** Each interaction in the period that is so begins a passage, or ends one. */
  anchor: Selection;
  direction: 'from' | 'to';
  /** How many steps a passage has at the most, with the anchor. */
  length: number;
  /** After that long without any interaction a passage is over. */
  gap: number;
  /** `customers`: the first passage of each; `passages`: all of them. */
  unit: 'customers' | 'passages';
  /** Whether the same step several times in a row is one. */
  collapse: boolean;
  filter?: Selection | undefined;
  people?: CustomerSet | undefined;
};

/** In the place of a step: nothing more happened (or, before the anchor, nothing yet); or that is not known yet. */
export const noStep = 0;
export const notYet = 0x10000;

/** The passages that there are: of how many steps which ones, as often as they were taken. */
export type PathsOutcome = {
  sequences: { steps: readonly number[]; n: number }[];
  /** By the number of a customer which of the sequences theirs is, if `unit` is customers; −1 is none. */
  sequenceOf: Int32Array;
};

const noSequence = -1;
const beginsOne = 0x20000;
const stepIn = (entry: number): number => entry & 0xffff;
const [seenBit, anchorBit] = [1, 2];

/** The passages from or to a step, by one pass in the order of time. */
export const pathsOf = (columns: Columns, question: PathsQuestion): PathsOutcome =>
  question.direction === 'from' ? pathsFrom(columns, question) : pathsTo(columns, question);

type Looked = (customer: number, step: number, time: number, isAnchor: boolean) => void;

/** Calls for each interaction that is looked at, with the number of its customer. */
const eachLooked = (
  columns: Columns,
  { anchor, filter, people }: PathsQuestion,
  [from, to]: readonly [number, number],
  look: Looked,
  last?: Float64Array,
): void => {
  const parts = [
    { what: {}, bit: seenBit },
    { what: anchor, bit: anchorBit },
  ];
  const pick = openCustomerRows(columns, rowMasks(parts, filter), people);
  eachDay(columns, from, to, (rows, first, end, begin) => {
    const { at, step } = rows;
    const { n, row, mask, customer } = pick(rows, first, end);
    if (last !== undefined) fetchTimes(last, customer, n);
    for (let place = 0; place < n; place++) {
      const which = row[place] ?? 0;
      look(customer[place] ?? 0, step[which] ?? 0, begin + (at[which] ?? 0), ((mask[place] ?? 0) & anchorBit) !== 0);
    }
  });
};

/** What each customer did last, the latest last; 0 is nothing. */
const openHistory = (customers: number, room: number) => {
  const entries = new Int32Array(customers * room);
  const last = new Float64Array(customers);
  return {
    entries,
    last,
    newest: (customer: number): number => entries[(customer + 1) * room - 1] ?? 0,
    push: (customer: number, entry: number, time: number): void => {
      const end = (customer + 1) * room - 1;
      for (let place = end - room + 1; place < end; place++) entries[place] = entries[place + 1] ?? 0;
      entries[end] = entry;
      last[customer] = time;
    },
    /** In the place of the newest one. */
    replace: (customer: number, entry: number, time: number): void => {
      entries[(customer + 1) * room - 1] = entry;
      last[customer] = time;
    },
    clear: (customer: number): void => {
      for (let place = customer * room; place < (customer + 1) * room; place++) entries[place] = 0;
    },
  };
};

const noSequences = ({ customers }: Columns, { unit }: PathsQuestion): Int32Array =>
  new Int32Array(unit === 'customers' ? customers : 0).fill(noSequence);

const pathsFrom = (columns: Columns, question: PathsQuestion): PathsOutcome => {
  const { from, to, now, length, gap, unit, collapse } = question;
  const { customers } = columns;
  const room = length - 1;
  const { steps, count, all } = openSequences(length);
  const sequenceOf = noSequences(columns, question);
  const { entries, last, newest, push, replace, clear } = openHistory(customers, room);
  const hasBegun = new Uint8Array(unit === 'customers' ? customers : 0);
  /** How many passages of each customer have begun, and are not over. */
  const under = new Uint8Array(customers);

  /** Counts the passage that begins at a place of the history; behind its end there is what `then` says: what is not known yet stays so. */
  const note = (customer: number, place: number, then: number): void => {
    const begin = customer * room + place;
    for (let at = 0; at < length; at++)
      steps[at] =
        place + at < room ? stepIn(entries[begin + at] ?? 0) : place + at === room || then === notYet ? then : noStep;
    const sequence = count();
    if (unit === 'customers') sequenceOf[customer] = sequence;
  };

  /** Those that have begun and were not full, which are over, or not yet. */
  const end = (customer: number, how: number): void => {
    if (under[customer] !== 0)
      for (let place = 0; place < room; place++)
        if (((entries[customer * room + place] ?? 0) & beginsOne) !== 0) note(customer, place, how);
    under[customer] = 0;
    clear(customer);
  };

  const look: Looked = (customer, step, time, isAnchor) => {
    if (under[customer] === 0) {
      if (time >= to || hasBegun[customer] === 1) return;
      // What lies before a passage matters only to whether its first step is another one.
      if (!isAnchor && collapse) replace(customer, step, time);
      if (!isAnchor) return;
    }
    if (time - (last[customer] ?? 0) > gap && newest(customer) !== 0) end(customer, noStep);
    if (collapse && stepIn(newest(customer)) === step && newest(customer) !== 0) {
      last[customer] = time;
      return;
    }
    if (((entries[customer * room] ?? 0) & beginsOne) !== 0) {
      note(customer, 0, step);
      under[customer] = (under[customer] ?? 0) - 1;
    }
    const begins = isAnchor && time < to && (unit === 'passages' || hasBegun[customer] === 0);
    if (begins) {
      under[customer] = (under[customer] ?? 0) + 1;
      if (unit === 'customers') hasBegun[customer] = 1;
    }
    push(customer, begins ? step | beginsOne : step, time);
  };
  // Of who is on no passage nothing is looked at, unless it is whether the step is another one.
  eachLooked(columns, question, [from, to + gap * room], look, collapse ? last : undefined);
  for (let customer = 1; customer < customers; customer++)
    if (under[customer] !== 0) end(customer, now - (last[customer] ?? 0) > gap ? noStep : notYet);
  return { sequences: all(), sequenceOf };
};

const pathsTo = (columns: Columns, question: PathsQuestion): PathsOutcome => {
  const { from, to, length, gap, unit, collapse } = question;
  const room = length - 1;
  const { steps, count, all } = openSequences(length);
  const sequenceOf = noSequences(columns, question);
  const { entries, last, newest, push, clear } = openHistory(columns.customers, room);
  const look: Looked = (customer, step, time, isAnchor) => {
    if (time - (last[customer] ?? 0) > gap && newest(customer) !== 0) clear(customer);
    if (collapse && newest(customer) === step && newest(customer) !== 0) {
      last[customer] = time;
      return;
    }
    if (isAnchor && time >= from && (unit === 'passages' || sequenceOf[customer] === noSequence)) {
      for (let at = 0; at < room; at++) steps[at] = entries[customer * room + at] ?? noStep;
      steps[room] = step;
      const sequence = count();
      if (unit === 'customers') sequenceOf[customer] = sequence;
    }
    push(customer, step, time);
  };
  eachLooked(columns, question, [from - gap * room, to], look, last);
  return { sequences: all(), sequenceOf };
};
