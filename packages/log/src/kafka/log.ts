import type { Admin } from 'kafkajs';
import { type Consumer, type Log, missedAfterMs } from '../log.ts';
import { createAsk } from './asking.ts';
import { connectKafka, type KafkaLogOptions } from './connection.ts';
import { startConsumer } from './consuming/consumer.ts';
import { committed, endOffsets, lag, oldestWaiting } from './offsets.ts';
import { createAppender } from './producing/append.ts';
import { createSender } from './producing/sender.ts';
import { readKafkaTopic } from './read.ts';
import { reachBrokers } from './security/reach.ts';
import { countPartitions, ensureTopics } from './topics.ts';
import { within } from './within.ts';

const readyMs = 3000;
const disconnectMs = 2000;

/** A log on Apache Kafka; rejects when no broker answers. Its id is that of the cluster. */
export async function openKafkaLog(options: KafkaLogOptions): Promise<Log> {
  const { sessionTimeoutMs = missedAfterMs, appendDeadlineMs = 30_000, security = {}, instance } = options;
  const told = await reachBrokers(options.clientId, options.brokers, security);
  const kafka = connectKafka(options);
  const admin = kafka.admin();
  const { clusterId } = await reach(admin);
  const ask = createAsk(kafka, admin);
  const sender = createSender(options, [...options.brokers, ...told]);
  const appender = createAppender({
    sender,
    countPartitions: (topic) => countPartitions(ask, topic),
    deadlineMs: appendDeadlineMs,
  });
  const consumers = new Set<Consumer>();

  const leaveGroups = async () => {
    await Promise.all([...consumers].map((consumer) => consumer.close()));
  };
  const disconnect = async () => {
    await Promise.all([appender.close(), leaveGroups()]);
    const gone = Promise.all([sender.close(), admin.disconnect()]);
    await within(disconnectMs, 'disconnecting', gone).catch(() => undefined);
  };
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= disconnect();
    return closed;
  };

  return {
    id: clusterId,
    // Where Kafka takes longer than a request may, the topics are there the next time.
    ensureTopics: (topics) => ask((asked) => ensureTopics(asked, topics)),
    append: appender.append,
    consume: async (wanted) => {
      await Promise.all(wanted.topics.map((topic) => countPartitions(ask, topic)));
      const consumer = await startConsumer(kafka, wanted, { sessionTimeoutMs, instance });
      consumers.add(consumer);
      return consumer;
    },
    read: (topic, wanted) => readKafkaTopic({ kafka, ask }, topic, wanted),
    endOffsets: (topic) => ask((asked) => endOffsets(asked, topic)),
    committed: (group, topic) => ask((asked) => committed(asked, group, topic)),
    lag: (group, topic) => ask((asked) => lag(asked, group, topic)),
    oldestWaiting: (group, topic) => ask((asked) => oldestWaiting(asked, group, topic)),
    // Kafka deletes only whole beginnings of partitions.
    erase: async () => undefined,
    eraseAt: async () => {},
    ready: async () => void (await within(readyMs, 'asking Kafka for its brokers', admin.describeCluster())),
    leaveGroups,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Who cannot be reached is tried with another client the next time: nothing of this one is left. */
async function reach(admin: Admin): Promise<{ clusterId: string }> {
  try {
    await admin.connect();
    return await admin.describeCluster();
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    throw error;
  }
}
