import { expect, it } from 'vitest';
import { flowOf } from './flow.ts';

const search = { channel: 'web', touchpoint: 'search', kind: 'searched' };
const bought = { channel: 'web', touchpoint: 'checkout', kind: 'bought' };

it('lays out each place as a column, whose boxes are as high as what goes through them', () => {
  const { nodes, links } = flowOf(
    {
      links: [
        { place: 1, from: search, to: bought, n: 30 },
        { place: 1, from: search, to: 'end', n: 10 },
        { place: 2, from: bought, to: 'end', n: 30 },
        { place: 2, from: 'end', to: 'end', n: 10 },
      ],
    },
    960,
  );
  expect(nodes.map(({ place, n, x }) => ({ place, n, x: Math.round(x) }))).toEqual([
    { place: 1, n: 40, x: 0 },
    { place: 2, n: 30, x: 474 },
    { place: 2, n: 10, x: 474 },
    { place: 3, n: 30, x: 948 },
  ]);
  const [whole, most, least] = nodes.map(({ height }) => height);
  expect((most ?? 0) / (whole ?? 1)).toBeCloseTo(0.75);
  expect((least ?? 0) / (whole ?? 1)).toBeCloseTo(0.25);
  // What ended stays ended: that is no step, and is not drawn.
  expect(links.map(({ n }) => n).sort()).toEqual([10, 30, 30]);
});

it('draws nothing where nothing goes on', () => {
  expect(flowOf({ links: [] }, 960).nodes).toEqual([]);
});
