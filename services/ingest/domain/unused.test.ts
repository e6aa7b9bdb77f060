import { expect, test } from 'vitest';
import { notesOnUnused } from './unused.ts';

const posted = (...identifiers: [kind: string, value: string][]) =>
  notesOnUnused({
    occurredAt: '2026-11-20T10:00:00Z',
    channel: 'web',
    touchpoint: 'desk',
    kind: 'viewed',
    identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  })?.map(({ path, reason }) => ({ path, reason }));

test('says nothing of what is used as it was posted', () => {
  expect(
    posted(
      ['user_id', 'u-1'],
      ['user_id', 'Xavier'],
      ['email', 'eva@example.org'],
      ['email', '"Eva" <eva1@example.org>'],
      ['phone', '+34600000001'],
      ['phone', '600000001'],
      ['phone', '0612 345 678'],
      ['twitter', '@ana'],
    ),
  ).toBeUndefined();
});

test('says what is not used, and where it stands', () => {
  expect(
    posted(
      ['user_id', 'u-1'],
      ['user_id', '[object Object]'],
      ['email', 'no@no.com'],
      ['email', 'eva at example.org'],
      ['phone', 'No tiene'],
      ['phone', 'Restricted'],
      ['whatsapp', '+34'],
      ['device_id', '{{device.id}}'],
      ['phone', '3.46E+10'],
      ['email', 'a@x.org, b@@x.org'],
    ),
  ).toEqual([
    { path: 'identifiers[1].value', reason: 'placeholder' },
    { path: 'identifiers[2].value', reason: 'placeholder' },
    { path: 'identifiers[3].value', reason: 'no-email-address' },
    { path: 'identifiers[4].value', reason: 'placeholder' },
    { path: 'identifiers[5].value', reason: 'placeholder' },
    { path: 'identifiers[6].value', reason: 'no-phone-number' },
    { path: 'identifiers[7].value', reason: 'template' },
    { path: 'identifiers[8].value', reason: 'rounded-number' },
    { path: 'identifiers[9].value', reason: 'partly-used' },
  ]);
});
