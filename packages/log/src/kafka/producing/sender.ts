import { type Counter, metrics } from '@opentelemetry/api';
import { type Connection, Producer, ProtocolError, protocolErrorsCodesById, Writer } from '@platformatic/kafka';
import type { KafkaLogOptions } from '../connection.ts';
import { forPlatformatic } from '../security/security.ts';
import { createBufferPool } from './buffer-pool.ts';
import { mostBytesOfRequest, type Part, produceApi, readAnswer, writeRequest } from './produce.ts';

/** The broker that leads a partition, as far as is known. */
export type Leader = { node: number; host: string; port: number };

/** All in-sync replicas have it, or why that is not certain. */
export type SendResult = 'durable' | Error;

export type Sender = {
  /** Of each partition; where nobody leads, or it is not known who, nothing. */
  leadersOf(topic: string): Promise<readonly (Leader | undefined)[]>;
  /** Sends one request, once, and gives the outcome of each part, in their order. No partition may be in two requests at the same time. */
  send(leader: Leader, topic: string, parts: readonly Part[]): Promise<SendResult[]>;
  close(): Promise<void>;
};

const requestTimeoutMs = 3000;
const brokerTimeoutMs = 2500;

/**
 * The connections and the metadata are @platformatic/kafka's, the requests our own (`produce.ts`): its `send` tries all
 * partitions of a broker again where one has failed, and writes a record for seven times the CPU. Here nothing is tried
 * again: a partition that the answer does not name with an offset has failed, by itself, and whoever asked decides.
 */
export function createSender(
  { brokers, clientId, security = {} }: KafkaLogOptions,
  addresses: readonly string[],
): Sender {
  const client = new Producer({
    clientId,
    bootstrapBrokers: [...brokers],
    ...forPlatformatic(security, addresses),
    autocreateTopics: false,
    metadataMaxAge: 60_000,
    // A frozen broker is noticed in three seconds; only a second attempt asks another broker for the metadata.
    connectTimeout: 2000,
    requestTimeout: requestTimeoutMs,
    retries: 2,
    retryDelay: 50,
  });
  const buffers = createBufferPool();

  const produce = async (connection: Connection, topic: string, parts: readonly Part[]) => {
    const buffer = buffers.take(mostBytesOfRequest(topic, parts));
    const answer = await request(connection, writeRequest(buffer, topic, parts, brokerTimeoutMs));
    // Where there was no answer, nobody knows whether the bytes are still to be sent.
    buffers.giveBack(buffer);
    return answer;
  };

  const sendOnce = async (leader: Leader, topic: string, parts: readonly Part[]): Promise<SendResult[]> => {
    try {
      const answer = await produce(await client.connections.get(leader), topic, parts);
      return parts.map((part) => outcomeOf(answer, topic, part));
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      return parts.map(() => error);
    }
  };

  return {
    leadersOf: async (topic) => {
      const { brokers, topics } = await client.metadata({ topics: [topic] }).catch((error) => {
        client.clearMetadata();
        throw error;
      });
      return (topics.get(topic)?.partitions ?? []).map(({ leader }) => {
        const broker = brokers.get(leader);
        return broker && { node: leader, host: broker.host, port: broker.port };
      });
    },
    send: async (leader, topic, parts) => {
      const outcomes = await sendOnce(leader, topic, parts);
      const durable = parts.filter((_, index) => outcomes[index] === 'durable');
      if (durable.length > 0) count(durable);
      // Or the next attempt would believe the same about who leads what.
      if (durable.length < parts.length) client.clearMetadata();
      return outcomes;
    },
    close: () => client.close(true),
  };
}

type Answer = Awaited<ReturnType<typeof readAnswer>>;

function request(connection: Connection, bytes: Buffer): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const payload = () => Writer.create().append(bytes);
  connection.send(produceApi.key, produceApi.version, payload, readAnswer, false, false, (error, answer) => {
    if (error || answer === undefined) reject(error ?? new Error('the broker answered nothing'));
    else resolve(answer);
  });
  return promise;
}

function outcomeOf(answer: Answer, topic: string, { partition }: Part): SendResult {
  const named = answer.find((one) => one.partition === partition);
  if (named === undefined) return new Error(`the broker's answer does not name ${topic}/${partition}`);
  if (named.errorCode !== 0) return errorOf(named.errorCode);
  if (named.offset < 0n) return new Error(`the broker's answer has no offset for ${topic}/${partition}`);
  return 'durable';
}

const errorOf = (code: number): Error =>
  code in protocolErrorsCodesById ? new ProtocolError(code) : new Error(`the broker's error ${code}`);

let counters: { sends: Counter; records: Counter } | undefined;

// Made at the first use: a counter that was made before the provider is set counts nothing.
function count(parts: readonly Part[]): void {
  const meter = metrics.getMeter('hilo');
  counters ??= {
    sends: meter.createCounter('hilo_log_sends', { description: 'Sends to the log that are durable.' }),
    records: meter.createCounter('hilo_log_records_sent', { description: 'Records in these.' }),
  };
  counters.sends.add(1);
  counters.records.add(parts.reduce((sum, { records }) => sum + records.length, 0));
}
