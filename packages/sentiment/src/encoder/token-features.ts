import { type Matrices, type PlacedMatrix, type Rows, rowsAtOnce } from './matrices.ts';
import type { readWeights } from './model-files.ts';
import { convolutions, table, type WeightName } from './shapes.ts';
import { fillRows, normaliseLayer, rectify, rowOf } from './vectors.ts';

export const featureCount = 1280;
const [projected, perConvolution] = [768, 256];
const widest = 5;

export const featureMatrices: WeightName[] = [
  ...(['projection2', 'projection3', 'projection5'] as const),
  ...convolutions.flatMap(({ first, second }) => [first, second]),
];
export const featureRoom = (tokens: number): number =>
  (tokens + widest + 2 * rowsAtOnce) * (table.columns + projected + 2 * perConvolution);

type Weights = ReturnType<typeof readWeights>;
type TokenFeatures = { matrices: Matrices; weights: Weights; tokenTable: Buffer; mostTokens: number };

/**
 * What the encoder says of each token where it stands, in 1280 numbers: its row of the table, and what three convolutions see around it.
 */
export const openTokenFeatures = (given: TokenFeatures): ((ids: readonly number[]) => Float32Array) => {
  const { matrices, weights, mostTokens } = given;
  const embedded = matrices.room(mostTokens, table.columns);
  const tokens = matrices.room(mostTokens, projected);
  const embed = openEmbedding(given);
  const project = openProjection(matrices, weights);
  const convolve = openConvolutions(matrices, weights, mostTokens);
  const [gain, bias] = [weights('featureGain'), weights('featureBias')];
  return (ids) => {
    const features = new Float32Array(ids.length * featureCount);
    embed(ids, embedded);
    project(embedded, tokens, ids.length);
    for (let row = 0; row < ids.length; row += 1) features.set(rowOf(embedded, row), row * featureCount);
    convolve(tokens, features, ids.length);
    for (let row = 0; row < ids.length; row += 1) {
      normaliseLayer(features.subarray(row * featureCount, (row + 1) * featureCount), gain, bias);
    }
    return features;
  };
};

const openEmbedding = ({ weights, tokenTable }: TokenFeatures): ((ids: readonly number[], to: Rows) => void) => {
  const [scale, lowest] = [weights('tableScale'), weights('tableLowest')];
  return (ids, { values }) => {
    for (const [row, id] of ids.entries()) {
      const [by, from] = [scale[id % table.slices] ?? 0, lowest[id % table.slices] ?? 0];
      for (let column = 0; column < table.columns; column += 1) {
        values[row * table.columns + column] = (tokenTable[id * table.columns + column] ?? 0) * by + from;
      }
    }
  };
};

/** A projection for each convolution, side by side, normalised together. */
const openProjection = ({ matrix, addProduct }: Matrices, weights: Weights) => {
  const projections = (['projection2', 'projection3', 'projection5'] as const).map(matrix);
  const [bias, tokenGain, tokenBias] = [weights('projectionBias'), weights('tokenGain'), weights('tokenBias')];
  return (embedded: Rows, tokens: Rows, count: number): void => {
    fillRows(tokens, bias, count);
    for (const [index, one] of projections.entries()) addProduct(embedded, one, tokens, count, index * perConvolution);
    for (let row = 0; row < count; row += 1) normaliseLayer(rowOf(tokens, row), tokenGain, tokenBias);
  };
};

const openConvolutions = ({ matrix, room, addProduct }: Matrices, weights: Weights, mostTokens: number) => {
  // Rows of nothing before and behind the text are what a window sees there.
  const surrounded = room(mostTokens + rowsAtOnce + widest, perConvolution);
  const convolved = room(mostTokens, perConvolution);
  const layers = convolutions.map(({ before, first, firstBias, second, secondBias }) => ({
    before,
    first: { matrix: matrix(first), bias: weights(firstBias) },
    second: { matrix: matrix(second), bias: weights(secondBias) },
  }));
  /** Over what is in `surrounded`, rectified, with what it looked at added. */
  const convolve = (
    before: number,
    { matrix, bias }: { matrix: PlacedMatrix; bias: Float32Array },
    count: number,
  ): void => {
    fillRows(convolved, bias, count);
    addProduct(surrounded, matrix, convolved, count);
    const around = surrounded.values.subarray(before * perConvolution, (before + count) * perConvolution);
    const seen = convolved.values.subarray(0, around.length);
    rectify(seen);
    for (let at = 0; at < around.length; at += 1) seen[at] = (seen[at] ?? 0) + (around[at] ?? 0);
  };
  return (tokens: Rows, features: Float32Array, count: number): void => {
    for (const [index, { before, first, second }] of layers.entries()) {
      const from = index * perConvolution;
      surrounded.values.fill(0);
      for (let row = 0; row < count; row += 1) {
        const seen = rowOf(tokens, row).subarray(from, from + perConvolution);
        surrounded.values.set(seen, (before + row) * perConvolution);
      }
      convolve(before, first, count);
      surrounded.values.set(convolved.values.subarray(0, count * perConvolution), before * perConvolution);
      convolve(before, second, count);
      for (let row = 0; row < count; row += 1) {
        features.set(rowOf(convolved, row), row * featureCount + table.columns + from);
      }
    }
  };
};
