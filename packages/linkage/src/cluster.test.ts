import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterPairs, type ScoredPair } from './cluster.ts';

const lookUp = (pairs: readonly ScoredPair[]) => (a: string, b: string) =>
  pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))?.weight ?? -6;

const cluster = (pairs: readonly ScoredPair[]): string[][] => clusterPairs(pairs, lookUp(pairs));

describe('clusters', () => {
  it('join those who are likely one person', () => {
    expect(
      cluster([
        { a: 'x', b: 'y', weight: 3 },
        { a: 'v', b: 'w', weight: -3 },
      ]),
    ).toEqual([['x', 'y']]);
  });

  it('do not chain strangers by somebody who is like both of them', () => {
    const chain = [
      { a: 'ana', b: 'anna', weight: 7 },
      { a: 'anna', b: 'hannah', weight: 2 },
      { a: 'ana', b: 'hannah', weight: -8 },
    ];
    expect(cluster(chain)).toEqual([['ana', 'anna']]);
  });

  it('let the rest of a group outweigh one pair that looks unlike', () => {
    const group = [
      { a: '1', b: '2', weight: 7 },
      { a: '2', b: '3', weight: 7 },
      { a: '1', b: '3', weight: -2 },
    ];
    expect(cluster(group)).toEqual([['1', '2', '3']]);
  });

  it('are the same whatever the order of the pairs', () => {
    const id = fc.integer({ min: 0, max: 9 }).map(String);
    const pair = fc.record({ a: id, b: id, weight: fc.double({ min: -9, max: 9, noNaN: true }) });
    const pairs = fc
      .uniqueArray(pair, { selector: ({ a, b }) => [a, b].sort().join(), maxLength: 30 })
      .map((found) => found.filter(({ a, b }) => a !== b));
    fc.assert(
      fc.property(
        pairs.chain((found) => fc.tuple(fc.constant(found), fc.shuffledSubarray(found, { minLength: found.length }))),
        ([found, shuffled]) => {
          expect(cluster(shuffled)).toEqual(cluster(found));
        },
      ),
    );
  });

  it('cut a component that is too large at its weaker edges first', () => {
    const ring = Array.from({ length: 300 }, (_, at) => ({
      a: `p${at}`,
      b: `p${at + 1}`,
      weight: at % 3 === 2 ? -2 : 6,
    }));
    const clusters = cluster(ring);
    expect(Math.max(...clusters.map((members) => members.length))).toBeLessThanOrEqual(3);
    expect(clusters.length).toBeGreaterThan(90);
  });
});
