import { expect, it } from 'vitest';
import { periodIn } from './period.ts';
import { forPostgres, TimeZone } from './time-zone.ts';

it.each([
  [
    { from: '2026-03-01', to: '2026-03-31' },
    'UTC',
    { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
  ],
  [
    { from: '2026-03-01', to: '2026-03-31' },
    'Europe/Madrid',
    { from: '2026-02-28T23:00:00.000Z', to: '2026-03-31T22:00:00.000Z' },
  ],
  [
    { from: '2026-03-29', to: '2026-03-29' },
    'Europe/Madrid',
    { from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' },
  ],
  [
    { from: '2026-10-25', to: '20261025' },
    'Europe/Madrid',
    { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' },
  ],
  [
    { from: '2026-03-01', to: '2026-03-01' },
    '+05:30',
    { from: '2026-02-28T18:30:00.000Z', to: '2026-03-01T18:30:00.000Z' },
  ],
  [{ to: '2026-03-01T10:00:00.9999Z' }, 'Europe/Madrid', { to: '2026-03-01T10:00:00.999Z' }],
  [{ from: '2026-03-01T10:00' }, 'Europe/Madrid', { from: '2026-03-01T09:00:00.000Z' }],
  [{}, 'UTC', {}],
])('takes %j in %s for %j', (asked, zone, period) => {
  expect(periodIn(asked, zone)).toEqual(period);
});

it.each([
  [{ from: 'yesterday' }, 'from', /^is no time/],
  [{ to: '2026-02-30' }, 'to', /^names a day that there is not/],
  [{ from: '2026-03-02', to: '2026-02-28' }, 'to', /^lies before from$/],
  [{ to: '2026-W10' }, 'to', /^is a week date/],
])('refuses %j, and says of which and why', (asked, path, message) => {
  expect(periodIn(asked, 'UTC')).toEqual({ path: [path], message: expect.stringMatching(message) });
});

it.each([
  ['Europe/Madrid', 'Europe/Madrid', 'Europe/Madrid'],
  ['UTC', 'UTC', 'UTC'],
  ['GMT', 'UTC', 'UTC'],
  ['CET', 'Europe/Brussels', 'Europe/Brussels'],
  ['EST5EDT', 'America/New_York', 'America/New_York'],
  ['z', 'UTC', 'UTC'],
  ['+05:30', '+05:30', '-05:30'],
  [' 05:30', '+05:30', '-05:30'],
  ['+0530', '+05:30', '-05:30'],
  ['-03', '-03:00', '+03:00'],
  ['−03:00', '-03:00', '+03:00'],
  ['+14:00', '+14:00', '-14:00'],
])('takes %j for the time zone %s, which Postgres calls %s', (text, zone, inPostgres) => {
  expect(TimeZone.parse(text)).toBe(zone);
  expect(forPostgres(zone)).toBe(inPostgres);
});

it.each([
  'Europa/Madrid',
  '',
  'PST',
  'IST',
  'UTC+5',
  'GMT+1',
  '5',
  '+5',
  '+15:00',
  '+01:60',
  'Europe/Madrid; DROP',
  '../etc',
])('refuses %j as a time zone, and says what is one', (text) => {
  expect(TimeZone.safeParse(text).error?.issues[0]?.message).toBe(
    `${JSON.stringify(text)} is no time zone; name one such as Europe/Madrid, or an offset such as +01:00`,
  );
});
