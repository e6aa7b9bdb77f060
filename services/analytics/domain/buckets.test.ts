import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundsOf, keyOfLabel, labelOf, rangeBefore } from './buckets.ts';
import { rangeIn } from './period.ts';
import { wholeDaysOf } from './whole-days.ts';

it.each([
  ['day', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['day', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ['week', '2026-10-19', '2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ['month', '2026-10', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
  ['hour', '2026-10-25T00:00:00Z', '2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z'],
] as const)('gives the %s %s its instants', (interval, key, from, to) => {
  expect(boundsOf(interval, key, 'Europe/Madrid')).toEqual({ from, to });
});

it('tells the two hours from two to three apart, and knows both by what it shows', () => {
  const labels = ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'].map((key) => labelOf('hour', key, 'Europe/Madrid'));
  expect(labels).toEqual(['2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00']);
  expect(labels.map((label) => keyOfLabel('hour', label))).toEqual(['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z']);
  expect(keyOfLabel('month', '2026-10')).toBe('2026-10');
  expect(keyOfLabel('day', 'yesterday')).toBeUndefined();
});

it.each([
  ['2026-03-28T23:00:00.000Z', '2026-03-30T22:00:00.000Z', '2026-03-26T23:00:00.000Z'],
  ['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z', '2026-01-31T23:00:00.000Z'],
  ['2025-12-31T23:00:00.000Z', '2026-03-31T22:00:00.000Z', '2025-09-30T22:00:00.000Z'],
  ['2026-03-28T10:00:00.000Z', '2026-03-28T12:00:00.000Z', '2026-03-28T08:00:00.000Z'],
])('compares %s to %s with what begins at %s', (from, to, before) => {
  expect(rangeBefore({ from, to }, 'Europe/Madrid')).toEqual({ from: before, to: from });
});

const now = Date.parse('2026-03-29T10:00:00Z');

it('takes 30 days with today where nobody says when', () => {
  expect(rangeIn({}, 'Europe/Madrid', now)).toEqual({
    from: '2026-02-27T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  });
  expect(rangeIn({ to: '2026-03-29' }, 'Europe/Madrid', now)).toEqual({
    from: '2026-02-27T23:00:00.000Z',
    to: '2026-03-29T22:00:00.000Z',
  });
  expect(rangeIn({ from: '2026-04-01' }, 'Europe/Madrid', now)).toMatchObject({ path: ['from'] });
});

it('leaves no instant between two days, and none in both, in any zone', () => {
  const zones = ['Europe/Madrid', 'Asia/Kathmandu', 'America/Santiago', 'Pacific/Apia', 'Africa/Casablanca', '+05:30'];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 20_000 }), (zone, days) => {
      const date = Temporal.PlainDate.from('1990-01-01').add({ days });
      const { from, to } = boundsOf('day', date.toString(), zone);
      expect(boundsOf('day', date.add({ days: 1 }).toString(), zone).from).toBe(to);
      expect(from <= to).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it.each([
  ['2026-03-28T23:00:00.000Z', '2026-03-30T22:00:00.000Z', { from: '2026-03-29', to: '2026-03-31' }, 0],
  ['2026-03-28T23:00:00.001Z', '2026-03-30T22:00:00.000Z', { from: '2026-03-30', to: '2026-03-31' }, 1],
  ['2026-03-28T22:00:00.000Z', '2026-03-30T10:00:00.000Z', { from: '2026-03-29', to: '2026-03-30' }, 2],
  ['2026-03-29T10:00:00.000Z', '2026-03-29T12:00:00.000Z', undefined, 1],
  ['2026-03-29T10:00:00.000Z', '2026-03-30T12:00:00.000Z', undefined, 1],
  ['-infinity', 'infinity', { from: '-infinity', to: 'infinity' }, 0],
  ['-infinity', '2026-03-29T12:00:00.000Z', { from: '-infinity', to: '2026-03-29' }, 1],
])('cuts %s to %s into whole days and what is left', (from, to, days, edges) => {
  const cut = wholeDaysOf({ from, to }, 'Europe/Madrid');
  expect([cut.days, cut.edges.length]).toEqual([days, edges]);
});
