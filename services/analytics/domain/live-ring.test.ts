import fc from 'fast-check';
import { expect, it } from 'vitest';
import { liveRing } from './live-ring.ts';

it('gives exactly what was missed, or says that it cannot (case 76)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(30), fc.nat(31), (size, told, seen) => {
      const ring = liveRing('abc', size);
      const all = Array.from({ length: told }, (_, n) => ring.push('kpis', String(n)));
      const missed = ring.after(`abc-${seen}`);
      if (seen > told || told - seen > size) expect(missed).toBeUndefined();
      else expect(missed).toEqual(all.slice(seen));
      expect(ring.latest('kpis')).toEqual(all.at(-1));
      expect(ring.after(ring.lastId())).toEqual([]);
    }),
  );
  expect(liveRing('abc', 8).after('abd-0')).toBeUndefined();
  expect(liveRing('abc', 8).after('')).toBeUndefined();
});
