import { Interaction } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { customer, programme } from '../../test/asking.ts';
import { chosenInteractions, type PostedPreferences, preferencesOf } from './preference-choice.ts';

const now = Date.UTC(2026, 2, 2);
const asked = programme('email', {
  contacts: [
    { channel: 'email', kind: 'email' },
    { channel: 'sms', kind: 'phone' },
    { channel: 'call_centre', kind: 'phone' },
  ],
});
const said = { source: 'web', interaction: 'i', at: '2026-01-02T00:00:00.000Z' };
const ana = customer({
  email: 'ana@example.org',
  phone: '+34600111222',
  consents: [
    { purpose: 'feedback', state: 'granted', ...said },
    { purpose: 'feedback', state: 'withdrawn', channel: 'sms', ...said },
  ],
});
const nothing: PostedPreferences = { channels: ['email', 'call_centre'], hours: '', pause: '' };
const chosen = (posted: Partial<PostedPreferences>, contactPreferences = {}) =>
  chosenInteractions({
    programme: asked,
    profile: { ...ana, contactPreferences },
    now,
    posted: { ...nothing, ...posted },
    invitation: 'an-invitation',
    subject: ana.identifiers[0]?.subject ?? '',
    contactPoint: { kind: 'email', value: 'ana@example.org' },
    form: 'a-form',
  });

it('shows where she could be asked, and what she has taken back', () => {
  expect(preferencesOf({ programme: asked, profile: ana, now }).channels).toEqual([
    { channel: 'email', isWanted: true },
    { channel: 'sms', isWanted: false },
    { channel: 'call_centre', isWanted: true },
  ]);
});

it('knows whether she may be asked in another voice as well', () => {
  const other = (purpose: string, state: 'granted' | 'withdrawn') =>
    preferencesOf({
      programme: asked,
      profile: { ...ana, consents: [...ana.consents, { purpose, state, ...said }] },
      now,
    }).hasOtherVoice;
  expect([other('feedback', 'granted'), other('employee.feedback', 'withdrawn')]).toEqual([false, false]);
  expect([other('employee.feedback', 'granted'), other('auditor.visits', 'granted')]).toEqual([true, true]);
  const employees = programme('email', { voice: 'employee', purpose: 'employee.feedback' });
  expect(preferencesOf({ programme: employees, profile: ana, now }).hasOtherVoice).toBe(true);
});

it('says nothing where nothing is otherwise than before', () => {
  expect(chosen({})).toEqual([]);
  expect(chosen({ hours: '03:00-04:00', pause: '7', channels: ['email', 'call_centre', 'post'] })).toEqual([]);
  expect(
    chosen({ hours: '09:00-14:00', pause: 'kept' }, { hours: '09:00-14:00', pauseUntil: '2026-04-01T00:00:00.000Z' }),
  ).toEqual([]);
});

it('takes back a channel as a whole, and allows one at each contact point alone', () => {
  const interactions = chosen({ channels: ['sms', 'call_centre'] });
  expect(interactions.map(({ identifiers, consents }) => ({ identifiers, consents }))).toMatchObject([
    { consents: [{ purpose: 'feedback', channel: 'email', state: 'withdrawn' }] },
    {
      identifiers: [{ kind: 'phone', value: '+34600111222' }],
      consents: [{ channel: 'sms', contactPoint: { kind: 'phone', value: '+34600111222' }, state: 'granted' }],
    },
  ]);
  // None says that two identifiers are of one person.
  for (const one of interactions) expect(Interaction.parse(one).identifiers).toHaveLength(1);
  expect(new Set(interactions.map(({ id }) => id)).size).toBe(2);
});

it('says hours and a pause, and takes them back', () => {
  expect(chosen({ hours: '18:00-21:00', pause: '30' })[0]?.traits).toEqual({
    contactHours: '18:00-21:00',
    contactPauseUntil: '2026-04-01T00:00:00.000Z',
  });
  const before = { hours: '18:00-21:00', pauseUntil: '2026-04-01T00:00:00.000Z' };
  expect(chosen({}, before)[0]?.traits).toEqual({ contactHours: 'any', contactPauseUntil: 'none' });
});
