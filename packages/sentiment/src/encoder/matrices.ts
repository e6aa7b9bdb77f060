import { inPanels, openMultiply, panelColumns } from './kernel.ts';
import type { readWeights } from './model-files.ts';
import { type WeightName, weightShapes } from './shapes.ts';

/** Rows of numbers in the memory that the kernel works in; `values` is all of them. */
export type Rows = { address: number; columns: number; values: Float32Array };
/** A matrix of the encoder as the kernel reads it. */
export type PlacedMatrix = { address: number; rows: number; columns: number };

export type Matrices = {
  matrix: (name: WeightName) => PlacedMatrix;
  /** Room for as many rows; a multiple of `rowsAtOnce` is reserved, since the kernel writes them all. */
  room: (rows: number, columns: number) => Rows;
  /** Adds `left` × `matrix` to `out`, row for row. Rows of `left` may be windows: as wide as the matrix has rows. */
  addProduct: (left: Rows, matrix: PlacedMatrix, out: Rows, rows: number, fromColumn?: number) => void;
};

export const rowsAtOnce = 4;
const pageBytes = 65_536;
const bytesOf = (rows: number, columns: number): number => 4 * columns * roundedUp(rows);
const roundedUp = (rows: number): number => Math.ceil(rows / rowsAtOnce) * rowsAtOnce;

/** Puts the matrices that are multiplied into a memory with room for so many numbers beside them. */
export const openMatrices = (
  weights: ReturnType<typeof readWeights>,
  names: readonly WeightName[],
  roomFor: number,
): Matrices => {
  const weightBytes = names.reduce((sum, name) => sum + 4 * weightShapes[name][0] * weightShapes[name][1], 0);
  const memory = new WebAssembly.Memory({ initial: Math.ceil((weightBytes + 4 * roomFor) / pageBytes) });
  const [multiplyOne, multiplyFour] = [openMultiply(memory, 1), openMultiply(memory, rowsAtOnce)];
  let free = 0;
  const take = (bytes: number): number => {
    const address = free;
    free += bytes;
    return address;
  };
  const place = (name: WeightName): [WeightName, PlacedMatrix] => {
    const [rows, columns] = weightShapes[name];
    const address = take(4 * rows * columns);
    new Float32Array(memory.buffer, address, rows * columns).set(inPanels(weights(name), rows, columns));
    return [name, { address, rows, columns }];
  };
  const placed = new Map(names.map(place));
  return {
    matrix: (name) => {
      const found = placed.get(name);
      if (!found) throw new Error(`${name} is not in the memory of the kernel`);
      return found;
    },
    room: (rows, columns) => {
      const bytes = bytesOf(rows, columns);
      const address = take(bytes);
      return { address, columns, values: new Float32Array(memory.buffer, address, bytes / 4) };
    },
    addProduct: (left, { address, rows: shared, columns }, out, rows, fromColumn = 0) => {
      const multiply = rows === 1 ? multiplyOne : multiplyFour;
      const groups = rows === 1 ? 1 : roundedUp(rows) / rowsAtOnce;
      const to = out.address + 4 * fromColumn;
      multiply(left.address, 4 * left.columns, address, shared, to, 4 * out.columns, groups, columns / panelColumns);
    },
  };
};
