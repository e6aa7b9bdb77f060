import type { AcceptedInteraction, Interaction } from '@hilo/contracts';
import { interaction } from '@hilo/contracts/generators';
import fc from 'fast-check';
import { derivedIds } from '../domain/derive-id.ts';
import { type Fact, factOf } from '../domain/fact.ts';
import { defaultRegistry, Registry } from '../domain/registry.ts';

/** Strict limits, so that in a small world identifiers become shared and unions are refused all the time. */
export const strictRegistry: Registry = Registry.parse({
  ...defaultRegistry,
  kinds: {
    ...defaultRegistry.kinds,
    email: { ...defaultRegistry.kinds.email, maxPerCustomer: 1, maxCustomers: 2 },
    phone: { ...defaultRegistry.kinds.phone, maxCustomers: 1 },
    device_id: { ...defaultRegistry.kinds.device_id, maxPerCustomer: 2, maxCustomers: 1 },
  },
  traits: { city: { keep: 'union' }, language: { keep: 'first' } },
});

const source = 'shop';

/** Posted interactions with distinct ids, wrong persons among them more often than in life. */
export const history = (longest: number): fc.Arbitrary<(Interaction & { id: string })[]> =>
  fc.uniqueArray(
    fc
      .tuple(interaction(), fc.integer({ min: 0, max: 9 }))
      .map(([posted, dice]) => (dice === 0 ? { ...posted, outcome: 'wrong_person' as const } : posted)),
    { minLength: 1, maxLength: longest, selector: ({ id }) => id },
  );

export const accepted = (posted: Interaction & { id: string }): AcceptedInteraction => ({
  ...posted,
  source,
  receivedAt: '2026-06-01T00:00:00.000Z',
});

export const secret = 'a secret of the tests';
const deriveId = derivedIds(secret);

export const factsOf = (registry: Registry, posted: readonly (Interaction & { id: string })[]): Fact[] =>
  posted.map((one) => factOf(registry, deriveId, accepted(one))).filter((fact) => fact !== undefined);

/** The same things in another order, some of them again, in batches. */
export const otherwise = <Thing>(things: readonly Thing[]): fc.Arbitrary<Thing[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...things], { minLength: things.length, maxLength: things.length }),
      fc.subarray([...things]),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
    )
    .map(([shuffled, again, sizes]) => inBatches([...shuffled, ...again], sizes));

const inBatches = <Thing>(things: readonly Thing[], sizes: readonly number[]): Thing[][] => {
  const batches: Thing[][] = [];
  for (let at = 0, turn = 0; at < things.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    batches.push(things.slice(at, at + size));
    at += size;
  }
  return batches;
};
