import { setTimeout as sleep } from 'node:timers/promises';
import { AppendRefused } from '../errors.ts';
import type { AppendOptions, OutgoingRecord } from '../log.ts';
import { partitionFor } from '../partitioner.ts';
import { isPermanent, kafkaErrorType } from './errors.ts';
import { type PartitionQueue, partitionQueue, type Ticket } from './partition-queue.ts';
import type { Sender } from './sender.ts';
import { slots } from './slots.ts';
import { within } from './within.ts';

const sendsAtATime = 32;
const attemptMs = 15_000;
const flushMs = 5000;

export type Appender = {
  /** Resolves when every record is durable, rejects after the deadline if any may not be. */
  append(topic: string, records: readonly OutgoingRecord[], options?: AppendOptions): Promise<void>;
  /** Takes no more, and waits, within bounds, for what was taken. */
  close(): Promise<void>;
};

/** Appends through one queue per partition; the key alone chooses the partition. */
export function createAppender(options: {
  send: Sender['send'];
  countPartitions(topic: string): Promise<number>;
  deadlineMs: number;
}): Appender {
  const queues = new Map<string, PartitionQueue>();
  const partitionCount = remembered(options.countPartitions);
  const inSlot = slots(sendsAtATime);
  let closed = false;
  const ended = new AbortController();

  const queueOf = (topic: string, partition: number): PartitionQueue => {
    const place = `${topic}/${partition}`;
    const earlier = queues.get(place);
    if (earlier) return earlier;
    const queue = partitionQueue((records, { deadline, isWanted }) => {
      const send = () => within(attemptMs, 'sending', options.send(topic, partition, records));
      return persist(() => inSlot(send), { place, deadline, isWanted: () => isWanted() && !ended.signal.aborted });
    });
    queues.set(place, queue);
    return queue;
  };

  return {
    append: async (topic, records, { signal } = {}) => {
      if (closed) throw new Error('the log is closed');
      if (records.length === 0) return;
      const deadline = Date.now() + options.deadlineMs;
      const partitions = await partitionCount(topic);
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const ticket: Ticket = { remaining: records.length, deadline, signal, done: resolve, failed: reject };
        const groups = Map.groupBy(records, ({ key }) => partitionFor(key, partitions));
        for (const [partition, group] of groups) queueOf(topic, partition).add(group, ticket);
      });
    },
    close: async () => {
      closed = true;
      const idle = Promise.all([...queues.values()].map((queue) => queue.idle()));
      await within(flushMs, 'flushing the appends', idle).catch(() => undefined);
      ended.abort();
    },
  };
}

type Attempt = { place: string; deadline: number; isWanted(): boolean };

/** Tries in place, so that nothing overtakes, until it works, cannot work, the deadline has passed, or nobody wants it any more. */
async function persist(send: () => Promise<void>, { place, deadline, isWanted }: Attempt): Promise<void> {
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
    if (Date.now() > deadline) throw new Error(`appending to ${place}: the deadline passed in the queue`);
    try {
      return await send();
    } catch (cause) {
      const reason = `appending to ${place}: ${reasonOf(cause)}`;
      if (isPermanent(cause)) throw new AppendRefused(reason, { cause });
      if (!isWanted() || Date.now() + pauseMs > deadline) throw new Error(reason, { cause });
      await sleep(pauseMs);
    }
  }
}

const reasonOf = (error: unknown): string =>
  kafkaErrorType(error) ?? (error instanceof Error ? error.message : String(error));

/** Each topic is asked for once; a failure is not remembered. */
function remembered(count: (topic: string) => Promise<number>): (topic: string) => Promise<number> {
  const known = new Map<string, Promise<number>>();
  return (topic) => {
    const earlier = known.get(topic);
    if (earlier) return earlier;
    const counted = count(topic);
    known.set(topic, counted);
    counted.catch(() => known.delete(topic));
    return counted;
  };
}
