import type { Decision, DecisionRequest, Identifier } from '@hilo/contracts';
import { HttpProblem, nameHashes, transaction } from '@hilo/runtime';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeDecision } from '../decisions/make-decision.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { defaultRegistry, Registry } from '../domain/registry.ts';
import { erasePerson } from '../erasure/erase-person.ts';
import { applyStep } from '../registry/apply-registry.ts';
import { proposeRegistry } from '../registry/propose-registry.ts';
import { listDecisions } from '../store/decisions.ts';
import { findHeld } from '../store/graph/customers.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import { inWorld, nodeIn, ownIdentifier, type Posted, type Saying } from './histories.ts';
import { respeltLife, takenTogether, toldApart } from './respelt.ts';

const histories = Number(process.env.HISTORIES ?? 150);
const place = { log: 'a log', topic: 'registry', partition: 0 };
const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1) };

let asked = 0;
/** Gives what was refused, if it was. */
const decide = async ({ pool, inForce }: TestIdentity, request: DecisionRequest): Promise<Decision | undefined> => {
  asked += 1;
  const id = request.id ?? interactionKey('decision', String(asked));
  try {
    const make = withRetry(pool, async (tx) => makeDecision(tx, await inForce.within(tx), request, { ...asking, id }));
    return (await make).decision;
  } catch (error) {
    if (error instanceof HttpProblem && error.status === 400) return undefined;
    throw error;
  }
};

const change = async ({ pool, rules }: TestIdentity, registry: Registry): Promise<void> => {
  await transaction(pool, (tx) => proposeRegistry(tx, registry, { by: '{}', now: 1 }));
  while ((await applyStep({ pool, derived: rules, place, now: () => 1 })) !== 'in-force');
};

const post = (id: string, identifiers: [kind: string, value: string][], rest: Partial<Posted> = {}): Posted => ({
  id,
  occurredAt: '2026-01-01T10:00:00Z',
  channel: 'web',
  touchpoint: 'desk',
  kind: 'viewed',
  identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  ...rest,
});
const named = (kind: string, value: string): Identifier => ({ kind, value });
const heldBy = async (identity: TestIdentity, registry: Registry, kind: string, value: string): Promise<string[]> => {
  const id = nodeIn(registry)(named(kind, value))?.id ?? '';
  return (await transaction(identity.pool, (tx) => findHeld(tx, id))).map((one) => one.value).sort();
};

/** The rules that Hilo ships, written otherwise, and so many versions later. */
const withNormaliser = (later: number, normalise: Record<string, string>, defaultCountry = 'ES'): Registry =>
  Registry.parse({
    ...defaultRegistry,
    version: defaultRegistry.version + later,
    defaultCountry,
    kinds: {
      ...defaultRegistry.kinds,
      ...Object.fromEntries(
        Object.entries(normalise).map(([kind, how]) => [kind, { ...defaultRegistry.kinds[kind], normalise: how }]),
      ),
    },
  });

it('a decision goes on meaning what was said when the spellings of its identifiers are told apart, or no longer', async () => {
  const identity = await openIdentity(defaultRegistry, 4);
  await consume(identity, [
    post('d', [
      ['device_id', 'DEV-1'],
      ['email', 'a@x.example'],
    ]),
    post('e', [
      ['email', 'Re.1@x.example'],
      ['user_id', 'u'],
    ]),
    post('p', [
      ['phone', '600000001'],
      ['customer_number', 'C-1'],
    ]),
  ]);
  const made = [
    await decide(identity, {
      kind: 'dissociate',
      identifier: named('device_id', 'DEV-1'),
      from: [named('email', 'a@x.example')],
    }),
    await decide(identity, {
      kind: 'dissociate',
      identifier: named('email', 'Re.1@x.example'),
      from: [named('user_id', 'u')],
    }),
    await decide(identity, { kind: 'dissociate', identifier: named('phone', '600000001') }),
  ];
  expect(made).toMatchObject([
    { identifier: named('device_id', 'DEV-1') },
    { identifier: named('email', 'Re.1@x.example') },
    { identifier: named('phone', '600000001'), from: [named('customer_number', 'C-1')] },
  ]);
  const others = [
    withNormaliser(1, { device_id: 'exact', email: 'lower' }),
    withNormaliser(2, {}, 'PT'),
    withNormaliser(3, { email: 'exact', phone: 'exact' }),
  ];
  for (const rules of [undefined, ...others]) {
    if (rules) await change(identity, rules);
    const registry = rules ?? defaultRegistry;
    expect(await heldBy(identity, registry, 'email', 'a@x.example')).toEqual(['a@x.example']);
    expect(await heldBy(identity, registry, 'user_id', 'u')).toEqual(['u']);
    expect(await heldBy(identity, registry, 'customer_number', 'C-1')).toEqual(['C-1']);
  }
  await identity.drop();
});

it('what was split off stays split off, however many identifiers its spellings become', async () => {
  const identity = await openIdentity(defaultRegistry, 4);
  await consume(identity, [
    post('1', [
      ['device_id', 'TAB-1'],
      ['email', 'ana@x.example'],
    ]),
    post('2', [
      ['device_id', 'tab-1'],
      ['email', 'ana@X.example'],
    ]),
    post('3', [
      ['device_id', 'Tab-1'],
      ['twitter', '@Ana'],
    ]),
    post('4', [
      ['email', 'ana@x.example'],
      ['twitter', 'ANA'],
    ]),
  ]);
  const customer = nodeIn(defaultRegistry)(named('email', 'ana@x.example'))?.id ?? '';
  const split = await decide(identity, { kind: 'split', customer, identifiers: [named('device_id', 'tAB-1')] });
  expect(split).toMatchObject({
    kind: 'not_same',
    one: ['tAB-1', 'TAB-1', 'Tab-1', 'tab-1'].map((value) => named('device_id', value)),
    other: [
      named('email', 'ana@X.example'),
      named('email', 'ana@x.example'),
      named('twitter', '@Ana'),
      named('twitter', 'ANA'),
    ],
  });
  const apart = withNormaliser(1, { device_id: 'exact', email: 'exact', twitter: 'exact' });
  await change(identity, apart);
  for (const device of ['TAB-1', 'tab-1', 'Tab-1'])
    expect(await heldBy(identity, apart, 'device_id', device)).toEqual([device]);
  await change(identity, { ...defaultRegistry, version: defaultRegistry.version + 2 });
  expect(await heldBy(identity, defaultRegistry, 'device_id', 'tab-1')).toEqual(['tab-1']);
  expect(await heldBy(identity, defaultRegistry, 'twitter', 'ana')).toEqual(['ana', 'ana@x.example']);
  await identity.drop();
});

it('a decision about an identifier that the rules write otherwise the second time is about that one, and goes with its person', async () => {
  // As rules from before the second normalisation do.
  const registry = { ...defaultRegistry, normalisation: 1 } as const;
  const identity = await openIdentity(registry, 4);
  await consume(identity, [
    post('a', [
      ['twitter', '@ ana'],
      ['email', 'a@x.example'],
    ]),
    post('b', [
      ['twitter', '@ana'],
      ['email', 'b@x.example'],
    ]),
  ]);
  const ana = named('twitter', '@ ana');
  await decide(identity, { kind: 'same', one: ana, other: named('user_id', 'u9') });
  expect(await heldBy(identity, registry, 'email', 'b@x.example')).not.toContain('u9');
  expect(await heldBy(identity, registry, 'email', 'a@x.example')).toContain('u9');
  await decide(identity, { kind: 'dissociate', identifier: ana, from: [named('email', 'a@x.example')], reason: 'why' });
  expect(await heldBy(identity, registry, 'email', 'a@x.example')).toEqual(['a@x.example']);
  const names = nameHashes('a secret of the tests');
  const erasure = { ...asking, names, id: interactionKey('erasure', 'a') };
  for (const [n, identifier] of [named('email', 'a@x.example'), ana].entries())
    await withRetry(identity.pool, async (tx) =>
      erasePerson(
        tx,
        await identity.inForce.within(tx),
        { identifier },
        { ...erasure, id: interactionKey('e', String(n)) },
      ),
    );
  const left = await listDecisions(identity.pool, { nodes: undefined, after: undefined, limit: 10 });
  expect(left).toEqual([]);
  await identity.drop();
});

it(`rules and decisions in either order give the same records, and rules back and forth those of before (${histories} histories)`, async () => {
  const worlds = fc.sample(respeltLife(8, 8), { numRuns: histories, seed: 23 });
  const [decidedFirst, ruledFirst] = [await openIdentity(toldApart, 4), await openIdentity(toldApart, 4)];
  await change(ruledFirst, takenTogether);
  const splitToo = new Set<number>();
  for (const [world, { posted, turns }] of worlds.entries()) {
    const own = posted.map((one) => inWorld(one, world));
    await consume(decidedFirst, own);
    await consume(ruledFirst, own);
    for (const [n, turn] of turns.entries()) {
      if (turn.turn !== 'decide' && turn.turn !== 'split') continue;
      if (turn.turn === 'split') {
        const [one] = own;
        const customer = nodeIn(toldApart)(one?.identifiers[0] ?? named('email', ''))?.id ?? '';
        const held = await transaction(decidedFirst.pool, (tx) => findHeld(tx, customer));
        const identifiers = held.slice(0, 1 + (turn.take % Math.max(1, held.length - 1)));
        if (held.length < 2) continue;
        splitToo.add(world);
        await decide(decidedFirst, {
          kind: 'split',
          customer,
          identifiers: identifiers.map(({ kind, value }) => named(kind, value)),
        });
        continue;
      }
      const request = { ...requestOf(turn.saying, world), id: interactionKey(`world ${world}`, String(n)) };
      const both = [await decide(decidedFirst, request), await decide(ruledFirst, request)];
      // What the one refuses, because by its rules both are one, is not to be compared.
      if (both.includes(undefined)) splitToo.add(world);
    }
  }
  const before = await allRecords(decidedFirst);
  await change(decidedFirst, takenTogether);
  const byWorld = async (identity: TestIdentity): Promise<string[]> =>
    (await allRecords(identity))
      .filter(({ identifiers }) => !splitToo.has(worldOf(identifiers[0]?.value ?? '')))
      .map((record) => JSON.stringify(record));
  const compared = await byWorld(decidedFirst);
  expect(compared).toEqual(await byWorld(ruledFirst));
  expect(worlds.length - splitToo.size).toBeGreaterThan(histories / 3);
  expect(splitToo.size).toBeGreaterThan(histories / 20);
  await change(decidedFirst, { ...toldApart, version: 3 });
  expect(await allRecords(decidedFirst)).toEqual(before);
  await Promise.all([decidedFirst.drop(), ruledFirst.drop()]);
}, 300_000);

const requestOf = (saying: Saying, world: number): DecisionRequest => {
  const own = (identifier: Identifier) => ownIdentifier(identifier, world);
  const at = '2026-01-01T10:00:00Z';
  switch (saying.kind) {
    case 'same':
      return { kind: 'same', at, one: own(saying.one), other: own(saying.other) };
    case 'not_same':
      return { kind: 'not_same', at, one: saying.one.map(own), other: saying.other.map(own) };
    case 'dissociated':
      return { kind: 'dissociate', at, identifier: own(saying.identifier), from: saying.from.map(own) };
  }
};

const worldOf = (value: string): number => {
  const phone = /^\+3(?:4|51)(6\d{5})00\d$/.exec(value);
  return phone ? Number(phone[1]) - 600_000 : Number(/^@?w(\d+)/i.exec(value)?.[1]);
};
