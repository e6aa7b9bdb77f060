import { randomUUID } from 'node:crypto';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { ReadOptions } from '../log.ts';
import type { Ask } from './asking.ts';
import { toRecord } from './consuming/records.ts';
import { within } from './within.ts';

const fetchWaitMs = 500;
const disconnectMs = 4000;
const leaveMs = 10_000;

/** What a partition holds that is to be read. */
type Part = { from: number; next: number; end: number };

/**
 * Reads what the topic holds at this moment. kafkajs fetches for members of a group alone, so that this is one: of its own, which commits
 * nothing, and is deleted at the end.
 */
export async function readKafkaTopic(
  { kafka, ask }: { kafka: Kafka; ask: Ask },
  topic: string,
  { handle, maxRecords = 1000, signal }: ReadOptions,
): Promise<void> {
  const parts = await findParts(ask, topic);
  if (parts.size === 0) return;
  const group = `hilo-read-${randomUUID()}`;
  const client = kafka.consumer({ groupId: group, maxWaitTimeInMs: fetchWaitMs, allowAutoTopicCreation: false });
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  const total = [...parts.values()].reduce((sum, { from, end }) => sum + end - from, 0);
  let read = 0;
  const give = async ({ batch, heartbeat }: EachBatchPayload): Promise<void> => {
    const part = parts.get(batch.partition);
    if (part === undefined || isThrough(part)) return;
    // After a rebalance kafkajs begins at the beginning again, since nothing is committed.
    const records = batch.messages.map(toRecord).filter(({ offset }) => offset >= part.next && offset < part.end);
    for (let at = 0; at < records.length; at += maxRecords) {
      signal?.throwIfAborted();
      const some = records.slice(at, at + maxRecords);
      const next = (some.at(-1)?.offset ?? part.next) + 1;
      read += next - part.next;
      part.next = next;
      await handle({ partition: batch.partition, records: some, done: read, total });
      await heartbeat();
    }
    const last = Number(batch.lastOffset()) + 1;
    // What retention or compaction took away is passed over.
    if (last > part.next) {
      read += Math.min(last, part.end) - part.next;
      part.next = Math.min(last, part.end);
    }
    if ([...parts.values()].every(isThrough)) ended.resolve();
  };
  const stop = () => ended.reject(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  client.on(client.events.CRASH, ({ payload: { error, restart } }) => {
    if (!restart) ended.reject(error);
  });
  try {
    signal?.throwIfAborted();
    await client.connect();
    await client.subscribe({ topics: [topic], fromBeginning: true });
    await client.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        try {
          await give(payload);
        } catch (error) {
          ended.reject(error);
        }
      },
    });
    await ended.promise;
  } finally {
    signal?.removeEventListener('abort', stop);
    await within(disconnectMs, 'leaving the group', client.disconnect()).catch(() => undefined);
    // Kafka forgets a group without offsets by itself, later.
    await within(
      leaveMs,
      'deleting the group',
      ask((admin) => admin.deleteGroups([group])),
    ).catch(() => undefined);
  }
}

const isThrough = ({ next, end }: Part): boolean => next >= end;

/** The partitions that hold something, and what. */
async function findParts(ask: Ask, topic: string): Promise<Map<number, Part>> {
  const offsets = await ask((admin) => admin.fetchTopicOffsets(topic));
  return new Map(
    offsets
      .map(({ partition, low, high }) => ({ partition, from: Number(low), end: Number(high) }))
      .filter(({ from, end }) => from < end)
      .map(({ partition, from, end }) => [partition, { from, next: from, end }]),
  );
}
