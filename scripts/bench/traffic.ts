import type { AcceptedInteraction, Identifier } from '@hilo/contracts';
import { createRandom } from '../simulate/random.ts';

/** A realistic mix: of a hundred interactions, so many name only what is known, join two threads, or bring somebody new. */
const mix = { known: 0.8, merge: 0.05 };
const firstAt = Date.UTC(2026, 0, 1);
const pageNames = ['flight.search', 'flight.offer', 'checkout', 'account', 'app.check_in', 'airport.lounge'] as const;

type Mode = 'known' | 'merge' | 'new-person' | 'new-visitor';

/**
 * Accepted interactions of about 600 bytes, the same for the same seed: people who are known by four identifiers, and
 * visitors of the web site who are known by a cookie until they sign in.
 */
export const createTraffic = (seed: number): { next(): AcceptedInteraction; knownPerson(): Identifier } => {
  const random = createRandom(seed);
  const visitors: number[] = [];
  let people = 0;
  let cookies = 0;
  let happened = 0;

  const choose = (): Mode => {
    const dice = random.next();
    if (people > 0 && dice < mix.known) return 'known';
    if (visitors.length > 0 && dice < mix.known + mix.merge) return 'merge';
    return random.chance(0.5) ? 'new-person' : 'new-visitor';
  };

  const identifiers: Record<Mode, () => Identifier[]> = {
    known: () => {
      const all = identifiersOf(random.below(people));
      const first = random.below(all.length);
      return random.chance(0.5) ? all.slice(first, first + 1) : all.slice(Math.max(0, first - 1), first + 1);
    },
    merge: () => {
      const [visitor = 0] = visitors.splice(random.below(visitors.length), 1);
      return [cookie(visitor), ...identifiersOf(random.below(Math.max(1, people))).slice(0, 1)];
    },
    'new-person': () => identifiersOf(people++),
    'new-visitor': () => {
      visitors.push(cookies);
      return [cookie(cookies++)];
    },
  };

  const next = (): AcceptedInteraction => {
    const at = new Date(firstAt + happened * 5).toISOString();
    const touchpoint = random.pick(pageNames);
    const interaction: AcceptedInteraction = {
      id: `bench-${seed}-${happened++}`,
      source: 'bench',
      receivedAt: at,
      occurredAt: at,
      channel: random.pick(['web', 'app', 'call_centre', 'store']),
      touchpoint,
      kind: 'viewed',
      identifiers: identifiers[choose()](),
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

const identifiersOf = (person: number): [Identifier, ...Identifier[]] => [
  { kind: 'customer_number', value: `C-${person}` },
  { kind: 'email', value: `person.${person}@example.org` },
  { kind: 'phone', value: `+346${String(person).padStart(8, '0')}` },
  { kind: 'device_id', value: `device-${person}` },
];

const cookie = (visitor: number): Identifier => ({ kind: 'anonymous_id', value: `cookie-${visitor}` });

/** The key that ingest gives a record: its strongest identifier. */
export const keyOf = ({ identifiers }: Pick<AcceptedInteraction, 'identifiers'>): string =>
  identifiers.map(({ kind, value }) => `${kind}:${value.toLowerCase()}`)[
    identifiers.length > 1 && identifiers[0]?.kind === 'anonymous_id' ? 1 : 0
  ] ?? '';
