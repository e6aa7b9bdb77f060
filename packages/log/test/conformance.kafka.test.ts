import { kafkaOfThisFile } from '@hilo/testing';
import { vi } from 'vitest';
import { openKafkaLog } from '../src/kafka/log.ts';
import { conformance } from './conformance.ts';

// The consumers in processes of their own are opened by address, with the session of 10 s that production has: so long it
// takes until a group misses one that was killed.
vi.setConfig({ testTimeout: 120_000 });

conformance('Kafka', async () => {
  const kafka = kafkaOfThisFile();
  if ('skipped' in kafka) return kafka;
  const { brokers } = kafka;
  return {
    open: () => openKafkaLog({ brokers, clientId: 'conformance', sessionTimeoutMs: 6000 }),
    url: `kafka://${brokers.join(',')}`,
    close: async () => {},
  };
});
