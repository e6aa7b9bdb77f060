import { openMatrices } from './matrices.ts';
import { readTable, readVocabulary, readWeights } from './model-files.ts';
import { openSentences, sentenceMatrices, sentenceRoom } from './sentence.ts';
import { featureCount, featureMatrices, featureRoom, openTokenFeatures } from './token-features.ts';
import { openTokenizer, type Token, type Tokens } from './tokenizer.ts';

/** What is behind these is not read: what one text costs has a bound. */
const mostTokens = 96;

export type Encoded = {
  ids: number[];
  /** 512 numbers of length 1. */
  embedding: Float32Array;
  words: string[];
  /** The embedding that the text would have if a word were not counted, word for word. */
  without: Float32Array[];
};

export type Encode = (text: string) => Encoded;

/** Loads the encoder in half a second of CPU; it takes some 150 MB. The table of tokens takes longest: it may be opened before. */
export const openEncoder = async (opening: Promise<Buffer> = readTable()): Promise<Encode> => {
  const weights = readWeights();
  const tokenize = openTokenizer(readVocabulary());
  const rows = mostTokens + 1;
  const matrices = openMatrices(
    weights,
    [...featureMatrices, ...sentenceMatrices],
    featureRoom(mostTokens) + sentenceRoom(rows),
  );
  const { sums, embeddings } = openSentences(matrices, weights, rows);
  const featuresOf = openTokenFeatures({ matrices, weights, tokenTable: await opening, mostTokens });
  return (text) => {
    const { tokens, words } = beginningOf(tokenize(text));
    const ids = tokens.map(({ id }) => id);
    sumFeatures(featuresOf(ids), tokens, words.length, sums.values);
    const left = words.map((_, word) => tokens.filter((token) => token.word !== word).length);
    const [embedding = new Float32Array(), ...without] = embeddings([ids.length, ...left]);
    return { ids, embedding, words, without };
  };
};

const beginningOf = ({ tokens, words }: Tokens): Tokens => {
  if (tokens.length <= mostTokens) return { tokens, words };
  const read = [...tokens.slice(0, mostTokens - 1), ...tokens.slice(-1)];
  return { tokens: read, words: words.slice(0, 1 + Math.max(...read.map(({ word }) => word))) };
};

/** The sum over all tokens, and behind it, for each word, the sum without its own. */
const sumFeatures = (features: Float32Array, tokens: readonly Token[], words: number, sums: Float32Array): void => {
  const whole = sums.subarray(0, featureCount).fill(0);
  for (let row = 0; row < tokens.length; row += 1) addRow(whole, features, row, 1);
  for (let word = 0; word < words; word += 1) sums.set(whole, (word + 1) * featureCount);
  for (const [row, { word }] of tokens.entries()) {
    if (word >= 0) addRow(sums.subarray((word + 1) * featureCount, (word + 2) * featureCount), features, row, -1);
  }
};

const addRow = (to: Float32Array, features: Float32Array, row: number, times: 1 | -1): void => {
  for (let at = 0; at < featureCount; at += 1) {
    to[at] = (to[at] ?? 0) + times * (features[row * featureCount + at] ?? 0);
  }
};
