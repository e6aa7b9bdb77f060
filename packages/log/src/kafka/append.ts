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
  const lanes = new Map<string, Lane>();
  const opening = new Map<string, Promise<Lane>>();
  let closed = false;
  const ended = new AbortController();

  /** Each topic is asked for once; a failure is not remembered. */
  const openLane = (topic: string): Promise<Lane> => {
    const earlier = opening.get(topic);
    if (earlier) return earlier;
    const opened = countPartitions(topic)
      .then((partitions) => {
        const lane = createLane({ topic, partitions, sender, ended: ended.signal });
        lanes.set(topic, lane);
        return lane;
      })
      .finally(() => opening.delete(topic));
    opening.set(topic, opened);
    return opened;
  };

  const addTo = (lane: Lane, records: readonly OutgoingRecord[], deadline: number, signal: AbortSignal | undefined) =>
    new Promise<void>((done, failed) => {
      signal?.throwIfAborted();
      lane.add(records, { remaining: records.length, deadline, signal, done, failed });
    });

  return {
    // Not asynchronous: where the lane is open, an append is one promise.
    append: (topic, records, { signal } = {}) => {
      if (closed) return Promise.reject(new Error('the log is closed'));
      if (records.length === 0) return Promise.resolve();
      const deadline = Date.now() + deadlineMs;
      const lane = lanes.get(topic);
      if (lane !== undefined) return addTo(lane, records, deadline, signal);
      return openLane(topic).then((opened) => addTo(opened, records, deadline, signal));
    },
    close: async () => {
      closed = true;
      await within(flushMs, 'opening what is appended to', Promise.allSettled(opening.values()));
      const idle = Promise.all([...lanes.values()].map((lane) => lane.idle()));
      await within(flushMs, 'flushing the appends', idle).catch(() => undefined);
      ended.abort();
    },
  };
}
