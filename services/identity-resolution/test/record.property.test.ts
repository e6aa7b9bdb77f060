import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRegistry, type Registry } from '../domain/registry.ts';
import { factsOf, history, otherwise, strictRegistry } from './histories.ts';
import { identityInMemory } from './memory.ts';

/** 100,000 histories in all. */
const histories = 50_000;

const recordsAtOnce = (
  registry: Registry,
  facts: Parameters<ReturnType<typeof identityInMemory>['step']>[0],
): string => {
  const identity = identityInMemory(registry);
  identity.step(facts);
  return JSON.stringify(identity.records());
};

describe.each([
  ['the default registry', defaultRegistry],
  ['a strict registry, where conflicts and shared identifiers abound', strictRegistry],
])('with %s', (_name, registry) => {
  it(`the record is a function of the facts: any order, repetition and batching gives the same bytes (${histories} histories)`, () => {
    const seen = { conflicts: 0, shared: 0, merged: 0, denied: 0 };
    fc.assert(
      fc.property(
        history(10).chain((posted) => {
          const facts = factsOf(registry, posted);
          return fc.tuple(fc.constant(facts), otherwise(facts));
        }),
        ([facts, batches]) => {
          const identity = identityInMemory(registry);
          for (const batch of batches) identity.step(batch);
          const records = identity.records();
          expect(JSON.stringify(records)).toBe(recordsAtOnce(registry, facts));
          for (const record of records) {
            if (record.conflicts.some(({ reason }) => reason === 'max-per-customer')) seen.conflicts += 1;
            if (record.conflicts.some(({ reason }) => reason === 'dissociated')) seen.denied += 1;
            if (record.ambiguous) seen.shared += 1;
            if (record.identifiers.length > 2) seen.merged += 1;
          }
        },
      ),
      { numRuns: histories },
    );
    // A property over histories in which nothing happens would hold as well.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(histories / 100);
  });
});
