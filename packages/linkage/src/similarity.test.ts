import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, jaroWinkler, likeness } from './similarity.ts';

const word = fc.stringMatching(/^[a-f]{0,9}$/);

describe('similarity of words', () => {
  it.each([
    ['martha', 'marhta', 0.961],
    ['dixon', 'dicksonx', 0.813],
    ['dwayne', 'duane', 0.84],
    ['abc', 'xyz', 0],
  ])('gives %s and %s the Jaro–Winkler of the literature', (a, b, expected) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(expected, 3);
  });

  it.each([
    ['garcia', 'gracia', 1],
    ['garcia', 'garcia', 0],
    ['garcia', 'garca', 1],
    ['19560409', '19650409', 1],
    ['abcdef', 'badcfe', 3],
  ])('counts the slips between %s and %s, a swap of neighbours as one', (a, b, expected) => {
    expect(editDistance(a, b, 3)).toBe(expected);
  });

  it('is the same in both directions, and stops counting where it was told to', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 4 }), (a, b, most) => {
        expect(editDistance(a, b, most)).toBe(editDistance(b, a, most));
        expect(editDistance(a, b, most)).toBe(Math.min(most + 1, editDistance(a, b, 20)));
        expect(jaroWinkler(a, b)).toBeCloseTo(jaroWinkler(b, a), 12);
        expect(likeness(a, b)).toBe(likeness(b, a));
      }),
    );
  });
});
