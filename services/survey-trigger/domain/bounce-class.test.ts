import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BounceClass, bounceClass, suppressedUntil } from './bounce-class.ts';

it.each<[BounceClass, Parameters<typeof bounceClass>[0]]>([
  ['hard', { status: '5.1.1', code: 550, text: '550 5.1.1 The email account that you tried to reach does not exist' }],
  ['hard', { status: '5.1.2' }],
  ['hard', { status: '5.1.10', text: 'Recipient address has null MX' }],
  ['hard', { status: '5.2.1', text: 'mailbox disabled' }],
  ['hard', { status: '5.4.4', text: 'Host not found' }],
  ['hard', { code: 550, text: 'No such user here' }],
  ['hard', { code: 550, text: 'Requested action not taken: mailbox unavailable' }],
  ['hard', { code: 553 }],
  ['hard', { status: '5.0.0', code: 550, text: 'User unknown' }],
  ['hard', { status: '5.7.1', text: 'Recipient unknown' }],
  ['soft', { status: '5.2.2', text: 'mailbox full' }],
  ['soft', { status: '4.2.2', code: 452 }],
  ['soft', { status: '4.1.1', text: 'User unknown, try again' }],
  ['soft', { status: '4.4.7', text: 'message expired' }],
  ['soft', { status: '5.4.1' }],
  ['soft', { code: 451, text: 'greylisted' }],
  ['soft', { code: 552, text: 'over quota' }],
  ['soft', {}],
  ['soft', { text: 'undeliverable' }],
  ['block', { status: '5.7.1', text: 'Service unavailable; client host blocked using Spamhaus' }],
  ['block', { code: 554, text: 'rejected due to spam content' }],
  ['block', { status: '4.7.0', code: 421, text: 'too many connections from your host' }],
  ['policy', { status: '5.7.26', text: 'unauthenticated mail is prohibited' }],
  ['policy', { status: '5.3.4', text: 'message too big' }],
  ['policy', { status: '5.6.0' }],
  ['policy', { status: '5.1.8', text: "bad sender's system address" }],
  ['policy', { code: 550, text: 'no' }],
  ['policy', { status: 'nonsense', code: 550 }],
])('a bounce is %s: %o', (expected, told) => {
  expect(bounceClass(told)).toBe(expected);
});

const day = 86_400_000;
const softOn = (...days: number[]) => days.map((one) => ({ class: 'soft' as const, at: one * day }));
const nothing = { deliveredAt: [], confirmedAt: [] };

it('leaves an address alone for a while after five soft bounces in a month, and none is counted over a delivery', () => {
  expect(suppressedUntil(softOn(0, 1), nothing)).toBeUndefined();
  expect(suppressedUntil(softOn(0, 1, 2, 3, 4), nothing)).toBe(34 * day);
  expect(suppressedUntil(softOn(0, 10, 20, 30, 40), nothing)).toBeUndefined();
  expect(suppressedUntil(softOn(0, 1, 2, 3, 4), { ...nothing, deliveredAt: [2.5 * day] })).toBeUndefined();
  expect(suppressedUntil(softOn(0, 1, 2, 3, 4), { ...nothing, deliveredAt: [5 * day] })).toBeUndefined();
  expect(suppressedUntil(softOn(0, 0, 0, 0, 0), nothing)).toBeUndefined();
});

it('gives an address up after a hard one, until it is confirmed anew; a block or a fault of ours says nothing of it', () => {
  const hard = { class: 'hard' as const, at: day };
  expect(suppressedUntil([hard], nothing)).toBe(Number.POSITIVE_INFINITY);
  expect(suppressedUntil([hard], { ...nothing, deliveredAt: [2 * day] })).toBe(Number.POSITIVE_INFINITY);
  expect(suppressedUntil([hard], { ...nothing, confirmedAt: [2 * day] })).toBeUndefined();
  const ours = Array.from({ length: 20 }, (_, at) => ({
    class: at % 2 ? ('block' as const) : ('policy' as const),
    at,
  }));
  expect(suppressedUntil(ours, nothing)).toBeUndefined();
});

it('comes to the same whatever order it is told in, and however often', () => {
  const bounces = fc.array(
    fc.record({ class: fc.constantFrom<BounceClass>('hard', 'soft', 'soft', 'block'), at: fc.nat(40 * day) }),
  );
  fc.assert(
    fc.property(
      bounces,
      fc.array(fc.nat(40 * day)),
      fc.array(fc.nat(40 * day), { maxLength: 2 }),
      (all, delivered, confirmed) => {
        const until = suppressedUntil(all, { deliveredAt: delivered, confirmedAt: confirmed });
        const again = { deliveredAt: delivered.toReversed(), confirmedAt: [...confirmed, ...confirmed] };
        expect(suppressedUntil([...all.toReversed(), ...all], again)).toBe(until);
      },
    ),
  );
});
