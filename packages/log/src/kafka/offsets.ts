import type { Admin } from 'kafkajs';

/** For every partition of the topic, the offset that the next record will get. */
export async function endOffsets(admin: Admin, topic: string): Promise<number[]> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return partitions.toSorted((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
}

/** Offsets between what the group has committed, or the beginning, and the end, over all partitions. */
export async function lag(admin: Admin, group: string, topic: string): Promise<number> {
  const [partitions, committed] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId: group, topics: [topic] }),
  ]);
  const positions = new Map(committed[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return partitions
    .map(({ partition, low, high }) => Number(high) - Math.max(positions.get(partition) ?? -1, Number(low)))
    .reduce((sum, behind) => sum + Math.max(0, behind), 0);
}
