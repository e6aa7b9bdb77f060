import type { Vocabulary } from './model-files.ts';
import { type FindPiece, hashAfter, nothingRead, openPieces } from './pieces.ts';

/** Ids of what is no piece, and of what is put before and behind every text. */
const [unknown, start, end] = [0, 1, 2];
/** How much less probable than the rarest piece a character is that no piece has. */
const penalty = 10;
const space = '▁';

/** A token, and the word that it is part of: `words[word]`. What is put around the text belongs to none. */
export type Token = { id: number; word: number };
export type Tokens = { tokens: Token[]; words: string[] };

/** Cuts texts as SentencePiece does (Kudo, 2018): characters in one form, then the most probable of all ways to cut. */
export const openTokenizer = ({ pieces, scores }: Vocabulary): ((text: string) => Tokens) => {
  const find = openPieces(pieces);
  const longest = pieces.reduce((most, piece) => Math.max(most, piece.length), 0);
  const rarest = scores.reduce((least, score) => Math.min(least, score), 0) - penalty;
  return (text) => {
    const symbols = [...inOneForm(text)];
    return wordsOf(symbols, bestCut(symbols, { find, scores, longest, rarest }));
  };
};

type Pieces = { find: FindPiece; scores: readonly number[]; longest: number; rarest: number };
type Cut = { id: number; from: number; to: number };

/** The most probable cut (Viterbi): of every way to come to a place the best one is kept. */
const bestCut = (symbols: readonly string[], { find, scores, longest, rarest }: Pieces): Cut[] => {
  const best = new Float64Array(symbols.length + 1).fill(Number.NEGATIVE_INFINITY);
  const last: Cut[] = [];
  const reach = (cut: Cut, score: number): void => {
    if (score <= (best[cut.to] ?? 0)) return;
    best[cut.to] = score;
    last[cut.to] = cut;
  };
  best[0] = 0;
  for (let from = 0; from < symbols.length; from += 1) {
    const before = best[from] ?? 0;
    let [hash, known] = [nothingRead, false];
    for (let to = from + 1; to <= Math.min(symbols.length, from + longest); to += 1) {
      hash = hashAfter(hash, symbols[to - 1] ?? '');
      const id = find(hash, symbols, from, to);
      if (id === undefined) continue;
      reach({ id, from, to }, before + (scores[id] ?? 0));
      known ||= to === from + 1;
    }
    if (!known) reach({ id: unknown, from, to: from + 1 }, before + rarest);
  }
  return backwards(last, symbols.length);
};

const backwards = (last: readonly Cut[], length: number): Cut[] => {
  const cuts: Cut[] = [];
  for (let cut = last[length]; cut !== undefined; cut = last[cut.from]) cuts.push(cut);
  return cuts.reverse();
};

const wordsOf = (symbols: readonly string[], cuts: readonly Cut[]): Tokens => {
  const words: string[] = [];
  const tokens: Token[] = [];
  for (const { id, from, to } of cuts) {
    const text = symbols.slice(from, to).join('');
    if (text.startsWith(space) || words.length === 0) words.push('');
    words[words.length - 1] += text.replaceAll(space, ' ');
    tokens.push({ id, word: words.length - 1 });
  }
  // A text of nothing is, to the encoder, a text of one unknown piece.
  const inner = tokens.length === 0 ? [{ id: unknown, word: -1 }] : tokens;
  return {
    tokens: [{ id: start, word: -1 }, ...inner, { id: end, word: -1 }],
    words: words.map((word) => word.trim()),
  };
};

/** What separates words or is not seen, and is a space to the encoder. */
const asSpace = /[\t\n\f\r\u1680\u200b\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd]/g;

/**
 * Characters in the form that the pieces have, each word with `▁` before it. The table of characters in SentencePiece's model is NFKC
 * and `asSpace`: 224,667 of its 224,680 entries are what `normalize` says, and the other thirteen are these.
 */
const inOneForm = (text: string): string => {
  const written = text.toWellFormed().replace(asSpace, ' ').normalize('NFKC');
  const words = written.split(' ').filter((word) => word !== '');
  return words.map((word) => space + word).join('');
};
