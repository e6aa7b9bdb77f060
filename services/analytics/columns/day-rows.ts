import { type ColumnRow, type Label, noScore, rowLabels } from './row.ts';

/** Numbers as wide as the largest of them. */
export type LabelColumn = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** The rows of one day in UTC, a column each, in order of (at, high, low), which no two have in common. */
export type DayRows = {
  n: number;
  at: Uint32Array<ArrayBuffer>;
  high: Uint32Array<ArrayBuffer>;
  low: Uint32Array<ArrayBuffer>;
  subject: Int32Array<ArrayBuffer>;
  step: Uint16Array<ArrayBuffer>;
  /** The first score of each row, or `noScore`. */
  score: Int8Array<ArrayBuffer>;
  /** Of rows with several scores the others: in which row, and what. */
  moreOf: Uint32Array<ArrayBuffer>;
  moreScore: Int8Array<ArrayBuffer>;
} & { [Name in Label]: LabelColumn | undefined };

/** The names of rows that are to go from a day. */
export type GoneRows = Pick<DayRows, 'n' | 'at' | 'high' | 'low'>;

/** What comes to a day, or goes from it. */
export type DayChange = { day: number; rows: DayRows; gone: GoneRows };

/** Room for so many rows, with rowLabels of these widths in bytes. */
export const roomFor = (n: number, more: number, widths: Readonly<Record<Label, number>>): DayRows => ({
  n,
  at: new Uint32Array(n),
  high: new Uint32Array(n),
  low: new Uint32Array(n),
  subject: new Int32Array(n),
  step: new Uint16Array(n),
  score: new Int8Array(n),
  moreOf: new Uint32Array(more),
  moreScore: new Int8Array(more),
  direction: labelRoom(n, widths.direction),
  actor: labelRoom(n, widths.actor),
  outcome: labelRoom(n, widths.outcome),
  journey: labelRoom(n, widths.journey),
  word1: labelRoom(n, widths.word1),
  word2: labelRoom(n, widths.word2),
  word3: labelRoom(n, widths.word3),
  word4: labelRoom(n, widths.word4),
});

const labelRoom = (n: number, width: number): LabelColumn | undefined => {
  if (width === 0 || n === 0) return undefined;
  return width === 1 ? new Uint8Array(n) : width === 2 ? new Uint16Array(n) : new Uint32Array(n);
};

/** How many bytes a number takes; 0 takes none. */
export const widthOf = (most: number): number => (most === 0 ? 0 : most < 0x100 ? 1 : most < 0x10000 ? 2 : 4);

/** The same for each label, by a function that gives it for one. */
export const widthsBy = (of: (label: Label) => number): Record<Label, number> => ({
  direction: of('direction'),
  actor: of('actor'),
  outcome: of('outcome'),
  journey: of('journey'),
  word1: of('word1'),
  word2: of('word2'),
  word3: of('word3'),
  word4: of('word4'),
});

export const noRows = (): DayRows =>
  roomFor(
    0,
    0,
    widthsBy(() => 0),
  );

/** Before, the same, or after: in which order the rows of a day stand. */
export const compareNames = (
  a: Pick<GoneRows, 'at' | 'high' | 'low'>,
  i: number,
  b: Pick<GoneRows, 'at' | 'high' | 'low'>,
  j: number,
): number =>
  (a.at[i] ?? 0) - (b.at[j] ?? 0) || (a.high[i] ?? 0) - (b.high[j] ?? 0) || (a.low[i] ?? 0) - (b.low[j] ?? 0);

/** Rows by day: of several of one name the last holds. */
export const changesOf = (rows: readonly ColumnRow[]): DayChange[] => {
  const ordered = rows.toSorted(compareRows);
  const changes: DayChange[] = [];
  for (let from = 0; from < ordered.length; ) {
    const day = ordered[from]?.day ?? 0;
    const [stay, go]: [ColumnRow[], ColumnRow[]] = [[], []];
    for (let row = ordered[from]; row?.day === day; row = ordered[++from]) {
      const next = ordered[from + 1];
      if (next === undefined || compareRows(row, next) !== 0) (row.gone ? go : stay).push(row);
    }
    changes.push({ day, rows: columnsOf(stay), gone: namesOf(go) });
  }
  return changes;
};

const compareRows = (a: ColumnRow, b: ColumnRow): number =>
  a.day - b.day || a.at - b.at || a.tie[0] - b.tie[0] || a.tie[1] - b.tie[1];

const namesOf = (rows: readonly ColumnRow[]): GoneRows => {
  const names = {
    n: rows.length,
    at: new Uint32Array(rows.length),
    high: new Uint32Array(rows.length),
    low: new Uint32Array(rows.length),
  };
  for (const [place, { at, tie }] of rows.entries()) {
    names.at[place] = at;
    names.high[place] = tie[0];
    names.low[place] = tie[1];
  }
  return names;
};

const columnsOf = (rows: readonly ColumnRow[]): DayRows => {
  const more = rows.flatMap(({ scores }, row) => scores.slice(1).map((score) => ({ row, score })));
  const columns = roomFor(rows.length, more.length, widthsIn(rows));
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place];
    if (row === undefined) continue;
    columns.at[place] = row.at;
    columns.high[place] = row.tie[0];
    columns.low[place] = row.tie[1];
    columns.subject[place] = row.subject;
    columns.step[place] = row.step;
    columns.score[place] = row.scores[0] ?? noScore;
    if (columns.direction) columns.direction[place] = row.direction;
    if (columns.actor) columns.actor[place] = row.actor;
    if (columns.outcome) columns.outcome[place] = row.outcome;
    if (columns.journey) columns.journey[place] = row.journey;
    if (columns.word1) columns.word1[place] = row.words[0];
    if (columns.word2) columns.word2[place] = row.words[1];
    if (columns.word3) columns.word3[place] = row.words[2];
    if (columns.word4) columns.word4[place] = row.words[3];
  }
  for (const [at, { row, score }] of more.entries()) {
    columns.moreOf[at] = row;
    columns.moreScore[at] = score;
  }
  return columns;
};

/** How wide the labels of these are. */
const widthsIn = (rows: readonly ColumnRow[]): Record<Label, number> => {
  const most = widthsBy(() => 0);
  for (const { direction, actor, outcome, journey, words } of rows) {
    if (direction > most.direction) most.direction = direction;
    if (actor > most.actor) most.actor = actor;
    if (outcome > most.outcome) most.outcome = outcome;
    if (journey > most.journey) most.journey = journey;
    if (words[0] > most.word1) most.word1 = words[0];
    if (words[1] > most.word2) most.word2 = words[1];
    if (words[2] > most.word3) most.word3 = words[2];
    if (words[3] > most.word4) most.word4 = words[3];
  }
  return widthsBy((label) => widthOf(most[label]));
};

/** The widths in bytes of the rowLabels of a day. */
export const widthsOf = (rows: DayRows): Record<Label, number> =>
  widthsBy((label) => rows[label]?.BYTES_PER_ELEMENT ?? 0);

/** Those of the rowLabels that are there. */
export const labelsIn = (rows: DayRows): Label[] => rowLabels.filter((label) => rows[label] !== undefined);
