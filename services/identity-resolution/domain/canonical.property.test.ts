import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Aggregate, combine, emptyAggregate, foldFact } from './aggregate.ts';
import { canonical } from './canonical.ts';
import { composeRecord } from './compose-record.ts';
import type { Fact } from './fact.ts';
import { defaultRegistry, Registry } from './registry.ts';

type Json = Parameters<typeof canonical>[0];

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>('a', 'b', 1, 2, true, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '1', '10', 'ñ', 'B'), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value;

/** The same with the names of every object the other way round. */
const turned = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, turned(inner)]),
  );
};

it('the order of names says nothing, and nothing else is changed', () => {
  fc.assert(
    fc.property(json, (value) => {
      const once = canonical(value);
      expect(once).toEqual(value);
      expect(JSON.stringify(canonical(turned(value)))).toBe(JSON.stringify(once));
      expect(JSON.stringify(canonical(once))).toBe(JSON.stringify(once));
    }),
  );
});

const node = { id: '00000000-0000-8000-8000-000000000001', kind: 'email', value: 'ana@example.org' };
const factOf = (value: Json, n: number): Fact => ({
  key: `${n}`,
  source: 'shop',
  id: `i-${n}`,
  at: n % 2,
  channel: 'web',
  nodes: [node],
  candidates: [node],
  wrong: [],
  former: [],
  traits: { address: value },
  consents: [],
});

const keeps = ['latest', 'first', 'min', 'max', 'union'] as const;

it('a record has the same bytes in whatever order its facts and the names in them came, or an older version kept them', () => {
  fc.assert(
    fc.property(fc.array(json, { minLength: 1, maxLength: 4 }), fc.constantFrom(...keeps), (values, keep) => {
      const registry = Registry.parse({ ...defaultRegistry, traits: { address: { keep } } });
      const record = (aggregates: readonly Aggregate[]): string => {
        const aggregate = aggregates.reduce((sum, one) => combine(registry, sum, one), emptyAggregate);
        const part = { ...node, firstSeen: 0, shared: false, beyond: 0, aggregate, consents: [] };
        return JSON.stringify(composeRecord(registry, node.id, [part], []));
      };
      const folded = values.map((value, n) => foldFact(factOf(value, n)));
      const expected = record(folded);
      expect(record(folded.toReversed())).toBe(expected);
      expect(record(values.map((value, n) => foldFact(factOf(turned(value), n))))).toBe(expected);
      const older = folded.map((one, n) => ({
        ...one,
        traits: {
          address: (one.traits.address ?? []).map((trait) => ({ ...trait, value: turned(values[n] ?? null) })),
        },
      }));
      expect(record(older)).toBe(expected);
    }),
  );
});
