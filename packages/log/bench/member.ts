/** A process that is a member of some groups, by the client that it is told, and prints what it has handled; see `members.ts`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { openKafkaLog } from '../src/kafka/log.ts';

const text = { type: 'string', default: '' } as const;
const { values } = parseArgs({
  options: { brokers: text, topic: text, groups: text, client: text, instance: text, session: text },
});

const { topic, client, instance } = values;
const brokers = values.brokers.split(',');
const groups = Array.from({ length: Number(values.groups) }, (_, group) => group);
const sessionTimeoutMs = Number(values.session);
const handlingMs = 10;

const say = (group: number, partition: number): void =>
  void process.stdout.write(`${group} ${partition} ${Date.now()}\n`);

const isOurs = client === 'ours' || client === 'ours-named';
const isNamed = client.endsWith('-named');
const close = isOurs ? await consumeByOurs() : consumeByPlatformatic();
process.once('SIGTERM', () => void close().then(() => process.exit()));

async function consumeByOurs(): Promise<() => Promise<unknown>> {
  process.stdout.write('joining\n');
  const log = await openKafkaLog({ brokers, clientId: 'member', sessionTimeoutMs, ...(isNamed && { instance }) });
  const handleIn = (group: number) =>
    log.consume({
      group: `${topic}-${group}`,
      topics: [topic],
      maxRecords: 50,
      handle: async ({ partition }) => {
        await sleep(handlingMs);
        say(group, partition);
      },
    });
  await Promise.all(groups.map(handleIn));
  return log.close;
}

function consumeByPlatformatic(): () => Promise<unknown> {
  process.stdout.write('joining\n');
  const consumers = groups.map((group) => {
    const consumer = new Consumer({
      groupId: `${topic}-${group}`,
      clientId: 'member',
      bootstrapBrokers: brokers,
      deserializers: stringDeserializers,
      maxWaitTime: 500,
      ...(isNamed && { groupInstanceId: instance }),
      ...(client.startsWith('consumer')
        ? { groupProtocol: 'consumer', rebalanceTimeout: 60_000 }
        : { sessionTimeout: sessionTimeoutMs, rebalanceTimeout: sessionTimeoutMs, heartbeatInterval: 1000 }),
    });
    consumer.on('error', report);
    void read(consumer, group).catch(report);
    return consumer;
  });
  return () => Promise.all(consumers.map((consumer) => consumer.close(true)));
}

async function read(consumer: Consumer<string, string, string, string>, group: number): Promise<void> {
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    autocommit: 100,
  });
  for await (const { partition } of stream) say(group, partition);
}

function report(error: Error): void {
  process.stderr.write(`${error.message}\n`);
}
