import type { ColumnsCells } from '../columns/columns-cells.ts';
import { mostScores } from '../columns/counts.ts';

/** What there is of one group, now or in the time before, by who speaks. */
export type CountedPart = { n: number; scores: ArrayLike<number>; voice: string; isBefore: boolean };
export type CountedKeys = { keys: string[]; parts: CountedPart[] };

/** How a cell is called in one place of its key: by its group of time, or by the number of one of what is counted by. */
export type KeyPart = { of: 'time' | number; names: readonly string[] };

/** Cells with what each of their keys is made of. */
export type NamedCells = ColumnsCells & {
  keys: readonly KeyPart[];
  /** The same of who speaks, if that was asked for. */
  voice: KeyPart | undefined;
  /** Groups of time below this are of the time before. */
  before: number;
};

/** All of them together. */
export const totalOf = (named: NamedCells): CountedPart[] => {
  const { cells, n, scores } = named;
  const partAt = partsOf(named);
  const sums = new Map<string, CountedPart & { scores: number[] }>();
  for (let cell = 0; cell < cells.length; cell++) {
    const { voice, isBefore } = partAt(cell);
    const name = `${isBefore} ${voice}`;
    const sum = sums.get(name) ?? { n: 0, scores: Array<number>(mostScores).fill(0), voice, isBefore };
    sums.set(name, sum);
    sum.n += n[cell] ?? 0;
    if (scores.length === 0) continue;
    for (let score = 0; score < mostScores; score++)
      sum.scores[score] = (sum.scores[score] ?? 0) + (scores[cell * mostScores + score] ?? 0);
  }
  return [...sums.values()];
};

/**
 * The groups in the order of their keys, of which the names are compared as the database does: by their characters in UTF-8. Those after a
 * key, if there is one; of the range alone, or of the time before as well. Each is made when it is asked for: a page is a few of many.
 */
export function* groupsInOrder(
  named: NamedCells,
  { after, withBefore }: { after: readonly string[] | undefined; withBefore: boolean },
): Generator<CountedKeys> {
  const partAt = partsOf(named);
  const ranks = named.keys.map((key) => ranksOf(named, key));
  const shown = named.cells.keys().filter((cell) => withBefore || !partAt(cell).isBefore);
  const order = ranks.reduceRight(byRank, Int32Array.from(shown));
  const keysAt = (place: number): string[] => ranks.map(({ rank, names }) => names[rank[order[place] ?? 0] ?? 0] ?? '');
  const isOne = (a: number, b: number): boolean =>
    ranks.every(({ rank }) => rank[order[a] ?? 0] === rank[order[b] ?? 0]);
  let place = after === undefined ? 0 : firstAfter(order.length, (at) => compareKeys(keysAt(at), after) > 0);
  while (place < order.length) {
    const first = place;
    const parts: CountedPart[] = [];
    for (; place < order.length && isOne(first, place); place++) parts.push(partAt(order[place] ?? 0));
    yield { keys: keysAt(first), parts };
  }
}

const partsOf = ({ cells, n, scores, by, voice, before }: NamedCells): ((cell: number) => CountedPart) => {
  const all = by.reduce((product, { size }) => product * size, 1);
  const voiceAt = voice && numberAt({ cells, by }, voice);
  return (cell) => ({
    n: n[cell] ?? 0,
    scores: scores.subarray(cell * mostScores, (cell + 1) * mostScores),
    voice: (voiceAt && voice?.names[voiceAt(cell)]) ?? '',
    isBefore: Math.floor((cells[cell] ?? 0) / all) < before,
  });
};

/** The number of a cell in one place of its key. */
const numberAt = ({ cells, by }: Pick<ColumnsCells, 'cells' | 'by'>, { of }: KeyPart): ((cell: number) => number) => {
  const after = by.slice(of === 'time' ? 0 : of + 1).reduce((product, { size }) => product * size, 1);
  const size = of === 'time' ? Number.POSITIVE_INFINITY : (by[of]?.size ?? 1);
  return (cell) => Math.floor((cells[cell] ?? 0) / after) % size;
};

/** By cell where its name is among all names, in their order. */
type Ranks = { rank: Int32Array; names: string[] };

const ranksOf = (named: NamedCells, key: KeyPart): Ranks => {
  const at = numberAt(named, key);
  const inOrder = [...new Set(key.names)].sort(compareNames);
  const places = new Map(inOrder.map((name, place) => [name, place]));
  const rankOf = key.names.map((name) => places.get(name) ?? 0);
  return { rank: named.cells.map((_, cell) => rankOf[at(cell)] ?? 0), names: inOrder };
};

/** Sorts by one place of the keys, and leaves the order as it is where that is the same: from the last place to the first. */
const byRank = (order: Int32Array, { rank, names }: Ranks): Int32Array => {
  const next = new Int32Array(names.length + 1);
  for (const cell of order) {
    const after = (rank[cell] ?? 0) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let place = 1; place < next.length; place++) next[place] = (next[place] ?? 0) + (next[place - 1] ?? 0);
  const sorted = new Int32Array(order.length);
  for (const cell of order) {
    const own = rank[cell] ?? 0;
    sorted[next[own] ?? 0] = cell;
    next[own] = (next[own] ?? 0) + 1;
  }
  return sorted;
};

const firstAfter = (length: number, isAfter: (place: number) => boolean): number => {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isAfter(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
};

const compareNames = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const compareKeys = (a: readonly string[], b: readonly string[]): number => {
  const at = a.findIndex((key, place) => key !== b[place]);
  return at < 0 ? 0 : compareNames(a[at] ?? '', b[at] ?? '');
};
