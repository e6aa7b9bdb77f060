import { randomUUID } from 'node:crypto';
import { snapshot } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDecision } from '../decisions/make-decision.ts';
import { nodeFor } from '../domain/node.ts';
import { defaultRegistry } from '../domain/registry.ts';
import { explanationOf } from '../reading/explanation.ts';
import { readRecords } from '../store/graph/customers.ts';
import { readSomeFacts, readSurroundings } from '../store/graph/evidence-around.ts';
import { consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import { accepted, type Posted } from './histories.ts';

const crowd = 10_000;
const slices = 9;
const strangersInSlice = 500;

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(defaultRegistry, 4);
});
afterAll(() => identity.drop());

let posted = 0;
const naming = (...identifiers: [string, string][]): Posted => {
  posted += 1;
  return {
    id: `i-${posted}`,
    occurredAt: new Date(Date.UTC(2026, 0, 1) + posted * 1000).toISOString(),
    channel: 'web',
    touchpoint: 'checkout',
    kind: 'viewed',
    identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  };
};
const times = <Thing>(many: number, make: (n: number) => Thing): Thing[] =>
  Array.from({ length: many }, (_, n) => make(n));

const inBatches = async (all: readonly Posted[]): Promise<void> => {
  for (let at = 0; at < all.length; at += 1000) await consume(identity, all.slice(at, at + 1000));
};
const msOf = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

let strangers = 0;
const someStrangers = (): Posted[] =>
  times(strangersInSlice, () => {
    strangers += 1;
    return naming(['email', `stranger-${strangers}@example.org`], ['device_id', `stranger-${strangers}`]);
  });

const withdraw = async (interaction: string): Promise<void> => {
  const { source } = accepted(naming(['email', 'any@example.org']));
  const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1), id: randomUUID() };
  await withRetry(identity.pool, (tx) =>
    makeDecision(tx, identity.rules, { kind: 'withdraw', source, interaction }, asking),
  );
};

const explained = async (kind: string, value: string) => {
  const { pool, rules } = identity;
  const id = nodeFor(rules.registry, rules.deriveId, { kind, value })?.id ?? '';
  return snapshot(pool, async (tx) => {
    const around = await readSurroundings(tx, rules, id);
    const some = await readSomeFacts(
      tx,
      rules,
      around.nodes.map((node) => node.id),
    );
    return explanationOf(rules.registry, around, { identifier: id, at: Date.UTC(2026, 5, 1), ...some });
  });
};

const recordOf = async (kind: string, value: string) => {
  const id = nodeFor(identity.rules.registry, identity.rules.deriveId, { kind, value })?.id ?? '';
  const { rows } = await identity.pool.query<{ customer: string }>('SELECT customer FROM identifiers WHERE id = $1', [
    id,
  ]);
  const customer = rows[0]?.customer ?? '';
  return (await readRecords(identity.pool, identity.inForce, [customer])).get(customer)?.record;
};

it(`a person with ${crowd} identifiers, a phone of ${crowd} customers and a component of ${crowd} do not slow down strangers`, async () => {
  const before: number[] = [];
  for (let slice = 0; slice < slices; slice += 1) before.push(await msOf(() => consume(identity, someStrangers())));

  await consume(identity, [
    { ...naming(['customer_number', 'the one'], ['anonymous_id', 'a-first']), id: 'i-first' },
    { ...naming(['customer_number', 'c-of-many'], ['phone', '+34600000001']), id: 'i-of-many' },
  ]);
  const many = await msOf(() =>
    inBatches(times(crowd - 1, (n) => naming(['customer_number', 'the one'], ['anonymous_id', `a-${n + 1}`]))),
  );
  const shared = await msOf(() =>
    inBatches(times(crowd, (n) => naming(['customer_number', `c-${n}`], ['phone', '+34600000001']))),
  );
  // Customers in a chain, each with a phone of the one before: nobody is one with anybody, and all are one component.
  const chained = await msOf(() =>
    inBatches(
      times(crowd, (n) =>
        naming(
          ['customer_number', `k-${Math.ceil(n / 2)}`],
          ['phone', `+3461${String(Math.floor(n / 2)).padStart(7, '0')}`],
        ),
      ),
    ),
  );
  const after: number[] = [];
  const theirs: number[] = [];
  for (let slice = 0; slice < slices; slice += 1) {
    after.push(await msOf(() => consume(identity, someStrangers())));
    theirs.push(
      await msOf(() =>
        consume(identity, [
          naming(['customer_number', 'the one'], ['anonymous_id', `late-${slice}`]),
          naming(['customer_number', `late-${slice}`], ['phone', '+34600000001']),
          naming(['customer_number', 'k-2500'], ['email', `late-${slice}@example.org`]),
        ]),
      ),
    );
  }

  const one = await recordOf('customer_number', 'the one');
  expect(one?.identifiers).toHaveLength(1001);
  expect(one?.ambiguous).toBe(false);
  expect(one?.conflictCount).toBe(crowd + slices - 1000);
  expect(one?.interactions.total).toBe(crowd + slices);
  const phone = await recordOf('phone', '+34600000001');
  expect(phone).toMatchObject({ ambiguous: true, conflicts: [] });
  expect((await recordOf('customer_number', 'k-2500'))?.identifiers).toHaveLength(2 + slices);
  expect(await recordOf('customer_number', 'c-5000')).toMatchObject({ conflicts: [{ reason: 'shared' }] });

  const withdrawing = await msOf(async () => {
    await withdraw('i-first');
    await withdraw('i-of-many');
  });
  // The place that became free within the limit is the next one's.
  expect(await recordOf('customer_number', 'the one')).toMatchObject({ conflictCount: crowd + slices - 1001 });
  expect((await recordOf('anonymous_id', 'a-1000'))?.id).toBe((await recordOf('customer_number', 'the one'))?.id);
  expect(await recordOf('phone', '+34600000001')).toMatchObject({ ambiguous: true });

  const explaining = await msOf(async () => {
    const person = await explained('customer_number', 'the one');
    expect(person?.beyondLimits).toEqual([
      { identifier: { kind: 'customer_number', value: 'the one' }, count: crowd + slices - 1001 },
    ]);
    expect(person?.complete.lists).toBe(false);
    expect((await explained('phone', '+34600000001'))?.complete.evidence).toBe(false);
  });

  const ratio = median(after) / median(before);
  console.log(
    `strangers: ${median(before).toFixed(0)} ms per ${strangersInSlice} before, ${median(after).toFixed(0)} ms after ` +
      `(ratio ${ratio.toFixed(2)}); the crowds took ${(many / 1000).toFixed(1)} s, ${(shared / 1000).toFixed(1)} s and ${(chained / 1000).toFixed(1)} s; ` +
      `one more of each ${median(theirs).toFixed(0)} ms; one of each withdrawn ${withdrawing.toFixed(0)} ms; ` +
      `both explained ${explaining.toFixed(0)} ms`,
  );
  expect(ratio).toBeLessThan(5);
}, 300_000);
