import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evidenceOf, joinEvidence } from '../domain/evidence.ts';
import { held } from '../domain/evidence-at.ts';
import type { Fact } from '../domain/fact.ts';
import { explanationOf } from '../reading/explanation.ts';
import type { Around } from '../store/graph/evidence-around.ts';
import { decidedOf, factsOf, life, strictRegistry } from './histories.ts';
import { livingIdentity } from './lives.ts';

const histories = Number(process.env.HISTORIES ?? 1000);

const shuffled = <One>(all: readonly One[]): fc.Arbitrary<One[]> =>
  fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length });

/** The same surroundings, as they might be read in another order. */
const readOtherwise = ({ nodes, links, denials, decisions, ...rest }: Around): fc.Arbitrary<Around> =>
  fc
    .tuple(shuffled(nodes), shuffled(links), shuffled(denials), shuffled(decisions))
    .map(([nodes, links, denials, decisions]) => ({ ...rest, nodes, links, denials, decisions }));

const aroundOf = (facts: readonly Fact[], rest: Pick<Around, 'decisions' | 'said'>): Around => {
  const evidence = joinEvidence(facts.map(evidenceOf));
  const beyond = new Map(evidence.nodes.map(({ id }) => [id, 1]));
  return { ...evidence, ...rest, subject: evidence.nodes[0]?.id ?? '', beyond, isWhole: true };
};

it(`an explanation is the same however what it tells of was read (${histories} histories)`, async () => {
  let turnings = 0;
  await fc.assert(
    fc.asyncProperty(life(12, 8), fc.nat(99), fc.infiniteStream(fc.nat()), async ({ posted, turns }, which, dice) => {
      const identity = livingIdentity(strictRegistry, posted);
      for (const turn of turns) if (turn.turn === 'decide') await identity.live(turn);
      const facts = factsOf(strictRegistry, posted);
      const said = identity.said();
      const decisions = said.map((decision) => held(decidedOf(strictRegistry, decision), decision));
      const around = aroundOf(facts, { said, decisions });
      const [other] = fc.sample(fc.tuple(readOtherwise(around), shuffled(facts)), {
        numRuns: 1,
        seed: dice.next().value,
      });
      const identifier = around.nodes[which % around.nodes.length]?.id ?? '';
      const at = Date.UTC(2026, 1);
      const told = explanationOf(strictRegistry, around, { identifier, at, facts, spellings: new Map() });
      const again =
        other && explanationOf(strictRegistry, other[0], { identifier, at, facts: other[1], spellings: new Map() });
      turnings += told?.history.length ?? 0;
      expect(JSON.stringify(again)).toBe(JSON.stringify(told));
    }),
    { numRuns: histories },
  );
  expect(turnings).toBeGreaterThan(histories / 10);
});

it('of more links than are listed, the oldest are', () => {
  const second = (n: number) => new Date(Date.UTC(2026, 0, 1) + (n % 7) * 1000).toISOString();
  const posted = Array.from({ length: 700 }, (_, n) => ({
    id: `i-${n}`,
    occurredAt: second(n),
    channel: 'web' as const,
    touchpoint: 'checkout',
    kind: 'bought',
    identifiers: [
      { kind: 'customer_number', value: 'C-1' },
      { kind: 'booking_ref', value: `b-${n}` },
    ],
  }));
  const around = aroundOf(factsOf(strictRegistry, posted), { said: [], decisions: [] });
  const [other] = fc.sample(readOtherwise(around), { numRuns: 1, seed: 3 });
  const question = {
    identifier: around.nodes[0]?.id ?? '',
    at: Date.UTC(2026, 1),
    facts: [],
    spellings: new Map<string, string>(),
  };
  const told = explanationOf(strictRegistry, around, question);
  expect(told?.links).toHaveLength(500);
  expect(told?.complete.lists).toBe(false);
  expect(told?.links.every(({ firstSeenAt }) => firstSeenAt < second(6))).toBe(true);
  expect(other && explanationOf(strictRegistry, other, question)).toEqual(told);
});
