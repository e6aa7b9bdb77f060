import type { EachBatchPayload, Batch as KafkaBatch, Consumer as KafkaConsumer } from 'kafkajs';
import { backoffMs } from '../../backoff.ts';
import { StaleConsumer } from '../../errors.ts';
import type { Batch, ConsumeOptions, LogRecord } from '../../log.ts';
import { isFenced, kafkaErrorType } from '../errors.ts';
import { type Assignment, type HeldPartition, lose } from './assignment.ts';
import { toRecord } from './records.ts';

const defaultMaxRecords = 1000;
/** A handler that takes longer is taken for one that hangs: the member goes silent, and loses its partitions. */
const longestHandlingMs = 5 * 60_000;

/**
 * What kafkajs is given to do with a batch: the chunks are handled one after another, and after each the offset is
 * committed, then moved. A chunk that fails is fetched and handled again after a pause, in which other partitions go on.
 */
export function createDelivery(options: {
  client: Pick<KafkaConsumer, 'seek'>;
  assignment: Assignment;
  consume: Pick<ConsumeOptions, 'handle' | 'maxRecords' | 'apart' | 'onError'>;
  sessionTimeoutMs: number;
  heartbeatMs: number;
}): (payload: EachBatchPayload) => Promise<void> {
  const { client, assignment, consume, sessionTimeoutMs, heartbeatMs } = options;

  const { maxRecords = defaultMaxRecords, apart } = consume;
  const mostOf = (topic: string): number => (apart?.topics.includes(topic) ? apart.maxRecords : maxRecords);

  const deliver = async (held: HeldPartition, payload: EachBatchPayload) => {
    const pulse = createPulse(held, payload.heartbeat, sessionTimeoutMs);
    for (const messages of chunks(payload.batch.messages, mostOf(held.topic))) {
      if (held.abort.signal.aborted) return;
      const chunk = messages.map(toRecord);
      const done = await handled(held, chunk, pulse);
      if (held.lost) return pulse.rejoin();
      if (!done) {
        pulse.rejoin();
        return pauseAfterFailure(held, payload.pause);
      }
      await moveTo(held, payload, chunk);
      pulse.rejoin();
      await payload.heartbeat();
    }
  };

  const handled = async (held: HeldPartition, records: readonly LogRecord[], pulse: Pulse): Promise<boolean> => {
    const { topic, partition, abort } = held;
    const batch: Batch = { topic, partition, records, heartbeat: pulse.beat, signal: abort.signal };
    const beating = keepBeating(pulse, heartbeatMs);
    try {
      await consume.handle(batch);
      held.failures = 0;
      return true;
    } catch (error) {
      if (!abort.signal.aborted) consume.onError?.(error, { topic, partition });
      return false;
    } finally {
      clearInterval(beating);
    }
  };

  return async (payload) => {
    const held = assignment.find(payload.batch.topic, payload.batch.partition);
    if (held?.lost) throw toRejoin(givenUp(held));
    if (!held?.positioned || held.abort.signal.aborted) return;
    if (!beginsWhereItShould(held, payload.batch)) {
      client.seek({ topic: held.topic, partition: held.partition, offset: String(held.next) });
      return;
    }
    const delivered = deliver(held, payload);
    held.working = delivered.catch(() => undefined);
    await delivered;
  };
}

/**
 * kafkajs may deliver what it fetched before a rebalance or a seek. Such a batch is asked for again, once; if the fetch
 * begins elsewhere even then, what lies between is gone (retention, compaction), or the start lay outside of the log.
 */
function beginsWhereItShould(held: HeldPartition, batch: KafkaBatch): boolean {
  const begin = fetchedOffset(batch);
  if (held.next !== undefined && begin !== held.next && held.askedAgain !== held.next) {
    held.askedAgain = held.next;
    return false;
  }
  held.next = begin;
  return true;
}

/** What the fetch asked for; kafkajs's types do not mention it. */
function fetchedOffset(batch: KafkaBatch): number {
  return Number('fetchedOffset' in batch ? batch.fetchedOffset : batch.firstOffset());
}

async function moveTo(held: HeldPartition, payload: EachBatchPayload, chunk: readonly LogRecord[]): Promise<void> {
  const { topic, partition } = held;
  const last = chunk.at(-1)?.offset ?? 0;
  const isWhole = last === Number(payload.batch.messages.at(-1)?.offset);
  // Control records after the last message belong to the batch and are passed with it.
  const next = (isWhole ? Number(payload.batch.lastOffset()) : last) + 1;
  await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: String(next) }] }] });
  if (held.lost) return;
  payload.resolveOffset(String(last));
  held.next = next;
}

function pauseAfterFailure(held: HeldPartition, pause: () => () => void): void {
  held.failures += 1;
  const resume = pause();
  setTimeout(() => held.lost || resume(), backoffMs(held.failures)).unref();
}

type Pulse = { beat(): Promise<void>; rejoin(): void };

/**
 * The heartbeat that handlers call. A rebalance that has begun does not interrupt them, since the group waits for this
 * member: the error is kept, unless a later heartbeat is answered, and `rejoin` throws it to kafkajs when the handler is done.
 * Whoever has been silent for a session has given the partition up, whatever is answered later: a broker that starts again
 * gives all members of its groups a session anew, and knows nothing of that.
 */
function createPulse(held: HeldPartition, heartbeat: () => Promise<void>, sessionTimeoutMs: number): Pulse {
  let lastAnswer = Date.now();
  let interruption: { error: unknown } | undefined;
  const beat = async () => {
    await heartbeat().then(
      () => {
        lastAnswer = Date.now();
        interruption = undefined;
      },
      (error) => {
        interruption = { error };
        if (kafkaErrorType(error) === 'REBALANCE_IN_PROGRESS') lastAnswer = Date.now();
      },
    );
    if (isFenced(interruption?.error) || Date.now() - lastAnswer > sessionTimeoutMs) lose(held);
    if (held.lost) throw new StaleConsumer(`${held.topic}/${held.partition} belongs to another member now`);
  };
  const rejoin = () => {
    if (held.lost && !isFenced(interruption?.error)) throw toRejoin(givenUp(held));
    if (interruption) throw interruption.error;
  };
  return { beat, rejoin };
}

const givenUp = ({ topic, partition }: HeldPartition): string => `${topic}/${partition} was given up`;

/** What kafkajs takes for a reason to join again. */
const toRejoin = (reason: string): Error => Object.assign(new Error(reason), { type: 'REBALANCE_IN_PROGRESS' });

/** The group hears of a member while its handlers wait for a database or for each other, whatever these call. */
function keepBeating({ beat }: Pulse, everyMs: number): NodeJS.Timeout {
  const begun = Date.now();
  const beating = setInterval(() => {
    if (Date.now() - begun > longestHandlingMs) clearInterval(beating);
    // That the partition is lost is told by the signal of the batch.
    else beat().catch(() => undefined);
  }, everyMs);
  return beating;
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
