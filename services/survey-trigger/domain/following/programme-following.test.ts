import { expect, it } from 'vitest';
import { faultsOfFollowing, notesOnFollowing } from './programme-following.ts';

const contacts = [{ channel: 'email' }, { channel: 'sms' }, { channel: 'ivr' }];
const programme = { contacts, askAfterMinutes: 60, askWithinHours: 24 };

it('refuses what could only come after the deadline', () => {
  const late = { ...programme, reminders: { atMost: 1, afterMinutes: 1380 }, fallbackAfterMinutes: 2000 };
  expect(faultsOfFollowing(late).map(({ path }) => path.join('.'))).toEqual([
    'reminders.afterMinutes',
    'fallbackAfterMinutes',
  ]);
  expect(faultsOfFollowing({ ...programme, reminders: { atMost: 1, afterMinutes: 1379 } })).toEqual([]);
});

it('says what there is no time for, and what has nothing to do', () => {
  const reasons = (more: object) =>
    notesOnFollowing({ ...programme, ...more }).map(({ path, reason }) => [path, reason]);
  expect(reasons({})).toEqual([]);
  expect(reasons({ reminders: { atMost: 2, afterMinutes: 300 }, fallbackAfterMinutes: 300 })).toEqual([]);
  expect(reasons({ reminders: { atMost: 3, afterMinutes: 600 }, fallbackAfterMinutes: 900 })).toEqual([
    ['reminders.atMost', 'too-late'],
    ['fallbackAfterMinutes', 'too-late'],
  ]);
  expect(reasons({ contacts: [{ channel: 'email' }], fallbackAfterMinutes: 60 })).toEqual([
    ['fallbackAfterMinutes', 'no-next-channel'],
  ]);
  expect(reasons({ fallbackAfterUnknown: true })).toEqual([['fallbackAfterUnknown', 'no-next-channel']]);
});
