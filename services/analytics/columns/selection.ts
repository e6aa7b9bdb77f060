import type { DayRows } from './day-rows.ts';
import type { Label } from './row.ts';

/** Which numbers a label may have, or, with `isNot`, may not. 0 is what has none. */
export type LabelIn = { label: Label; numbers: readonly number[]; isNot?: boolean | undefined };

/** Which interactions are meant: of one of these steps, with all of these labels. Without steps, any. */
export type Selection = { steps?: readonly number[] | undefined; labels?: readonly LabelIn[] | undefined };

/** Of whom is spoken: the numbers of customers, a bit each. */
export type CustomerSet = Uint8Array;

/** Whether a row is meant. */
export type IsMeant = (rows: DayRows, row: number) => boolean;

const allSteps = 0x10000;

/** By the number of a step whether it is meant. */
export const stepsMeant = ({ steps }: Selection): Uint8Array => {
  if (steps === undefined) return new Uint8Array(allSteps).fill(1);
  const meant = new Uint8Array(allSteps);
  for (const step of steps) meant[step] = 1;
  return meant;
};

/** Whether a row has all labels; `undefined` where none are asked for. */
export const labelsMeant = ({ labels = [] }: Selection): IsMeant | undefined => {
  if (labels.length === 0) return undefined;
  const asked = labels.map(({ label, numbers, isNot = false }) => ({ label, numbers: new Set(numbers), isNot }));
  return (rows, row) => asked.every(({ label, numbers, isNot }) => numbers.has(rows[label]?.[row] ?? 0) !== isNot);
};

/** Whether a row is meant, by its step and its labels. */
export const isMeant = (selection: Selection): IsMeant => {
  const [steps, labels] = [stepsMeant(selection), labelsMeant(selection)];
  if (labels === undefined) return (rows, row) => steps[rows.step[row] ?? 0] === 1;
  return (rows, row) => steps[rows.step[row] ?? 0] === 1 && labels(rows, row);
};

/** Whether a customer is meant. */
export const isOneOf = (people: CustomerSet, customer: number): boolean =>
  ((people[customer >>> 3] ?? 0) & (1 << (customer & 7))) !== 0;

/** As many bits as there are customers, set for these. */
export const customerSetOf = (customers: Iterable<number>, most: number): CustomerSet => {
  const people = new Uint8Array((most >>> 3) + 1);
  for (const customer of customers) people[customer >>> 3] = (people[customer >>> 3] ?? 0) | (1 << (customer & 7));
  return people;
};

/** Who is in both. */
export const inBoth = (some: CustomerSet, others: CustomerSet): CustomerSet =>
  some.map((bits, at) => bits & (others[at] ?? 0));

/** Who is not: with 0, which is nobody. */
export const everybodyBut = (some: CustomerSet): CustomerSet => some.map((bits) => ~bits);

/** By what something is broken down: what the interaction has, or what its customer has. */
export type Breakdown =
  | { by: 'step'; groups: Uint32Array }
  | { by: 'label'; label: Label }
  | { by: 'customer'; groups: Uint32Array };

/** The group of a row of a customer; 0 is none. */
export const groupIn = (
  breakdown: Breakdown | undefined,
): ((rows: DayRows, row: number, customer: number) => number) => {
  if (breakdown === undefined) return () => 0;
  if (breakdown.by === 'step') return (rows, row) => breakdown.groups[rows.step[row] ?? 0] ?? 0;
  if (breakdown.by === 'customer') return (_rows, _row, customer) => breakdown.groups[customer] ?? 0;
  return (rows, row) => rows[breakdown.label]?.[row] ?? 0;
};
