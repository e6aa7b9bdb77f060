import { expect, it } from 'vitest';
import { policyOf, programme, ruleOf } from '../test/asking.ts';
import { isNeverReachable, notesOnReachability, unreachableHours } from './reachability.ts';

const now = Date.parse('2026-11-30T12:00:00Z');
const calls = programme('call_centre');
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const at = (country: string, packs: string[], one = calls, rules: object[] = []) =>
  unreachableHours(one, policyOf({ packs, rules }), now)
    .filter(({ jurisdiction }) => jurisdiction === country)
    .map(({ channel = 'any', week, hours }) => [channel, week, ...hours.map(({ from, until }) => `${from}-${until}`)]);

it('finding 4: a call in Spain can be made in time after everything but Friday night, and before a holiday later still', () => {
  expect(at('ES', ['ES'])).toEqual([
    ['call_centre', 'ordinary', 'fri 21:00-sat 09:00'],
    ['call_centre', 'before-holiday-monday', 'fri 21:00-sun 09:00'],
  ]);
  // What is decent everywhere ends at 20:00.
  expect(at('ES', ['general', 'ES'])).toContainEqual(['call_centre', 'ordinary', 'fri 20:00-sat 09:00']);
});

it('finding 4: in Colombia it is the weekend before a Monday that is a holiday, on every channel', () => {
  const both = programme('call_centre', {
    contacts: [
      { channel: 'call_centre', kind: 'phone' },
      { channel: 'email', kind: 'email' },
    ],
  });
  expect(at('CO', ['CO'], both)).toEqual([
    ['call_centre', 'before-holiday-monday', 'sat 15:00-sun 07:00'],
    ['email', 'before-holiday-monday', 'sat 15:00-sun 07:00'],
    ['any', 'before-holiday-monday', 'sat 15:00-sun 07:00'],
  ]);
});

it('is asked earlier where it has to wait first, and is reachable where another channel is', () => {
  const later = programme('call_centre', { askAfterMinutes: 120 });
  expect(at('ES', ['ES'], later)[0]).toEqual(['call_centre', 'ordinary', 'fri 19:00-sat 09:00']);
  const byMail = programme('email', { contacts: [...calls.contacts, { channel: 'email', kind: 'email' }] });
  expect(at('ES', ['ES'], byMail).map(([channel]) => channel)).toEqual(['call_centre', 'call_centre']);
});

it('goes on over the end of the week', () => {
  const sundays = ruleOf({ id: 'r', hours: [{ days: ['tue'], from: '09:00', to: '10:00' }] });
  expect(at('general', [], calls, [sundays])).toEqual([['call_centre', 'ordinary', 'tue 10:00-sun 09:00']]);
  const fridays = ruleOf({ id: 'r', hours: [{ days: ['fri'], from: '09:00', to: '10:00' }] });
  expect(at('general', [], calls, [fridays])).toEqual([['call_centre', 'ordinary', 'fri 10:00-wed 09:00']]);
});

it('counts minutes of the deadline: with hours of every day, those are lost whose night is longer', () => {
  const daily = ruleOf({ id: 'r', hours: [{ days: everyDay, from: '09:00', to: '21:00' }] });
  expect(at('general', [], programme('call_centre', { askWithinHours: 12 }), [daily])).toEqual([]);
  expect(at('general', [], programme('call_centre', { askWithinHours: 11.5 }), [daily])[0]?.slice(2, 4)).toEqual([
    'mon 21:00-mon 21:30',
    'tue 21:00-tue 21:30',
  ]);
});

it('is refused where nobody could ever be asked, and tells alike countries once', () => {
  const never = policyOf({
    packs: ['ES', 'FR'],
    rules: [
      ruleOf({ id: 'saturdays', hours: [{ days: ['sat'], from: '10:00', to: '11:00' }] }),
      ruleOf({ id: 'sundays', hours: [{ days: ['sun'], from: '10:00', to: '11:00' }] }),
    ],
  });
  const unreachable = unreachableHours(calls, never, now);
  expect(isNeverReachable(unreachable, calls, never)).toBe(true);
  const notes = notesOnReachability(unreachable, calls);
  expect(notes).toMatchObject([{ path: 'contacts[0]', reason: 'never-reachable' }]);
  expect(notes[0]?.message).toMatch(
    /by call_centre after what happens at any hour, in countries of no law pack, ES, FR/,
  );
  const elsewhere = policyOf({
    packs: ['ES'],
    rules: [ruleOf({ id: 'r', jurisdiction: 'ES', hours: [{ days: ['sun'], from: '10:00', to: '11:00' }] })],
  });
  const inSpain = unreachableHours(calls, elsewhere, now);
  expect(inSpain).toMatchObject([{ jurisdiction: 'ES', never: true }]);
  expect(isNeverReachable(inSpain, calls, elsewhere)).toBe(false);
});
