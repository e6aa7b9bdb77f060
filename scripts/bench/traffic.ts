import type { AcceptedInteraction, Identifier } from '@hilo/contracts';
import { createRandom, type Random } from '../simulate/random.ts';

/** A realistic mix: of a hundred interactions, so many name only what is known, join two threads, or bring somebody new. */
const mix = { known: 0.8, merge: 0.05 };
const firstAt = Date.UTC(2026, 0, 1);
const pageNames = ['flight.search', 'flight.offer', 'checkout', 'account', 'app.check_in', 'airport.lounge'] as const;

/** Who of those who are known comes next: who was there lately, as in reality, or, at worst, anybody as likely as anybody else. */
export type Returning = 'lately' | 'anybody';

/**
 * How many interactions ago whoever comes again was there last, for each tenth of them: in the 8,968 tweets to airlines of 7.5
 * days (`../shared/data/airline-tweets.csv`), of which 4,167 were by somebody who had tweeted before.
 */
const agoByTenths = [1, 1, 3, 6, 11, 23, 47, 101, 238, 672, 7680] as const;
/** The bench's company is so much busier: it has five million interactions in a year. */
const busier = 11;
/** Such a part comes back after longer than those tweets tell. */
const afterLong = 0.1;

type Mode = 'known' | 'merge' | 'new-person' | 'new-visitor';

/**
 * Accepted interactions of about 600 bytes, the same for the same seed: people who are known by four identifiers, and
 * visitors of the web site who are known by a cookie until they sign in.
 */
export const createTraffic = (
  seed: number,
  returning: Returning = 'lately',
): { next(): AcceptedInteraction; knownPerson(): Identifier } => {
  const random = createRandom(seed);
  const visitors: number[] = [];
  const came: (number | undefined)[] = [];
  let people = 0;
  let cookies = 0;
  let happened = 0;

  const choose = (): Mode => {
    const dice = random.next();
    if (people > 0 && dice < mix.known) return 'known';
    if (visitors.length > 0 && dice < mix.known + mix.merge) return 'merge';
    return random.chance(0.5) ? 'new-person' : 'new-visitor';
  };

  const whoReturns = (): number => {
    const isRecent = returning === 'lately' && !random.chance(afterLong);
    return (isRecent ? came[came.length - interactionsAgo(random)] : undefined) ?? random.below(people);
  };

  const interactions: Record<Mode, () => { person?: number; identifiers: Identifier[] }> = {
    known: () => {
      const person = whoReturns();
      const all = identifiersOf(person);
      const first = random.below(all.length);
      return {
        person,
        identifiers: random.chance(0.5) ? all.slice(first, first + 1) : all.slice(Math.max(0, first - 1), first + 1),
      };
    },
    merge: () => {
      const [visitor = 0] = visitors.splice(random.below(visitors.length), 1);
      const person = random.below(Math.max(1, people));
      return { person, identifiers: [cookie(visitor), ...identifiersOf(person).slice(0, 1)] };
    },
    'new-person': () => ({ person: people, identifiers: identifiersOf(people++) }),
    'new-visitor': () => {
      visitors.push(cookies);
      return { identifiers: [cookie(cookies++)] };
    },
  };

  const next = (): AcceptedInteraction => {
    const at = new Date(firstAt + happened * 5).toISOString();
    const touchpoint = random.pick(pageNames);
    const { person, identifiers } = interactions[choose()]();
    came.push(person);
    const interaction: AcceptedInteraction = {
      id: `bench-${seed}-${happened++}`,
      source: 'bench',
      receivedAt: at,
      occurredAt: at,
      channel: random.pick(['web', 'app', 'call_centre', 'store']),
      touchpoint,
      kind: 'viewed',
      identifiers,
      properties: {
        page: `https://www.example.org/${touchpoint.replace('.', '/')}?campaign=${random.below(1000)}`,
        flight: `HL${random.below(900)}`,
        amount: random.below(400),
        currency: 'EUR',
        cabin: random.pick(['economy', 'premium', 'business']),
      },
      context: {
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)',
        timezone: 'Europe/Madrid',
      },
    };
    return random.chance(0.2) ? { ...interaction, traits: { city: 'Madrid', language: 'es' } } : interaction;
  };

  return { next, knownPerson: () => identifiersOf(random.below(Math.max(1, people)))[0] ?? cookie(0) };
};

const interactionsAgo = (random: Random): number => {
  const tenths = random.next() * (agoByTenths.length - 1);
  const [least = 1, most = 1] = agoByTenths.slice(Math.floor(tenths), Math.floor(tenths) + 2);
  return Math.max(1, Math.round(busier * least * (most / least) ** (tenths % 1)));
};

const identifiersOf = (person: number): [Identifier, ...Identifier[]] => [
  { kind: 'customer_number', value: `C-${person}` },
  { kind: 'email', value: `person.${person}@example.org` },
  { kind: 'phone', value: `+346${String(person).padStart(8, '0')}` },
  { kind: 'device_id', value: `device-${person}` },
];

const cookie = (visitor: number): Identifier => ({ kind: 'anonymous_id', value: `cookie-${visitor}` });

/** The key that ingest gives a record: its strongest identifier. */
export const keyOfTraffic = ({ identifiers }: Pick<AcceptedInteraction, 'identifiers'>): string =>
  identifiers.map(({ kind, value }) => `${kind}:${value.toLowerCase()}`)[
    identifiers.length > 1 && identifiers[0]?.kind === 'anonymous_id' ? 1 : 0
  ] ?? '';
