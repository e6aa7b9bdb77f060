import { expect, it } from 'vitest';
import { arcOf, edgesOf, type Place, pictureOf, walk } from './picture.ts';

const at = '2026-11-30T12:00:00Z';
const named = (value: string) => ({ kind: 'email', value });
const held = (value: string) => ({ ...named(value), subject: value, firstSeenAt: at, status: 'linked' as const });
const link = (one: string, other: string) => ({
  between: [named(one), named(other)] as [ReturnType<typeof named>, ReturnType<typeof named>],
  ...{ firstSeenAt: at, decided: false, interactions: [] },
});
const picture = pictureOf({
  identifiers: [held('a'), held('b'), held('c')],
  links: [link('b', 'a'), link('b', 'c')],
  refused: [{ ...link('x', 'b'), reason: 'not-same', because: [] }],
});

it('has the identifiers of the customer first, those of others after them, and an arc for each link and each refusal', () => {
  expect(picture.nodes.map(({ identifier, held: own }) => [identifier.value, own !== undefined])).toEqual([
    ['a', true],
    ['b', true],
    ['c', true],
    ['x', false],
  ]);
  expect(picture.edges.map(({ ends, ...edge }) => [ends, 'link' in edge])).toEqual([
    [[0, 1], true],
    [[1, 2], true],
    [[1, 3], false],
  ]);
});

it('is walked by the arrows: from identifier to identifier, along what links them, and back', () => {
  const walked = (from: Place, ...keys: string[]) =>
    keys.reduce<Place>((place, key) => walk(picture, place, key) ?? place, from);
  expect(walked({ node: 0 }, 'ArrowDown')).toEqual({ node: 1 });
  expect(walked({ node: 0 }, 'ArrowUp')).toEqual({ node: 0 });
  expect(walked({ node: 0 }, 'End', 'ArrowDown')).toEqual({ node: 3 });
  expect(edgesOf(picture, 1)).toEqual([0, 1, 2]);
  expect(walked({ node: 1 }, 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown')).toEqual({ node: 1, edge: 2 });
  expect(walked({ node: 1, edge: 2 }, 'ArrowRight')).toEqual({ node: 3 });
  expect(walked({ node: 1, edge: 2 }, 'ArrowUp', 'ArrowLeft')).toEqual({ node: 1 });
  expect(walk(picture, { node: 0 }, 'x')).toBeUndefined();
});

it('draws no two arcs through one middle', () => {
  const rows = 12;
  const middles = Array.from({ length: rows }, (_, from) =>
    Array.from({ length: rows - from - 1 }, (_, more) => arcOf([from, from + more + 1], rows).middle),
  ).flat();
  expect(new Set(middles.map(({ x, y }) => `${x} ${y}`)).size).toBe(middles.length);
  expect(middles.every(({ x }) => x > 0)).toBe(true);
});
