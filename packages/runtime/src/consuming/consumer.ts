import {
  consumerGroups,
  deadLetterSettings,
  deadLetterTopic,
  topics as declaredTopics,
  rebuildSettings,
  rebuildTopics,
  replaySettings,
  replayTopics,
  type Topic,
} from '@hilo/contracts';
import type { Batch, ConsumeOptions, Consumer, Log, TopicSettings } from '@hilo/log';
import type { Transaction } from '../database/database.ts';
import { StartRefused } from '../errors.ts';
import type { Health } from '../health.ts';
import { repeat } from '../repeat.ts';
import { closingAll } from '../resources.ts';
import { type BatchLines, openBatchLines } from './batch-lines.ts';
import {
  type CommitOptions,
  commitTogether,
  type GivenBatch,
  type Handled,
  type KnownOffsets,
  type Piece,
  type Publish,
  positionOf,
} from './commit.ts';
import { type FaultWindow, openFaultWindow } from './fault-window.ts';
import { type Furthest, rememberFurthest } from './furthest.ts';
import { gather } from './gather.ts';
import { observeLag } from './lag.ts';
import { type Position, readOffset, readOffsets } from './offsets.ts';
import { sweepOutbox } from './outbox.ts';
import { openStops, type Stops } from './stops.ts';
import { tellUnknownWords } from './unknown-words.ts';

export type ConsumerOptions = CommitOptions & {
  topics: readonly string[];
  /** Told when the consumer stops at a partition, and when it goes on. */
  health: Health;
  /** Before the first batch of a partition. */
  onAssigned?(topic: string, partition: number): Promise<void>;
  maxRecords?: number;
  /**
   * So many partitions of a topic and records at most are done in one transaction, if there is work in them; without it, each batch in
   * its own. What is told for a rebuild comes in batches that are large enough. `gatherMs` is the log's.
   */
  together?: { partitions: number; records: number; gatherMs?: number };
};

const sweepEveryMs = 5000;
const abandonedAfterMs = 30_000;
/**
 * What is told for a rebuild is much at once, and in no hurry: whoever shares the process waits for a few of its messages at the most. Few
 * of them are in hand at any time, since what is there for longer than two collections of the young generation stays until V8 marks all
 * of the heap: with three times 500 it grew to three times as much.
 */
const rebuildTurns = { partitionsAtOnce: 1, maxRecords: 250 };

/**
 * Consumes with effects exactly once: effects, outgoing messages and the offset commit together. A batch that fails is
 * halved until the one message that cannot be processed is a dead letter. Where the database is not as it has to be, or too
 * many messages fail by a mistake of ours, it stops: nothing is acknowledged, and it goes on by itself after the mend.
 */
export const runConsumer = async (options: ConsumerOptions): Promise<Consumer> => {
  const { log, pool, logger, group } = options;
  refuseUndeclared(options);
  const own = ownTopics(options);
  const topics = [...options.topics, ...own.map(({ name }) => name)];
  const told = own.filter(({ isRebuild }) => isRebuild).map(({ name }) => name);
  if (!options.isLastResort) await ensureDeadLetterTopics(log, options.topics, group);
  await log.ensureTopics(own);
  await refuseLostLog({ ...options, topics });
  const known: KnownOffsets = new Map();
  const furthest = rememberFurthest({ pool, group, log: log.id });
  const opened = new AsyncDisposableStack();
  const stops = opened.adopt(openStops(options), async (one) => one.close());
  const lines = opened.adopt(openBatchLines(group, logger), async (one) => one.close());
  opened.use(observeLag({ log, group, topics, now: Date.now }));

  const consume: ConsumeOptions = {
    group,
    topics,
    maxRecords: options.maxRecords ?? 1000,
    ...(options.together !== undefined && { partitionsAtOnce: options.together.partitions }),
    ...(options.together?.gatherMs !== undefined && { gatherMs: options.together.gatherMs }),
    ...(told.length > 0 && { apart: { topics: told, ...rebuildTurns } }),
    startFrom: async (topic, partition) => {
      const offset = await readOffset(pool, { group, log: log.id, topic, partition });
      await options.onAssigned?.(topic, partition);
      await furthest.note({ topic, partition }, offset);
      known.set(`${topic}/${partition}`, offset);
      stops.goOn({ topic, partition });
      return offset;
    },
    handle: createConsume(options, { known, furthest, stops, lines, own }),
    onError: stops.noteFailure,
  };
  const consumer = opened.use(await closingAll(opened, () => log.consume(consume)));
  const sweeper = repeat({
    everyMs: sweepEveryMs,
    health: { health: options.health, part: `publishing what ${group} decided` },
    work: async () => (await sweepOutbox({ pool, log }, abandonedAfterMs)) > 0,
    onError: (error) => logger.warn({ group, err: error }, 'the outbox could not be swept'),
  });
  opened.defer(() => sweeper.close());
  const close = (): Promise<void> => opened.disposeAsync();
  return {
    stopped: Promise.race([consumer.stopped, furthest.replaced]),
    assignment: () => consumer.assignment(),
    close,
    [Symbol.asyncDispose]: close,
  };
};

type OwnTopic = TopicSettings & { topic: string; isRebuild: boolean };

/** What this group alone reads: as if it were of the topics that these are for. */
const ownTopics = ({ group, topics }: Pick<ConsumerOptions, 'group' | 'topics'>): OwnTopic[] => {
  const isOwn = (one: { group: string; topic: Topic }): boolean =>
    one.group === group && topics.includes(one.topic.name);
  return [
    ...replayTopics.filter(isOwn).map(({ name, topic }) => {
      return { name, topic: topic.name, isRebuild: false, ...replaySettings };
    }),
    ...rebuildTopics.filter(isOwn).map(({ name, topic }) => {
      return { name, topic: topic.name, isRebuild: true, ...rebuildSettings };
    }),
  ];
};

type Consuming = { known: KnownOffsets; furthest: Furthest; stops: Stops; lines: BatchLines; own: readonly OwnTopic[] };

/** Leaves out what was done before; whatever goes wrong, the table knows how far we are, and memory may not. */
const createConsume = (options: ConsumerOptions, { known, furthest, stops, lines, own }: Consuming) => {
  const { log, pool, group, together } = options;
  const windows = new Map<string, FaultWindow>();
  const faultsIn = (topic: string): FaultWindow => {
    const window = windows.get(topic) ?? openFaultWindow();
    windows.set(topic, window);
    return window;
  };
  const onUnpublished = (pieces: readonly Piece[], error: unknown): void => {
    for (const { position, batch } of pieces) stops.stop(position, error, batch.signal);
  };
  const begin = (pieces: readonly Piece[]): Promise<Publish> =>
    commitTogether({ ...options, faultsIn, onUnpublished, onBatch: lines.note }, pieces, known);
  const alone = async (piece: Piece): Promise<void> => (await begin([piece]))();
  const gathered = new Map<string, (piece: Piece) => Promise<void>>();
  const processOf = ({ topic, isRebuild = false }: GivenBatch): ((piece: Piece) => Promise<void>) => {
    if (together === undefined || isRebuild) return alone;
    const process = gathered.get(topic) ?? gatherPieces(begin, together);
    gathered.set(topic, process);
    return process;
  };
  return async (batch: Batch): Promise<void> => {
    const position: Position = { group, log: log.id, topic: batch.topic, partition: batch.partition };
    try {
      const from = known.get(positionOf(position)) ?? (await readOffset(pool, position));
      await furthest.note(position, from);
      const records = batch.records.filter(({ offset }) => offset >= from);
      // The last of it may have been set aside as one too many: nothing is left that stands still.
      if (records.length === 0) return stops.goOn(position);
      const { topic, isRebuild } = own.find(({ name }) => name === batch.topic) ?? { ...batch, isRebuild: false };
      const given: GivenBatch = { ...batch, topic, records, isRebuild };
      await processOf(given)({ batch: given, position, from });
      tellUnknownWords(options.logger);
      stops.goOn(position);
    } catch (error) {
      known.delete(positionOf(position));
      if (stops.isReason(error)) stops.stop(position, error, batch.signal);
      throw error;
    }
  };
};

const gatherPieces = (
  begin: (pieces: readonly Piece[]) => Promise<Publish>,
  { partitions, records }: NonNullable<ConsumerOptions['together']>,
) => gather(begin, { most: partitions, mostWeight: records, weigh: ({ batch }: Piece) => batch.records.length });

/** The handler of batches that have nothing to do with each other. */
export const oneByOne =
  (handle: (tx: Transaction, batch: GivenBatch) => Promise<Handled>): ConsumerOptions['handle'] =>
  async (tx, batches) => {
    const handled: Handled[] = [];
    for (const batch of batches) handled.push(await handle(tx, batch));
    return handled;
  };

/** What a handler decided for several batches at once. */
type HandledAsOne = Pick<Handled, 'outbox' | 'deadLetters' | 'afterCommit'>;

/**
 * The handler of what comes together: batches of one topic are handled as one, so that a few messages of each of many partitions take
 * no more statements than as many of one.
 */
export const asOne =
  (handle: (tx: Transaction, batch: Pick<GivenBatch, 'topic' | 'records' | 'isRebuild'>) => Promise<HandledAsOne>) =>
  async (tx: Transaction, batches: readonly GivenBatch[]): Promise<readonly Handled[]> => {
    const [first] = batches;
    if (first === undefined) return [];
    const records = batches.flatMap((batch) => batch.records);
    const { outbox = [], deadLetters = [], afterCommit } = await handle(tx, { ...first, records });
    return batches.map((batch) => {
      const own = new Set(batch.records);
      return {
        ...(batch === first && { outbox, ...(afterCommit && { afterCommit }) }),
        deadLetters: deadLetters.filter(({ record }) => own.has(record)),
      };
    });
  };

const ensureDeadLetterTopics = (log: Log, topics: readonly string[], group: string): Promise<void> =>
  log.ensureTopics(topics.map((topic) => ({ name: deadLetterTopic(topic, group), ...deadLetterSettings })));

/** What a group cannot process that is not declared would lie where nobody looks. */
const refuseUndeclared = ({ group, topics }: ConsumerOptions): void => {
  const declared = consumerGroups[group] ?? [];
  for (const { name } of Object.values(declaredTopics)) {
    if (!topics.includes(name) || declared.some((topic) => topic.name === name)) continue;
    throw new Error(
      `The group ${group} reads ${name}, but consumerGroups in contracts/src/consumer-groups.ts does not say so.`,
    );
  }
};

/** A log that ends before what was processed has lost messages, or is an old copy: going on would skip new ones. */
const refuseLostLog = async ({ log, pool, group, topics }: ConsumerOptions): Promise<void> => {
  const endOf = async (topic: string, partition: number): Promise<number> =>
    (await log.endOffsets(topic))[partition] ?? 0;
  const known = await readOffsets(pool, { group, log: log.id, topics });
  const ends = new Map(
    await Promise.all(topics.map(async (topic): Promise<[string, number[]]> => [topic, await log.endOffsets(topic)])),
  );
  for (const { topic, partition, offset } of known) {
    const end = ends.get(topic)?.[partition];
    if (end === undefined || offset <= end) continue;
    // Another member may have processed since what came since.
    if (offset <= (await endOf(topic, partition))) continue;
    throw new StartRefused(
      `The log ends at ${end} in ${topic}/${partition}, but ${group} has processed it up to ${offset}: the log has lost ` +
        'messages or is an old copy. Restore it, or give the new one another identity.',
    );
  }
};
