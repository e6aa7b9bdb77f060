import type { Channel, Consent } from '@hilo/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PutOff, SurveyDecision } from '../domain/decide.ts';
import type { PastContact } from '../domain/policy/budget.ts';
import type { Profile } from '../domain/profile.ts';
import {
  type Asked,
  contact,
  customer,
  dayMs,
  decideAbout,
  hourMs,
  minuteMs,
  policyOf,
  programme,
  ruleOf,
} from './asking.ts';

/** As many as a test takes that does not want to be long; 100,000 with HISTORIES=100000. */
const histories = Number(process.env.HISTORIES ?? 3000);

const begin = Date.parse('2026-03-20T00:00:00Z');
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const channels: Channel[] = ['call_centre', 'email', 'sms'];

const phones = ['+34600000001', '+33612345678', '+573001234567', '+12125550100', '+5511987654321', '+18005551234'];
const zones = [undefined, 'Europe/Madrid', 'Pacific/Kiritimati', 'Asia/Katmandu', 'America/Santiago', 'UTC'];
const policies = [
  policyOf({ packs: ['general', 'ES', 'CO', 'FR', 'DE', 'UK', 'US', 'MX', 'CL', 'PE', 'AR', 'BR'] }),
  policyOf({ packs: ['general'], whereUnknown: { zones: ['Europe/Lisbon', 'Atlantic/Azores'] } }),
  policyOf({
    packs: [],
    rules: [
      ruleOf({
        id: 'nights',
        hours: 'any',
        quiet: [{ days: everyDay, from: '21:30', to: '08:15' }],
        caps: [
          { max: 2, windowHours: 30 },
          { max: 2, windowHours: 72, of: 'channels' },
        ],
        rest: { afterInvitation: 1, afterAnswer: 2, afterRefusal: 1.5 },
      }),
    ],
  }),
  policyOf({ packs: [], rules: [ruleOf({ id: 'any', hours: 'any', needs: 'opt-out' })] }),
];

const someConsent = fc
  .record({
    state: fc.constantFrom<Consent['state']>('granted', 'granted', 'withdrawn'),
    day: fc.integer({ min: 0, max: 60 }),
    channel: fc.constantFrom(undefined, ...channels),
  })
  .map(
    ({ state, day, channel }): Consent => ({
      purpose: 'feedback',
      state,
      source: 'web',
      interaction: `i-${state}-${day}`,
      at: new Date(begin - day * dayMs).toISOString(),
      ...(channel && { channel }),
    }),
  );

const someContact = fc
  .record({
    ago: fc.integer({ min: -20, max: 24 * 40 }),
    channel: fc.constantFrom<Channel>(...channels),
    class: fc.constantFrom<PastContact['class']>('survey', 'commercial', 'service', 'collection'),
    weight: fc.constantFrom(0, 1, 1, 2),
    outcome: fc.constantFrom<PastContact['outcome']>(
      undefined,
      undefined,
      'no_answer',
      'refused',
      'completed',
      'bounced',
      'wrong_person',
    ),
    contactPoint: fc.constantFrom(undefined, { kind: 'email', value: 'ana@example.org' }),
  })
  .map(({ ago, ...fields }): PastContact => contact({ at: begin - ago * hourMs, ...fields }));

const history = fc
  .record({
    policy: fc.constantFrom(...policies),
    phone: fc.constantFrom(...phones),
    timeZone: fc.constantFrom(...zones),
    consents: fc.uniqueArray(someConsent, { maxLength: 4, selector: ({ at }) => at }),
    contacts: fc.array(someContact, { maxLength: 5 }),
    occurred: fc.integer({ min: 0, max: 14 * 24 * 60 }),
    later: fc.integer({ min: 0, max: 50 * 60 }),
    restDays: fc.constantFrom(0, 1, 30),
  })
  .map(
    ({ policy, phone, timeZone, consents, contacts, occurred, later, restDays }): Asked => ({
      policy,
      profile: withAnotherPhone(customer({ phone, email: 'ana@example.org', consents, ...(timeZone && { timeZone }) })),
      contacts,
      occurredAt: begin + occurred * minuteMs,
      now: begin + (occurred + later) * minuteMs,
      programme: programme('call_centre', {
        contacts: [
          { channel: 'call_centre', kind: 'phone' },
          { channel: 'sms', kind: 'phone' },
          { channel: 'email', kind: 'email' },
        ],
        restDays,
      }),
    }),
  );

/** Known as long as the first. */
const withAnotherPhone = (profile: Profile): Profile => ({
  ...profile,
  identifiers: [...profile.identifiers, ...customer({ phone: '+34600000002' }).identifiers],
});

/** When somebody is asked at the earliest, if nothing more is heard; never is the latest of all. */
const askedAt = (decision: SurveyDecision | PutOff, now: number): number =>
  decision.state === 'invited' ? now : decision.state === 'put-off' ? decision.until : Number.POSITIVE_INFINITY;

const check = (
  property: (asked: Asked, decision: SurveyDecision | PutOff, times: { now: number; deadline: number }) => void,
): void =>
  fc.assert(
    fc.property(history, (asked) => {
      const times = { now: Number(asked.now), deadline: Number(asked.occurredAt) + 48 * hourMs };
      property(asked, decideAbout(asked), times);
    }),
    { numRuns: histories },
  );

describe(`in ${histories} histories`, () => {
  it('what is put off is sent when it is decided again, in time, and not a minute before', () => {
    check((asked, decision, { now, deadline }) => {
      if (decision.state !== 'put-off') return;
      const { until } = decision;
      expect(until).toBeGreaterThan(now);
      expect(until).toBeLessThan(deadline);
      expect(decideAbout({ ...asked, now: until })).toMatchObject({ state: 'invited' });
      expect(decideAbout({ ...asked, now: until - 1 })).toMatchObject({ state: 'put-off', until });
    });
  });

  it('nobody is asked after the deadline, and it is called too late only when there is no instant left', () => {
    check((asked, decision, { now, deadline }) => {
      if (now >= deadline) expect(decision).toMatchObject({ state: 'withheld', reason: 'too-late' });
      if (decision.state !== 'withheld' || decision.reason !== 'too-late' || now >= deadline) return;
      for (let at = now; at < deadline; at += hourMs) expect(decideAbout({ ...asked, now: at }).state).toBe('withheld');
      // There was a time when it could have been sent, by what was known then.
      const first = Number(asked.occurredAt);
      const contacts = (asked.contacts ?? []).filter(({ at }) => at <= first);
      expect(decideAbout({ ...asked, contacts, now: first }).state).not.toBe('withheld');
    });
  });

  it('another contact never lets anybody be asked, or be asked sooner', () => {
    fc.assert(
      fc.property(history, someContact, (asked, added) => {
        const now = Number(asked.now);
        const after = decideAbout({ ...asked, contacts: [...(asked.contacts ?? []), added] });
        expect(askedAt(after, now)).toBeGreaterThanOrEqual(askedAt(decideAbout(asked), now));
      }),
      { numRuns: histories },
    );
  });

  it('a withdrawal, or a refusal, never makes anyone eligible', () => {
    check((asked, decision, { now }) => {
      const withdrawn: Consent = {
        purpose: 'feedback',
        state: 'withdrawn',
        source: 's',
        interaction: 'w',
        at: new Date(now).toISOString(),
      };
      const profile = { ...asked.profile, consents: [...asked.profile.consents, withdrawn] };
      expect(decideAbout({ ...asked, profile }).state).toBe('withheld');
      const refused = decideAbout({ ...asked, circumstances: { outcome: 'refused' } });
      expect(askedAt(refused, now)).toBeGreaterThanOrEqual(askedAt(decision, now));
    });
  });

  it('the order of what is known does not matter', () => {
    check((asked, decision) => {
      const { consents, identifiers } = asked.profile;
      const profile = { ...asked.profile, consents: consents.toReversed(), identifiers: identifiers.toReversed() };
      expect(decideAbout({ ...asked, profile, contacts: (asked.contacts ?? []).toReversed() })).toEqual(decision);
    });
  });

  it('in the nights of her own clock nobody is asked', () => {
    const clock = (timeZone: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const clocks = new Map(zones.flatMap((zone) => (zone?.includes('/') ? [[zone, clock(zone)] as const] : [])));
    check((asked, decision, { now }) => {
      const shown = clocks.get(asked.profile.contactPreferences.timeZone ?? '')?.format(now);
      if (decision.state !== 'invited' || shown === undefined || asked.policy === policies[3]) return;
      expect(shown >= '08:00' && shown < '22:00').toBe(true);
      if (asked.policy === policies[2]) expect(shown >= '08:15' && shown < '21:30').toBe(true);
      if (decision.channel === 'call_centre' && asked.policy !== policies[2])
        expect(shown >= '09:00' && shown < '20:00').toBe(true);
    });
  });
});
