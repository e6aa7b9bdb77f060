import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultRegistry, Registry } from '../domain/registry.ts';
import { allRecords, consume, openIdentity, type TestIdentity } from './database.ts';
import { factsOf, type Posted } from './histories.ts';
import { identityInMemory } from './memory.ts';

const links = Number(process.env.LINKS ?? 4000);
const workers = 16;
const inBatch = 100;

/** A registry that lets one person have everything, so that every link is a merge into one. */
const generous = Registry.parse({
  ...defaultRegistry,
  kinds: {
    ...defaultRegistry.kinds,
    order_id: { ...defaultRegistry.kinds.order_id, maxPerCustomer: 2 * links, maxCustomers: 5 },
  },
});

let storm: TestIdentity;
beforeAll(async () => {
  storm = await openIdentity(generous, workers + 2);
});
afterAll(() => storm.drop());

const firstDay = Date.UTC(2026, 0, 1);
/** Somebody by himself, until the link. */
const alone = (n: number): Posted => ({
  ...linking(n),
  id: `alone-${n}`,
  occurredAt: new Date(firstDay + n).toISOString(),
  identifiers: [{ kind: 'order_id', value: `o-${n}` }],
});
const linking = (n: number): Posted => ({
  id: `i-${n}`,
  occurredAt: new Date(firstDay + n * 1000).toISOString(),
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [
    { kind: 'customer_number', value: 'the one' },
    { kind: 'order_id', value: `o-${n}` },
  ],
});

it(`${links} links into one person from ${workers} workers: the same as one after the other, and no batch fails`, async () => {
  const posted = Array.from({ length: links }, (_, n) => linking(n));
  // Dealt out so that every worker has a part of every time.
  const batches = Array.from({ length: links / inBatch }, (_, n) =>
    posted.filter((_one, at) => at % (links / inBatch) === n),
  );
  const people = posted.map((_, n) => alone(n));
  for (let at = 0; at < links; at += 1000) await consume(storm, people.slice(at, at + 1000));
  expect(await allRecords(storm)).toHaveLength(links);
  let retried = 0;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      await consume(storm, batch, () => {
        retried += 1;
      });
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  const serial = identityInMemory(generous);
  await serial.step(factsOf(generous, [...people, ...posted]));
  const stored = await allRecords(storm);
  expect(stored).toHaveLength(1);
  expect(stored[0]?.interactions.total).toBe(2 * links);
  expect(JSON.stringify(stored)).toBe(JSON.stringify(serial.records()));
  console.log(
    `merge storm: ${links} links in ${seconds.toFixed(1)} s; ${retried} batches lost a race and were done again`,
  );
}, 300_000);
