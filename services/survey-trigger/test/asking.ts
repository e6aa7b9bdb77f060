import { type Channel, type Consent, ContactPolicy } from '@hilo/contracts';
import { decide, type PutOff, type SurveyDecision } from '../domain/decide.ts';
import type { PastContact } from '../domain/policy/budget.ts';
import { type CompiledPolicy, compilePolicy } from '../domain/policy/compiled.ts';
import type { Profile } from '../domain/profile.ts';
import { Programme } from '../domain/programme.ts';
import type { Known, SurveyRequest } from '../domain/refusals.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A policy as somebody writes it, ready to be asked. */
export const policyOf = (written: object): CompiledPolicy => compilePolicy(1, ContactPolicy.parse(written));

/** What every rule has to say, for rules of which a test only cares for the rest. */
export const ruleOf = (fields: object): object => ({
  jurisdiction: 'general',
  channels: ['call_centre', 'sms', 'email', 'ivr', 'whatsapp', 'app'],
  classes: ['survey', 'commercial'],
  source: 'this test',
  readOn: '2026-01-01',
  confidence: 'high',
  ...fields,
});

export const programme = (channel: Channel = 'call_centre', fields: object = {}): Programme =>
  Programme.parse({
    id: 'after-the-flight',
    version: 1,
    title: 'How was the flight?',
    when: { touchpoints: ['flight.arrival'] },
    question: { question: 'likelihood_to_recommend', scale: 'nps', text: { en: 'How likely …?' } },
    purpose: 'feedback',
    contacts: [{ channel, kind: channel === 'email' ? 'email' : 'phone' }],
    askAfterMinutes: 0,
    askWithinHours: 48,
    restDays: 0,
    ...fields,
  });

const consent: Consent = {
  purpose: 'feedback',
  state: 'granted',
  source: 'web',
  interaction: 'i-1',
  at: '2026-01-01T00:00:00.000Z',
};

type Customer = {
  phone?: string;
  email?: string;
  timeZone?: string;
  consents?: Consent[];
  address?: Partial<Profile['address']>;
};

/** A customer who said yes, as far as nothing else is said. */
export const customer = ({ phone, email, timeZone, consents = [consent], address }: Customer): Profile => ({
  version: 1,
  ambiguous: false,
  identifiers: [
    ...(phone === undefined ? [] : [['phone', phone] as const]),
    ...(email === undefined ? [] : [['email', email] as const]),
  ].map(([kind, value]) => ({
    kind,
    value,
    subject: '00000000-0000-8000-8000-000000000001',
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    status: 'linked',
  })),
  consents,
  contactPreferences: timeZone === undefined ? {} : { timeZone },
  ...(address && { address: { country: undefined, region: undefined, postcode: undefined, ...address } }),
});

export const contact = (fields: Partial<PastContact> & { at: number }): PastContact => ({
  channel: 'call_centre',
  class: 'survey',
  weight: 1,
  contactPoint: undefined,
  outcome: undefined,
  ...fields,
});

export type Asked = {
  policy: CompiledPolicy;
  profile: Profile;
  now: string | number;
  occurredAt?: string | number;
  programme?: Programme;
  contacts?: readonly PastContact[];
  registers?: Known['registers'];
  circumstances?: Partial<SurveyRequest['circumstances']>;
};

const instant = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at));

/** What is decided about a customer to whom something happened now, as far as nothing else is said. */
export const decideAbout = ({
  policy,
  profile,
  now,
  occurredAt = now,
  contacts = [],
  ...rest
}: Asked): SurveyDecision | PutOff => {
  const request = {
    id: '80000000-0000-8000-8000-00000000000f',
    programme: rest.programme ?? programme(),
    circumstances: { answered: [], ...rest.circumstances },
    occurredAt: instant(occurredAt),
    deadline: instant(occurredAt) + 48 * hourMs,
  };
  return decide(request, { profile, contacts, registers: rest.registers }, policy, instant(now));
};

/** The same in a few words: `invited`, the reason, or until when it is put off. */
export const inShort = (decision: SurveyDecision | PutOff): string => {
  if (decision.state === 'put-off') return new Date(decision.until).toISOString();
  return decision.state === 'invited' ? 'invited' : decision.reason;
};
