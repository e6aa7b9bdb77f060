import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayMs } from '../day.ts';
import { type Feature, featuresOf, looksAhead, rowAt } from './features.ts';
import { between, type CustomerHistory, type PastInteraction, until, usualGapDays } from './history.ts';

const start = Date.UTC(2026, 0, 1);

const moment = fc.record({
  at: fc.integer({ min: 0, max: 400 * 24 }).map((hours) => start + (hours * dayMs) / 24),
  channel: fc.constantFrom('web', 'call_centre', 'app'),
  touchpoint: fc.constantFrom('checkout', 'service'),
  kind: fc.constantFrom('bought', 'complained', 'abandoned', 'called'),
  direction: fc.constantFrom(undefined, 'inbound', 'outbound'),
  outcome: fc.constantFrom(undefined, 'refused', 'failed'),
  scores: fc.array(fc.record({ scale: fc.constant('nps'), value: fc.integer({ min: 0, max: 10 }) }), { maxLength: 1 }),
});
const histories = fc
  .array(moment, { maxLength: 40 })
  .map((all): CustomerHistory => all.toSorted((a, b) => a.at - b.at));
const features = featuresOf([{ channel: 'web', touchpoint: 'checkout', kind: 'bought' }]);

it('knows nothing of what came after its moment, whatever came', () => {
  fc.assert(
    fc.property(histories, histories, fc.integer({ min: 0, max: 400 }), (history, other, day) => {
      const t = start + day * dayMs;
      const past = until(history, t);
      const changed = [...past, ...other.filter(({ at }) => at > t)];
      expect(rowAt(features, changed, t)).toEqual(rowAt(features, past, t));
      expect(looksAhead(features, changed, t)).toEqual([]);
      expect(rowAt(features, history, t).every(Number.isFinite)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('names a feature that was planted and looks ahead, by a day or by all', () => {
  const planted = (days: number): Feature => ({
    name: `planted-${days}`,
    of: (history, t) => between(history, t, t + days * dayMs).length,
    say: String,
  });
  const one = (at: number): PastInteraction => ({
    at,
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'viewed',
    scores: [],
  });
  const history = [one(start), one(start + 10.5 * dayMs)];
  const looked = [...features, planted(1), planted(1000)];
  expect(looksAhead(looked, history, start + 10 * dayMs)).toEqual(['planted-1', 'planted-1000']);
  expect(looksAhead(looked, history, start + 5 * dayMs)).toEqual(['planted-1000']);
  expect(looksAhead(looked, history, start + 11 * dayMs)).toEqual([]);
});

it('takes the moment itself as known, and what is a millisecond later as not', () => {
  const at = (ms: number): PastInteraction => ({ at: ms, channel: 'web', touchpoint: 'c', kind: 'viewed', scores: [] });
  const history = [at(1), at(2), at(2), at(3)];
  expect(until(history, 2)).toHaveLength(3);
  expect(between(history, 2, 3)).toEqual([at(3)]);
  expect(between(history, 0, 1)).toEqual([at(1)]);
});

it('takes no three days of one journey for a usual gap of a day', () => {
  const on = (...days: number[]): CustomerHistory =>
    days.map((day) => ({ at: start + day * dayMs, channel: 'web', touchpoint: 'c', kind: 'viewed', scores: [] }));
  expect(usualGapDays(on(0, 1))).toBeUndefined();
  expect(usualGapDays(on(0, 7, 14, 21))).toBe(7);
  expect(usualGapDays(on(0, 1, 2, 60, 61, 62))).toBeCloseTo((4 + 58 ** 2) / 62, 9);
  expect(usualGapDays(on(0, 0.2, 0.4))).toBeUndefined();
});
