import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askedParts, sharesOf, triedParts } from './asked.ts';

const counts = (fields: object) => ({
  ...{ programme: 'p', candidates: 0, pending: 0, invited: 0, withheld: 0, historical: 0, reasons: {}, channels: [] },
  ...fields,
});

it('says of several programmes together what became of all, the most frequent reason first', () => {
  const parts = askedParts([
    counts({ invited: 3, pending: 1, reasons: { 'no-consent': 1, bounced: 2 } }),
    counts({ invited: 1, historical: 7, reasons: { 'no-consent': 4 } }),
  ]);
  expect(parts.map(({ key, count }) => [key, count])).toEqual([
    ['invited', 4],
    ['no-consent', 5],
    ['bounced', 2],
    ['pending', 1],
    ['historical', 7],
  ]);
});

it('shares add up to all of it, and each is its own to a tenth of a percent', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 }), (all) => {
      const shares = sharesOf(all);
      const sum = all.reduce((total, one) => total + one, 0);
      expect(shares.reduce((total, one) => total + one, 0)).toBe(sum === 0 ? 0 : 1000);
      for (const [n, share] of shares.entries())
        expect(Math.abs(share - (sum === 0 ? 0 : (1000 * (all[n] ?? 0)) / sum))).toBeLessThan(1);
    }),
  );
});

it('says of a dry run what would have become of all, of one reason by several rules once', () => {
  const parts = triedParts({
    ...{ programme: 'p', candidates: 12, days: [] },
    asked: { count: 4, byChannel: [], atOnce: 4, later: 0, waitedFor: [], heardLate: 0 },
    withheld: {
      count: 7,
      by: [
        { reason: 'bounced', rule: 'hilo.bounced', count: 3, only: 0 },
        { reason: 'no-consent', rule: 'general.consent', count: 2, only: 2 },
        { reason: 'no-consent', rule: 'es.consent', count: 2, only: 1 },
      ],
    },
    undecided: { count: 1, by: [{ why: 'not-due-yet', count: 1 }] },
  });
  expect(parts.map(({ key, count }) => [key, count])).toEqual([
    ['invited', 4],
    ['no-consent', 4],
    ['bounced', 3],
    ['not-due-yet', 1],
  ]);
});
