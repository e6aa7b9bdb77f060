import { startKafka } from '@hilo/testing';

/** One broker of Apache Kafka, for as long as the stack is not disposed of. Throws where there is none to start. */
export const startBroker = async (opened: AsyncDisposableStack): Promise<{ brokers: string[]; url: string }> => {
  const kafka = await startKafka();
  if ('skipped' in kafka) throw new Error(kafka.skipped);
  opened.defer(() => kafka.stop());
  return { brokers: kafka.brokers, url: `kafka://${kafka.brokers.join(',')}` };
};
