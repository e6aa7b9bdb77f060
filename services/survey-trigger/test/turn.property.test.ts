import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Programme } from '../domain/programme.ts';
import { dayMs, hourMs, policyOf, programme, ruleOf } from './asking.ts';
import { askedBy, live, type Touched } from './one-customer.ts';

const runs = Number(process.env.HISTORIES ?? 300);
const start = Date.parse('2026-03-02T10:00:00Z');

const cap = fc.record({ max: fc.integer({ min: 1, max: 3 }), windowHours: fc.constantFrom(96, 168, 336) });
const policyBy = (one: { max: number; windowHours: number }) =>
  policyOf({ packs: [], rules: [ruleOf({ id: 'house', hours: 'any', caps: [one] })] });
const times = fc.record({
  askAfterMinutes: fc.integer({ min: 0, max: 600 }),
  askWithinHours: fc.integer({ min: 11, max: 48 }),
  againAfterDays: fc.constantFrom(0, 7, 30, 91),
});
const asking = (id: string, fields: object): Programme => programme('email', { id, ...fields });
const named = (all: readonly object[]): Programme[] => all.map((fields, n) => asking(`p${n}`, fields));
/** With the same time to ask: who has less of it than others may miss the moment at which there is room again. */
const several = fc
  .tuple(fc.array(times, { minLength: 2, maxLength: 4 }), fc.integer({ min: 11, max: 48 }))
  .map(([all, askWithinHours]) => named(all.map((fields) => ({ ...fields, askWithinHours }))));
const important = fc
  .array(fc.tuple(times, fc.integer({ min: 0, max: 2 })), { minLength: 2, maxLength: 4 })
  .map((all) => named(all.map(([fields, priority]) => ({ ...fields, priority }))));
const moments = fc.array(fc.integer({ min: 0, max: 91 * 24 }), { minLength: 1, maxLength: 40 });

const invitedAt = (rows: ReturnType<typeof live>): number[] =>
  rows
    .flatMap(({ state, decidedAt }) => (state === 'invited' && decidedAt !== undefined ? decidedAt : []))
    .sort((a, b) => a - b);

const mixed = fc
  .tuple(
    important,
    fc.array(fc.tuple(fc.integer({ min: 0, max: 91 * 24 }), fc.integer({ min: 1, max: 15 }), fc.boolean()), {
      minLength: 1,
      maxLength: 40,
    }),
  )
  .map(([programmes, all]): Touched[] =>
    all.map(([hours, which, momentOfTruth]) => ({
      at: start + hours * hourMs,
      programmes: programmes.filter((_, n) => (which >> n) % 2 === 1),
      momentOfTruth,
    })),
  );

it('everything is decided, none after its deadline, and never more than the cap permits', () => {
  fc.assert(
    fc.property(cap, mixed, ({ max, windowHours }, touched) => {
      const rows = live(touched, { policy: policyBy({ max, windowHours }) });
      expect(rows.filter(({ state }) => state === 'pending')).toEqual([]);
      expect(rows.filter(({ decidedAt = 0, dueAt }) => decidedAt < dueAt)).toEqual([]);
      for (const { state, decidedAt = 0, deadline } of rows)
        if (state === 'invited') expect(decidedAt).toBeLessThan(deadline);
      const asked = invitedAt(rows);
      for (const at of asked)
        expect(asked.filter((one) => one <= at && one > at - windowHours * hourMs).length).toBeLessThanOrEqual(max);
    }),
    { numRuns: runs },
  );
});

it('who gives up gives up for another, which is asked', () => {
  fc.assert(
    fc.property(cap, mixed, (one, touched) => {
      const rows = live(touched, { policy: policyBy(one) });
      const asked = invitedAt(rows);
      for (const { reasons, decidedAt = 0 } of rows.filter(({ state }) => state === 'withheld'))
        if (reasons[0]?.reason === 'kept-for-another')
          expect(asked.some((at) => at >= decidedAt && at < decidedAt + 2 * dayMs)).toBe(true);
    }),
    { numRuns: runs },
  );
});

it('of what waits at the same time as many are asked as without turns', () => {
  fc.assert(
    fc.property(cap, important, fc.boolean(), (one, programmes, momentOfTruth) => {
      const touched = [{ at: start, programmes, momentOfTruth }];
      const [fair, unfair] = [true, false].map((isFair) => live(touched, { policy: policyBy(one), isFair }));
      expect(invitedAt(fair ?? []).length).toBe(invitedAt(unfair ?? []).length);
    }),
    { numRuns: runs * 3 },
  );
});

it('no programme is never asked while another, which asks after the same, is asked twice', () => {
  fc.assert(
    fc.property(cap, several, moments, (one, programmes, hours) => {
      const touched = hours.map((hour) => ({ at: start + hour * hourMs, programmes }));
      const asked = askedBy(live(touched, { policy: policyBy(one) }));
      const most = Math.max(...Object.values(asked));
      if (most > 1) expect(programmes.filter(({ id }) => asked[id] === undefined).map(({ id }) => id)).toEqual([]);
    }),
    { numRuns: runs },
  );
});

it('over all histories hardly any slot is lost by waiting', () => {
  let [fair, unfair] = [0, 0];
  fc.assert(
    fc.property(cap, several, moments, (one, programmes, hours) => {
      const touched = hours.map((hour) => ({ at: start + hour * hourMs, programmes }));
      fair += invitedAt(live(touched, { policy: policyBy(one) })).length;
      unfair += invitedAt(live(touched, { policy: policyBy(one), isFair: false })).length;
    }),
    { numRuns: runs },
  );
  expect(fair).toBeGreaterThan(0.98 * unfair);
});
