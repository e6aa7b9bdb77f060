import { randomUUID } from 'node:crypto';
import { type RebuildReport, RebuildStep, rebuildSettings, rebuildTopics, topics } from '@hilo/contracts';
import { type Log, type LogRecord, openLog } from '@hilo/log';
import { runHeader, transaction } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { defaultRegistry } from '../domain/registry.ts';
import { noteRebuildReports, openRebuilder, type Rebuilder } from '../publishing/rebuild.ts';
import { askForRebuild, cancelRebuild, findRebuild, listRebuilds } from '../store/publishing/rebuilds.ts';
import { consume, openIdentity, type TestIdentity } from './database.ts';

let identity: TestIdentity;
let log: Log;
let rebuilder: Rebuilder;
let heard: Map<string, LogRecord[]>;
let clock = Date.UTC(2026, 0, 1);
const toDrop = new AsyncDisposableStack();

const [toldCustomers, toldInteractions] = rebuildTopics
  .filter(({ service }) => service === 'analytics')
  .map(({ name }) => name);

beforeAll(async () => {
  identity = await openIdentity(defaultRegistry, 8);
  toDrop.defer(() => identity.drop());
  const database = await createTestDatabase();
  toDrop.defer(() => database.drop());
  log = toDrop.use(await openLog(database.url));
  await log.ensureTopics([...rebuildTopics.map(({ name }) => ({ name, ...rebuildSettings })), topics.rebuilds]);
  rebuilder = newRebuilder();
  await consume(
    identity,
    Array.from({ length: 30 }, (_, n) => ({
      id: `i-${n}`,
      occurredAt: `2026-01-01T10:00:${String(n).padStart(2, '0')}Z`,
      channel: 'web' as const,
      touchpoint: 'account',
      kind: 'viewed',
      identifiers: [{ kind: 'email', value: `person.${n % 10}@example.org` }],
    })),
  );
});
afterAll(() => toDrop.disposeAsync());
beforeEach(async () => {
  for (const { id } of await listRebuilds(identity.pool)) await cancelRebuild(identity.pool, id, clock);
  await work();
  heard = new Map();
});

const newRebuilder = (): Rebuilder =>
  openRebuilder({
    publisher: { log, pool: identity.pool, group: 'identity-resolution', rules: identity.inForce },
    now: () => clock,
  });
const work = async (): Promise<void> => {
  for (let step = 0; step < 10; step += 1) await rebuilder.work();
};

const ask = (perSecond = 5000) =>
  transaction(identity.pool, (tx) =>
    askForRebuild(tx, { id: randomUUID(), service: 'analytics', perSecond, by: '{}', now: clock }),
  );
/** Reads what there is, as the service does. */
const read = async (group: string, ...names: (string | undefined)[]): Promise<void> => {
  const wanted = names.flatMap((name) => name ?? []);
  const consumer = await log.consume({
    group,
    topics: wanted,
    handle: async ({ topic, records }) => {
      heard.set(topic, [...(heard.get(topic) ?? []), ...records]);
    },
  });
  await expect
    .poll(async () => (await Promise.all(wanted.map((name) => log.lag(group, name)))).join())
    .toBe(wanted.map(() => 0).join());
  await consumer.close();
};

const stepsHeard = () =>
  (heard.get(topics.rebuilds.name) ?? []).map(({ value }) => RebuildStep.parse(JSON.parse(value ?? '')));
const report = (message: Pick<RebuildReport, 'rebuild' | 'run' | 'state'>) =>
  transaction(identity.pool, (tx) =>
    noteRebuildReports(
      tx,
      {
        records: [
          {
            offset: 0,
            key: 'analytics',
            value: JSON.stringify({
              service: 'analytics',
              at: new Date(clock).toISOString(),
              removed: { claims: 2 },
              ...message,
            }),
            headers: {},
            appendedAt: 0,
          },
        ],
      },
      clock,
    ),
  );
const keysOf = (topic: string | undefined, run: string): string[] =>
  (heard.get(topic ?? '') ?? [])
    .filter(({ headers }) => headers[runHeader] === run)
    .map(({ value }) => value ?? '')
    .sort();
const stateOf = async (id: string) => (await findRebuild(identity.pool, id))?.state;

it('reads nothing before the service has begun, tells all of it then, and ends when all is read', async () => {
  const { id } = (await ask()) ?? { id: '' };
  await work();
  expect(await stateOf(id)).toBe('beginning');
  await read('analytics.rebuilds', topics.rebuilds.name);
  expect(stepsHeard().at(-1)).toMatchObject({ rebuild: id, step: 'begin' });
  const run = randomUUID();
  await report({ rebuild: id, run, state: 'begun' });
  await work();
  expect(await stateOf(id)).toBe('settling');
  await read('analytics', toldCustomers, toldInteractions);
  expect(keysOf(toldCustomers, run)).toHaveLength(10);
  expect(new Set(keysOf(toldInteractions, run)).size).toBe(30);
  await work();
  expect(await stateOf(id)).toBe('ending');
  await report({ rebuild: id, run: randomUUID(), state: 'ended' });
  expect(await stateOf(id)).toBe('ending');
  await report({ rebuild: id, run, state: 'ended' });
  expect(await findRebuild(identity.pool, id)).toMatchObject({
    state: 'done',
    done: 40,
    total: 40,
    removed: '{"claims":2}',
  });
});

it('goes on where it was, whichever instance does, and from the first where the service has begun anew', async () => {
  const { id } = (await ask(20)) ?? { id: '' };
  await work();
  const [first, second] = [randomUUID(), randomUUID()];
  await report({ rebuild: id, run: first, state: 'begun' });
  await rebuilder.work();
  const before = await findRebuild(identity.pool, id);
  expect(before).toMatchObject({ state: 'records', done: 5 });
  rebuilder = newRebuilder();
  await rebuilder.work();
  expect(await findRebuild(identity.pool, id)).toMatchObject({ done: 10 });
  await report({ rebuild: id, run: first, state: 'begun' });
  expect(await findRebuild(identity.pool, id)).toMatchObject({ done: 10, run: first });
  await report({ rebuild: id, run: second, state: 'begun' });
  expect(await findRebuild(identity.pool, id)).toMatchObject({ state: 'records', done: 0, run: second });
});

it('asks again who has read that it begins and says nothing, and who has not read for half a day', async () => {
  const { id } = (await ask()) ?? { id: '' };
  await work();
  clock += 100_000;
  await work();
  expect(await stateOf(id)).toBe('beginning');
  await read('analytics.rebuilds', topics.rebuilds.name);
  const begun = stepsHeard().length;
  await work();
  await read('analytics.rebuilds', topics.rebuilds.name);
  expect(stepsHeard().slice(begun)).toMatchObject([{ rebuild: id, step: 'begin' }]);
  await report({ rebuild: id, run: randomUUID(), state: 'begun' });
  await work();
  expect(await stateOf(id)).toBe('settling');
  clock += 13 * 3600 * 1000;
  await work();
  expect(await stateOf(id)).toBe('beginning');
  await read('analytics', toldCustomers, toldInteractions);
});

it('has who begins what was stopped stop, and is one at a time', async () => {
  const { id } = (await ask()) ?? { id: '' };
  expect(await ask(7)).toMatchObject({ id, perSecond: 7 });
  await cancelRebuild(identity.pool, id, clock);
  await work();
  expect(await stateOf(id)).toBe('cancelled');
  const { outbox } = await report({ rebuild: id, run: randomUUID(), state: 'begun' });
  expect(outbox).toMatchObject([{ topic: topics.rebuilds.name, value: expect.stringContaining('"step":"stop"') }]);
  expect((await ask())?.id).not.toBe(id);
});
