import type { AppendOptions, OutgoingRecord } from '../log.ts';
import { createLane, type Lane } from './lane.ts';
import type { Sender } from './sender.ts';
import { within } from './within.ts';

const flushMs = 5000;

export type Appender = {
  /** Resolves when every record is durable, rejects after the deadline if any may not be. */
  append(topic: string, records: readonly OutgoingRecord[], options?: AppendOptions): Promise<void>;
  /** Takes no more, and waits, within bounds, for what was taken. */
  close(): Promise<void>;
};

/** Appends through one lane per topic; the key alone chooses the partition. */
export function createAppender(options: {
  sender: Pick<Sender, 'leadersOf' | 'send'>;
  countPartitions(topic: string): Promise<number>;
  deadlineMs: number;
}): Appender {
  const { sender, countPartitions, deadlineMs } = options;
  const lanes = new Map<string, Promise<Lane>>();
  let closed = false;
  const ended = new AbortController();

  /** Each topic is asked for once; a failure is not remembered. */
  const laneOf = (topic: string): Promise<Lane> => {
    const earlier = lanes.get(topic);
    if (earlier) return earlier;
    const opened = countPartitions(topic).then((partitions) =>
      createLane({ topic, partitions, sender, ended: ended.signal }),
    );
    lanes.set(topic, opened);
    opened.catch(() => lanes.delete(topic));
    return opened;
  };

  return {
    append: async (topic, records, { signal } = {}) => {
      if (closed) throw new Error('the log is closed');
      if (records.length === 0) return;
      const deadline = Date.now() + deadlineMs;
      const lane = await laneOf(topic);
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        lane.add(records, { remaining: records.length, deadline, signal, done: resolve, failed: reject });
      });
    },
    close: async () => {
      closed = true;
      const idle = Promise.all([...lanes.values()].map(async (lane) => (await lane).idle()));
      await within(flushMs, 'flushing the appends', idle).catch(() => undefined);
      ended.abort();
    },
  };
}
