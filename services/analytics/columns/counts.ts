import { type Columns, eachDay } from './columns.ts';
import type { DayRows } from './day-rows.ts';
import { openPicking } from './picked-rows.ts';
import type { Label } from './row.ts';
import type { CustomerSet, Selection } from './selection.ts';

/** By what is counted: a number for each step, or customer, or for each number of a label, all below `size`; or each number of a label. */
export type CountedBy =
  | { by: 'step'; groups: Uint32Array; size: number }
  | { by: 'customer'; groups: Uint32Array; size: number }
  | { by: 'label'; label: Label; groups: ReadonlyMap<number, number>; others: number; size: number }
  | { by: 'label'; label: Label };

/** How many interactions and scores there are, by time and group. Times are in milliseconds. */
export type CountsQuestion = {
  /** The instants at which parts of the time begin, and the one at which the last ends; and of which group each part is, of so many. */
  bounds: readonly number[];
  timeOf: readonly number[];
  times: number;
  by: readonly CountedBy[];
  /** Whether interactions without a score are counted too, and whether scores are. */
  of: 'interactions' | 'scores' | 'both';
  filter?: Selection | undefined;
  people?: CustomerSet | undefined;
};

/** So many different scores there are, as `scoreOf` numbers them. */
export const mostScores = 28;
/** More are not counted at once. */
const mostCells = 1_000_000;
const mostScoreCells = 200_000;

/**
 * By cell how many interactions there are; and, × `mostScores` + score, how many of each score. A cell is the group of time, and then for
 * each of `by` × its size + its number, of which each stands for one of `numbers`, if these are there.
 */
export type CountsOutcome = {
  sizes: number[];
  numbers: (readonly number[] | undefined)[];
  n: Int32Array;
  scores: Int32Array;
};

/** Counts in one pass; whatever is made of it, of the same rows. `undefined` of more groups than can be counted at once. */
export const countsOf = (columns: Columns, question: CountsQuestion): CountsOutcome | undefined => {
  const { bounds, timeOf, times, of, filter, people } = question;
  const range = [bounds[0] ?? 0, bounds.at(-1) ?? 0] as const;
  const parts = question.by.map((by) => partOf(columns, by, range));
  const cells = parts.reduce((all, { size }) => all * size, times);
  if (cells > (of === 'interactions' ? mostCells : mostScoreCells)) return undefined;
  const n = new Int32Array(cells);
  const scores = new Int32Array(of === 'interactions' ? 0 : cells * mostScores);
  const picking = openPicking(columns, { filter, people, scoresOnly: of === 'scores' });
  let cellOf = new Int32Array(0);
  let bucket = 0;

  /** Rows are in the order of time: where the last is of the bucket of the first, none between is asked for its time. */
  const timeCells = ({ at }: DayRows, rows: Int32Array, picked: number, begin: number): void => {
    const end = (): number => bounds[bucket + 1] ?? Number.POSITIVE_INFINITY;
    while (begin + (at[rows[0] ?? 0] ?? 0) >= end()) bucket++;
    if (begin + (at[rows[picked - 1] ?? 0] ?? 0) < end()) {
      cellOf.fill(timeOf[bucket] ?? 0, 0, picked);
      return;
    }
    for (let place = 0; place < picked; place++) {
      while (begin + (at[rows[place] ?? 0] ?? 0) >= end()) bucket++;
      cellOf[place] = timeOf[bucket] ?? 0;
    }
  };

  eachDay(columns, ...range, (rows, first, end, begin) => {
    const { picked, n: many } = picking.pick(rows, first, end);
    if (many === 0) return;
    if (cellOf.length < many) cellOf = new Int32Array(picked.length);
    timeCells(rows, picked, many, begin);
    for (const { size, groupsIn } of parts) addPart(cellOf, picked, many, size, groupsIn(rows));
    for (let place = 0; place < many; place++) {
      const cell = cellOf[place] ?? 0;
      n[cell] = (n[cell] ?? 0) + 1;
    }
    if (of !== 'interactions') addScores(rows, picked, many, cellOf, scores);
  });
  return { sizes: parts.map(({ size }) => size), numbers: parts.map(({ numbers }) => numbers), n, scores };
};

/** Whose group a row is of: by a column of the day, or by one and then another. */
type GroupsIn = { column: ArrayLike<number> | undefined; through?: ArrayLike<number>; groups: Uint32Array };

type Part = { size: number; numbers: readonly number[] | undefined; groupsIn(rows: DayRows): GroupsIn };

const addPart = (
  cellOf: Int32Array,
  picked: Int32Array,
  many: number,
  size: number,
  { column, through, groups }: GroupsIn,
): void => {
  if (column === undefined) {
    const none = groups[0] ?? 0;
    for (let place = 0; place < many; place++) cellOf[place] = (cellOf[place] ?? 0) * size + none;
  } else if (through === undefined) {
    for (let place = 0; place < many; place++)
      cellOf[place] = (cellOf[place] ?? 0) * size + (groups[column[picked[place] ?? 0] ?? 0] ?? 0);
  } else
    for (let place = 0; place < many; place++) {
      const customer = Math.max(0, through[column[picked[place] ?? 0] ?? 0] ?? 0);
      cellOf[place] = (cellOf[place] ?? 0) * size + (groups[customer] ?? 0);
    }
};

const partOf = (columns: Columns, by: CountedBy, range: readonly [number, number]): Part => {
  if (by.by === 'step')
    return { size: by.size, numbers: undefined, groupsIn: ({ step }) => ({ column: step, groups: by.groups }) };
  if (by.by === 'customer') {
    const { claim: through } = columns;
    return {
      size: by.size,
      numbers: undefined,
      groupsIn: ({ subject }) => ({ column: subject, through, groups: by.groups }),
    };
  }
  const seen = numbersSeen(columns, by.label, range);
  const groupsOf = (number: number, place: number): number =>
    'size' in by ? (by.groups.get(number) ?? by.others) : place;
  const groups = new Uint32Array((seen.at(-1) ?? 0) + 1);
  for (const [place, number] of seen.entries()) groups[number] = groupsOf(number, place);
  const [size, numbers] = 'size' in by ? [by.size, undefined] : [seen.length, seen];
  return { size, numbers, groupsIn: (rows) => ({ column: rows[by.label], groups }) };
};

/** Which numbers a label has in a range, in order; 0, which is none, is always one. */
const numbersSeen = (columns: Columns, label: Label, [from, to]: readonly [number, number]): number[] => {
  let seen = new Uint8Array(256);
  seen[0] = 1;
  eachDay(columns, from, to, (rows, first, end) => {
    const column = rows[label];
    if (column === undefined) return;
    let most = 0;
    for (let row = first; row < end; row++) most = Math.max(most, column[row] ?? 0);
    if (most >= seen.length) {
      const wider = new Uint8Array(Math.ceil(most * 1.5) + 1);
      wider.set(seen);
      seen = wider;
    }
    for (let row = first; row < end; row++) seen[column[row] ?? 0] = 1;
  });
  const numbers: number[] = [];
  for (let number = 0; number < seen.length; number++) if (seen[number] === 1) numbers.push(number);
  return numbers;
};

const addScores = (
  { score, moreOf, moreScore }: DayRows,
  picked: Int32Array,
  many: number,
  cellOf: Int32Array,
  scores: Int32Array,
): void => {
  const add = (cell: number, scored: number): void => {
    scores[cell * mostScores + scored] = (scores[cell * mostScores + scored] ?? 0) + 1;
  };
  for (let place = 0; place < many; place++) {
    const scored = score[picked[place] ?? 0] ?? 0;
    if (scored >= 0) add(cellOf[place] ?? 0, scored);
  }
  if (moreOf.length === 0) return;
  // Both are in the order of the rows.
  let place = 0;
  for (const [more, row] of moreOf.entries()) {
    while (place < many && (picked[place] ?? 0) < row) place++;
    if (place < many && picked[place] === row) add(cellOf[place] ?? 0, moreScore[more] ?? 0);
  }
};
