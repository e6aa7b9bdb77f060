import { inject } from 'vitest';
import { openKafkaLog } from '../src/kafka/log.ts';
import { conformance } from './conformance.ts';

conformance('Kafka', async () => {
  const kafka = inject('kafka');
  if ('skipped' in kafka) return kafka;
  const { brokers } = kafka;
  return {
    open: () => openKafkaLog({ brokers, clientId: 'conformance', sessionTimeoutMs: 6000 }),
    url: `kafka://${brokers.join(',')}`,
    close: async () => {},
  };
});
