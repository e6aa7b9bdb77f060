import { expect, it } from 'vitest';
import { silenceBefore } from './silences.ts';

it('says for how long nothing happened, from two weeks on', () => {
  expect(silenceBefore('2026-11-30T12:00:00Z', '2026-10-20T11:00:00Z')).toBe(41);
  expect(silenceBefore('2026-11-30T12:00:00Z', '2026-11-16T12:00:00Z')).toBe(14);
  expect(silenceBefore('2026-11-30T12:00:00Z', '2026-11-16T12:00:01Z')).toBeUndefined();
});

it('says nothing before the first of all', () => {
  expect(silenceBefore('2026-11-30T12:00:00Z', undefined)).toBeUndefined();
});
