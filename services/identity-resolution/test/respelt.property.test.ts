import type { Decision, Identifier } from '@hilo/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordContent } from '../domain/compose-record.ts';
import type { Registry } from '../domain/registry.ts';
import { decidedOf, factsOf, nodeIn, type Posted } from './histories.ts';
import { livingIdentity } from './lives.ts';
import { identityInMemory } from './memory.ts';
import { respeltLife, takenTogether, toldApart } from './respelt.ts';

const histories = Number(process.env.HISTORIES ?? 5000);

const recordsBy = async (registry: Registry, posted: readonly Posted[], decisions: readonly Decision[]) => {
  const identity = identityInMemory(registry);
  await identity.all(
    factsOf(registry, posted),
    decisions.map((decision) => decidedOf(registry, decision)),
  );
  return identity.records();
};

/** Who has one of these by these rules. */
const customersOf = (registry: Registry, records: readonly RecordContent[], identifiers: readonly Identifier[]) => {
  const nodes = new Set(identifiers.map((identifier) => nodeIn(registry)(identifier)?.id));
  return records.filter(({ subjects }) => subjects.some((id) => nodes.has(id))).map(({ id }) => id);
};

it.each([
  ['taken together', toldApart, takenTogether],
  ['told apart', takenTogether, toldApart],
])(
  `a rule and a decision give the same, whichever comes first, where spellings are %s from then on (${histories} histories)`,
  async (_what, before, after) => {
    const seen = { decided: 0, split: 0, respelt: 0, ambiguous: 0 };
    await fc.assert(
      fc.asyncProperty(respeltLife(8, 8), async ({ posted, turns }) => {
        const [first, then] = [livingIdentity(before, posted), livingIdentity(after, posted)];
        for (const turn of turns) {
          // What is split, and who is erased, is asked of who is who at that moment.
          if (turn.turn === 'split' || turn.turn === 'erase') continue;
          await first.live(turn);
          await then.live(turn);
        }
        const changed = await recordsBy(after, first.counting(), first.said());
        expect(JSON.stringify(changed)).toBe(JSON.stringify(then.records()));
        seen.decided += first.said().length;
        seen.respelt += Number(JSON.stringify(changed) !== JSON.stringify(first.records()));
      }),
      { numRuns: histories },
    );
    await fc.assert(
      fc.asyncProperty(respeltLife(8, 8), async ({ posted, turns }) => {
        const identity = livingIdentity(before, posted);
        for (const turn of turns) if (turn.turn !== 'erase') await identity.live(turn);
        const records = await recordsBy(after, identity.counting(), identity.said());
        for (const decision of identity.said()) {
          if (decision.kind !== 'not_same') continue;
          const [one, other] = [decision.one, decision.other].map((side) => customersOf(after, records, side));
          const isOnBothSides = decision.one.some((named) =>
            decision.other.some((same) => nodeIn(after)(named)?.id === nodeIn(after)(same)?.id),
          );
          seen.ambiguous += Number(isOnBothSides);
          if (!isOnBothSides) expect(one?.filter((id) => other?.includes(id))).toEqual([]);
        }
        seen.split += identity.happened().split;
      }),
      { numRuns: histories },
    );
    console.log(JSON.stringify(seen));
    expect(Math.min(seen.decided, seen.split, seen.respelt)).toBeGreaterThan(histories / 100);
  },
);
