import type { Interaction } from '@hilo/contracts';
import { createPersonas, type Persona } from './personas.ts';

/** Whom the marketing department means to reach, and on which channel. */
export type Prospect = { persona: Persona; channel: 'call_centre' | 'email'; story?: Story | undefined };

/** What there is to be seen of some of them: who said no, who has somebody else's number, who was called too often. */
export type Story = 'said-no' | 'strangers-number' | 'called-too-often' | 'never-asked';

const stories: readonly Story[] = ['said-no', 'strangers-number', 'called-too-often', 'never-asked'];
const ofEachCity = ['call_centre', 'email'] as const;

/**
 * The list of the marketing department of the airline with this seed: four with a story, and two in each city where it has customers, so that
 * somewhere it is always day.
 */
export const callList = (seed = 1): Prospect[] => {
  const [, ...personas] = createPersonas(seed);
  const [told, others] = [personas.slice(0, stories.length), personas.slice(stories.length)];
  const ofCities = [...Map.groupBy(others, ({ home }) => home.city).values()].flatMap((those) =>
    those.slice(0, ofEachCity.length).map((persona, n): Prospect => ({ persona, channel: ofEachCity[n] ?? 'email' })),
  );
  return [...told.map((persona, n): Prospect => ({ persona, channel: 'call_centre', story: stories[n] })), ...ofCities];
};

/** Before the calls of the last week: what was learnt from those is later than the consent. */
const signedUpAgoMs = 30 * 86_400_000;

/** How a customer of the list became one: with consent to be offered things, but for one who was never asked. */
export const signUps = (seed: number, run: string, now: number): Interaction[] =>
  callList(seed).map(({ persona, story }, at) => ({
    id: `signed-up-${seed}-${run}-${at}`,
    occurredAt: new Date(now - signedUpAgoMs).toISOString(),
    channel: 'web',
    touchpoint: 'account',
    kind: 'signed_up',
    identifiers: [
      { kind: 'customer_number', value: persona.customerNumber },
      { kind: 'email', value: persona.email },
      { kind: 'phone', value: persona.phone },
    ],
    traits: {
      givenName: persona.givenName,
      familyName: persona.familyName,
      language: persona.language,
      ...persona.home,
    },
    ...(story !== 'never-asked' && {
      consents: [
        {
          purpose: 'marketing',
          state: 'granted',
          jurisdiction: persona.home.country,
          proof: 'Box ticked when the account was made, form 3.',
        },
      ],
    }),
  }));
