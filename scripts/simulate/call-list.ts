import type { Interaction } from '@hilo/contracts';
import { createPersonas, type Persona } from './personas.ts';

/** Whom the marketing department means to reach, and on which channel. */
export type Prospect = { persona: Persona; channel: 'call_centre' | 'email'; story?: Story };

/** What there is to be seen of some of them: who said no, who has somebody else's number, who was called too often. */
export type Story = 'said-no' | 'strangers-number' | 'called-too-often' | 'never-asked';

const stories: readonly Story[] = ['said-no', 'strangers-number', 'called-too-often', 'never-asked'];
const prospectCount = 24;

/** The list of the marketing department of the airline with this seed: in several countries, the first four with a story. */
export const callList = (seed = 1): Prospect[] =>
  createPersonas(seed)
    .slice(1, prospectCount + 1)
    .map((persona, at) => {
      const story = stories[at];
      return {
        persona,
        channel: story !== undefined || at % 2 === 0 ? 'call_centre' : 'email',
        ...(story && { story }),
      };
    });

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
