import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, type ITopicMetadata, Kafka, logLevel } from 'kafkajs';

const longestMoveMs = 20_000;

/**
 * Has another replica lead every partition of the topics whose names begin so and that one broker leads, the one at this place
 * of those that lead any; resolves with how many have moved. No data is copied: the next replica becomes the preferred one, and
 * nodes that tests started elect it at once.
 */
export async function moveLeaders(brokers: readonly string[], prefix: string, place: number): Promise<number> {
  const admin = new Kafka({ brokers: [...brokers], clientId: 'hilo-testing', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const names = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
    const before = await topicsOf(admin, names);
    const leaders = [...new Set(before.flatMap(({ partitions }) => partitions.map(({ leader }) => leader)))].sort();
    const node = leaders[place % leaders.length] ?? 0;
    const led = ledBy(before, node);
    const topics = led.map(({ name: topic, partitions }) => ({
      topic,
      partitionAssignment: partitions.map(({ partitionId: partition, replicas }) => ({
        partition,
        replicas: [...replicas.filter((id) => id !== node), node],
      })),
    }));
    await admin.alterPartitionReassignments({ topics });
    for (const deadline = Date.now() + longestMoveMs; ; await sleep(200)) {
      const still = count(ledBy(await topicsOf(admin, names), node));
      if (still === 0) return count(led);
      if (Date.now() > deadline)
        throw new Error(`node ${node} still leads ${still} partitions after ${longestMoveMs} ms`);
    }
  } finally {
    await admin.disconnect();
  }
}

const topicsOf = async (admin: Admin, topics: string[]): Promise<ITopicMetadata[]> =>
  (await admin.fetchTopicMetadata({ topics })).topics;

const ledBy = (topics: readonly ITopicMetadata[], node: number): ITopicMetadata[] =>
  topics
    .map(({ name, partitions }) => ({ name, partitions: partitions.filter(({ leader }) => leader === node) }))
    .filter(({ partitions }) => partitions.length > 0);

const count = (topics: readonly ITopicMetadata[]): number =>
  topics.reduce((sum, { partitions }) => sum + partitions.length, 0);
