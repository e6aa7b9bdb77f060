import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decided } from '../domain/decision.ts';
import type { Fact } from '../domain/fact.ts';
import type { RecordContent } from '../domain/record.ts';
import { defaultRegistry, type Registry } from '../domain/registry.ts';
import { decidedOf, decisionOf, factsOf, life, otherwise, strictRegistry, type Turn } from './histories.ts';
import { identityInMemory } from './memory.ts';

/** 100,000 histories in all. */
const histories = Number(process.env.HISTORIES ?? 50_000);

const recordsAtOnce = async (registry: Registry, facts: readonly Fact[], decisions: readonly Decided[]) => {
  const identity = identityInMemory(registry);
  await identity.all(facts, decisions);
  return identity.records();
};

const whatHappens = [
  'withdrawnBefore',
  'withdrawnAfter',
  'putBack',
  'decided',
  'split',
  'retracted',
  'noLongerShared',
  'noLongerBeyond',
] as const;

/** Lives through the turns, then hears of all that it has not heard of yet; gives what counts in the end. */
const live = async (registry: Registry, facts: readonly Fact[], turns: readonly Turn[], batches: readonly Fact[][]) => {
  const identity = identityInMemory(registry);
  const decisions: Decided[] = [];
  const withdrawn = new Set<string>();
  const retracted = new Set<string>();
  const happened = { withdrawnBefore: 0, withdrawnAfter: 0, putBack: 0, decided: 0, split: 0, retracted: 0 };
  const heard = new Set<string>();
  const decide = async (one: Decided): Promise<void> => {
    decisions.push(one);
    await identity.decide(one);
  };
  for (const turn of turns) {
    const fact = 'which' in turn && typeof turn.which === 'number' ? facts[turn.which % facts.length] : undefined;
    if (turn.turn === 'deliver') {
      const some = turn.which.flatMap((which) => facts[which % facts.length] ?? []);
      for (const { key } of some) heard.add(key);
      await identity.step(some);
    } else if (turn.turn === 'withdraw' && fact) {
      happened[heard.has(fact.key) ? 'withdrawnAfter' : 'withdrawnBefore'] += 1;
      withdrawn.add(fact.key);
      await identity.withdraw(fact.key);
    } else if (turn.turn === 'put-back' && fact && withdrawn.delete(fact.key)) {
      happened.putBack += 1;
      await identity.putBack(fact.key);
    } else if (turn.turn === 'decide') {
      happened.decided += 1;
      await decide(decidedOf(registry, decisionOf(turn.saying, `d-${decisions.length}`, turn.second)));
    } else if (turn.turn === 'split') {
      const held = identity.records().filter(({ identifiers }) => identifiers.length > 1);
      const identifiers = held[turn.which % held.length]?.identifiers.map(({ kind, value }) => ({ kind, value })) ?? [];
      const cut = 1 + (turn.take % Math.max(1, identifiers.length - 1));
      if (identifiers.length < 2) continue;
      happened.split += 1;
      const saying = { kind: 'not_same', one: identifiers.slice(0, cut), other: identifiers.slice(cut) } as const;
      await decide(decidedOf(registry, decisionOf(saying, `d-${decisions.length}`, turn.second)));
    } else if (turn.turn === 'retract' && decisions.length > 0) {
      const one = decisions[turn.which % decisions.length];
      if (one === undefined || retracted.has(one.id)) continue;
      happened.retracted += 1;
      retracted.add(one.id);
      await identity.retract(one.id);
    }
  }
  for (const batch of batches) await identity.step(batch);
  const surviving = facts.filter(({ key }) => !withdrawn.has(key));
  const holding = decisions.filter(({ id }) => !retracted.has(id));
  return { records: identity.records(), surviving, holding, happened: { ...happened, ...identity.counted } };
};

describe.each([
  ['the default registry', defaultRegistry],
  ['a strict registry, where conflicts and shared identifiers abound', strictRegistry],
])('with %s', (_name, registry) => {
  it(`the record is a function of what counts, however it came about (${histories} histories)`, async () => {
    const seen = {
      conflicts: 0,
      shared: 0,
      merged: 0,
      denied: 0,
      notSame: 0,
      withdrawnBefore: 0,
      withdrawnAfter: 0,
      putBack: 0,
      decided: 0,
      split: 0,
      retracted: 0,
      noLongerShared: 0,
      noLongerBeyond: 0,
      beyond: 0,
    };
    const note = (records: readonly RecordContent[]): void => {
      for (const record of records) {
        if (record.conflicts.some(({ reason }) => reason === 'max-per-customer')) seen.conflicts += 1;
        if (record.conflicts.some(({ reason }) => reason === 'dissociated')) seen.denied += 1;
        if (record.conflicts.some(({ reason }) => reason === 'not-same')) seen.notSame += 1;
        if (record.ambiguous) seen.shared += 1;
        if (record.identifiers.length > 2) seen.merged += 1;
        if (record.conflictCount !== undefined) seen.beyond += 1;
      }
    };
    await fc.assert(
      fc.asyncProperty(
        life(8, 8).chain(({ posted, turns }) => {
          const facts = factsOf(registry, posted);
          return fc.tuple(fc.constant(facts), fc.constant(turns), otherwise(facts));
        }),
        async ([facts, turns, batches]) => {
          const { records, surviving, holding, happened } = await live(registry, facts, turns, batches);
          expect(JSON.stringify(records)).toBe(JSON.stringify(await recordsAtOnce(registry, surviving, holding)));
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
