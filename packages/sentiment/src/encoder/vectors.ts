import type { Rows } from './matrices.ts';
import { epsilon } from './shapes.ts';

export const rowOf = ({ values, columns }: Rows, row: number): Float32Array =>
  values.subarray(row * columns, (row + 1) * columns);

/** Every row becomes this one, to which products are added. */
export const fillRows = ({ values, columns }: Rows, row: Float32Array, count: number): void => {
  for (let at = 0; at < count; at += 1) values.set(row, at * columns);
};

/** Layer normalisation (Ba, Kiros and Hinton, 2016): mean 0 and variance 1, then a gain and a bias for each number. */
export const normaliseLayer = (row: Float32Array, gain: Float32Array, bias: Float32Array): void => {
  let mean = 0;
  for (const value of row) mean += value;
  mean /= row.length;
  let variance = 0;
  for (const value of row) variance += (value - mean) ** 2;
  const by = 1 / Math.sqrt(variance / row.length + epsilon);
  for (let at = 0; at < row.length; at += 1) row[at] = ((row[at] ?? 0) - mean) * by * (gain[at] ?? 0) + (bias[at] ?? 0);
};

export const rectify = (values: Float32Array): void => {
  for (let at = 0; at < values.length; at += 1) values[at] = Math.max(values[at] ?? 0, 0);
};

/** To the length 1. */
export const toUnitLength = (row: Float32Array): Float32Array => {
  let squares = 0;
  for (const value of row) squares += value * value;
  const by = 1 / Math.sqrt(Math.max(squares, epsilon));
  return row.map((value) => value * by);
};
