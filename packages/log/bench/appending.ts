/**
 * What appending to Kafka costs and how long it takes when a broker goes away, by the code of this package and, beside it, by
 * the `send` of both clients as they come: `node packages/log/bench/appending.ts`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startKafka } from '@hilo/testing';
import { Producer, stringSerializers } from '@platformatic/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { openKafkaLog } from '../src/kafka/log.ts';
import { createAppender } from '../src/kafka/producing/append.ts';
import { createSender } from '../src/kafka/producing/sender.ts';
import type { OutgoingRecord } from '../src/log.ts';
import { partitionFor } from '../src/partitioner.ts';

const partitions = 12;
const clientId = 'appending';
const value = 'x'.repeat(400);
const headers = {
  ce_id: 'a8098c1a-f86e-11da-bd1a-00112444be1e',
  ce_source: 'https://shop.example',
  ce_type: 'hilo.interaction.accepted.v1',
  ce_time: '2026-11-29T12:00:00.000Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const idleMs = 10_000;

type Append = (records: readonly OutgoingRecord[]) => Promise<unknown>;
type Shape = { name: string; size: number; atATime: number; total: number; headers: Readonly<Record<string, string>> };

const shapes: readonly Shape[] = [
  { name: '100 records, five headers', size: 100, atATime: 8, total: 200_000, headers },
  { name: '100 records, no headers', size: 100, atATime: 8, total: 200_000, headers: {} },
  { name: 'one record, five headers', size: 1, atATime: 64, total: 60_000, headers },
];

await costs();
await faults();

async function costs(): Promise<void> {
  const { brokers, stop } = await started(1);
  const topic = await newTopic(brokers);
  const clients: Record<string, () => Promise<{ append: Append; close(): Promise<unknown> }>> = {
    'this package': async () => ours(brokers, topic),
    '@platformatic/kafka': async () => platformatics(brokers, topic),
    kafkajs: () => kafkajss(brokers, topic),
  };
  for (const [client, open] of Object.entries(clients)) {
    const { append, close } = await open();
    for (const shape of shapes) {
      await drive(append, { ...shape, total: shape.total / 4 });
      const micros = await cpuMicros(() => drive(append, shape));
      console.log(`${client}, ${shape.name} an append: ${(micros / shape.total).toFixed(1)} µs CPU a record`);
    }
    const idle = await cpuMicros(() => sleep(idleMs));
    console.log(`${client}, idle: ${((idle / idleMs) * 0.1).toFixed(1)} % of a core`);
    await close();
  }
  await stop();
}

function ours(brokers: readonly string[], topic: string) {
  const sender = createSender({ brokers, clientId }, brokers);
  const appender = createAppender({ sender, countPartitions: async () => partitions, deadlineMs: 30_000 });
  return {
    append: (records: readonly OutgoingRecord[]) => appender.append(topic, records),
    close: async () => {
      await appender.close();
      await sender.close();
    },
  };
}

function platformatics(brokers: string[], topic: string) {
  const producer = new Producer({ clientId, bootstrapBrokers: brokers, serializers: stringSerializers });
  return {
    append: (records: readonly OutgoingRecord[]) =>
      producer.send({
        acks: -1,
        messages: records.map(({ key, value, headers = {} }) => ({
          topic,
          key,
          value: value ?? '',
          headers: { ...headers },
          partition: partitionFor(key, partitions),
        })),
      }),
    close: () => producer.close(true),
  };
}

async function kafkajss(brokers: string[], topic: string) {
  const producer = new Kafka({ clientId, brokers, logLevel: logLevel.NOTHING }).producer({
    createPartitioner:
      () =>
      ({ message: { key } }) =>
        partitionFor(String(key), partitions),
  });
  await producer.connect();
  return {
    append: (records: readonly OutgoingRecord[]) =>
      producer.send({
        topic,
        acks: -1,
        messages: records.map((record) => ({ ...record, headers: { ...record.headers } })),
      }),
    close: () => producer.disconnect(),
  };
}

/** Appends so many at a time until it were as many as wanted. */
async function drive(append: Append, { size, atATime, total, headers }: Shape): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < total) {
      const from = next;
      next += size;
      await append(
        Array.from({ length: size }, (_, at) => ({ key: `customer-${(from + at) % 5000}`, value, headers })),
      );
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
}

async function cpuMicros(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function faults(): Promise<void> {
  const { brokers, stop, stopNode, startNode } = await started(3);
  const topic = await newTopic(brokers);
  for (const [signal, awayMs] of [
    ['SIGKILL', 4000],
    ['SIGSTOP', 12_000],
  ] as const) {
    await using log = await openKafkaLog({ brokers, clientId, appendDeadlineMs: 60_000 });
    const longest = longestAppend((records) => log.append(topic, records));
    await sleep(3000);
    await stopNode(0, signal);
    await sleep(awayMs);
    await startNode(0);
    await sleep(4000);
    console.log(
      `this package, ${signal} of the first broker for ${awayMs} ms: longest append ${await longest.end()} ms`,
    );
  }
  await stop();
}

/** Twenty go on appending, each a record after the other. */
function longestAppend(append: Append) {
  let [longest, isGoingOn] = [0, true];
  const work = async (_: unknown, worker: number): Promise<void> => {
    for (let n = 0; isGoingOn; n += 1) {
      const begun = performance.now();
      await append([{ key: `customer-${worker}-${n}`, value, headers }]);
      longest = Math.max(longest, performance.now() - begun);
      await sleep(10);
    }
  };
  const working = Promise.all(Array.from({ length: 20 }, work));
  return {
    end: async (): Promise<number> => {
      isGoingOn = false;
      await working;
      return Math.round(longest);
    },
  };
}

async function started(nodes: number) {
  const kafka = await startKafka({ nodes, ownProcesses: true });
  if ('skipped' in kafka) throw new Error(kafka.skipped);
  return kafka;
}

async function newTopic(brokers: readonly string[]): Promise<string> {
  await using log = await openKafkaLog({ brokers, clientId });
  const name = `appending-${crypto.randomUUID()}`;
  await log.ensureTopics([{ name, partitions, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
  return name;
}
