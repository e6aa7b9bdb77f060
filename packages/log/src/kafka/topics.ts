import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';
import type { TopicSettings } from '../log.ts';
import type { Ask } from './asking.ts';
import { kafkaErrorType } from './errors.ts';

const leadersWithinMs = 20_000;

/** Creates the topics that are missing and resolves when every partition of all of them has a leader. */
export async function ensureTopics(admin: Admin, topics: readonly TopicSettings[]): Promise<void> {
  const { brokers } = await admin.describeCluster();
  const known = await Promise.all(topics.map(({ name }) => partitionLeaders(admin, name)));
  const missing = topics.filter((_, index) => known[index] === undefined);
  const wanted = [...new Map(missing.map((topic) => [topic.name, topic])).values()];
  // Where another process creates the same topics now, kafkajs takes "exists already" of all of them as done, not of some.
  await Promise.all(
    wanted.map((topic) => admin.createTopics({ topics: [topicConfig(topic, brokers.length)], waitForLeaders: false })),
  );
  await Promise.all(wanted.map((topic) => waitForLeaders(admin, topic.name)));
}

/** How many partitions the topic has; rejects if there is no such topic. */
export async function countPartitions(ask: Ask, topic: string): Promise<number> {
  const leaders = await ask((admin) => partitionLeaders(admin, topic));
  if (leaders === undefined) throw new Error(`there is no topic ${topic}: it has to be created by ensureTopics first`);
  return leaders.length;
}

async function waitForLeaders(admin: Admin, topic: string): Promise<void> {
  const deadline = Date.now() + leadersWithinMs;
  while (!(await partitionLeaders(admin, topic))?.every((leader) => leader >= 0)) {
    if (Date.now() > deadline) throw new Error(`topic ${topic} was created, but has no leader for every partition`);
    await sleep(50);
  }
}

async function partitionLeaders(admin: Admin, topic: string): Promise<number[] | undefined> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.map(({ leader }) => leader);
  } catch (error) {
    if (kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
    if (kafkaErrorType(error) === 'LEADER_NOT_AVAILABLE') return [-1];
    throw error;
  }
}

function topicConfig({ name, partitions, cleanup }: TopicSettings, brokers: number): ITopicConfig {
  const replicationFactor = Math.min(3, brokers);
  const settings: Record<string, number | string> = {
    'cleanup.policy': cleanup.policy,
    // The log's clock, not that of whoever appends.
    'message.timestamp.type': 'LogAppendTime',
    ...(cleanup.policy === 'delete' ? { 'retention.ms': cleanup.retentionMs } : compaction),
    // With three replicas one broker may be missing and every acknowledged record is still on two.
    ...(replicationFactor === 3 ? { 'min.insync.replicas': 2 } : {}),
  };
  const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value: String(value) }));
  return { topic: name, numPartitions: partitions, replicationFactor, configEntries };
}

/** Only closed segments are compacted: close them hourly, and compact when a tenth is stale. */
const compaction = { 'segment.ms': 3_600_000, 'min.cleanable.dirty.ratio': 0.1 };
