import type { Identifier, Interaction } from '@hilo/contracts';
import { createRandom } from '../../scripts/simulate/random.ts';

/** An interaction by who posted it and how many that sender posted before. */
export type Place = { sender: number; place: number };

/** What must become of it: stored, stored and decided whether to ask about it, or set aside since it names nobody. */
export type Role = 'person' | 'arrival' | 'nobody';

export type MakeUp = (at: Place) => Interaction;

/** So lately that it is no history: somebody can be asked about it still. */
const firstAt = Date.now() - 24 * 3_600_000;
const placesPerVisit = 5;
/** What the programme that is shipped asks after; so long ago that it is decided at once. */
const asksAfter = { touchpoint: 'flight.arrival', kind: 'arrived' };
const pages = ['flight.search', 'flight.offer', 'checkout', 'account'] as const;

export const roleOf = (place: number): Role =>
  place % 997 === 400 ? 'nobody' : place % 50 === 4 ? 'arrival' : 'person';

export const idOf = ({ sender, place }: Place): string => `made-up-${sender}-${place}`;

/** Whose it is, if it is one of ours. */
export const placeOf = (id: string): Place | undefined => {
  const [, sender, place] = /^made-up-(\d+)-(\d+)$/.exec(id) ?? [];
  return sender === undefined ? undefined : { sender: Number(sender), place: Number(place) };
};

/**
 * Makes interactions up, of about 300 bytes: visits of people whom several senders see at once, and who are known by a cookie
 * until they sign in. The same place is the same interaction whenever it is asked for in one run.
 */
export const madeUp =
  ({ seed, people }: { seed: number; people: number }): MakeUp =>
  ({ sender, place }) => {
    const visit = Math.floor(place / placesPerVisit);
    const random = createRandom(seed + visit * 7919 + sender * 104_729);
    const person = random.below(people);
    const role = roleOf(place);
    return {
      id: idOf({ sender, place }),
      occurredAt: new Date(firstAt + place * 50 + sender).toISOString(),
      channel: random.pick(['web', 'app', 'call_centre']),
      ...(role === 'arrival' ? asksAfter : { touchpoint: random.pick(pages), kind: 'viewed' }),
      identifiers: role === 'nobody' ? nobody : identifiersOf(person, visit, place % placesPerVisit),
      properties: { flight: `HL${random.below(900)}`, amount: random.below(400), currency: 'EUR' },
    };
  };

/** The same id with other content: what came first stands, and this is set aside. */
export const contradicted = (interaction: Interaction): Interaction => ({ ...interaction, touchpoint: contradiction });

export const contradiction = 'said.otherwise';

const nobody: Identifier[] = [{ kind: 'email', value: 'anonymous' }];

const identifiersOf = (person: number, visit: number, step: number): Identifier[] => {
  const cookie = { kind: 'anonymous_id', value: `cookie-${person}-${visit % 3}` };
  const number = { kind: 'customer_number', value: `C-${person}` };
  const email = { kind: 'email', value: `person.${person}@example.org` };
  return [[cookie], [cookie, number], [number], [number, email], [email]][step] ?? [number];
};
