import { expect, it } from 'vitest';
import type { AskedSoFar, MessageSoFar } from './asked-so-far.ts';
import { nextStep } from './next-step.ts';

const minute = 60_000;
const deadline = 48 * 60 * minute;
const programme = {
  contacts: [
    { channel: 'app' as const, kind: 'app' },
    { channel: 'email' as const, kind: 'email' },
    { channel: 'whatsapp' as const, kind: 'phone' },
    { channel: 'ivr' as const, kind: 'phone' },
    { channel: 'call_centre' as const, kind: 'phone' },
  ],
  reminders: { atMost: 1, afterMinutes: 120 },
  fallbackAfterMinutes: 240,
};
const sent = (over: Partial<MessageSoFar> = {}): MessageSoFar => ({
  ordinal: 0,
  kind: 'invitation',
  channel: 'email',
  contactKind: 'email',
  state: 'accepted',
  handedOverAt: 0,
  ...over,
});
const after = (
  asked: AskedSoFar,
  now = minute,
  more: Partial<typeof programme> & { fallbackAfterUnknown?: boolean } = {},
) => nextStep({ ...programme, ...more }, asked, { deadline, now });

it('reminds first, then goes on to the next channel, each so long after what was handed over', () => {
  expect(after({ messages: [sent()] })).toMatchObject({ step: 'reminder', at: 120 * minute });
  const reminded = [sent(), sent({ ordinal: 1, kind: 'reminder', handedOverAt: 200 * minute })];
  expect(after({ messages: reminded })).toMatchObject({
    step: 'fallback',
    at: 440 * minute,
    contacts: [{ channel: 'app' }, { channel: 'whatsapp' }, { channel: 'ivr' }, { channel: 'call_centre' }],
  });
});

it('runs no clock while a message is queued: a call that was never made uses up nothing', () => {
  for (const state of ['queued', 'deferred', 'sending'] as const)
    expect(after({ messages: [sent({ state, handedOverAt: undefined })] })).toEqual({
      step: 'wait',
      reason: 'under-way',
    });
});

it('reminds before it falls back where both are due at one moment', () => {
  expect(after({ messages: [sent()] }, minute, { fallbackAfterMinutes: 120 }).step).toBe('reminder');
  expect(after({ messages: [sent()] }, minute, { fallbackAfterMinutes: 119 }).step).toBe('fallback');
});

it('does not call again who took the call and hung up; she may be written to', () => {
  const call = sent({ channel: 'ivr', contactKind: 'phone', isTalkedTo: true });
  const next = after({ messages: [call] });
  expect(next).toMatchObject({
    step: 'fallback',
    contacts: [{ channel: 'app' }, { channel: 'email' }, { channel: 'whatsapp' }],
  });
  expect(after({ messages: [{ ...call, isTalkedTo: undefined }] })).toMatchObject({ step: 'reminder' });
});

it('goes on at once where a message surely did not arrive, and says why', () => {
  const closed = sent({ channel: 'whatsapp', contactKind: 'phone', state: 'refused', reason: 'outside-24-hours' });
  expect(after({ messages: [closed] }, 5 * minute)).toMatchObject({
    step: 'fallback',
    at: 5 * minute,
    reason: 'outside-24-hours',
  });
  expect(after({ messages: [sent({ state: 'bounced' })] })).toMatchObject({ step: 'fallback', reason: 'bounced' });
});

it('leaves what is unknown alone, unless the programme says otherwise', () => {
  const unknown = { messages: [sent({ state: 'unknown' })] };
  expect(after(unknown)).toEqual({ step: 'wait', reason: 'unknown' });
  expect(after(unknown, minute, { fallbackAfterUnknown: true })).toMatchObject({ step: 'fallback', at: 240 * minute });
});

it('ends with an answer, a refusal, or the deadline, and does not go round in circles', () => {
  const messages = [sent()];
  for (const response of ['partial', 'completed', 'screened-out'] as const)
    expect(after({ messages, response }).step).toBe('over');
  for (const ending of ['refused', 'objected', 'wrong-person'] as const)
    expect(after({ messages, ending })).toEqual({ step: 'over', reason: ending });
  expect(after({ messages, response: 'opened' }).step).toBe('reminder');
  expect(after({ messages }, deadline)).toEqual({ step: 'over', reason: 'too-late' });
  const late = [sent({ handedOverAt: deadline - minute })];
  expect(after({ messages: late }, deadline - 1)).toEqual({ step: 'wait', reason: 'deadline-first' });
});

it('has nothing left where every channel had its turn, or the rest carries nothing', () => {
  const all = programme.contacts.map(({ channel, kind }, ordinal) =>
    sent({ ordinal, channel, contactKind: kind, kind: 'fallback', state: 'refused' }),
  );
  expect(after({ messages: all })).toEqual({ step: 'wait', reason: 'exhausted' });
  const carried = nextStep(
    programme,
    { messages: [sent({ state: 'bounced' })] },
    { deadline, now: 0, carried: new Set(['email']) },
  );
  expect(carried).toEqual({ step: 'wait', reason: 'exhausted' });
});
