import type { AcceptedInteraction, Decision, Identifier } from '@hilo/contracts';
import { identifier, interaction } from '@hilo/contracts/generators';
import fc from 'fast-check';
import { type Decided, decided } from '../domain/decision.ts';
import { derivedIds, interactionKey } from '../domain/derive-id.ts';
import { type Fact, factOf } from '../domain/fact.ts';
import { type Node, nodeFor } from '../domain/node.ts';
import { defaultRegistry, Registry } from '../domain/registry.ts';

/** Strict limits, so that in a small world identifiers become shared and unions are refused all the time. */
export const strictRegistry: Registry = Registry.parse({
  ...defaultRegistry,
  version: 1,
  kinds: {
    ...defaultRegistry.kinds,
    user_id: { ...defaultRegistry.kinds.user_id, maxAliases: 1, sharedOver: { device_id: 2 } },
    email: { ...defaultRegistry.kinds.email, maxPerCustomer: 1, maxCustomers: 2, sharedOver: { phone: 1 } },
    phone: { ...defaultRegistry.kinds.phone, maxCustomers: 1, sharedOver: { customer_number: 2 } },
    device_id: { ...defaultRegistry.kinds.device_id, maxPerCustomer: 2, maxCustomers: 1, sharedOver: {} },
  },
  traits: { city: { keep: 'union' }, language: { keep: 'first' } },
});

const source = 'shop';
export type Posted = Omit<AcceptedInteraction, 'source' | 'receivedAt'>;

/** Posted interactions with distinct ids, wrong persons among them more often than in life. */
const history = (longest: number): fc.Arbitrary<Posted[]> =>
  fc.uniqueArray(
    fc
      .tuple(interaction(), fc.integer({ min: 0, max: 9 }))
      .map(([posted, dice]) => (dice === 0 ? { ...posted, outcome: 'wrong_person' as const } : posted)),
    { minLength: 1, maxLength: longest, selector: ({ id }) => id },
  );

/** The same delivered at another moment, where its time is derived from that. */
export const delivered = (posted: Posted, secondsLater: number): Posted => ({
  ...posted,
  occurredAt: new Date(Date.parse(posted.occurredAt) + secondsLater * 1000).toISOString(),
  derived: ['occurredAt'],
});

/** What a person decides; the identifiers of a split are found when it is their turn. */
export type Saying =
  | { kind: 'not_same'; one: Identifier[]; other: Identifier[] }
  | { kind: 'same'; one: Identifier; other: Identifier }
  | { kind: 'dissociated'; identifier: Identifier; from: Identifier[] };

/** One thing that happens; numbers choose among what there is. */
export type Turn =
  | { turn: 'deliver'; which: number[]; secondsLater: number }
  | { turn: 'withdraw' | 'put-back' | 'retract' | 'erase'; which: number }
  | { turn: 'decide'; saying: Saying; second: number }
  | { turn: 'split'; which: number; take: number; second: number };

const some = () => fc.array(identifier(), { minLength: 1, maxLength: 2 });
const second = fc.integer({ min: 0, max: 59 });
const saying = (): fc.Arbitrary<Saying> =>
  fc.oneof(
    fc.record({ kind: fc.constant('not_same'), one: some(), other: some() }),
    fc.record({ kind: fc.constant('same'), one: identifier(), other: identifier() }),
    fc.record({ kind: fc.constant('dissociated'), identifier: identifier(), from: some() }),
  );

const turn = (): fc.Arbitrary<Turn> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        turn: fc.constant('deliver'),
        which: fc.array(fc.nat(99), { maxLength: 4 }),
        secondsLater: fc.integer({ min: -30, max: 30 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ turn: fc.constant('withdraw'), which: fc.nat(99) }) },
    { weight: 1, arbitrary: fc.record({ turn: fc.constant('put-back'), which: fc.nat(99) }) },
    { weight: 2, arbitrary: fc.record({ turn: fc.constant('decide'), saying: saying(), second }) },
    { weight: 1, arbitrary: fc.record({ turn: fc.constant('split'), which: fc.nat(99), take: fc.nat(9), second }) },
    { weight: 2, arbitrary: fc.record({ turn: fc.constant('retract'), which: fc.nat(99) }) },
    { weight: 1, arbitrary: fc.record({ turn: fc.constant('erase'), which: fc.nat(99) }) },
  );

/** A history with what people decided in between. */
export const life = (longest: number, turns: number): fc.Arbitrary<{ posted: Posted[]; turns: Turn[] }> =>
  fc.record({ posted: history(longest), turns: fc.array(turn(), { maxLength: turns }) });

export const accepted = (posted: Posted): AcceptedInteraction => ({
  ...posted,
  source,
  receivedAt: '2026-06-01T00:00:00.000Z',
});

export const secret = 'a secret of the tests';
export const deriveId = derivedIds(secret);

export const keyOf = ({ id }: Posted): string => interactionKey(source, id);

export const factsOf = (registry: Registry, posted: readonly Posted[]): Fact[] =>
  posted.map((one) => factOf(registry, deriveId, accepted(one))).filter((fact) => fact !== undefined);

export const nodeIn =
  (registry: Registry) =>
  (named: Identifier): Node | undefined =>
    nodeFor(registry, deriveId, named);

/** The decision in a saying; its id tells them apart. */
export const decisionOf = (said: Saying, id: string, second: number): Decision => ({
  id,
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  by: { key: 'root', source: 'tests' },
  ...said,
});

export const decidedOf = (registry: Registry, decision: Decision): Decided => decided(nodeIn(registry), decision);

/** The same history among people of its own. */
export const inWorld = (posted: Posted, world: number): Posted => ({
  ...posted,
  id: `${world}-${posted.id}`,
  identifiers: posted.identifiers.map((identifier) => ownIdentifier(identifier, world)),
  ...(posted.consents && {
    consents: posted.consents.map((consent) => ({
      ...consent,
      ...(consent.contactPoint && { contactPoint: ownIdentifier(consent.contactPoint, world) }),
    })),
  }),
});

export const ownIdentifier = (identifier: Identifier, world: number): Identifier => ({
  ...identifier,
  value:
    identifier.kind === 'phone'
      ? identifier.value.replace(/600\s?000\s?00/, `${600_000 + world}00`)
      : identifier.value.replace(/^/, `w${world}`),
});

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
