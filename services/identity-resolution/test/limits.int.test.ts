import { randomUUID } from 'node:crypto';
import type { DecisionRequest } from '@hilo/contracts';
import { snapshot } from '@hilo/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDecision, retractDecision } from '../decisions/make-decision.ts';
import { nodeFor } from '../domain/node.ts';
import { defaultRegistry } from '../domain/registry.ts';
import { explanationOf } from '../reading/explanation.ts';
import type { Explanation } from '../reading/explanation-schema.ts';
import { readSomeFacts, readSurroundings } from '../store/graph/evidence-around.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import { factsOf, type Posted } from './histories.ts';
import { identityInMemory } from './memory.ts';

type Named = [kind: string, value: string];

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(defaultRegistry, 4);
});
afterAll(() => identity.drop());

const told: Posted[] = [];
const tell = async (identifiers: readonly Named[], rest: Partial<Posted> = {}): Promise<Posted> => {
  const one: Posted = {
    id: `i-${told.length}`,
    occurredAt: new Date(Date.UTC(2026, 0, 1) + told.length * 60_000).toISOString(),
    channel: 'web',
    touchpoint: 'desk',
    kind: 'identified',
    identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
    ...rest,
  };
  told.push(one);
  await consume(identity, [one]);
  return one;
};

const decide = (request: DecisionRequest): Promise<string> =>
  withRetry(identity.pool, async (tx) => {
    const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1), id: randomUUID() };
    return (await makeDecision(tx, identity.rules, request, asking)).decision.id;
  });
const retract = (id: string): Promise<unknown> =>
  withRetry(identity.pool, (tx) =>
    retractDecision(tx, identity.rules, { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 2), id }),
  );

const explained = async ([kind, value]: Named, at = Date.UTC(2026, 6, 1)): Promise<Omit<Explanation, 'at'>> => {
  const { pool, rules } = identity;
  const id = nodeFor(rules.registry, rules.deriveId, { kind, value })?.id ?? '';
  const explanation = await snapshot(pool, async (tx) => {
    const around = await readSurroundings(tx, rules, id);
    const some = await readSomeFacts(
      tx,
      rules,
      around.nodes.map((node) => node.id),
    );
    return explanationOf(rules.registry, around, { identifier: id, at, ...some });
  });
  if (explanation === undefined) throw new Error(`nobody has ${value}`);
  return explanation;
};

const valuesOf = ({ identifiers }: Pick<Explanation, 'identifiers'>): string[] =>
  identifiers.map(({ value }) => value).sort();

describe('is explained by its limit:', () => {
  it.each<[Named, (n: number) => Named, number, object]>([
    [
      ['anonymous_id', 'browser'],
      (n) => ['user_id', `b-${n}`],
      2,
      { kind: 'anonymous_id', limit: 'maxCustomers', is: 1, of: 'user_id' },
    ],
    [
      ['device_id', 'tablet-7'],
      (n) => ['user_id', `t-${n}`],
      5,
      { kind: 'device_id', limit: 'maxCustomers', is: 1, of: 'user_id' },
    ],
    [
      ['email', 'desk@hotel.example'],
      (n) => ['phone', `+3461155000${n}`],
      9,
      { kind: 'email', limit: 'sharedOver', is: 3, of: 'phone' },
    ],
    [
      ['phone', '+34910000000'],
      (n) => ['email', `s-${n}@example.org`],
      4,
      { kind: 'phone', limit: 'sharedOver', is: 3, of: 'email' },
    ],
  ])('%s that several use', async (common, ofOne, many, rule) => {
    for (let n = 0; n < many; n += 1) await tell([common, ofOne(n)]);
    const shared = await explained(common);
    expect(shared.identifiers).toMatchObject([{ status: 'shared' }]);
    expect(shared.refused).toHaveLength(many);
    for (let n = 0; n < many; n += 1) {
      const one = await explained(ofOne(n));
      expect(valuesOf(one)).toEqual([ofOne(n)[1]]);
      expect(one.refused).toMatchObject([{ reason: 'shared', rule }]);
    }
  });
});

describe('an alias', () => {
  const [old, now]: [Named, Named] = [
    ['user_id', 'old'],
    ['user_id', 'now'],
  ];

  it('says which interaction of the sender joins the two, and since when; goes with it, and comes back with it', async () => {
    await tell([old, ['email', 'old@example.org']]);
    const { occurredAt } = await tell([now, ['email', 'now@example.org']]);
    const said = await tell([now, old], { alias: true, kind: 'aliased' });
    const joined = await explained(now);
    expect(valuesOf(joined)).toEqual(['now', 'now@example.org', 'old', 'old@example.org']);
    expect(joined.links.filter(({ alias }) => alias)).toMatchObject([
      {
        decided: false,
        alias: {
          former: { kind: 'user_id', value: 'old' },
          firstSaidAt: said.occurredAt,
          interactions: [{ source: 'shop', interaction: said.id }],
        },
      },
    ]);
    expect(valuesOf(await explained(now, Date.parse(occurredAt)))).toEqual(['now', 'now@example.org']);

    const withdrawn = await decide({ kind: 'withdraw', source: 'shop', interaction: said.id });
    expect(valuesOf(await explained(now))).toEqual(['now', 'now@example.org']);
    const { rows } = await identity.pool.query('SELECT FROM links WHERE alias_at IS NOT NULL');
    expect(rows).toHaveLength(0);
    await retract(withdrawn);
    expect(valuesOf(await explained(now))).toEqual(valuesOf(joined));
  });

  it('yields to what a person says', async () => {
    const [one, other] = [[{ kind: 'user_id', value: 'old' }], [{ kind: 'user_id', value: 'now' }]];
    const apart = await decide({ kind: 'not_same', one, other });
    const explanation = await explained(now);
    expect(valuesOf(explanation)).toEqual(['now', 'now@example.org']);
    expect(explanation.refused).toMatchObject([
      { reason: 'not-same', because: [apart], alias: { former: { value: 'old' } } },
    ]);
    await retract(apart);
    expect(valuesOf(await explained(now))).toHaveLength(4);
  });
});

it('keeps what one who heard all of it at once would have', async () => {
  const memory = identityInMemory(defaultRegistry);
  await memory.all(factsOf(defaultRegistry, told), []);
  expect(JSON.stringify(await allRecords(identity))).toBe(JSON.stringify(memory.records()));
});
