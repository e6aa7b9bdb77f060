import { type Matrices, type Rows, rowsAtOnce } from './matrices.ts';
import type { readWeights } from './model-files.ts';
import type { WeightName } from './shapes.ts';
import { featureCount } from './token-features.ts';
import { fillRows, rectify, rowOf, toUnitLength } from './vectors.ts';

const [wide, hidden] = [512, 320];
export const sentenceMatrices: WeightName[] = ['sum', 'hidden0', 'hidden1', 'around1', 'hidden2', 'hidden3', 'around3'];
export const sentenceRoom = (rows: number): number => (rows + rowsAtOnce) * (featureCount + 3 * wide + 2 * hidden);

export type Sentences = {
  /** Sums of what is said of each token, a row for each text. */
  sums: Rows;
  /** Of the first rows of `sums` the embeddings, of length 1; how many tokens a row is the sum of has to be said. */
  embeddings: (tokens: readonly number[]) => Float32Array[];
};

/** A deep averaging network (Iyyer et al., 2015) with ways around its layers. */
export const openSentences = (
  { matrix, room, addProduct }: Matrices,
  weights: ReturnType<typeof readWeights>,
  rows: number,
): Sentences => {
  const [sums, means] = [room(rows, featureCount), room(rows, wide)];
  const [first, second] = [room(rows, hidden), room(rows, hidden)];
  const [third, last] = [room(rows, wide), room(rows, wide)];
  const bias = weights('sumBias');
  const nothing = new Float32Array(wide);
  const add = (left: Rows, name: WeightName, out: Rows, count: number): void =>
    addProduct(left, matrix(name), out, count);
  const average = (tokens: readonly number[]): void => {
    fillRows(means, nothing, tokens.length);
    add(sums, 'sum', means, tokens.length);
    for (const [row, count] of tokens.entries()) {
      const mean = rowOf(means, row);
      const by = 1 / Math.sqrt(count);
      for (let at = 0; at < wide; at += 1) mean[at] = ((mean[at] ?? 0) + count * (bias[at] ?? 0)) * by;
    }
  };
  return {
    sums,
    embeddings: (tokens) => {
      const count = tokens.length;
      average(tokens);
      for (const rows of [first, second, third, last]) fillRows(rows, nothing.subarray(0, rows.columns), count);
      add(means, 'hidden0', first, count);
      rectify(first.values.subarray(0, count * hidden));
      add(means, 'around1', second, count);
      add(first, 'hidden1', second, count);
      rectify(second.values.subarray(0, count * hidden));
      add(second, 'hidden2', third, count);
      rectify(third.values.subarray(0, count * wide));
      add(second, 'around3', last, count);
      add(third, 'hidden3', last, count);
      return tokens.map((_, row) => toUnitLength(rowOf(last, row).map(Math.tanh)));
    },
  };
};
