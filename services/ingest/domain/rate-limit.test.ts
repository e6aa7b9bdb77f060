import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countByKey } from './rate-limit.ts';

it('lets a key ask as often as it may in each window, which begins when it asks first', () => {
  const count = countByKey({ windowMs: 60_000 });
  expect(count('a', 2, 1000)).toEqual({ max: 2, remaining: 1, seconds: 60, isExceeded: false });
  expect(count('a', 2, 31_500)).toEqual({ max: 2, remaining: 0, seconds: 30, isExceeded: false });
  expect(count('b', 2, 31_500)).toMatchObject({ remaining: 1, seconds: 60 });
  expect(count('a', 2, 60_999)).toEqual({ max: 2, remaining: 0, seconds: 1, isExceeded: true });
  expect(count('a', 2, 61_000)).toMatchObject({ remaining: 1, isExceeded: false });
});

it('counts each key exactly, whoever else asks, as long as there is room', () => {
  const asks = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), after: fc.nat(40) }), { maxLength: 100 });
  fc.assert(
    fc.property(asks, (given) => {
      const count = countByKey({ windowMs: 100 });
      const began = new Map<string, { at: number; count: number }>();
      let now = 0;
      for (const { key, after } of given) {
        now += after;
        const known = began.get(key);
        const expected = known && now - known.at < 100 ? known : { at: now, count: 0 };
        expected.count += 1;
        began.set(key, expected);
        expect(count(key, 5, now).isExceeded).toBe(expected.count > 5);
      }
    }),
  );
});

it('forgets who asked longest ago when too many ask', () => {
  const count = countByKey({ windowMs: 100, mostKeys: 2 });
  count('a', 1, 0);
  count('b', 1, 1);
  count('c', 1, 2);
  expect(count('b', 1, 3).isExceeded).toBe(true);
  expect(count('a', 1, 3).isExceeded).toBe(false);
});
