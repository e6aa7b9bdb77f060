import { expect, it } from 'vitest';
import { Programme } from '../programme.ts';
import { explained } from './explained.ts';
import { isAskedNoMore, type KeptStep, type LookedAt, whatIsNext } from './what-is-next.ts';

const minute = 60_000;
const deadline = 48 * 60 * minute;
const programme = Programme.parse({
  id: 'p',
  version: 1,
  title: 'P',
  when: { touchpoints: ['t'] },
  question: { question: 'likelihood_to_recommend', scale: 'nps', text: { en: 'How likely …?' } },
  purpose: 'feedback',
  contacts: [
    { channel: 'email', kind: 'email' },
    { channel: 'sms', kind: 'phone' },
    { channel: 'ivr', kind: 'phone' },
  ],
  askAfterMinutes: 0,
  restDays: 0,
  reminders: { atMost: 1, afterMinutes: 120 },
  fallbackAfterMinutes: 240,
});
type Message = LookedAt['messages'][number];
const mail = (over: Partial<Message> = {}): Message => ({
  ordinal: 0,
  kind: 'invitation',
  channel: 'email',
  contactKind: 'email',
  state: 'accepted',
  handedOverAt: 0,
  dueAt: 0,
  ...over,
});
const carried = new Set(['email', 'sms', 'ivr'] as const);
const next = (asked: Partial<LookedAt>, now = minute) =>
  whatIsNext(programme, { messages: [mail()], ...asked }, { deadline, now, carried });
const pressure = [{ reason: 'contact-pressure', rule: 'once', until: '1970-01-01T05:00:00.000Z' }];
const put = (step: KeptStep['step'], at: number | undefined, reason = 'no-answer'): KeptStep => ({
  step,
  at,
  reason,
  reasons: pressure,
});

it('says which message is to leave, which reminder follows, and whose turn it is then', () => {
  const queued = mail({ state: 'deferred', dueAt: 5 * minute, reason: '451' });
  expect(next({ messages: [queued] })).toEqual({ step: 'message', at: 5 * minute, channels: ['email'], reason: '451' });
  expect(next({})).toMatchObject({ step: 'reminder', at: 120 * minute, channels: ['email'] });
  const reminded = [mail(), mail({ ordinal: 1, kind: 'reminder', handedOverAt: 130 * minute })];
  const later = next({ messages: reminded }, 131 * minute);
  expect(later).toMatchObject({ step: 'fallback', at: 370 * minute, channels: ['sms', 'ivr'] });
  expect(explained('contacted', later, { state: 'invited' })).toBe(
    'The customer was reached, and has answered nothing yet. The customer is asked by sms, or else by ivr at ' +
      '1970-01-01T06:10:00.000Z, if there is no answer until then.',
  );
});

it('says what the governor said: that it waits, or that nothing may leave; and forgets it with news', () => {
  const waits = next({ kept: put('reminder', 300 * minute) }, 130 * minute);
  expect(waits).toMatchObject({ step: 'reminder', at: 300 * minute, channels: ['email'], reasons: pressure });
  expect(explained('contacted', waits, { state: 'invited' })).toContain('It waits: contact-pressure (once).');
  // She may not be reminded: the other channel, whose time has not come.
  expect(next({ kept: { step: 'fallback', at: 240 * minute, reason: 'no-answer' } }, 130 * minute)).toEqual({
    step: 'fallback',
    at: 240 * minute,
    channels: ['sms', 'ivr'],
    reason: 'no-answer',
  });
  const never = next({ kept: put('wait', undefined, 'contact-pressure') }, 130 * minute);
  expect(never).toEqual({ step: 'nothing', reason: 'contact-pressure', reasons: pressure });
  expect(explained('contacted', never, { state: 'invited' })).toMatch(
    /Nothing more is sent: contact-pressure \(once\)\.$/,
  );
  expect(next({ kept: put('wait', undefined), response: 'partial' })).toEqual({ step: 'nothing', reason: 'answered' });
  // What was kept before the message left says nothing of what comes after it.
  expect(next({ kept: { step: 'wait', reason: 'under-way' } })).toMatchObject({ step: 'reminder' });
});

it.each([
  ['answered', { response: 'completed' as const }, 'an answer'],
  ['refused', { ending: 'refused' as const }, 'does not want to be asked'],
  ['interaction-withdrawn', { circumstances: { withdrawn: true } }, 'counts for nobody'],
  ['unknown', { messages: [mail({ state: 'unknown' })] }, 'nobody knows whether'],
  ['not-sent-by-hilo', { messages: [] }, 'others deliver it'],
])('says why nothing comes any more: %s', (reason, asked, words) => {
  const over = next(asked);
  expect(over).toEqual({ step: 'nothing', reason });
  expect(explained('contacted', over, { state: 'invited' })).toContain(words);
});

it('is over by the deadline, by a no, and where nothing arrived and nothing follows; not while an answer may be finished', () => {
  const isOver = (asked: Partial<LookedAt>, now = minute): boolean => {
    const all = { messages: [mail()], ...asked };
    return isAskedNoMore(all, next(all, now), { now, deadline });
  };
  expect(isOver({})).toBe(false);
  expect(isOver({}, deadline)).toBe(true);
  expect(isOver({ response: 'partial' })).toBe(false);
  expect(isOver({ ending: 'objected' })).toBe(true);
  const each = (state: Message['state']) =>
    programme.contacts.map(({ channel, kind }, ordinal) => mail({ ordinal, channel, contactKind: kind, state }));
  expect(isOver({ messages: each('bounced') })).toBe(true);
  expect(isOver({ messages: each('unknown') })).toBe(false);
  expect(isOver({ messages: [] })).toBe(false);
});

it('says of what was told that it was told, and nothing of answers, reminders and programmes', () => {
  const over = { step: 'nothing', reason: 'exhausted' } as const;
  expect(explained('contacted', over, { state: 'invited', isTold: true })).toBe('The customer was told.');
  expect(explained('unresponsive', over, { state: 'invited', isTold: true })).toBe('The customer was told.');
  const hole = { reason: 'template-incomplete', rule: 'gate.en.properties.gate' };
  expect(explained(undefined, { step: 'nothing', reasons: [hole] }, { state: 'withheld', isTold: true })).toBe(
    'Nobody was told: template-incomplete (gate.en.properties.gate).',
  );
});
