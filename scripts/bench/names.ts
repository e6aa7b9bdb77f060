import { createRandom, type Random } from '../simulate/random.ts';

export type MadeUpPerson = { number: string; email: string; givenName: string; familyName: string };

const starts = [
  'b',
  'c',
  'd',
  'f',
  'g',
  'j',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'z',
  'br',
  'tr',
  'll',
  'ñ',
  'ch',
] as const;
const vowels = ['a', 'e', 'i', 'o', 'u', 'á', 'é', 'í', 'ó', 'ia', 'ue'] as const;
const ends = ['', '', 'n', 's', 'r', 'l', 'z'] as const;
/** So many there are, and the most common has about three in a hundred, as in Spain (INE, names and surnames by frequency). */
const given = { count: 800, flatness: 6 };
const family = { count: 20_000, flatness: 4 };

/** People with names that are as common, and as rare, as names are; the same for the same seed. */
export const createNames = (seed: number): { next(): MadeUpPerson } => {
  const random = createRandom(seed);
  const [givenNames, familyNames] = [made(random, given.count, 2), made(random, family.count, 3)];
  const pickGiven = picker(random, givenNames, given.flatness);
  const pickFamily = picker(random, familyNames, family.flatness);
  let people = 0;
  return {
    next: () => {
      people += 1;
      return {
        number: `C-${people}`,
        email: `person.${people}@example.org`,
        givenName: random.chance(0.25) ? `${pickGiven()} ${pickGiven()}` : pickGiven(),
        familyName: `${pickFamily()} ${pickFamily()}`,
      };
    },
  };
};

const made = (random: Random, count: number, syllables: number): string[] => {
  const names = new Set<string>();
  while (names.size < count) {
    const name = Array.from(
      { length: syllables - random.below(2) },
      () => `${random.pick(starts)}${random.pick(vowels)}${random.pick(ends)}`,
    ).join('');
    names.add(`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`);
  }
  return [...names];
};

/** The first is the most common, and the next ones are rarer and rarer (Zipf's law, flattened at its beginning). */
const picker = (random: Random, names: readonly string[], flatness: number): (() => string) => {
  let sum = 0;
  const sums = names.map((_, rank) => {
    sum += 1 / (rank + 1 + flatness);
    return sum;
  });
  return () => {
    const dice = random.next() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < dice) low = middle + 1;
      else high = middle;
    }
    return names[low] ?? '';
  };
};
