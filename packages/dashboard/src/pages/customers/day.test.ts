import { expect, it } from 'vitest';
import { endOfDay } from './day.ts';

it('ends a day where who looks is, whatever its length, and no day that goes on', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');
  expect(endOfDay('2026-10-25', now)).toBe(new Date(2026, 9, 26).toISOString());
  expect(endOfDay('2026-12-24', now)).toBeUndefined();
  expect(endOfDay('', now)).toBeUndefined();
});
