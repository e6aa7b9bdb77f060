import type { Interaction } from '@hilo/contracts';
import { type Happening, planTrip } from './journeys.ts';
import { createPersonas, type Persona } from './personas.ts';
import { createRandom, type Random } from './random.ts';

type Journey = { id: string; steps: (() => Happening)[] };

export type AirlineOptions = {
  seed: number;
  /** Tells this run from others with the same seed, so that no id comes twice. */
  run: string;
};

const travellingAtOnce = 40;

/** What happens at the airline, one interaction after the other, for ever: the same for the same seed. */
export function* simulateAirline({ seed, run }: AirlineOptions, now: () => number): Generator<Interaction> {
  const personas = createPersonas(seed);
  const random = createRandom(seed + 1);
  const id = (number: number): string => `sim-${seed}-${run}-${number}`;
  const begin = (persona: Persona, number: number): Journey => beginJourney(random, persona, id(number));

  let journeys = 1;
  let happened = 0;
  yield introduction(personas[0], id(happened), now());
  const travelling: [Journey, ...Journey[]] = [begin(personas[0], 0)];
  for (;;) {
    while (travelling.length < travellingAtOnce) travelling.push(begin(random.pick(personas), journeys++));
    const journey = random.pick(travelling);
    const step = journey.steps.shift();
    if (journey.steps.length === 0) travelling.splice(travelling.indexOf(journey), 1);
    if (step) yield toInteraction(step(), journey.id, { id: id(++happened), at: now() });
  }
}

const beginJourney = (random: Random, persona: Persona, id: string): Journey => ({
  id: `trip-${id}`,
  steps: planTrip({ persona, random, bookingRef: `B${random.below(2 ** 32).toString(36)}` }),
});

/** The first to be seen, so that there is somebody to look up as soon as Hilo runs. */
const introduction = (persona: Persona, id: string, at: number): Interaction => ({
  id,
  occurredAt: new Date(at).toISOString(),
  channel: 'web',
  touchpoint: 'account',
  kind: 'signed_in',
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
});

const toInteraction = (
  { stage, momentOfTruth, ...interaction }: Happening,
  journey: string,
  { id, at }: { id: string; at: number },
): Interaction => ({
  ...interaction,
  id,
  occurredAt: new Date(at).toISOString(),
  journey: { id: journey, name: 'trip', stage, ...(momentOfTruth && { momentOfTruth }) },
});
