import { Channel, type Interaction } from '@hilo/contracts';
import { createRandom, type Random } from '../../../scripts/simulate/random.ts';

/** What happens to somebody, who is known by a number. */
export type Happening = { person: number; at: number } & (
  | { what: 'arrival' | 'old-arrival'; id: string }
  | { what: 'withdrawal'; id: string }
  | { what: 'call' | 'refusal'; id: string }
  | { what: 'complaint'; id: string }
);
export type Story = readonly Happening[];

export const programmes = ['after-the-flight', 'about-the-crew'];
/** Of contacts by whomever in a week. */
export const cap = 4;
/** So many things happen to each on average. */
const perPerson = 12;

export const peopleOf = (howMany: number): number => Math.ceil(howMany / perPerson);

/** What happens to so many, the same for the same seed; a tenth of the arrivals were three days ago. */
export const storyOf = (seed: number, howMany: number): Story => {
  const random = createRandom(seed);
  const people = peopleOf(howMany);
  return Array.from({ length: howMany }, (_, n) => happeningOf(random, random.below(people), n));
};

const happeningOf = (random: Random, person: number, n: number): Happening => {
  const dice = random.next();
  const common = { person, at: n };
  if (dice < 0.7) return { ...common, what: 'arrival', id: `arrival-${n}` };
  if (dice < 0.78) return { ...common, what: 'old-arrival', id: `old-${n}` };
  if (dice < 0.88) return { ...common, what: 'call', id: `call-${n}` };
  if (dice < 0.94) return { ...common, what: 'complaint', id: `complaint-${n}` };
  if (dice < 0.97) return { ...common, what: 'refusal', id: `refusal-${n}` };
  return { ...common, what: 'withdrawal', id: `withdrawal-${n}` };
};

export const emailOf = (person: number) => ({ kind: 'email', value: `person.${person}@example.org` }) as const;
export const phoneOf = (person: number) =>
  ({ kind: 'phone', value: `+346${String(person).padStart(8, '0')}` }) as const;

const oldMs = 3 * 86_400_000;
const complaint = 'My bag never arrived, and nobody at the desk could tell me where it is.';

/** How somebody comes to be known: with an address, a number, and a yes. */
export const greeting = (person: number, now: number): Interaction => ({
  ...visit(`hello-${person}`, now),
  identifiers: [emailOf(person), phoneOf(person)],
  consents: [{ purpose: 'feedback', state: 'granted' }],
});

/** As it is posted to ingest, at that moment; nothing, for what is reported to survey-trigger. */
export const interactionOf = ({ what, id, person }: Happening, now: number): Interaction | undefined => {
  const identifiers = [emailOf(person)];
  if (what === 'withdrawal')
    return { ...visit(id, now), identifiers, consents: [{ purpose: 'feedback', state: 'withdrawn' }] };
  if (what === 'complaint')
    return { ...visit(id, now), touchpoint: 'desk', kind: 'complained', identifiers, text: complaint };
  if (what !== 'arrival' && what !== 'old-arrival') return undefined;
  const occurredAt = new Date(what === 'arrival' ? now : now - oldMs).toISOString();
  return { id, occurredAt, channel: 'other', touchpoint: 'flight.arrival', kind: 'arrived', identifiers };
};

const visit = (id: string, now: number) =>
  ({ id, occurredAt: new Date(now).toISOString(), channel: 'web', touchpoint: 'account', kind: 'viewed' }) as const;

/** As it is reported to `/v1/contacts`. */
export const reportOf = ({ what, id, person }: Happening, now: number): object => ({
  id,
  identifier: phoneOf(person),
  channel: 'call_centre',
  purpose: 'marketing',
  class: 'commercial',
  startedAt: new Date(now).toISOString(),
  outcome: what === 'refusal' ? 'refused' : 'no_answer',
});

const programmeOf = (id: string): object => ({
  id,
  version: 1,
  title: 'How was it?',
  when: { touchpoints: ['flight.arrival'], kinds: ['arrived'] },
  question: { question: id, scale: 'nps', text: { en: 'How likely …?' } },
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  askWithinHours: 48,
  restDays: 0,
});

const minutes = (firstResponseMinutes: number) => ({ firstResponseMinutes, resolutionMinutes: 600 });

/** So long after an arrival nobody may complain, or it is not quiet. */
export const quietMs = 3000;

/** What is asked, how often somebody may be contacted, what opens a case, with so little time that it escalates meanwhile, and to what is reacted. */
export const settings = {
  caseRules: {
    calendars: {
      always: {
        zone: 'UTC',
        hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }],
      },
    },
    queues: { care: { calendar: 'always' }, supervisors: { calendar: 'always' } },
    due: { low: minutes(1), normal: minutes(1), high: minutes(1), urgent: minutes(1) },
    escalations: [{ of: 'first-response', to: 'supervisors' }],
    rules: [
      { id: 'complaint', when: { kinds: ['complained'] }, queue: 'care', calendar: 'always' },
      { id: 'by-reaction', when: { reactions: ['often'] }, about: 'often', queue: 'care', calendar: 'always' },
    ],
    rootCauses: ['other'],
    resolutions: ['other'],
  },
  reactionRules: {
    rules: [
      {
        id: 'quiet',
        when: { kinds: ['arrived'] },
        unless: { kinds: ['complained'], withinMinutes: quietMs / 60_000, settleMinutes: 0.05 },
        action: { do: 'webhook' },
      },
      { id: 'often', when: { kinds: ['arrived'], times: 2, withinHours: 24 }, action: { do: 'case' } },
      { id: 'sorry', when: { kinds: ['complained'] }, action: { do: 'message', template: 'sorry' } },
    ],
  },
  templates: [
    {
      id: 'sorry',
      title: 'Somebody is sorry',
      class: 'service',
      purpose: 'service',
      contacts: [{ channel: 'sms', kind: 'phone' }],
      texts: { en: { text: 'We are sorry, {{traits.name|and will call you}}.' } },
      defaultLanguage: 'en',
    },
  ],
  programmes: programmes.map(programmeOf),
  policy: {
    packs: [],
    rules: [
      {
        id: 'house',
        jurisdiction: 'general',
        channels: Channel.options,
        classes: ['commercial', 'survey'],
        hours: 'any',
        caps: [{ max: cap, windowHours: 168, classes: ['commercial', 'survey'] }],
        rest: { afterRefusal: 180 },
        source: 'A fault run',
        readOn: '2026-01-01',
        confidence: 'high',
      },
      {
        id: 'service',
        jurisdiction: 'general',
        channels: Channel.options,
        classes: ['service'],
        hours: 'any',
        needs: 'none',
        source: 'A fault run',
        readOn: '2026-01-01',
        confidence: 'high',
      },
    ],
  },
};
