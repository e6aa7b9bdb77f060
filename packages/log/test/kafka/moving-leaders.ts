import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';

/**
 * Moves all leaders away from one broker after another while the work goes on, and returns how many times it did. The
 * broker is left out of the replicas, and comes back with the next move.
 */
export async function whileLeadersMove(kafka: Kafka, topic: string, work: Promise<unknown>): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  const nodes = (await admin.describeCluster()).brokers.map(({ nodeId }) => nodeId);
  let working = true;
  const done = work.finally(() => {
    working = false;
  });
  let moves = 0;
  while (working) {
    const without = nodes[moves % nodes.length];
    await leave(admin, topic, nodes, without ?? 0);
    moves += 1;
    await Promise.race([sleep(800), done]);
  }
  await done;
  await admin.disconnect();
  return moves;
}

async function leave(admin: Admin, topic: string, nodes: readonly number[], without: number): Promise<void> {
  const { topics } = await metadataOf(admin, topic);
  const rest = nodes.filter((node) => node !== without);
  const partitionAssignment = (topics[0]?.partitions ?? []).map(({ partitionId }) => ({
    partition: partitionId,
    replicas: rotated(rest, partitionId),
  }));
  await admin.alterPartitionReassignments({ topics: [{ topic, partitionAssignment }], timeout: 5000 });
}

/** Right after a topic was created, not every broker knows it. */
async function metadataOf(admin: Admin, topic: string) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await admin.fetchTopicMetadata({ topics: [topic] });
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(100);
    }
  }
}

const rotated = (nodes: readonly number[], by: number): number[] =>
  nodes.map((_, index) => nodes[(index + by) % nodes.length] ?? 0);
