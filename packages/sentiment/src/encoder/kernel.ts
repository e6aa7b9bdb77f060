import {
  advance,
  type Code,
  constant,
  get,
  loadFour,
  loadSplat,
  moduleOf,
  multiplied,
  plusFour,
  repeated,
  set,
  shiftedRight,
  storeFour,
  timesFour,
} from './assembler.ts';

/** Columns of the right matrix that lie side by side in memory, row after row: a panel. Two vectors of four numbers. */
export const panelColumns = 8;
const vectorsWide = panelColumns / 4;
/** So many of the shared dimension are written out in the loop: it is a multiple of this in every matrix of the encoder. */
const unrolled = 4;

/** Addresses are in bytes, as are the steps from one row to the next. */
export type Multiply = (
  left: number,
  leftStep: number,
  panels: number,
  shared: number,
  out: number,
  outStep: number,
  rowGroups: number,
  panelCount: number,
) => void;

/**
 * Adds to `out` the product of two matrices, some rows at once, by vectors of four numbers. Rows of the left one may overlap:
 * a convolution is a product whose rows are windows that begin one token after the other.
 */
export const openMultiply = (memory: WebAssembly.Memory, rows: number): Multiply => {
  const code = new WebAssembly.Module(moduleOf('multiply', multiplication(rows)));
  const { multiply } = new WebAssembly.Instance(code, { env: { memory } }).exports;
  if (typeof multiply !== 'function') throw new Error('the module exports no multiplication');
  return (...given) => multiply(...given);
};

const [left, leftStep, panels, shared, out, outStep, rowGroups, panelCount] = [0, 1, 2, 3, 4, 5, 6, 7];
const parameters = 8;
const [panel, group, step, leftGroup, outGroup] = [8, 9, 10, 11, 12];
const firstRowLocal = 13;

/** Which local holds what, for so many rows at once: two addresses for each row, then the sums, then a piece of the panel. */
const localsFor = (rows: number) => {
  const numbers = firstRowLocal - parameters + 2 * rows;
  const firstSum = parameters + numbers;
  return {
    numbers,
    vectors: (rows + 1) * vectorsWide,
    leftRow: (row: number): number => firstRowLocal + row,
    outRow: (row: number): number => firstRowLocal + rows + row,
    sum: (row: number, vector: number): number => firstSum + row * vectorsWide + vector,
    right: (vector: number): number => firstSum + rows * vectorsWide + vector,
    each: (body: (row: number, vector: number) => Code): Code =>
      all(rows, (row) => all(vectorsWide, (vector) => body(row, vector))),
  };
};

const multiplication = (rows: number) => {
  const { numbers, vectors, leftRow, outRow, sum, each } = localsFor(rows);
  const oneGroup: Code = [
    ...startRows(rows),
    ...each((row, vector) => [...get(outRow(row)), ...loadFour(16 * vector), ...set(sum(row, vector))]),
    ...copy(panels, panel),
    ...get(shared),
    ...constant(Math.log2(unrolled)),
    ...shiftedRight,
    ...set(step),
    ...repeated(step, [
      ...all(unrolled, (one) => multiplyOne(rows, one)),
      ...all(rows, (row) => advance(leftRow(row), constant(4 * unrolled))),
      ...advance(panel, constant(4 * unrolled * panelColumns)),
    ]),
    ...each((row, vector) => [...get(outRow(row)), ...get(sum(row, vector)), ...storeFour(16 * vector)]),
    ...advance(leftGroup, times(leftStep, rows)),
    ...advance(outGroup, times(outStep, rows)),
  ];
  const body: Code = repeated(panelCount, [
    ...[...copy(left, leftGroup), ...copy(out, outGroup), ...copy(rowGroups, group)],
    ...repeated(group, oneGroup),
    // Where the panel was read to is where the next one begins.
    ...copy(panel, panels),
    ...advance(out, constant(4 * panelColumns)),
  ]);
  return { parameters, numbers, vectors, body };
};

/** The addresses of the rows of a group, each one step behind the one before. */
const startRows = (rows: number): Code => {
  const { leftRow, outRow } = localsFor(rows);
  const after = (from: number, to: number, by: number): Code => [...copy(from, to), ...advance(to, get(by))];
  return all(rows, (row) =>
    row === 0
      ? [...copy(leftGroup, leftRow(0)), ...copy(outGroup, outRow(0))]
      : [...after(leftRow(row - 1), leftRow(row), leftStep), ...after(outRow(row - 1), outRow(row), outStep)],
  );
};

/** One number of each row, times a row of the panel, added to the sums. */
const multiplyOne = (rows: number, one: number): Code => {
  const { leftRow, sum, right, each } = localsFor(rows);
  return [
    ...all(vectorsWide, (vector) => [
      ...get(panel),
      ...loadFour(4 * (one * panelColumns + 4 * vector)),
      ...set(right(vector)),
    ]),
    ...each((row, vector) => [
      ...get(leftRow(row)),
      ...loadSplat(4 * one),
      ...get(right(vector)),
      ...timesFour,
      ...get(sum(row, vector)),
      ...plusFour,
      ...set(sum(row, vector)),
    ]),
  ];
};

const copy = (from: number, to: number): Code => [...get(from), ...set(to)];
const times = (local: number, by: number): Code => [...get(local), ...constant(by), ...multiplied];

const all = (count: number, body: (index: number) => Code): Code =>
  Array.from({ length: count }, (_, index) => body(index)).flat();

/** A matrix of rows, as panels: the first eight columns of every row, then the next eight. */
export const inPanels = (matrix: Float32Array, rows: number, columns: number): Float32Array => {
  const panels = new Float32Array(matrix.length);
  let to = 0;
  for (let panel = 0; panel < columns; panel += panelColumns) {
    for (let row = 0; row < rows; row += 1) {
      for (let column = panel; column < panel + panelColumns; column += 1, to += 1)
        panels[to] = matrix[row * columns + column] ?? 0;
    }
  }
  return panels;
};
