/**
 * How long groups on Kafka stand still when members are restarted, killed, and killed while they join, by our own consumer
 * (kafkajs) and by that of @platformatic/kafka: `node packages/log/bench/members.ts --help`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startKafka } from '@hilo/testing';
import { openKafkaLog } from '../src/kafka/log.ts';
import { type MeasuredMembership, type Member, openMembership } from './membership.ts';

const clients = ['ours', 'ours-named', 'classic', 'classic-named', 'consumer', 'consumer-named'];
const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    client: { type: 'string', multiple: true, default: clients },
    only: { type: 'string', default: '' },
    session: { type: 'string', default: '10000' },
    groups: { type: 'string', default: '20' },
  },
});
if (values.help) {
  console.log(`--client  ${clients.join(', ')}; all of them, unless given.
          ours is the consumer of this package; classic and consumer (KIP-848) are that of @platformatic/kafka;
          named have a group.instance.id
--only    a part of what is done to the members
--session milliseconds after which a member is missed, ${values.session}
--groups  how many groups are killed at once while they join, ${values.groups}`);
  process.exit();
}

const partitions = 6;
const settleMs = 6000;
const kills = 5;
const longestJoinMs = 5000;
const patienceMs = 420_000;

const kafka = await startKafka({
  ownProcesses: true,
  properties: {
    // As brokers come.
    'group.initial.rebalance.delay.ms': 3000,
    'group.consumer.session.timeout.ms': values.session,
    'group.consumer.min.session.timeout.ms': 1000,
    'group.consumer.heartbeat.interval.ms': 1000,
    'group.consumer.min.heartbeat.interval.ms': 500,
  },
});
if ('skipped' in kafka) throw new Error(kafka.skipped);
const { brokers } = kafka;
const log = await openKafkaLog({ brokers, clientId: 'members' });

type Scenario = { what: string; groups: number; work(members: MeasuredMembership): Promise<string> };

const scenarios: readonly Scenario[] = [
  {
    what: 'two restarted in turn',
    groups: 1,
    work: async (members) => {
      const [a, b] = [await settled(members, 'a'), await settled(members, 'b')];
      members.begin();
      await members.end(a, 'SIGTERM');
      await settled(members, 'a');
      await members.end(b, 'SIGTERM');
      await settled(members, 'b');
      return `a partition stood still for ${members.longestMs()} ms at most`;
    },
  },
  {
    what: 'one restarted, alone',
    groups: 1,
    work: async (members) => {
      const a = await settled(members, 'a');
      members.begin();
      await members.end(a, 'SIGTERM');
      await settled(members, 'a');
      return `a partition stood still for ${members.longestMs()} ms at most`;
    },
  },
  {
    what: 'one of two killed',
    groups: 1,
    work: async (members) => {
      await settled(members, 'a');
      const b = await settled(members, 'b');
      await members.end(b, 'SIGKILL');
      return `the other had all after ${await members.backAfterMs(Date.now(), patienceMs)} ms`;
    },
  },
  {
    what: 'one of two killed and started again',
    groups: 1,
    work: async (members) => {
      await settled(members, 'a');
      const b = await settled(members, 'b');
      members.begin();
      await members.end(b, 'SIGKILL');
      await members.start('b');
      await sleep(3 * settleMs);
      return `a partition stood still for ${members.longestMs()} ms at most`;
    },
  },
  {
    what: 'one killed, and again and again while it joins',
    groups: Number(values.groups),
    work: async (members) => {
      let a = await settled(members, 'a');
      for (let killed = 0; killed < kills; killed += 1) {
        await members.end(a, 'SIGKILL');
        a = await members.start('a');
        if (killed < kills - 1) await sleep(Math.random() * longestJoinMs);
      }
      const back = (await members.backAfterMs(Date.now(), patienceMs)).sort((one, other) => one - other);
      return `its ${back.length} groups went on after ${back[0]} to ${back.at(-1)} ms, half of them after ${back[back.length >> 1]}`;
    },
  },
];

for (const client of values.client) {
  for (const { what, groups, work } of scenarios) {
    if (!what.includes(values.only)) continue;
    const topic = `members-${crypto.randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
    const members = openMembership({ brokers, client, topic, groups, session: values.session }, partitions);
    const ended = new AbortController();
    const producing = produce(topic, ended.signal);
    console.log(`${client}, ${what}: ${await work(members)}`);
    ended.abort();
    await producing;
    await members.killAll();
  }
}
await log.close();
await kafka.stop();

async function settled(members: MeasuredMembership, name: string): Promise<Member> {
  const member = await members.start(name);
  await sleep(settleMs);
  return member;
}

/** Something for every partition, several times a second. */
async function produce(topic: string, ended: AbortSignal): Promise<void> {
  const records = Array.from({ length: 50 }, (_, at) => ({ key: `key-${at}`, value: 'x' }));
  while (!ended.aborted) {
    await log.append(topic, records);
    await sleep(150);
  }
}
