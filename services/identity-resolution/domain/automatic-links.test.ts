import { expect, it } from 'vitest';
import { uniteAutomatically } from './automatic-links.ts';

const link = (a: string, b: string, automatic: number) => ({ a, b, firstSeen: 0, automatic });

/** The pairs that are united, in their order, where nothing but `forbidden` forbids one. */
const united = (links: ReturnType<typeof link>[], forbidden = ''): string[] => {
  const pairs: string[] = [];
  uniteAutomatically(
    links,
    (id) => id,
    (a, b) => {
      if (`${a}${b}` === forbidden) return false;
      pairs.push(`${a}${b}`);
      return true;
    },
  );
  return pairs;
};

it('makes one of three where every pair of them is probable, the most probable first', () => {
  expect(united([link('a', 'b', 7), link('b', 'c', 9), link('a', 'c', 8)])).toEqual(['bc', 'ac']);
});

it('does not make two alike by way of a third: of two pairs, the more probable one is united', () => {
  for (const links of [
    [link('a', 'b', 7), link('b', 'c', 9)],
    [link('b', 'c', 9), link('a', 'b', 7)],
  ])
    expect(united(links)).toEqual(['bc']);
});

it('of pairs that are equally probable, takes the first by their ids', () => {
  expect(united([link('b', 'c', 9), link('a', 'b', 9)])).toEqual(['ab']);
});

it('goes on with the next pair where one must not be', () => {
  expect(united([link('a', 'b', 7), link('b', 'c', 9)], 'bc')).toEqual(['ab']);
});
