import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer as KafkaConsumer } from 'kafkajs';
import { backoffMs } from '../../backoff.ts';
import type { ConsumeOptions } from '../../log.ts';
import { within } from '../within.ts';

/** A broker that does not answer keeps nobody from reading. */
const longestTellingMs = 5000;

/** A partition that this member holds, from one rebalance to the next. */
export type HeldPartition = {
  topic: string;
  partition: number;
  /** Where the next fetch has to begin; unknown until the first one, if the group's committed offset decides. */
  next: number | undefined;
  /** The value of `next` that a fetch has been asked for again, since it began elsewhere. */
  askedAgain: number | undefined;
  positioned: boolean;
  lost: boolean;
  abort: AbortController;
  failures: number;
  /** Resolves when the handler that works on it now, if any, is done; it never rejects. */
  working: Promise<void>;
};

export type Assignment = ReturnType<typeof createAssignment>;

/**
 * Keeps what this member holds. kafkajs rejoins a group while handlers still work, so every rebalance makes new entries:
 * a handler that began under an old one can neither commit nor move the position any more.
 */
export function createAssignment(
  client: Pick<KafkaConsumer, 'pause' | 'resume' | 'seek' | 'commitOffsets'>,
  { startFrom, onError }: Pick<ConsumeOptions, 'startFrom' | 'onError'>,
) {
  let held = new Map<string, HeldPartition>();

  const replace = (partitions: readonly { topic: string; partition: number }[]) => {
    const before = held;
    for (const old of before.values()) lose(old);
    held = new Map(partitions.map((place) => [nameOf(place), newlyHeld(place)]));
    // Before the first fetch, which must not happen until the position is known.
    for (const place of partitions) client.pause([{ topic: place.topic, partitions: [place.partition] }]);
    for (const [name, entry] of held) {
      position(entry, before.get(name)?.working).catch(() => {
        // The client was stopped meanwhile: there will be a new assignment, or none.
      });
    }
  };

  const position = async (entry: HeldPartition, earlierHandler?: Promise<void>) => {
    const { topic, partition } = entry;
    await earlierHandler;
    const start = startFrom && (await persistently(entry, () => startFrom(topic, partition)));
    if (entry.abort.signal.aborted) return;
    if (start !== undefined) await begin(entry, start);
    if (entry.abort.signal.aborted) return;
    entry.next = start;
    entry.positioned = true;
    client.resume([{ topic, partitions: [partition] }]);
  };

  /**
   * Whoever did what is before it may have been killed before the group heard of that: where nothing else comes, it would seem to wait for
   * good. Where the group cannot be told now, the next batch tells it.
   */
  const begin = async ({ topic, partition }: HeldPartition, start: number): Promise<void> => {
    client.seek({ topic, partition, offset: String(start) });
    if (start === 0) return;
    const telling = client.commitOffsets([{ topic, partition, offset: String(start) }]);
    await within(longestTellingMs, 'telling the group where it is', telling).catch(() => undefined);
  };

  const persistently = async <T>(entry: HeldPartition, ask: () => Promise<T>): Promise<T | undefined> => {
    for (let failures = 1; !entry.abort.signal.aborted; failures += 1) {
      try {
        return await ask();
      } catch (error) {
        onError?.(error, { topic: entry.topic, partition: entry.partition });
        await sleep(backoffMs(failures), undefined, { signal: entry.abort.signal }).catch(() => undefined);
      }
    }
    return undefined;
  };

  return {
    replace,
    find: (topic: string, partition: number) => held.get(nameOf({ topic, partition })),
    list: () => [...held.values()].map(({ topic, partition }) => ({ topic, partition })),
    /** Tells the handlers to come to an end, and resolves when they have. */
    finish: async () => {
      for (const entry of held.values()) entry.abort.abort();
      await Promise.all([...held.values()].map(({ working }) => working));
    },
  };
}

/** From now on nothing that is done for it counts. */
export function lose(entry: HeldPartition): void {
  entry.lost = true;
  entry.abort.abort();
}

const nameOf = ({ topic, partition }: { topic: string; partition: number }) => `${topic}/${partition}`;

const newlyHeld = ({ topic, partition }: { topic: string; partition: number }): HeldPartition => ({
  topic,
  partition,
  next: undefined,
  askedAgain: undefined,
  positioned: false,
  lost: false,
  abort: new AbortController(),
  failures: 0,
  working: Promise.resolve(),
});
