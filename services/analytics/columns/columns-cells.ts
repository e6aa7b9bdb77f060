import type { Columns } from './columns.ts';
import { type CountedBy, type CountsQuestion, countsOf, mostScores } from './counts.ts';
import type { PeopleInNumbers } from './people-in-numbers.ts';

/** A question for counts, by `people` too: the place of what customers have in what was asked about them. */
export type CountsAsked = Omit<CountsQuestion, 'by' | 'people'> & {
  by: readonly (Exclude<CountedBy, { by: 'customer' }> | { by: 'people'; place: number })[];
};

/**
 * The groups of time and others that have anything, side by side: tens of thousands are handed over by a thread as quickly as one.
 * A cell is the group of time, and then for each of what is counted by × its size + its number.
 */
export type ColumnsCells = {
  cells: Int32Array;
  n: Int32Array;
  /** Of each cell by number of a score how many there are, where scores were asked for: `mostScores` of them. */
  scores: Int32Array;
  by: readonly CellsBy[];
};

/** What the numbers of a group are: each stands for one of `numbers`, if these are there, or, of what customers have, for a name. */
export type CellsBy = {
  size: number;
  numbers: readonly number[] | undefined;
  names: ReadonlyMap<number, string> | undefined;
};

/** Counts; `undefined` of more groups than can be counted at once. */
export const columnsCells = (
  columns: Columns,
  asked: CountsAsked,
  { people, by: found }: PeopleInNumbers,
): ColumnsCells | undefined => {
  const peopleAt = (place: number) =>
    found[place] ?? { groups: new Uint32Array(), size: 1, names: new Map<number, string>() };
  const by = asked.by.map((one): CountedBy => {
    if (one.by !== 'people') return one;
    const { groups, size } = peopleAt(one.place);
    return { by: 'customer', groups, size };
  });
  const counted = countsOf(columns, { ...asked, by, people });
  if (counted === undefined) return undefined;
  const { n, scores, sizes, numbers } = counted;
  const cells = Int32Array.from(n.keys().filter((cell) => n[cell] !== 0));
  return {
    cells,
    n: cells.map((cell) => n[cell] ?? 0),
    scores: scores.length === 0 ? scores : scoresIn(cells, scores),
    by: asked.by.map((one, place) => ({
      size: sizes[place] ?? 1,
      numbers: numbers[place],
      names: one.by === 'people' ? peopleAt(one.place).names : undefined,
    })),
  };
};

const scoresIn = (cells: Int32Array, all: Int32Array): Int32Array => {
  const scores = new Int32Array(cells.length * mostScores);
  for (const [place, cell] of cells.entries())
    scores.set(all.subarray(cell * mostScores, (cell + 1) * mostScores), place * mostScores);
  return scores;
};
