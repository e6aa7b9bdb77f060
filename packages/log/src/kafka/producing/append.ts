import type { AppendOptions, OutgoingRecord } from '../../log.ts';
import { within } from '../within.ts';
import { createLane, type Lane } from './lane.ts';
import type { Sender } from './sender.ts';

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
  const opened = new Map<string, Promise<Lane>>();
  /** Those to which nothing waits to be added any more. */
  const lanes = new Map<string, Lane>();
  let closed = false;
  const ended = new AbortController();

  /** Each topic is asked for once; a failure is not remembered. */
  const openLane = (topic: string): Promise<Lane> => {
    const earlier = opened.get(topic);
    if (earlier) return earlier;
    const opening = countPartitions(topic).then((partitions) =>
      createLane({ topic, partitions, sender, ended: ended.signal }),
    );
    opened.set(topic, opening);
    opening.then(
      // In the next turn: until then, appends that waited for the lane are added, and none may overtake them.
      (lane) => setImmediate(() => lanes.set(topic, lane)),
      () => opened.delete(topic),
    );
    return opening;
  };

  const addTo = (lane: Lane, records: readonly OutgoingRecord[], deadline: number, signal: AbortSignal | undefined) =>
    new Promise<void>((done, failed) => {
      signal?.throwIfAborted();
      lane.add(records, { remaining: records.length, deadline, signal, done, failed });
    });

  return {
    // Not asynchronous: where there is a lane, an append is one promise.
    append: (topic, records, { signal } = {}) => {
      if (closed) return Promise.reject(new Error('the log is closed'));
      if (records.length === 0) return Promise.resolve();
      const deadline = Date.now() + deadlineMs;
      const lane = lanes.get(topic);
      if (lane !== undefined) return addTo(lane, records, deadline, signal);
      return openLane(topic).then((opening) => addTo(opening, records, deadline, signal));
    },
    close: async () => {
      closed = true;
      const idle = Promise.all([...opened.values()].map(async (lane) => (await lane).idle()));
      await within(flushMs, 'flushing the appends', idle).catch(() => undefined);
      ended.abort();
    },
  };
}
