import type { Admin } from 'kafkajs';

/** For every partition of the topic, the offset that the next record will get. */
export async function endOffsets(admin: Admin, topic: string): Promise<number[]> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return partitions.toSorted((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
}

/** For each partition of which the group has committed something, the offset of the next record. */
export async function committed(admin: Admin, group: string, topic: string): Promise<Map<number, number>> {
  const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const positions =
    found?.partitions.map(({ partition, offset }): [number, number] => [partition, Number(offset)]) ?? [];
  return new Map(positions.filter(([, offset]) => offset >= 0));
}

/** Offsets between what the group has committed, or the beginning, and the end, over all partitions. */
export async function lag(admin: Admin, group: string, topic: string): Promise<number> {
  const waiting = await readWaiting(admin, group, topic);
  return waiting.reduce((sum, { from, end }) => sum + end - from, 0);
}

/** Where what a partition has for a group begins and ends. */
type Waiting = { partition: number; from: number; end: number };

/** The partitions that have something for the group. */
async function readWaiting(admin: Admin, group: string, topic: string): Promise<Waiting[]> {
  const [partitions, positions] = await Promise.all([admin.fetchTopicOffsets(topic), committed(admin, group, topic)]);
  return partitions
    .map(({ partition, low, high }): Waiting => {
      const from = Math.max(positions.get(partition) ?? -1, Number(low));
      return { partition, from, end: Number(high) };
    })
    .filter(({ from, end }) => from < end);
}

const firstStepMs = 1000;
const longestMs = 400 * 24 * 3_600_000;

/**
 * When the first record was appended that waits for the group. Kafka tells at which offset a moment is, not the reverse: so we go
 * back in steps that double, then in between, until the step is an eighth of the way.
 */
export async function oldestWaiting(admin: Admin, group: string, topic: string): Promise<number | undefined> {
  const waiting = await readWaiting(admin, group, topic);
  if (waiting.length === 0) return undefined;
  const now = Date.now();
  const waitsLongerThan = async (ms: number): Promise<boolean> => {
    const at = await admin.fetchTopicOffsetsByTimestamp(topic, now - ms);
    const offsets = new Map(at.map(({ partition, offset }) => [partition, Number(offset)]));
    return waiting.some(({ partition, from, end }) => {
      // -1: nothing is as late as that.
      const since = offsets.get(partition) ?? -1;
      return from < (since < 0 ? end : since);
    });
  };
  let [least, most] = [0, firstStepMs];
  while (most < longestMs && (await waitsLongerThan(most))) [least, most] = [most, most * 2];
  while (most - least > Math.max(firstStepMs, most / 8)) {
    const middle = (least + most) / 2;
    if (await waitsLongerThan(middle)) least = middle;
    else most = middle;
  }
  return now - most;
}
