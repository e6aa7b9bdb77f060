import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Encode, openEncoder } from '../src/encoder/encoder.ts';
import { inputOf, probabilitiesOf, shippedHead } from '../src/head.ts';
import { readFeatures } from '../src/words/features.ts';
import fixture from './vectors.json' with { type: 'json' };

const model = join(import.meta.dirname, '..', 'model');
let encode: Encode;
beforeAll(async () => {
  encode = await openEncoder();
});

/** 43 texts that another program of the same recipe read: the encoder's own in Python, lists and head in numpy. */
describe('a text is read as the recipe says', () => {
  const vectors = fixture.vectors.map((vector) => ({
    ...vector,
    language: vector.lang === 'es' ? ('es' as const) : ('en' as const),
  }));

  it('in the same form, cut into the same pieces', () => {
    for (const { text, language, normalised, ids } of vectors) {
      expect(readFeatures(text, language).reading.text).toBe(normalised);
      expect(encode(normalised).ids).toEqual(ids);
    }
  });

  it.each(vectors)('“$text”: the same numbers', ({ text, language, normalised, embedding, lexicon, probability }) => {
    const { features } = readFeatures(text, language);
    const encoded = encode(normalised).embedding;
    const probabilities = Object.values(probabilitiesOf(inputOf(encoded, features, shippedHead), shippedHead));
    expect(farthest([...encoded.slice(0, embedding.length)], embedding)).toBeLessThan(1e-4);
    expect(farthest(features, lexicon)).toBeLessThan(1e-4);
    expect(farthest(probabilities, probability)).toBeLessThan(1e-3);
    expect(Math.hypot(...encoded)).toBeCloseTo(1, 5);
  });
});

it('the weights are those that NOTICE names', () => {
  const notice = readFileSync(join(model, 'NOTICE'), 'utf8');
  for (const [, file = '', hash] of notice.matchAll(/(\w+\.zst) +SHA-256 (\w{64})/g)) {
    const content = zstdDecompressSync(readFileSync(join(model, file)));
    expect(createHash('sha256').update(content).digest('hex'), file).toBe(hash);
  }
  expect(notice.match(/\w+\.zst +SHA-256/g)).toHaveLength(3);
});

it('a word that is left out changes the embedding as a text without it would, near enough to say what decided', () => {
  const { words, embedding, without } = encode('Thank you so much for your help!');
  expect(words).toEqual(['Thank', 'you', 'so', 'much', 'for', 'your', 'help!']);
  expect(without).toHaveLength(words.length);
  for (const other of without) {
    expect(Math.hypot(...other)).toBeCloseTo(1, 5);
    expect(farthest([...other], [...embedding])).toBeGreaterThan(1e-3);
  }
});

const farthest = (found: readonly number[], right: readonly number[]): number =>
  right.length === found.length ? Math.max(...right.map((value, at) => Math.abs(value - (found[at] ?? 0)))) : Infinity;
