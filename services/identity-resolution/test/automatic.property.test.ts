import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AutomaticLink, linkedAutomatically } from '../domain/automatic-links.ts';
import type { RecordContent } from '../domain/compose-record.ts';
import { defaultRegistry, type Registry, ruleOf } from '../domain/registry.ts';
import { pairOf } from '../domain/suggestion.ts';
import { life, strictRegistry, type Turn } from './histories.ts';
import { livingIdentity } from './lives.ts';
import { identityInMemory } from './memory.ts';

const histories = Number(process.env.HISTORIES ?? 5000);

/** Between whom, and how probable, chosen among what there is at that moment. */
type Linking = { turn: 'link'; one: number; other: number; weight: number } | { turn: 'unlink'; which: number };

const linking = (): fc.Arbitrary<Linking> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        turn: fc.constant('link'),
        one: fc.nat(99),
        other: fc.nat(99),
        weight: fc.integer({ min: 5, max: 7 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ turn: fc.constant('unlink'), which: fc.nat(99) }) },
  );

/** A history in which a model finds this or that probable in between. */
const linkedLife = () =>
  life(10, 10).chain(({ posted, turns }) =>
    fc
      .array(linking(), { maxLength: 12 })
      .chain((linkings) =>
        fc
          .shuffledSubarray([...turns, ...linkings], { minLength: turns.length + linkings.length })
          .map((all): { posted: typeof posted; turns: (Turn | Linking)[] } => ({ posted, turns: all })),
      ),
  );

type Identity = ReturnType<typeof livingIdentity>;

const take = async (identity: Identity, turn: Turn | Linking): Promise<void> => {
  if (turn.turn === 'unlink') {
    const linked = identity.linked();
    const one = linked[turn.which % linked.length];
    if (one !== undefined) await identity.unlink(one);
  } else if (turn.turn === 'link') {
    const ids = identity.records().flatMap(({ identifiers }) => identifiers.map(({ subject }) => subject));
    const { a, b } = pairOf(ids[turn.one % ids.length] ?? '', ids[turn.other % ids.length] ?? '');
    if (a !== b) await identity.link({ a, b, firstSeen: 1, automatic: turn.weight });
  } else await identity.live(turn);
};

const recordsAtOnce = async (registry: Registry, identity: Identity, linked: readonly AutomaticLink[]) => {
  const alone = identityInMemory(registry);
  await alone.all(identity.surviving(), identity.holding());
  const bases = alone.records();
  const nodes = bases.flatMap(({ identifiers }) =>
    identifiers.map(({ subject: id, kind, value }) => ({ id, kind, value })),
  );
  const all = identityInMemory(registry);
  const said = linked.map((link) =>
    linkedAutomatically(
      link,
      nodes.filter(({ id }) => id === link.a || id === link.b),
    ),
  );
  await all.all(identity.surviving(), [...identity.holding(), ...said]);
  return { bases, records: all.records() };
};

const countsOf = ({ identifiers }: RecordContent): Map<string, number> =>
  new Map([...Map.groupBy(identifiers, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]));

it.each([
  ['the default registry', defaultRegistry],
  ['a strict registry', strictRegistry],
])(
  `with %s, the record is a function of what was said and of what is probable, within every limit (${histories} histories)`,
  async (_name, registry) => {
    const seen = { linked: 0, merged: 0, kept: 0 };
    await fc.assert(
      fc.asyncProperty(linkedLife(), fc.nat(), async ({ posted, turns }, seed) => {
        const identity = livingIdentity(registry, posted);
        for (const turn of turns) await take(identity, turn);
        const linked = identity.linked();
        const [shuffled = []] = fc.sample(fc.shuffledSubarray(linked, { minLength: linked.length }), {
          numRuns: 1,
          seed,
        });
        const { bases, records } = await recordsAtOnce(registry, identity, shuffled);
        expect(JSON.stringify(identity.records())).toBe(JSON.stringify(records));

        const baseOf = new Map(bases.flatMap((base) => base.subjects.map((id) => [id, base])));
        for (const record of records) {
          const parts = new Set(record.subjects.flatMap((id) => baseOf.get(id) ?? []));
          // Whoever is one by what was said is one.
          expect([...parts].reduce((sum, { subjects }) => sum + subjects.length, 0)).toBe(record.subjects.length);
          if (parts.size < 2) continue;
          seen.merged += 1;
          for (const [kind, count] of countsOf(record)) {
            const said = Math.max(...[...parts].map((part) => countsOf(part).get(kind) ?? 0));
            expect(count).toBeLessThanOrEqual(Math.max(said, ruleOf(registry, kind).maxPerCustomer));
          }
          expect(record.ambiguous).toBe(false);
        }
        const customerOf = new Map(records.flatMap(({ id, subjects }) => subjects.map((subject) => [subject, id])));
        for (const { evidence } of identity.holding())
          for (const { node, from } of evidence.denials)
            expect(
              from.filter((other) => customerOf.get(other) === customerOf.get(node) && customerOf.has(node)),
            ).toEqual([]);
        seen.linked += linked.length;
        seen.kept += linked.filter(({ a, b }) => customerOf.get(a) !== customerOf.get(b)).length;
      }),
      { numRuns: histories },
    );
    console.log(JSON.stringify(seen));
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(histories / 50);
  },
);
