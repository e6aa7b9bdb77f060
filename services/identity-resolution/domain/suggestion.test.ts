import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { hashedKey, pairOf } from './suggestion.ts';

it('gives a pair the same id from whichever side it is found, and other pairs another', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.uuid(), (one, two, three) => {
      fc.pre(new Set([one, two, three]).size === 3);
      const pair = pairOf(one, two);
      expect(pairOf(two, one)).toEqual(pair);
      expect(pair.a < pair.b).toBe(true);
      expect(z.uuid().parse(pair.id)).not.toBe(pairOf(one, three).id);
    }),
  );
});

it('makes a whole number that Postgres can keep of any key', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      expect(BigInt.asIntN(64, BigInt(hashedKey(key)))).toBe(BigInt(hashedKey(key)));
    }),
  );
});
