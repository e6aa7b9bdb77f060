import { Consent } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { profilingStateOf } from './profiling.ts';

const said = (day: number, state: string, more: Partial<Consent> = {}): Consent =>
  Consent.parse({
    purpose: 'profiling',
    state,
    at: `2026-01-0${day}T10:00:00Z`,
    source: 'shop',
    interaction: `i-${day}`,
    ...more,
  });

it.each([
  ['nobody asked', [], 'allowed'],
  ['a yes', [said(1, 'granted')], 'allowed'],
  ['a no', [said(1, 'withdrawn')], 'withdrawn'],
  ['a no after a yes', [said(1, 'granted'), said(2, 'withdrawn')], 'withdrawn'],
  ['a yes after a no, in whichever order they are kept', [said(2, 'granted'), said(1, 'withdrawn')], 'allowed'],
  ['both at once', [said(1, 'granted'), said(1, 'withdrawn')], 'withdrawn'],
  ['a no to something else', [said(1, 'withdrawn', { purpose: 'marketing' })], 'allowed'],
  [
    'a no to all, then a yes on one channel',
    [said(1, 'withdrawn'), said(2, 'granted', { channel: 'email' })],
    'withdrawn',
  ],
  ['a no on one channel', [said(1, 'withdrawn', { channel: 'email' })], 'withdrawn'],
  [
    'a no on one channel, then a yes to all',
    [said(1, 'withdrawn', { channel: 'email' }), said(2, 'granted')],
    'allowed',
  ],
  ['a state of later versions after a no', [said(1, 'withdrawn'), said(2, 'pending')], 'withdrawn'],
  ['a state of later versions', [said(2, 'pending')], 'allowed'],
])('%s', (_, consents, expected) => {
  expect(profilingStateOf({ ambiguous: false, consents })).toBe(expected);
});

it('a shared identifier is nobody', () => {
  expect(profilingStateOf({ ambiguous: true, consents: [said(1, 'granted')] })).toBe('ambiguous');
});
