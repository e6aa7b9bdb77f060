import { ContactPolicy } from '@hilo/contracts';
import { describe, expect, it } from 'vitest';
import { decide } from '../domain/decide.ts';
import { contact, customer, dayMs, decideAbout, hourMs, inShort, policyOf, programme, ruleOf } from './asking.ts';

const once = (windowHours: number, fields: object = {}) =>
  policyOf({ packs: [], rules: [ruleOf({ id: 'once', hours: 'any', caps: [{ max: 1, windowHours, ...fields }] })] });
const ana = customer({ phone: '+34600000001' });
const now = Date.parse('2026-03-10T09:30:00Z');

describe('cases A: caps and pressure', () => {
  it('case 3 (AJO): what was decided a second ago counts, delivered or not, and so does what is reserved for later', () => {
    for (const at of [now - 1000, now + hourMs])
      expect(decideAbout({ policy: once(168), profile: ana, now, contacts: [contact({ at })] })).toMatchObject({
        state: 'withheld',
        reasons: expect.arrayContaining([{ reason: 'contact-pressure', rule: 'once', until: at + 7 * dayMs }]),
      });
  });

  it.each(['2026-03-01T10:00:00Z', '2026-03-02T00:00:00Z', '2026-03-01T23:59:00Z'])(
    'case 5 (AJO): a week is 168 hours: nothing resets when the week turns in UTC, or in UTC+14, at %s',
    (turn) => {
      const profile = customer({ phone: '+6865000000', timeZone: 'Pacific/Kiritimati' });
      const last = Date.parse(turn) - hourMs;
      const at = (moment: number) =>
        inShort(decideAbout({ policy: once(168), profile, now: moment, contacts: [contact({ at: last })] }));
      expect(at(Date.parse(turn) + 1000)).toBe('contact-pressure');
      expect(at(last + 168 * hourMs - 1)).toBe(new Date(last + 168 * hourMs).toISOString());
      expect(at(last + 168 * hourMs)).toBe('invited');
    },
  );

  it.each([
    ['a window that is missing', { max: 1 }],
    ['a window of nothing', { max: 1, windowHours: 0 }],
    ['a window that is a text', { max: 1, windowHours: '7d' }],
    ['a window that never ends', { max: 1, windowHours: Number.POSITIVE_INFINITY }],
    ['a cap that is missing', { windowHours: 24 }],
    ['a cap of nothing', { max: 0, windowHours: 24 }],
    ['a cap of a half', { max: 0.5, windowHours: 24 }],
    ['a word that nobody knows', { max: 1, windowHours: 24, per: 'week' }],
  ])('case 11 (Knock): %s is refused at publication', (_what, cap) => {
    const written = { packs: [], rules: [ruleOf({ id: 'cap', hours: 'any', caps: [cap] })] };
    expect(ContactPolicy.safeParse(written).success).toBe(false);
  });

  it('case 11 (Knock): a policy that cannot be read permits nothing, and is asked again before the deadline', () => {
    const request = {
      id: '80000000-0000-8000-8000-00000000000f',
      programme: programme(),
      circumstances: { answered: [] },
      occurredAt: now,
      deadline: now + 48 * hourMs,
    };
    const known = { profile: ana, contacts: [] };
    expect(decide(request, known, undefined, now)).toMatchObject({
      state: 'put-off',
      until: now + 60_000,
      reasons: [{ reason: 'policy-invalid' }],
    });
    expect(decide(request, known, undefined, request.deadline)).toMatchObject({
      state: 'withheld',
      reason: 'too-late',
    });
  });

  it('case 13 (Braze): a call by an agent to serve the customer is pressure too, though it needed no permission', () => {
    const policy = policyOf({ packs: ['general'] });
    const served = [1, 2].map((days) => contact({ at: now - days * dayMs, class: 'service' }));
    const decided = (contacts: typeof served) => decideAbout({ policy, profile: ana, now, contacts });
    expect(inShort(decided(served.slice(1)))).toBe('invited');
    expect(decided(served)).toMatchObject({
      state: 'withheld',
      reasons: [{ reason: 'contact-pressure', rule: 'general.contacts', until: now + 5 * dayMs }],
    });
  });
});

describe('what counts', () => {
  it('are the classes and the channels that the cap names', () => {
    const decided = (fields: object, cap: object) =>
      inShort(
        decideAbout({ policy: once(72, cap), profile: ana, now, contacts: [contact({ at: now - 1, ...fields })] }),
      );
    expect(decided({ class: 'service' }, { classes: ['survey'] })).toBe('invited');
    expect(decided({ class: 'survey' }, { classes: ['survey'] })).toBe('contact-pressure');
    expect(decided({ channel: 'email' }, { channels: ['call_centre'] })).toBe('invited');
    expect(decided({ channel: 'call_centre' }, { channels: ['call_centre'] })).toBe('contact-pressure');
  });

  it('is the weight of a contact: one that counts for nothing uses nothing', () => {
    const decided = (weight: number) =>
      inShort(decideAbout({ policy: once(72), profile: ana, now, contacts: [contact({ at: now - 1, weight })] }));
    expect([decided(0), decided(1), decided(2)]).toEqual(['invited', 'contact-pressure', 'contact-pressure']);
  });

  it('in Colombia, one contact a day, and one channel a week', () => {
    const policy = policyOf({ packs: ['CO'] });
    const profile = customer({ phone: '+573001234567' });
    const decided = (fields: object, hours: number) =>
      inShort(
        decideAbout({
          policy,
          profile,
          now: now + 3 * hourMs,
          contacts: [contact({ at: now + (3 - hours) * hourMs, ...fields })],
        }),
      );
    expect(decided({ channel: 'call_centre' }, 23)).toBe('2026-03-10T13:30:00.000Z');
    expect(decided({ channel: 'call_centre' }, 25)).toBe('invited');
    expect(decided({ channel: 'sms' }, 25)).toBe('contact-pressure');
    expect(decided({ channel: 'sms' }, 168)).toBe('invited');
  });

  it('in France, four within thirty days, and sixty days of rest after a refusal', () => {
    const policy = policyOf({ packs: ['FR'] });
    const profile = customer({ phone: '+33612345678' });
    const four = [1, 9, 17, 29].map((days) => contact({ at: now - days * dayMs }));
    const decided = (contacts: typeof four) => decideAbout({ policy, profile, now, contacts });
    expect(inShort(decided(four.slice(1)))).toBe('invited');
    expect(decided(four)).toMatchObject({ state: 'put-off', until: now + dayMs });
    const refused = [contact({ at: now - 40 * dayMs, channel: 'email', class: 'commercial', outcome: 'refused' })];
    expect(decided(refused)).toMatchObject({
      state: 'withheld',
      reasons: [{ reason: 'refused', until: now + 20 * dayMs }],
    });
  });
});

describe('a refusal', () => {
  const policy = policyOf({ packs: [], rules: [ruleOf({ id: 'any', hours: 'any', rest: { afterRefusal: 180 } })] });

  it('on one channel brakes all, at once, for as long as the policy says', () => {
    const contacts = [contact({ at: now - 1, channel: 'email', class: 'commercial', outcome: 'refused' })];
    const decided = (at: number) => inShort(decideAbout({ policy, profile: ana, now: at, contacts }));
    expect(decided(now)).toBe('refused');
    expect(decided(now + 179 * dayMs - 1)).toBe('2026-09-06T09:29:59.999Z');
    expect(decided(now + 177 * dayMs)).toBe('refused');
  });

  it('in the very interaction that would be asked about is one as well', () => {
    expect(inShort(decideAbout({ policy, profile: ana, now, circumstances: { outcome: 'refused' } }))).toBe('refused');
  });

  it('and a number that is somebody else’s, or where nothing arrives, is used no more; another one is', () => {
    const two = { ...ana, identifiers: [...ana.identifiers, ...customer({ phone: '+34600000002' }).identifiers] };
    const contacts = (outcome: 'wrong_person' | 'bounced') => [
      contact({ at: now - 90 * dayMs, contactPoint: { kind: 'phone', value: '+34600000001' }, outcome }),
    ];
    expect(inShort(decideAbout({ policy, profile: ana, now, contacts: contacts('wrong_person') }))).toBe(
      'wrong-person',
    );
    expect(inShort(decideAbout({ policy, profile: ana, now, contacts: contacts('bounced') }))).toBe('bounced');
    expect(decideAbout({ policy, profile: two, now, contacts: contacts('bounced') })).toMatchObject({
      state: 'invited',
      contactPoint: { value: '+34600000002' },
    });
  });
});

it('asks a share of those who may be asked, the same when it is asked again', () => {
  const sampled = (share: number) =>
    policyOf({ packs: [], rules: [ruleOf({ id: 'any', hours: 'any' })], sampling: [{ share }] });
  const decided = (share: number) => inShort(decideAbout({ policy: sampled(share), profile: ana, now }));
  expect([0, 0.5, 0.51, 1].map(decided)).toEqual(['not-sampled', 'not-sampled', 'invited', 'invited']);
});
