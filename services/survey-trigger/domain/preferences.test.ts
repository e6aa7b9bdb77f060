import { expect, it } from 'vitest';
import { customer, decideAbout, inShort, policyOf, programme, ruleOf } from '../test/asking.ts';
import { decidePermission } from './permission.ts';

const policy = policyOf({ packs: [], rules: [ruleOf({ id: 'consent', needs: 'consent' })] });
const ana = customer({ phone: '+34600111222', timeZone: 'Europe/Madrid' });
const wanting = (contactPreferences: object) => ({
  ...ana,
  contactPreferences: { timeZone: 'Europe/Madrid', ...contactPreferences },
});
const at = '2026-03-02T09:00:00.000Z';
const decided = (preferences: object, now = at) => inShort(decideAbout({ policy, profile: wanting(preferences), now }));

it('asks in the hours that she wants, where she is, and waits for them', () => {
  expect(decided({ hours: '09:00-14:00' })).toBe('invited');
  expect(decided({ hours: '18:00-21:00' })).toBe('2026-03-02T17:00:00.000Z');
  // Over midnight, and where the clocks are put forward.
  expect(decided({ hours: '22:00-02:00' })).toBe('2026-03-02T21:00:00.000Z');
  expect(decided({ hours: '18:00-21:00' }, '2026-03-29T09:00:00.000Z')).toBe('2026-03-29T16:00:00.000Z');
});

it('waits until the day before which she does not want to be asked, and lets it be where that is too late', () => {
  expect(decided({ pauseUntil: '2026-03-03T00:00:00.000Z' })).toBe('2026-03-03T00:00:00.000Z');
  expect(decided({ pauseUntil: '2026-06-01T00:00:00.000Z' })).toBe('asked-recently');
  expect(decided({ pauseUntil: '2026-03-01T00:00:00.000Z' })).toBe('invited');
});

it.each([
  { hours: 'any' },
  { hours: '9-14' },
  { hours: '25:00-26:00' },
  { hours: '09:00-09:00' },
  { pauseUntil: 'none' },
  { pauseUntil: 'soon' },
])('takes %j for nothing said', (preferences) => {
  expect(decided(preferences)).toBe('invited');
});

it('heeds both where somebody asks for permission, unless a law or a contract asks for the contact', () => {
  const permission = (kind: 'commercial' | 'collection') =>
    decidePermission(
      {
        channel: 'call_centre',
        purpose: 'feedback',
        class: kind,
        from: undefined,
        at: Date.parse(at),
        now: Date.parse(at),
      },
      {
        contactPoint: { kind: 'phone', value: '+34600111222' },
        concerned: [
          {
            profile: wanting({ hours: '18:00-21:00', pauseUntil: '2026-03-04T00:00:00.000Z' }),
            contacts: [],
            isAsked: true,
          },
        ],
        doubts: [],
        registers: { asOf: new Map(), listings: new Map() },
        isStale: false,
      },
      policy,
    );
  expect(permission('commercial').reasons.map(({ rule }) => rule)).toEqual([
    'hilo.preferred-pause',
    'hilo.preferred-hours',
  ]);
  expect(permission('collection').reasons).toEqual([]);
});

it('keeps to them for whichever programme', () => {
  const other = programme('sms', { id: 'another' });
  expect(inShort(decideAbout({ policy, profile: wanting({ hours: '18:00-21:00' }), now: at, programme: other }))).toBe(
    '2026-03-02T17:00:00.000Z',
  );
});
