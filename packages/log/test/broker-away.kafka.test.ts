import { setTimeout as sleep } from 'node:timers/promises';
import { startKafka } from '@hilo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { openKafkaLog } from '../src/kafka/log.ts';
import { numbered } from './kafka/numbered.ts';

const broker = await startKafka({ ownProcesses: true });
if ('skipped' in broker) test.skip(`a member while the broker is away (${broker.skipped})`, () => undefined);
else describe('a member whose handlers work while the broker is away for longer than a session', () => away(broker));

function away({ brokers, stop, stopNode, startNode }: Exclude<typeof broker, { skipped: string }>): void {
  const sessionTimeoutMs = 2000;

  afterAll(stop);

  // A broker that starts again gives every member of its groups a session anew, and may so answer who was given up.
  test.each(['SIGKILL', 'SIGSTOP'] as const)('goes on with every partition afterwards (%s)', async (signal) => {
    await using log = await openKafkaLog({ brokers, clientId: 'away', sessionTimeoutMs });
    const topic = `away-${crypto.randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 4, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    await log.append(topic, numbered(40, 1));
    const isBack = Promise.withResolvers<void>();
    const working = new Set<number>();
    const done = new Set<string>();
    await using _consumer = await log.consume({
      group: `group-${crypto.randomUUID()}`,
      topics: [topic],
      handle: async ({ partition, records }) => {
        working.add(partition);
        await isBack.promise;
        for (const { offset } of records) done.add(`${partition}/${offset}`);
      },
    });
    await expect.poll(() => working.size).toBe(4);

    await stopNode(0, signal);
    await sleep(3 * sessionTimeoutMs);
    await startNode(0);
    await sleep(2 * sessionTimeoutMs);
    isBack.resolve();
    await log.append(topic, numbered(40, 1));
    const ends = await log.endOffsets(topic);
    const all = ends.flatMap((end, partition) => Array.from({ length: end }, (_, offset) => `${partition}/${offset}`));
    await expect.poll(() => [...done].toSorted()).toEqual(all.toSorted());
  });

  // A broker that is stopped in order answers until it is gone: that it has no coordinator of the group any more, among others.
  test('goes on after a broker that was stopped in order, though nothing was at work', async () => {
    await using log = await openKafkaLog({ brokers, clientId: 'away', sessionTimeoutMs });
    const topic = `away-${crypto.randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 4, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    let done = 0;
    const consumers = await Promise.all(
      Array.from({ length: 6 }, () =>
        log.consume({
          group: `group-${crypto.randomUUID()}`,
          topics: [topic],
          handle: async ({ records }) => {
            done += records.length;
          },
        }),
      ),
    );
    await log.append(topic, numbered(40, 1));
    await expect.poll(() => done).toBe(240);

    await stopNode(0, 'SIGTERM');
    await sleep(5 * sessionTimeoutMs);
    await startNode(0);
    await log.append(topic, numbered(40, 1));
    const ended = Promise.race(consumers.map(({ stopped }) => stopped)).then(() => 'ended');
    await expect.poll(() => Promise.race([ended, done]), { timeout: 60_000 }).toBe(480);
    await Promise.all(consumers.map(({ close }) => close()));
  });
}
