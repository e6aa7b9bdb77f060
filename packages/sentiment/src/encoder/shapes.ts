/**
 * The parts of the encoder: Google's Universal Sentence Encoder, multilingual 3 (Yang et al., 2020), in its form of convolutions.
 * `model/weights.zst` holds the numbers of these matrices one after the other, row by row, in this order.
 */
export const weightShapes = {
  tableScale: [1, 17],
  tableLowest: [1, 17],
  projection2: [512, 256],
  projection3: [512, 256],
  projection5: [512, 256],
  projectionBias: [1, 768],
  tokenGain: [1, 768],
  tokenBias: [1, 768],
  first2: [512, 256],
  firstBias2: [1, 256],
  second2: [512, 256],
  secondBias2: [1, 256],
  first3: [768, 256],
  firstBias3: [1, 256],
  second3: [768, 256],
  secondBias3: [1, 256],
  first5: [1280, 256],
  firstBias5: [1, 256],
  second5: [1280, 256],
  secondBias5: [1, 256],
  featureGain: [1, 1280],
  featureBias: [1, 1280],
  sum: [1280, 512],
  sumBias: [1, 512],
  hidden0: [512, 320],
  hidden1: [320, 320],
  around1: [512, 320],
  hidden2: [320, 512],
  hidden3: [512, 512],
  around3: [320, 512],
} as const satisfies Record<string, readonly [rows: number, columns: number]>;

export type WeightName = keyof typeof weightShapes;

/** Tokens of the vocabulary, a row of the table each; a row is read by the scale and the lowest value of `id % 17`. */
export const table = { rows: 128_010, columns: 512, slices: 17 } as const;

/** The convolutions over pairs, threes and fives of tokens, and how many tokens before its own each looks at. */
export const convolutions = [
  { width: 2, before: 0, first: 'first2', firstBias: 'firstBias2', second: 'second2', secondBias: 'secondBias2' },
  { width: 3, before: 1, first: 'first3', firstBias: 'firstBias3', second: 'second3', secondBias: 'secondBias3' },
  { width: 5, before: 2, first: 'first5', firstBias: 'firstBias5', second: 'second5', secondBias: 'secondBias5' },
] as const;

export const epsilon = 1e-12;
