import { expect, it } from 'vitest';
import { imbalanceOf } from './balance.ts';

const ledger = { accepted: 10, stored: 6, duplicate: 1, quarantined: 1, inFlight: 2 };

it('says that a ledger balances where all that was accepted is accounted for', () => {
  expect(imbalanceOf(ledger)).toBe(0);
  expect(imbalanceOf({ accepted: 0, stored: 0, duplicate: 0, quarantined: 0, inFlight: 0 })).toBe(0);
});

it('says by how much it does not, and in which direction', () => {
  expect(imbalanceOf({ ...ledger, stored: 4 })).toBe(2);
  expect(imbalanceOf({ ...ledger, stored: 9 })).toBe(-3);
  expect(imbalanceOf({ ...ledger, stored: 11, inFlight: -3 })).toBe(-3);
});
