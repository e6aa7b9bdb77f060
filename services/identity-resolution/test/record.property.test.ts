import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordContent } from '../domain/compose-record.ts';
import type { Decided } from '../domain/decision.ts';
import type { Fact } from '../domain/fact.ts';
import type { Lead } from '../domain/former-ids.ts';
import { defaultRegistry, type Registry } from '../domain/registry.ts';
import { factsOf, life, otherwise, strictRegistry } from './histories.ts';
import { livingIdentity } from './lives.ts';
import { identityInMemory } from './memory.ts';

/** As many as a test takes that does not want to be long; 100,000 in all with HISTORIES=50000. */
const histories = Number(process.env.HISTORIES ?? 10_000);

type Leads = readonly Omit<Lead, 'isHad'>[];

/** Ids of before: each of somebody whom some of these facts name, and leads to somebody else whom they name. */
const leadsAmong = (facts: readonly Fact[]): fc.Arbitrary<Leads> => {
  const nodes = [...new Map(facts.flatMap((one) => one.nodes).map((node) => [node.id, node])).values()];
  return fc
    .uniqueArray(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3, selector: ([, led]) => led % nodes.length })
    .map((pairs) =>
      pairs.flatMap(([leader, led]) => {
        const [one, other] = [nodes[leader % nodes.length], nodes[led % nodes.length]];
        return one === undefined || other === undefined || one.id === other.id
          ? []
          : [{ leader: { ...one, firstSeen: 0 }, former: other.id }];
      }),
    );
};

const recordsAtOnce = async (
  registry: Registry,
  counting: { facts: readonly Fact[]; decisions: readonly Decided[]; leads: Leads },
) => {
  const identity = identityInMemory(registry, counting.leads);
  await identity.all(counting.facts, counting.decisions);
  return identity.records();
};

const whatHappens = [
  'withdrawnBefore',
  'withdrawnAfter',
  'putBack',
  'decided',
  'split',
  'retracted',
  'erased',
  'redacted',
  'keptOut',
  'renewed',
  'noLongerShared',
  'noLongerBeyond',
] as const;

describe.each([
  ['the default registry', defaultRegistry],
  ['a strict registry, where conflicts and shared identifiers abound', strictRegistry],
])('with %s', (_name, registry) => {
  it(`the record is a function of what counts, however it came about (${histories} histories)`, async () => {
    const seen = {
      conflicts: 0,
      shared: 0,
      merged: 0,
      aliased: 0,
      denied: 0,
      notSame: 0,
      withdrawnBefore: 0,
      withdrawnAfter: 0,
      putBack: 0,
      decided: 0,
      split: 0,
      retracted: 0,
      erased: 0,
      redacted: 0,
      keptOut: 0,
      renewed: 0,
      noLongerShared: 0,
      noLongerBeyond: 0,
      beyond: 0,
      ledTo: 0,
    };
    const note = (records: readonly RecordContent[]): void => {
      for (const record of records) {
        if (record.conflicts.some(({ reason }) => reason === 'max-per-customer')) seen.conflicts += 1;
        if (record.conflicts.some(({ reason }) => reason === 'dissociated')) seen.denied += 1;
        if (record.conflicts.some(({ reason }) => reason === 'not-same')) seen.notSame += 1;
        if (record.ambiguous) seen.shared += 1;
        if (record.identifiers.length > 2) seen.merged += 1;
        if (record.identifiers.filter(({ kind }) => kind === 'user_id').length > 1) seen.aliased += 1;
        if (record.conflictCount !== undefined) seen.beyond += 1;
        if (record.subjects.length > record.identifiers.length) seen.ledTo += 1;
      }
    };
    await fc.assert(
      fc.asyncProperty(
        life(8, 8).chain(({ posted, turns }) => {
          const facts = factsOf(registry, posted);
          return fc.tuple(fc.constant(posted), fc.constant(turns), otherwise(facts), leadsAmong(facts));
        }),
        async ([posted, turns, batches, leads]) => {
          const identity = livingIdentity(registry, posted, leads);
          for (const turn of turns) await identity.live(turn);
          for (const batch of batches) await identity.deliver(batch);
          const records = identity.records();
          const happened = identity.happened();
          const expected = await recordsAtOnce(registry, {
            facts: identity.surviving(),
            decisions: identity.holding(),
            leads: identity.leads(),
          });
          expect(JSON.stringify(records)).toBe(JSON.stringify(expected));
          const subjects = records.flatMap((record) => record.subjects);
          expect(new Set(subjects).size).toBe(subjects.length);
          const erased = identity.erased();
          expect(records.filter(({ subjects }) => subjects.some((id) => erased.has(id)))).toEqual([]);
          note(records);
          for (const what of whatHappens) seen[what] += happened[what];
        },
      ),
      { numRuns: histories },
    );
    console.log(JSON.stringify(seen));
    // A property over histories in which nothing happens would hold as well.
    const { noLongerShared, noLongerBeyond, beyond, ...often } = seen;
    expect(Math.min(...Object.values(often))).toBeGreaterThan(histories / 100);
    expect(noLongerShared).toBeGreaterThan(0);
    if (registry === strictRegistry) expect(Math.min(noLongerBeyond, beyond)).toBeGreaterThan(histories / 1000);
  });
});
