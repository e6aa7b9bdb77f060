import { Channel, type Consent, ContactPolicy, HeldIdentifier, OpenConsentStatement } from '@hilo/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Circumstances } from './candidate.ts';
import { decide, type PutOff, type SurveyDecision } from './decide.ts';
import type { PastContact } from './policy/budget.ts';
import { compilePolicy } from './policy/compiled.ts';
import type { Profile } from './profile.ts';
import { Programme } from './programme.ts';
import type { Known, SurveyRequest } from './refusals.ts';

const hour = 3_600_000;
const occurredAt = Date.UTC(2026, 0, 10, 12);
const subject = '00000000-0000-8000-8000-000000000001';

const programme = Programme.parse({
  id: 'after-the-flight',
  version: 3,
  title: 'How was the flight?',
  when: { touchpoints: ['flight.arrival'] },
  question: { question: 'likelihood_to_recommend', scale: 'nps', text: { en: 'How likely …?' } },
  purpose: 'feedback',
  contacts: [
    { channel: 'email', kind: 'email' },
    { channel: 'sms', kind: 'phone' },
  ],
  askAfterMinutes: 60,
  restDays: 30,
});

const said = (state: Consent['state'], fields: Partial<Consent> = {}): Consent => ({
  purpose: 'feedback',
  state,
  source: 'web',
  interaction: `i-${state}`,
  at: '2026-01-01T00:00:00.000Z',
  ...fields,
});

const held = (kind: string, value: string, firstSeenAt: string) =>
  ({ kind, value, subject, firstSeenAt, status: 'linked' }) as const;

const email = held('email', 'ana@example.org', '2026-01-02T00:00:00.000Z');
const phone = held('phone', '+34600000001', '2026-01-03T00:00:00.000Z');

const ana = (consents: Consent[]): Profile => ({
  version: 1,
  ambiguous: false,
  identifiers: [email, phone],
  consents,
  contactPreferences: {},
});

/** Consent is all that it asks for; it has no hours. */
const policy = compilePolicy(
  1,
  ContactPolicy.parse({
    packs: [],
    rules: [
      {
        id: 'at-any-hour',
        jurisdiction: 'general',
        channels: Channel.options,
        classes: ['survey', 'commercial'],
        hours: 'any',
        source: 'this test',
        readOn: '2026-01-01',
        confidence: 'high',
      },
    ],
  }),
);

type Situation = SurveyRequest & Known;

const situation = (fields: Partial<Situation> = {}): Situation => ({
  id: '00000000-0000-8000-8000-00000000000f',
  programme,
  circumstances: { answered: [] },
  occurredAt,
  deadline: occurredAt + 48 * hour,
  profile: ana([said('granted')]),
  contacts: [],
  ...fields,
});

const decided = (fields: Partial<Situation>, now: number): SurveyDecision | PutOff => {
  const { profile, contacts, ...request } = situation(fields);
  return decide(request, { profile, contacts }, policy, now);
};

const askedAt = (at: number): PastContact => ({
  at,
  channel: 'email',
  class: 'survey',
  weight: 1,
  contactPoint: undefined,
  outcome: undefined,
});

const soon = occurredAt + 2 * hour;

describe('what a later version says', () => {
  it.each(['direction', 'actor', 'outcome'])(
    'asks nobody after an interaction whose %s is a word that is not known',
    (name) => {
      const circumstances = Circumstances.parse({ answered: [], [name]: 'a_later_word' });
      expect(decided({ circumstances }, soon)).toMatchObject({ state: 'withheld', reason: 'not-understood' });
    },
  );

  it('is no yes, and no address to be asked at', () => {
    const state = OpenConsentStatement.shape.state.parse('assumed');
    const later = { ...said('granted'), state, at: '2026-01-02T00:00:00.000Z' };
    expect(decided({ profile: ana([said('granted'), later]) }, soon)).toMatchObject({
      state: 'withheld',
      reason: 'no-consent',
    });
    const status = HeldIdentifier.shape.status.parse('suspected');
    const identifiers = [email, phone].map((one) => ({ ...one, status }));
    expect(decided({ profile: { ...ana([said('granted')]), identifiers } }, soon)).toMatchObject({
      state: 'withheld',
      reason: 'no-contact-point',
    });
  });
});

describe('a customer who said yes', () => {
  it('is asked where the programme prefers, and the consent is named', () => {
    expect(decided({}, soon)).toEqual({
      state: 'invited',
      channel: 'email',
      contactPoint: { kind: 'email', value: 'ana@example.org' },
      consent: { source: 'web', interaction: 'i-granted', at: '2026-01-01T00:00:00.000Z' },
    });
  });

  it('is asked on the channel that she prefers herself', () => {
    const profile = { ...ana([said('granted')]), contactPreferences: { channel: 'sms' } };
    expect(decided({ profile }, soon)).toMatchObject({ state: 'invited', channel: 'sms' });
  });

  it('is asked at the address that she came to last', () => {
    const newer = held('email', 'ana@new.example.org', '2026-01-05T00:00:00.000Z');
    const profile = { ...ana([said('granted')]), identifiers: [email, newer] };
    expect(decided({ profile }, soon)).toMatchObject({ contactPoint: { value: 'ana@new.example.org' } });
  });

  it('for one address is asked there and nowhere else', () => {
    const contactPoint = { kind: 'phone', value: phone.value };
    const profile = ana([said('granted', { contactPoint })]);
    expect(decided({ profile }, soon)).toMatchObject({ state: 'invited', contactPoint });
  });
});

describe('nobody is asked', () => {
  it.each<[string, Partial<Situation>, number]>([
    ['too-late', {}, occurredAt + 48 * hour],
    ['interaction-withdrawn', { circumstances: { answered: [], withdrawn: true } }, soon],
    ['programme-ended', { programme: undefined }, soon],
    ['internal', { circumstances: { answered: [], direction: 'internal' } }, soon],
    ['internal', { circumstances: { answered: [], actor: 'auditor' } }, soon],
    ['wrong-person', { circumstances: { answered: [], outcome: 'wrong_person' } }, soon],
    ['ambiguous-customer', { profile: { ...ana([said('granted')]), ambiguous: true } }, soon],
    ['no-contact-point', { profile: { ...ana([said('granted')]), identifiers: [] } }, soon],
    [
      'no-contact-point',
      { profile: { ...ana([said('granted')]), identifiers: [{ ...email, status: 'shared' }] } },
      soon,
    ],
    ['consent-withdrawn', { profile: ana([said('withdrawn')]) }, soon],
    ['no-consent', { profile: ana([]) }, soon],
    ['no-consent', { profile: ana([said('granted', { purpose: 'marketing' })]) }, soon],
    ['already-answered', { circumstances: { answered: ['likelihood_to_recommend'] } }, soon],
    ['asked-recently', { contacts: [askedAt(soon - 27 * 24 * hour)] }, soon],
  ])('%s', (reason, fields, now) => {
    const decision = decided(fields, now);
    expect(decision).toMatchObject({ state: 'withheld', reason });
    expect(decision).toHaveProperty('reasons.0.reason', reason);
  });

  it('and every reason is told, that of the first first, with its rule and its end', () => {
    const at = soon - 20 * 24 * hour;
    const fields = {
      profile: ana([said('withdrawn')]),
      contacts: [askedAt(at)],
      circumstances: { answered: ['likelihood_to_recommend'] },
    };
    expect(decided(fields, soon)).toEqual({
      state: 'withheld',
      reason: 'consent-withdrawn',
      reasons: [
        { reason: 'consent-withdrawn', rule: 'hilo.consent' },
        { reason: 'already-answered', rule: 'hilo.already-answered' },
        { reason: 'asked-recently', rule: 'after-the-flight.restDays', until: at + 30 * 24 * hour },
      ],
    });
  });

  it('where a reason ends before the deadline, it is decided again then', () => {
    const contacts = [askedAt(soon - 29 * 24 * hour)];
    expect(decided({ contacts }, soon)).toEqual({
      state: 'put-off',
      until: soon + 24 * hour,
      reasons: [{ reason: 'asked-recently', rule: 'after-the-flight.restDays', until: soon + 24 * hour }],
    });
    expect(decided({ contacts }, soon + 24 * hour)).toMatchObject({ state: 'invited' });
  });
});

describe('whatever the situation', () => {
  const consent = fc
    .record({
      state: fc.constantFrom<Consent['state']>('granted', 'withdrawn'),
      at: fc.integer({ min: 0, max: 5 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()),
      channel: fc.constantFrom<Consent['channel'][]>(undefined, 'email', 'sms'),
      contactPoint: fc.constantFrom(
        undefined,
        { kind: 'email', value: email.value },
        { kind: 'phone', value: phone.value },
      ),
      purpose: fc.constantFrom('feedback', 'marketing'),
    })
    .map(({ channel, contactPoint, state, ...rest }) =>
      said(state, { ...rest, ...(channel && { channel }), ...(contactPoint && { contactPoint }) }),
    );
  const anything = fc.record({
    consents: fc.array(consent, { maxLength: 6 }),
    now: fc.integer({ min: 0, max: 60 }).map((hours) => occurredAt + hours * hour),
    contacts: fc.subarray([askedAt(occurredAt - 10 * 24 * hour), askedAt(occurredAt - 40 * 24 * hour)]),
  });

  it('a withdrawal never makes anyone eligible', () => {
    fc.assert(
      fc.property(anything, ({ consents, now, contacts }) => {
        const before = decided({ profile: ana(consents), contacts }, now);
        const withdrawn = said('withdrawn', { at: new Date(occurredAt).toISOString() });
        const after = decided({ profile: ana([...consents, withdrawn]), contacts }, now);
        expect(after.state).toBe('withheld');
        if (before.state === 'withheld' && before.reason === 'too-late')
          expect(after).toMatchObject({ reason: 'too-late' });
      }),
    );
  });

  it('nobody is asked after the deadline, twice within the days of rest, or without a yes that holds for that address', () => {
    fc.assert(
      fc.property(anything, ({ consents, now, contacts }) => {
        const decision = decided({ profile: ana(consents), contacts }, now);
        if (decision.state !== 'invited') return;
        expect(now).toBeLessThan(occurredAt + 48 * hour);
        for (const { at } of contacts) expect(at).toBeLessThanOrEqual(now - 30 * 24 * hour);
        expect(consents.some(({ state, purpose }) => state === 'granted' && purpose === 'feedback')).toBe(true);
      }),
    );
  });
});
