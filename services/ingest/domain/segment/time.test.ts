import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withEnvelope } from './message.ts';
import { correctedInstant, isDerived, timeIn } from './time.ts';

it.each([
  ['2026-01-01T10:00:00.5Z', '2026-01-01T10:00:00.500Z'],
  ['2026-01-01T10:00:00+0100', '2026-01-01T09:00:00.000Z'],
  ['2026-01-01 10:00', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01', '2026-01-01T00:00:00.000Z'],
  ['20260101T100000Z', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01T10:00:00,9999+01', '2026-01-01T09:00:00.999Z'],
])('reads %s', (text, instant) => {
  expect(new Date(timeIn(text) ?? Number.NaN).toISOString()).toBe(instant);
});

it.each([
  '',
  'yesterday',
  '2026-02-30',
  '1767225600',
  '+275760-09-13T00:00:00Z',
  '2026-01-01T25:00:00Z',
  undefined,
  null,
])('reads no time in %s', (text) => {
  expect(timeIn(text)).toBeUndefined();
});

it('is another at each attempt, unless the client says when it happened and not when it sent', () => {
  expect(isDerived({ timestamp: 1, sentAt: undefined })).toBe(false);
  expect(isDerived({ timestamp: 1, sentAt: 2 })).toBe(true);
  expect(isDerived({ timestamp: undefined, sentAt: undefined })).toBe(true);
});

it('takes out whatever the clock of the client is wrong by', () => {
  const instant = fc.integer({ min: Date.UTC(2000), max: Date.UTC(2040) });
  fc.assert(
    fc.property(instant, fc.nat(86_400_000), fc.integer(), (happenedAt, waited, wrongBy) => {
      const client = { timestamp: happenedAt + wrongBy, sentAt: happenedAt + waited + wrongBy };
      expect(correctedInstant(client, happenedAt + waited)).toBe(happenedAt);
    }),
  );
});

it.each([
  [{ sentAt: '' }, '2026-01-01T10:00:00Z'],
  [{ sentAt: null }, '2026-01-01T10:00:00Z'],
  [{}, '2026-01-01T10:00:00Z'],
  [{ sentAt: '2026-01-01T09:00:00Z' }, '2026-01-01T09:00:00Z'],
])('takes for %j the time at which the batch was sent, unless it has its own', (message, sentAt) => {
  expect(withEnvelope(message, { sentAt: '2026-01-01T10:00:00Z' })).toEqual({ sentAt });
});
