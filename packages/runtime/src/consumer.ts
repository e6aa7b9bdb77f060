import { deadLetterTopic } from '@hilo/contracts';
import type { Batch, Consumer, Log, LogRecord } from '@hilo/log';
import type { Pool } from 'pg';
import { type Transaction, transaction } from './database.ts';
import { type DeadLetter, deadLetterMessage } from './dead-letter.ts';
import { describeError, isTransient } from './errors.ts';
import type { Logger } from './logger.ts';
import { type Counts, moveOffset, type Position, readOffset } from './offsets.ts';
import { type Outgoing, publishOutbox, putIntoOutbox, sweepOutbox } from './outbox.ts';
import { repeat } from './repeat.ts';
import { retry } from './retry.ts';
import { inBatchSpan, recordBatch } from './telemetry.ts';

/** What a handler decided for a batch; its effects are in the transaction already. */
export type Handled = {
  outbox?: readonly Outgoing[];
  deadLetters?: readonly DeadLetter[];
  /** Every record counts once; without counts, those that are not dead letters count as stored. */
  counts?: Omit<Counts, 'quarantined'>;
  /** Done after the commit, again and again until it succeeds. After a crash, `onAssigned` has to make up for it. */
  afterCommit?(): Promise<void>;
};

export type ConsumerOptions = {
  log: Log;
  pool: Pool;
  logger: Logger;
  group: string;
  topics: readonly string[];
  /** Does the effects of a batch in the transaction. Must be right under duplicates: it may see a message twice. */
  handle(tx: Transaction, batch: Batch): Promise<Handled>;
  /** Before the first batch of a partition. */
  onAssigned?(topic: string, partition: number): Promise<void>;
  maxRecords?: number;
};

const sweepEveryMs = 5000;
const abandonedAfterMs = 30_000;
const attemptsForOne = 3;

/**
 * Consumes with effects exactly once: effects, outgoing messages and the offset commit together. A batch that fails is
 * halved until the one message that cannot be processed is a dead letter.
 */
export const runConsumer = async (options: ConsumerOptions): Promise<Consumer> => {
  const { log, pool, logger, group, topics } = options;
  await ensureDeadLetterTopics(log, topics, group);
  await refuseLostLog(options);
  const known = new Map<string, number>();

  const consumer = await log.consume({
    group,
    topics,
    maxRecords: options.maxRecords ?? 1000,
    startFrom: async (topic, partition) => {
      const offset = await readOffset(pool, { group, log: log.id, topic, partition });
      await options.onAssigned?.(topic, partition);
      known.set(`${topic}/${partition}`, offset);
      return offset;
    },
    handle: (batch) => consumeBatch(options, known, batch),
    onError: (error, { topic, partition }) =>
      logger.warn({ group, topic, partition, err: error }, 'a batch failed and will be tried again'),
  });
  const sweeper = repeat({
    everyMs: sweepEveryMs,
    work: async () => (await sweepOutbox({ pool, log }, abandonedAfterMs)) > 0,
    onError: (error) => logger.warn({ group, err: error }, 'the outbox could not be swept'),
  });
  const close = async (): Promise<void> => {
    await sweeper.close();
    await consumer.close();
  };
  return {
    stopped: consumer.stopped,
    assignment: () => consumer.assignment(),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const consumeBatch = async (options: ConsumerOptions, known: Map<string, number>, batch: Batch): Promise<void> => {
  const { log, pool, group } = options;
  const { topic, partition } = batch;
  const position: Position = { group, log: log.id, topic, partition };
  const place = `${topic}/${partition}`;
  const from = known.get(place) ?? (await readOffset(pool, position));
  const fresh = batch.records.filter(({ offset }) => offset >= from);
  try {
    if (fresh.length === 0) return;
    const headers = fresh.map((record) => record.headers);
    await inBatchSpan(`process ${topic}`, headers, () =>
      processRecords(options, { ...batch, records: fresh }, position, from, known),
    );
  } catch (error) {
    // Whatever went wrong, the table knows how far we are; memory may not.
    known.delete(place);
    throw error;
  }
};

/** One transaction for the batch; if that fails for what is in it, one for each half. */
const processRecords = async (
  options: ConsumerOptions,
  batch: Batch,
  position: Position,
  from: number,
  known: Map<string, number>,
  attempt = 1,
): Promise<void> => {
  const place = `${batch.topic}/${batch.partition}`;
  try {
    await processInOneTransaction(options, batch, position, from);
    known.set(place, nextOffset(batch.records));
  } catch (error) {
    if (isTransient(error) || batch.signal.aborted) throw error;
    await batch.heartbeat();
    if (batch.records.length === 1) {
      if (attempt < attemptsForOne) return processRecords(options, batch, position, from, known, attempt + 1);
      options.logger.warn({ ...position, err: error }, 'a message cannot be processed and becomes a dead letter');
      const reason = `failed: ${String(describeError(error).code ?? describeError(error).name)}`;
      const deadLetters = batch.records.map((record) => ({ record, reason }));
      await processInOneTransaction({ ...options, handle: async () => ({ deadLetters }) }, batch, position, from);
      known.set(place, nextOffset(batch.records));
      return;
    }
    const half = Math.ceil(batch.records.length / 2);
    await processRecords(options, { ...batch, records: batch.records.slice(0, half) }, position, from, known);
    const middle = known.get(place) ?? from;
    await processRecords(options, { ...batch, records: batch.records.slice(half) }, position, middle, known);
  }
};

const processInOneTransaction = async (
  { log, pool, logger, group, handle }: Pick<ConsumerOptions, 'log' | 'pool' | 'logger' | 'group' | 'handle'>,
  batch: Batch,
  position: Position,
  from: number,
): Promise<void> => {
  const startedAt = performance.now();
  const { outgoing, ids, counts, afterCommit } = await transaction(pool, async (tx) => {
    const handled = await handle(tx, batch);
    const deadLetters = handled.deadLetters ?? [];
    const outgoing = [
      ...(handled.outbox ?? []),
      ...deadLetters.map((deadLetter) => deadLetterMessage(batch, group, deadLetter)),
    ];
    const counts = {
      ...(handled.counts ?? { stored: batch.records.length - deadLetters.length, duplicate: 0 }),
      quarantined: deadLetters.length,
    };
    const ids = await putIntoOutbox(tx, outgoing);
    await moveOffset(tx, position, { from, to: nextOffset(batch.records), counts });
    return { outgoing, ids, counts, afterCommit: handled.afterCommit };
  });
  const publish = async (): Promise<void> => {
    await publishOutbox({ pool, log }, ids, outgoing);
    await afterCommit?.();
  };
  await retry(publish, {
    signal: batch.signal,
    onError: (error) => logger.warn({ ...position, err: error }, 'decided, but not published yet'),
  });
  const ms = Math.round(performance.now() - startedAt);
  recordBatch({ group, topic: batch.topic, counts }, ms);
  logger.info({ ...position, from, records: batch.records.length, ...counts, published: outgoing.length, ms }, 'batch');
};

const nextOffset = (records: readonly LogRecord[]): number => (records.at(-1)?.offset ?? -1) + 1;

const deadLetterRetentionMs = 30 * 24 * 3600 * 1000;

const ensureDeadLetterTopics = (log: Log, topics: readonly string[], group: string): Promise<void> =>
  log.ensureTopics(
    topics.map((topic) => ({
      name: deadLetterTopic(topic, group),
      partitions: 1,
      cleanup: { policy: 'delete', retentionMs: deadLetterRetentionMs },
    })),
  );

/** A log that ends before what was processed has lost messages, or is an old copy: going on would skip new ones. */
const refuseLostLog = async ({ log, pool, group, topics }: ConsumerOptions): Promise<void> => {
  for (const topic of topics) {
    const ends = await log.endOffsets(topic);
    for (const [partition, end] of ends.entries()) {
      const offset = await readOffset(pool, { group, log: log.id, topic, partition });
      if (offset <= end) continue;
      throw new Error(
        `The log ends at ${end} in ${topic}/${partition}, but ${group} has processed it up to ${offset}: the log has lost ` +
          'messages or is an old copy. Restore it, or give the new one another identity.',
      );
    }
  }
};
