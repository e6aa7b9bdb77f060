import { Word } from '@hilo/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordFrom } from './word.ts';

it.each([
  ['Order Completed', 'order_completed'],
  ['/checkout/step-1', 'checkout/step-1'],
  ['  ¡Compró!  ', 'compró'],
  ['airport.lounge', 'airport.lounge'],
  ['x'.repeat(150), 'x'.repeat(100)],
])('makes of %s the word %s', (name, word) => {
  expect(wordFrom(name)).toBe(word);
});

it('knows no word for what has neither letter nor digit', () => {
  expect(wordFrom('🎉 !!')).toBeUndefined();
});

it('makes a word of whatever comes, and leaves a word that it made as it is', () => {
  const names = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', minLength: 90, maxLength: 120 }));
  fc.assert(
    fc.property(names, (name) => {
      const word = wordFrom(name);
      if (word === undefined) return;
      expect(Word.safeParse(word).success).toBe(true);
      expect(wordFrom(word)).toBe(word);
    }),
    { numRuns: 300 },
  );
});
