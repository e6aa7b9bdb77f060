import { topics } from '@hilo/contracts';
import { inspectLog, openLog } from '@hilo/log';
import { startKafka } from '@hilo/testing';
import { afterAll, describe, expect, it } from 'vitest';

const kafka = await startKafka({ nodes: 3 });
if ('skipped' in kafka) it.skip(`three brokers (${kafka.skipped})`, () => {});
else
  describe('a cluster of three brokers, as the doctor sees it', () => {
    const { brokers, stopNode, stop } = kafka;
    const url = `kafka://${brokers.join(',')}`;
    afterAll(stop);

    it('has topics with their partitions, retention and replicas, and says when one is away', async () => {
      const { interactions, customers } = topics;
      await using log = await openLog(url);
      await log.ensureTopics([interactions, customers]);
      await using seen = await inspectLog(url, {});
      const describeAll = () => seen.describeTopics([interactions.name, customers.name, 'hilo.nobody']);
      await expect.poll(describeAll).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            name: interactions.name,
            partitions: 12,
            replicas: 3,
            inSync: 3,
            leaderless: 0,
            minInSync: 2,
            cleanup: 'delete',
            retentionMs: 7 * 24 * 3_600_000,
          }),
          expect.objectContaining({ name: customers.name, cleanup: 'compact' }),
        ]),
      );
      expect(await seen.countBrokers()).toBe(3);
      expect(await describeAll()).toHaveLength(2);
      await stopNode(2, 'SIGKILL');
      await expect
        .poll(async () => Math.min(...(await describeAll()).map(({ inSync }) => inSync)), { timeout: 60_000 })
        .toBe(2);
    });
  });
