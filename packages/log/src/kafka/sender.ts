import { type Counter, metrics } from '@opentelemetry/api';
import { Producer, stringSerializers } from '@platformatic/kafka';
import type { OutgoingRecord } from '../log.ts';

const everyInSyncReplica = -1;

export type Sender = {
  /** Sends to one partition; resolves when all in-sync replicas have the records, rejects if they may not. */
  send(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * @platformatic/kafka, driven so that it cannot lose: the partition is chosen here and is the only one in a send, `acks`
 * goes with every send (the constructor's is ignored), and an answer that does not name the partition is an error.
 */
export function createSender(brokers: readonly string[], clientId: string): Sender {
  const producer = new Producer({
    clientId,
    bootstrapBrokers: [...brokers],
    serializers: { ...stringSerializers, headerKey: nameOf },
    autocreateTopics: false,
    idempotent: false,
    metadataMaxAge: 60_000,
    // A frozen broker is noticed in three seconds; only a second attempt asks another broker for the metadata.
    connectTimeout: 2000,
    requestTimeout: 3000,
    timeout: 2500,
    retries: 2,
    retryDelay: 50,
  });
  return {
    send: async (topic, partition, records) => {
      const messages = records.map((record) => toMessage(topic, partition, record));
      const { offsets = [] } = await producer.send({ messages, acks: everyInSyncReplica }).catch((error) => {
        // Or the next attempt would believe the same about who leads what.
        producer.clearMetadata();
        throw error;
      });
      const named = offsets.some((part) => part.topic === topic && part.partition === partition && part.offset >= 0n);
      if (!named) throw new Error(`the broker's answer does not name ${topic}/${partition}`);
      count(records.length);
    },
    close: () => producer.close(true),
  };
}

const mostRemembered = 1000;
const remembered = new Map<string, Buffer>();

/** The names of headers are always the same few. */
const nameOf = (text = ''): Buffer => {
  const known = remembered.get(text);
  if (known) return known;
  const bytes = Buffer.from(text);
  if (remembered.size < mostRemembered) remembered.set(text, bytes);
  return bytes;
};

let counters: { sends: Counter; records: Counter } | undefined;

// Made at the first use: a counter that was made before the provider is set counts nothing.
const count = (records: number): void => {
  const meter = metrics.getMeter('hilo');
  counters ??= {
    sends: meter.createCounter('hilo_log_sends', { description: 'Sends to the log that are durable.' }),
    records: meter.createCounter('hilo_log_records_sent', { description: 'Records in these.' }),
  };
  counters.sends.add(1);
  counters.records.add(records);
};

/** A message without a value is a tombstone. */
function toMessage(topic: string, partition: number, { key, value, headers }: OutgoingRecord) {
  return { topic, partition, key, ...(value === null ? {} : { value }), ...(headers ? { headers } : {}) };
}
