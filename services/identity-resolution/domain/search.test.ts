import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchWords, wordsOfNames } from './search.ts';

/** Whether each of the words that were asked for begins one of the words of a name: what the query in SQL asks. */
const isNamed = (asked: readonly string[], words: readonly string[]): boolean =>
  asked.every((one) => words.some((word) => word.startsWith(one)));

const ana = wordsOfNames({ givenName: 'María José', familyName: "O'Brien-García" });

it.each(['maria', 'MARÍA JOSÉ', 'garcía', 'garcia maria', 'mar gar', "o'brien", 'obrien jose', 'García, María'])(
  'finds a customer by %s',
  (query) => expect(isNamed(searchWords(query), ana)).toBe(true),
);
it.each(['aria', 'maria lopez', 'mariana', 'brien'])('does not find one by %s', (query) =>
  expect(isNamed(searchWords(query), ana)).toBe(false),
);

it('finds whoever has a name by the beginning of each of its words, in any order, case and form of accents', () => {
  const word = fc.string({ unit: fc.constantFrom(...'aeñáüçøß王и'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(7)), (names, lengths) => {
      const asked = names.map((name, at) => [...name].slice(0, 1 + (lengths[at] ?? 7)).join('')).reverse();
      expect(isNamed(searchWords(asked.join(' ').toUpperCase().normalize('NFD')), searchWords(names.join(' ')))).toBe(
        true,
      );
    }),
  );
});

it('has nothing to look for in what has no letter or digit', () => {
  expect(searchWords(' ,.-% _ ')).toEqual([]);
});
