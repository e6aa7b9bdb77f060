import type { Handle } from './about.ts';

/** A record to append. Records with the same key keep their order; the key alone chooses the partition. */
export type OutgoingRecord = {
  key: string;
  /** `null` is a tombstone: on a compacted topic it removes the key. */
  value: string | null;
  headers?: Readonly<Record<string, string>>;
};

export type AppendOptions = {
  /** Once aborted, what is not on its way yet is not sent any more; what is may still arrive. */
  signal?: AbortSignal;
};

/** A record as it lies in the log. */
export type LogRecord = {
  offset: number;
  key: string;
  value: string | null;
  headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, set by the log when it was appended. */
  appendedAt: number;
};

/** Consecutive records of one partition, in order; never empty. */
export type Batch = {
  topic: string;
  partition: number;
  records: readonly LogRecord[];
  /** Tells the log that this member is alive, as the log does itself while a handler works. Throws `StaleConsumer` once fenced. */
  heartbeat(): Promise<void>;
  /** Aborted when the partition was taken away or the consumer closes. */
  signal: AbortSignal;
};

export type TopicSettings = {
  name: string;
  partitions: number;
  cleanup: { policy: 'delete'; retentionMs: number } | { policy: 'compact' };
};

export type ConsumeOptions = {
  group: string;
  topics: readonly string[];
  /** Resolves when the batch's effects are durable; only then does the group's offset move. A rejection is retried in place. */
  handle(batch: Batch): Promise<void>;
  /** Where to begin when a partition is assigned; without an answer, where the group stopped, else the beginning. */
  startFrom?(topic: string, partition: number): Promise<number | undefined>;
  /** At most so many records in a batch. Default 1000. */
  maxRecords?: number;
  /** Of how many partitions batches may be handled at once. Default 4. */
  partitionsAtOnce?: number;
  /**
   * On the Postgres log, work begins no more often, unless partitions wait for their turn: a little that comes all the time is one
   * batch of each, not many. What comes after a pause does not wait. Default 50.
   */
  gatherMs?: number;
  /**
   * Of these topics, of so many partitions more, and in batches of so many. On the Postgres log they take turns among themselves alone; on Kafka, what came in
   * one answer is done before more is fetched.
   */
  apart?: { topics: readonly string[]; partitionsAtOnce: number; maxRecords: number };
  /** Told of every batch that failed and is going to be retried. */
  onError?(error: unknown, batch: Pick<Batch, 'topic' | 'partition'>): void;
};

/** Consecutive records of one partition, and how far the topic was read with them: so many records of so many. */
export type ReadBatch = Pick<Batch, 'partition' | 'records'> & { done: number; total: number };

export type ReadOptions = {
  /** No more is read until it resolves; a rejection ends the reading. */
  handle(batch: ReadBatch): Promise<void>;
  /** At most so many records in a batch. Default 1000. */
  maxRecords?: number;
  /** Once aborted, the reading rejects with its reason. */
  signal?: AbortSignal;
};

export type Consumer = AsyncDisposable & {
  /** Rejects when consumption stopped for good; the process must then exit. Never resolves before `close`. */
  readonly stopped: Promise<void>;
  /** The partitions that this member holds now. */
  assignment(): readonly { topic: string; partition: number }[];
  close(): Promise<void>;
};

/** What is to be taken out of the log. */
export type Erasing = {
  topics: readonly string[];
  /** Records that are about one of these, whatever they contain. */
  about: readonly Handle[];
  /** Records that are about one of these, and contain one of the texts. */
  mentioning: readonly Handle[];
  /** Those too that do not say what they are about, or are from before the log noted it, if they contain one of these. */
  containing: readonly string[];
  /** Nothing that was appended later; milliseconds since the epoch. */
  until: number;
  /** The groups that have to read these topics before anything of them goes, whether or not a member of them lives. */
  readers: readonly { group: string; topic: string }[];
  /** How far the records from before were read, as it was answered the last time; and for how long they may be now. */
  readUpTo?: Readonly<Record<string, number>>;
  readForMs?: number;
};

export type Erased = {
  /** How many records of which topic were taken out. */
  removed: ReadonlyMap<string, number>;
  /** How many stay until which group has read them, and when a member of it lived last, in milliseconds since the epoch. */
  waitsFor: readonly { group: string; records: number; lastAliveAt: number }[];
  /** Groups that have not read all that went: nobody declares them, and no member lives. */
  retired: readonly string[];
  /** False where there is more to read, or to compact. */
  isThrough: boolean;
  /** For the next time. */
  readUpTo: Readonly<Record<string, number>>;
};

/** An append-only, partitioned log of topics. Two adapters: Apache Kafka and Postgres. */
export type Log = AsyncDisposable & {
  /** Identity of this log: offsets of one log mean nothing in another. */
  readonly id: string;
  /** Creates what is missing; never changes the number of partitions of a topic that exists. */
  ensureTopics(topics: readonly TopicSettings[]): Promise<void>;
  /**
   * Resolves when every record is durable (Kafka: acks of all in-sync replicas). Rejects if any may not be, with
   * `AppendRefused` if it never will be.
   */
  append(topic: string, records: readonly OutgoingRecord[], options?: AppendOptions): Promise<void>;
  consume(options: ConsumeOptions): Promise<Consumer>;
  /**
   * Reads what the topic holds at this moment, once, from its beginning: as a member of no group that anybody knows, so that no offset moves
   * and nothing waits for it. Resolves when all was handled.
   */
  read(topic: string, options: ReadOptions): Promise<void>;
  /** For every partition, the offset that the next record will get. */
  endOffsets(topic: string): Promise<number[]>;
  /** For each partition of which the group has committed something, the offset of the next record. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, number>>;
  /** Records that the group has not committed yet, over all partitions of the topic. */
  lag(group: string, topic: string): Promise<number>;
  /**
   * When the first record that the group has not committed yet was appended, in milliseconds since the epoch; `undefined` if there
   * is none. Over Kafka earlier than that by an eighth of its age, or a second, at most.
   */
  oldestWaiting(group: string, topic: string): Promise<number | undefined>;
  /**
   * Takes records out, as far as every group has read them; of a compacted topic, what was replaced. To be called again
   * until it is through and waits for nobody. `undefined` where the log cannot: there they go with retention and compaction.
   */
  erase(wanted: Erasing): Promise<Erased | undefined>;
  /** Takes the records at these offsets out, where the log can. */
  eraseAt(topic: string, partition: number, offsets: readonly number[]): Promise<void>;
  /** Rejects when the log cannot be reached. */
  ready(): Promise<void>;
  /** Every consumer leaves its group, at the same time: one after the other they take as many times as long. The rest goes on. */
  leaveGroups(): Promise<void>;
  close(): Promise<void>;
};

/** A topic as it is. */
export type TopicState = {
  name: string;
  partitions: number;
  /** Of the partition that has the fewest. */
  replicas: number;
  inSync: number;
  leaderless: number;
  /** These are unknown to who may not see them. */
  minInSync?: number;
  cleanup?: string;
  /** Without it, for ever. */
  retentionMs?: number;
};

/** What can be said of a log by who creates and changes nothing in it. */
export type LogInspection = AsyncDisposable &
  Pick<Log, 'lag' | 'oldestWaiting'> & {
    countBrokers(): Promise<number>;
    /** Those of these topics that there are. */
    describeTopics(names: readonly string[]): Promise<TopicState[]>;
  };

/** After so long without a sign of life, a member of a group is missed, on either log: its partitions go to others. */
export const missedAfterMs = 10_000;
