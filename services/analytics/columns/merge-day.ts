import { compareNames, type DayChange, type DayRows, type LabelColumn, noRows, roomFor, widthsBy } from './day-rows.ts';
import { rowLabels } from './row.ts';

/**
 * A day with what has come to it and gone from it since, in the order in which it did: of several changes of one row the last holds. What is
 * changed is not written into the day that was: whoever reads that one goes on.
 */
export const mergeDay = (day: DayRows, changes: readonly Pick<DayChange, 'rows' | 'gone'>[]): DayRows => {
  const words = lastWords(changes);
  const added = gathered(
    changes,
    words.filter(({ gone }) => !gone),
  );
  return merged(day, added, whereFrom(day, added, goneOf(changes, words)));
};

/** Of which change which row has the last word on a name. */
type LastWord = { change: number; row: number; gone: boolean };

/** In order of their names. */
const lastWords = (changes: readonly Pick<DayChange, 'rows' | 'gone'>[]): LastWord[] => {
  const all = changes.flatMap(({ rows, gone }, change): LastWord[] => [
    ...Array.from({ length: rows.n }, (_, row) => ({ change, row, gone: false })),
    ...Array.from({ length: gone.n }, (_, row) => ({ change, row, gone: true })),
  ]);
  const names = ({ change, gone }: LastWord) => changes[change]?.[gone ? 'gone' : 'rows'] ?? noRows();
  const compare = (a: LastWord, b: LastWord): number => compareNames(names(a), a.row, names(b), b.row);
  const ordered = all.sort((a, b) => compare(a, b) || a.change - b.change);
  return ordered.filter((one, at) => {
    const next = ordered[at + 1];
    return next === undefined || compare(one, next) !== 0;
  });
};

/** The rows that come, as a day of their own. */
const gathered = (changes: readonly Pick<DayChange, 'rows'>[], words: readonly LastWord[]): DayRows => {
  const rowsOf = changes.map(({ rows }) => rows);
  const scores = rowsOf.map(scoresByRow);
  const more = words.flatMap(({ change, row }, at) => (scores[change]?.get(row) ?? []).map((score) => ({ at, score })));
  const into = roomFor(words.length, more.length, widestOf(rowsOf));
  words.forEach(({ change, row }, at) => {
    const from = rowsOf[change];
    if (from !== undefined) copyRow(from, row, into, at);
  });
  more.forEach(({ at, score }, place) => {
    into.moreOf[place] = at;
    into.moreScore[place] = score;
  });
  return into;
};

const widestOf = (days: readonly DayRows[]) =>
  widthsBy((label) => Math.max(0, ...days.map((rows) => rows[label]?.BYTES_PER_ELEMENT ?? 0)));

const copyRow = (from: DayRows, row: number, into: DayRows, at: number): void => {
  for (const name of ['at', 'high', 'low', 'subject', 'step', 'score'] as const) into[name][at] = from[name][row] ?? 0;
  for (const label of rowLabels) {
    const column = into[label];
    if (column !== undefined) column[at] = from[label]?.[row] ?? 0;
  }
};

/** The names that go, in order. */
const goneOf = (changes: readonly Pick<DayChange, 'gone'>[], words: readonly LastWord[]) => {
  const gone = words.filter((word) => word.gone);
  const column = (name: 'at' | 'high' | 'low') =>
    Uint32Array.from(gone, ({ change, row }) => changes[change]?.gone[name][row] ?? 0);
  return { n: gone.length, at: column('at'), high: column('high'), low: column('low') };
};

/** Of each row that there will be: which one of the day it is, or, as −1 − row, which one of those that come. */
const whereFrom = (day: DayRows, added: DayRows, gone: DayChange['gone']): Int32Array => {
  const from = new Int32Array(day.n + added.n);
  let [n, coming, going] = [0, 0, 0];
  for (let row = 0; row < day.n; row++) {
    while (coming < added.n && compareNames(added, coming, day, row) < 0) from[n++] = -1 - coming++;
    while (going < gone.n && compareNames(gone, going, day, row) < 0) going++;
    const isReplaced = coming < added.n && compareNames(added, coming, day, row) === 0;
    const isGone = going < gone.n && compareNames(gone, going, day, row) === 0;
    if (!isReplaced && !isGone) from[n++] = row;
  }
  while (coming < added.n) from[n++] = -1 - coming++;
  return from.subarray(0, n);
};

const merged = (day: DayRows, added: DayRows, from: Int32Array): DayRows => {
  const more = moreOf(day, added, from);
  const into = roomFor(from.length, more.length, widestOf([day, added]));
  for (const name of ['at', 'high', 'low', 'subject', 'step', 'score'] as const)
    choose(day[name], added[name], from, into[name]);
  for (const label of rowLabels) choose(day[label], added[label], from, into[label]);
  more.forEach(({ row, score }, place) => {
    into.moreOf[place] = row;
    into.moreScore[place] = score;
  });
  return into;
};

type Column = LabelColumn | Int32Array | Int8Array;

const choose = (
  old: Column | undefined,
  added: Column | undefined,
  from: Int32Array,
  into: Column | undefined,
): void => {
  if (into === undefined) return;
  for (let row = 0; row < from.length; row++) {
    const source = from[row] ?? 0;
    into[row] = (source >= 0 ? old?.[source] : added?.[-1 - source]) ?? 0;
  }
};

/** The scores behind the first ones, in the order of the rows that there will be. */
const moreOf = (day: DayRows, added: DayRows, from: Int32Array): { row: number; score: number }[] => {
  if (day.moreOf.length === 0 && added.moreOf.length === 0) return [];
  const [ofDay, ofAdded] = [scoresByRow(day), scoresByRow(added)];
  return Array.from(from).flatMap((source, row) =>
    ((source >= 0 ? ofDay.get(source) : ofAdded.get(-1 - source)) ?? []).map((score) => ({ row, score })),
  );
};

const scoresByRow = (rows: DayRows): ReadonlyMap<number, number[]> => {
  const scores = new Map<number, number[]>();
  rows.moreOf.forEach((row, place) => {
    const known = scores.get(row);
    if (known === undefined) scores.set(row, [rows.moreScore[place] ?? 0]);
    else known.push(rows.moreScore[place] ?? 0);
  });
  return scores;
};
