import type { Answer, Identifier, Interaction } from '@hilo/contracts';
import type { Persona } from './personas.ts';
import type { Random } from './random.ts';
import { complaint, praise } from './verbatims.ts';

/** What happens at one step; who, when and which journey it was is added by the simulation. */
export type Happening = Omit<Interaction, 'id' | 'occurredAt' | 'journey'> & { stage: string; momentOfTruth?: boolean };

export type Trip = { persona: Persona; random: Random; bookingRef: string };

type Step = { chance: number; happens(trip: Trip): Happening };

/** A trip from the first search to the last word about it. Everybody takes some of the steps, in this order. */
const steps: readonly Step[] = [
  { chance: 0.9, happens: (trip) => web(trip, 'search', 'flight.search', 'searched', { knownBy: ['device'] }) },
  { chance: 0.6, happens: (trip) => web(trip, 'search', 'flight.offer', 'viewed', { knownBy: ['device'] }) },
  { chance: 0.2, happens: (trip) => web(trip, 'book', 'checkout', 'abandoned', { knownBy: ['device'] }) },
  { chance: 0.9, happens: (trip) => booking(trip) },
  { chance: 0.35, happens: (trip) => consent(trip) },
  { chance: 0.15, happens: (trip) => call(trip, 'before', 'called') },
  { chance: 0.8, happens: (trip) => checkIn(trip) },
  { chance: 0.3, happens: (trip) => place(trip, 'airport', 'airport.boarding', 'boarded', csat(trip)) },
  { chance: 0.9, happens: (trip) => place(trip, 'flight', 'flight.arrival', 'arrived', nps(trip)) },
  { chance: 0.15, happens: (trip) => call(trip, 'after', 'complained') },
  { chance: 0.3, happens: (trip) => tweet(trip) },
  { chance: 0.1, happens: (trip) => offerByPhone(trip) },
];

/** The steps that this customer takes on this trip; never none. */
export const planTrip = (trip: Trip): (() => Happening)[] => {
  const taken = steps.filter(({ chance }) => trip.random.chance(chance));
  return (taken.length > 0 ? taken : steps.slice(0, 1)).map((step) => () => step.happens(trip));
};

type Handle = 'customerNumber' | 'email' | 'phone' | 'device' | 'twitter' | 'loyaltyId';

const kinds: Readonly<Record<Handle, string>> = {
  customerNumber: 'customer_number',
  email: 'email',
  phone: 'phone',
  device: 'device_id',
  twitter: 'twitter',
  loyaltyId: 'loyalty_id',
};

/** As this channel knows her; every channel knows at least the customer number. */
const identifiers = (persona: Persona, knownBy: readonly Handle[]): Identifier[] => {
  const known = knownBy.flatMap((handle) => {
    const value = persona[handle];
    return value === undefined ? [] : [{ kind: kinds[handle], value }];
  });
  return known.length > 0 ? known : [{ kind: kinds.customerNumber, value: persona.customerNumber }];
};

const web = (
  { persona }: Trip,
  stage: string,
  touchpoint: string,
  kind: string,
  { knownBy }: { knownBy: readonly Handle[] },
): Happening => ({
  stage,
  channel: 'web',
  touchpoint,
  kind,
  direction: 'inbound',
  actor: 'customer',
  identifiers: identifiers(persona, knownBy),
  context: { userAgent: 'Mozilla/5.0' },
});

const booking = (trip: Trip): Happening => {
  const { persona, random, bookingRef } = trip;
  const { givenName, familyName, home, language } = persona;
  const happening = web(trip, 'book', 'checkout', 'bought', {
    knownBy: ['customerNumber', 'email', 'device', 'loyaltyId'],
  });
  return {
    ...happening,
    identifiers: [...happening.identifiers, { kind: 'booking_ref', value: bookingRef }],
    traits: { givenName, familyName, language, ...home },
    properties: { amount: 60 + random.below(400), currency: 'EUR', flight: `HL${100 + random.below(800)}` },
  };
};

const consent = ({ persona, random }: Trip): Happening => ({
  stage: 'book',
  channel: 'web',
  touchpoint: 'account.preferences',
  kind: 'consented',
  identifiers: identifiers(persona, ['customerNumber', 'email']),
  traits: { ...persona.home },
  consents: [
    {
      purpose: 'feedback',
      channel: 'email',
      ...(random.chance(0.8)
        ? { state: 'granted', contactPoint: { kind: 'email', value: persona.email } }
        : { state: 'withdrawn' }),
      jurisdiction: persona.home.country,
      proof: 'Box ticked in the account preferences, form 7.',
    },
  ],
});

const call = (trip: Trip, stage: string, kind: string): Happening => ({
  stage,
  channel: 'call_centre',
  touchpoint: 'call_centre.service',
  kind,
  direction: 'inbound',
  actor: 'customer',
  outcome: 'reached',
  identifiers: identifiers(trip.persona, ['phone', 'customerNumber']),
  ...(kind === 'complained' && says(trip, false)),
});

const checkIn = ({ persona, bookingRef }: Trip): Happening => ({
  stage: 'airport',
  channel: 'app',
  touchpoint: 'app.check_in',
  kind: 'checked_in',
  identifiers: [...identifiers(persona, ['device', 'customerNumber']), { kind: 'booking_ref', value: bookingRef }],
});

const place = ({ persona }: Trip, stage: string, touchpoint: string, kind: string, answers: Answer[]): Happening => ({
  stage,
  momentOfTruth: touchpoint === 'flight.arrival',
  channel: 'other',
  touchpoint,
  kind,
  identifiers: identifiers(persona, ['customerNumber', 'loyaltyId']),
  ...(answers.length > 0 && { answers }),
});

const tweet = (trip: Trip): Happening => ({
  stage: 'after',
  channel: 'social',
  touchpoint: 'twitter.mention',
  kind: 'mentioned',
  direction: 'inbound',
  identifiers: identifiers(trip.persona, ['twitter']),
  ...says(trip, isContent(trip)),
});

/** Where the number is not hers any more, somebody else answers. */
const offerByPhone = ({ persona, random }: Trip): Happening => ({
  stage: 'after',
  channel: 'call_centre',
  touchpoint: 'call_centre.offer',
  kind: 'called',
  direction: 'outbound',
  actor: 'employee',
  identifiers: [
    { kind: 'customer_number', value: persona.customerNumber },
    { kind: 'phone', value: persona.formerPhone ?? persona.phone },
  ],
  outcome: persona.formerPhone ? 'wrong_person' : random.pick(['reached', 'no_answer', 'voicemail', 'refused']),
});

/** One in three answers at once, on the screen at the gate or at the seat. */
const csat = (trip: Trip): Answer[] =>
  trip.random.chance(0.3) ? [{ question: 'satisfaction', scale: 'csat', value: rating(trip, 1, 5) }] : [];

const nps = (trip: Trip): Answer[] =>
  trip.random.chance(0.3) ? [{ question: 'likelihood_to_recommend', scale: 'nps', value: rating(trip, 0, 10) }] : [];

const rating = ({ persona, random }: Trip, lowest: number, highest: number): number =>
  Math.round(lowest + (highest - lowest) * Math.sqrt((persona.temper + random.next()) / 2));

const isContent = ({ persona, random }: Trip): boolean => random.chance(persona.temper);

const says = ({ persona, random }: Trip, content: boolean): Pick<Interaction, 'text' | 'locale'> => ({
  text: random.pick((content ? praise : complaint)[persona.language]),
  locale: persona.language,
});
