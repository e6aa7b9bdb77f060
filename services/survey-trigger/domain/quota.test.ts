import { expect, it } from 'vitest';
import { dayMs, hourMs, programme } from '../test/asking.ts';
import { Programme } from './programme.ts';
import { periodOf, type Quota } from './quota.ts';
import { quotaReasons } from './quota-use.ts';

const period = (per: Quota['per'], zone: string | undefined, at: string) => {
  const { name, from, until } = periodOf({ per, zone }, Date.parse(at));
  return [name, new Date(from).toISOString(), until === undefined ? undefined : new Date(until).toISOString()];
};

it.each([
  [
    'day',
    'Europe/Madrid',
    '2026-03-10T23:30:00Z',
    'day 2026-03-11 Europe/Madrid',
    '2026-03-10T23:00:00.000Z',
    '2026-03-11T23:00:00.000Z',
  ],
  [
    'day',
    'UTC',
    '2026-03-10T23:59:59.999Z',
    'day 2026-03-10 UTC',
    '2026-03-10T00:00:00.000Z',
    '2026-03-11T00:00:00.000Z',
  ],
  [
    'week',
    'UTC',
    '2026-03-15T12:00:00Z',
    'week 2026-03-09 UTC',
    '2026-03-09T00:00:00.000Z',
    '2026-03-16T00:00:00.000Z',
  ],
  [
    'week',
    'UTC',
    '2026-03-16T00:00:00Z',
    'week 2026-03-16 UTC',
    '2026-03-16T00:00:00.000Z',
    '2026-03-23T00:00:00.000Z',
  ],
  [
    'month',
    'America/Bogota',
    '2026-03-01T04:59:59Z',
    'month 2026-02-01 America/Bogota',
    '2026-02-01T05:00:00.000Z',
    '2026-03-01T05:00:00.000Z',
  ],
  [
    'month',
    'UTC',
    '2028-02-29T12:00:00Z',
    'month 2028-02-01 UTC',
    '2028-02-01T00:00:00.000Z',
    '2028-03-01T00:00:00.000Z',
  ],
] as const)('counts a %s of the calendar in %s', (per, zone, at, ...expected) => {
  expect(period(per, zone, at)).toEqual(expected);
});

it('has days of 23 and 25 hours, and such that begin at one', () => {
  const hours = (zone: string, at: string): number => {
    const { from, until = 0 } = periodOf({ per: 'day', zone }, Date.parse(at));
    return (until - from) / hourMs;
  };
  expect(hours('Europe/Madrid', '2026-03-29T12:00:00Z')).toBe(23);
  expect(hours('Europe/Madrid', '2026-10-25T12:00:00Z')).toBe(25);
  // In Cairo clocks go forward at midnight: that day begins at one.
  expect(period('day', 'Africa/Cairo', '2026-04-24T12:00:00Z')[1]).toBe('2026-04-23T22:00:00.000Z');
});

it('never leaves a moment without a period, nor with two', () => {
  for (const per of ['day', 'week', 'month'] as const) {
    for (const zone of ['Africa/Cairo', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'America/St_Johns']) {
      let at = Date.parse('2026-01-01T00:00:00Z');
      for (let n = 0; n < 20; n += 1) {
        const { from, until = 0, name } = periodOf({ per, zone }, at);
        expect(from).toBeLessThanOrEqual(at);
        expect(until).toBeGreaterThan(at);
        expect(periodOf({ per, zone }, until - 1).name).toBe(name);
        expect(periodOf({ per, zone }, until)).toMatchObject({ from: until });
        at = until + 13 * hourMs;
      }
    }
  }
});

it('of all of a programme there is no end', () => {
  expect(period('programme', undefined, '2026-03-10T00:00:00Z')).toEqual([
    'programme',
    '1970-01-01T00:00:00.000Z',
    undefined,
  ]);
});

it('says until when it is full', () => {
  const quota: Quota = { max: 2, per: 'day', of: 'invited', zone: 'UTC' };
  const use = (used: number) => quotaReasons('p', { quota, used, period: { name: 'd', from: 0, until: dayMs } });
  expect([use(0), use(1)]).toEqual([[], []]);
  expect([use(2), use(3)]).toEqual([
    [{ reason: 'quota-full', rule: 'p.quota', until: dayMs }],
    [{ reason: 'quota-full', rule: 'p.quota', until: dayMs }],
  ]);
  const ever = quotaReasons('p', { quota, used: 2, period: { name: 'programme', from: 0, until: undefined } });
  expect(ever).toEqual([{ reason: 'quota-full', rule: 'p.quota' }]);
  expect(quotaReasons('p', undefined)).toEqual([]);
});

it.each([
  [{ max: 0, per: 'day', zone: 'UTC' }],
  [{ max: 1.5, per: 'day', zone: 'UTC' }],
  [{ max: 1, per: 'day' }],
  [{ max: 1, per: 'day', zone: 'Madrid' }],
  [{ max: 1, per: 'day', zone: 'EST' }],
  [{ max: 1, per: 'programme', zone: 'UTC' }],
  [{ max: 1, per: 'year', zone: 'UTC' }],
  [{ per: 'day', zone: 'UTC' }],
])('refuses a quota such as %j, which nobody can have meant', (quota) => {
  expect(Programme.safeParse({ ...programme(), quota }).success).toBe(false);
});
