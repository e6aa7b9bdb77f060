import { expect, it } from 'vitest';
import { readVocabulary } from '../src/encoder/model-files.ts';
import { hashAfter, nothingRead, openPieces } from '../src/encoder/pieces.ts';

it('finds every piece of the vocabulary symbol by symbol, within other symbols, and nothing that is no piece', () => {
  const { pieces } = readVocabulary();
  const find = openPieces(pieces);
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const wrong: string[] = [];
  const look = (text: string): void => {
    const symbols = ['x', ...text, 'y'];
    const hash = symbols.slice(1, -1).reduce(hashAfter, nothingRead);
    if (find(hash, symbols, 1, symbols.length - 1) !== ids.get(text)) wrong.push(text);
  };
  for (const [id, piece] of pieces.entries()) {
    look(piece);
    if (id % 8 === 0) look(`${piece}${pieces[id + 1]}`);
    // What has the hash of another is still not that.
    if (id % 64 === 0) expect(find(hashAfter(nothingRead, piece), ['?'], 0, 1)).toBe(piece === '?' ? id : undefined);
  }
  expect(wrong).toEqual([]);
});
