import { AppendRefused, type Batch, type Log, type LogRecord } from '@hilo/log';
import type { Pool } from 'pg';
import { type Transaction, transaction } from '../database/database.ts';
import { isOurFault, isTransient, isUnfit, nameOfError, TooManyFaults } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { retry } from '../retry.ts';
import { batchAttributes, countOurFault, recordBatch } from '../telemetry/measure.ts';
import { inBatchSpan } from '../telemetry/tracing.ts';
import { type DeadLetter, deadLetterMessage } from './dead-letter.ts';
import type { FaultWindow } from './fault-window.ts';
import { type Counts, moveOffsets, type Position } from './offsets.ts';
import { type Outgoing, publishOutbox, putIntoOutbox } from './outbox.ts';

/** What a handler decided for a batch; its effects are in the transaction already. */
export type Handled = {
  outbox?: readonly Outgoing[];
  deadLetters?: readonly DeadLetter[];
  /** Every record counts once; without counts, those that are not dead letters count as stored. */
  counts?: Omit<Counts, 'quarantined'>;
  /** Done after the commit, again and again until it succeeds. After a crash, `onAssigned` has to make up for it. */
  afterCommit?(): Promise<void>;
};

export type CommitOptions = {
  log: Log;
  pool: Pool;
  logger: Logger;
  group: string;
  /** It reads dead letters: there is nowhere to put what it cannot process, so that is tried until it can be. */
  isLastResort?: boolean;
  /**
   * Does the effects of these batches in the transaction, and answers for each. Must be right under duplicates: it may see
   * a message twice.
   */
  handle(tx: Transaction, batches: readonly GivenBatch[]): Promise<readonly Handled[]>;
};

/** A batch; of what this group alone is told (again), it has the topic that it would have been of. */
export type GivenBatch = Batch & {
  /** Told for a rebuild of the service: facts that it may have heard of before. */
  isRebuild?: boolean;
};

/** The one line about a batch. */
export type BatchLine = Position & Counts & { from: number; records: number; ms: number };

/** What the loop adds: how many messages of each topic failed, and who is told of batches. */
export type Committing = CommitOptions & {
  faultsIn(topic: string): FaultWindow;
  onUnpublished(pieces: readonly Piece[], error: unknown): void;
  /** A batch is through; where it is worth reading, its line is to be written. */
  onBatch(line: BatchLine, how: { isWorthReading: boolean }): void;
};

const attemptsForOne = 3;
const attemptsToPublish = 5;
/** A batch that took longer is worth a line. */
const slowMs = 2000;

/** A batch with where it begins. */
export type Piece = { batch: GivenBatch; position: Position; from: number };
/** How far each partition is, as far as this process knows. */
export type KnownOffsets = Map<string, number>;

export const positionOf = ({ topic, partition }: Position): string => `${topic}/${partition}`;

/** One transaction for all; if that fails for what is in them, one for each. Gives what is to be published then. */
export const commitTogether = async (
  options: Committing,
  pieces: readonly Piece[],
  known: KnownOffsets,
): Promise<Publish> => {
  const topic = pieces[0]?.batch.topic ?? '';
  const messages = (): LogRecord[] => pieces.flatMap(({ batch }) => batch.records);
  return inBatchSpan(
    { name: `process ${topic}`, attributes: batchAttributes(options.group, topic) },
    messages,
    async () => {
      try {
        const publish = await commit(options, pieces);
        for (const { position, batch } of pieces) known.set(positionOf(position), nextOffset(batch.records));
        return publish;
      } catch (error) {
        if (isKept(error) || pieces.some(({ batch }) => batch.signal.aborted)) throw error;
        return async () => {
          for (const piece of pieces) await processInParts(options, piece, known, error);
        };
      }
    },
  );
};

/** Whether nothing is wrong with the messages, so that they are kept and tried again in place. */
const isKept = (error: unknown): boolean => isTransient(error) || isUnfit(error);

/**
 * A batch that fails for what is in it: in halves, until the one message that cannot be processed is a dead letter. Where
 * too many fail by a mistake of ours, the rest is kept.
 */
const processInParts = async (
  options: Committing,
  { batch, position, from }: Piece,
  known: KnownOffsets,
  failure: unknown,
): Promise<void> => {
  const process = async (piece: Piece, attempt = 1): Promise<void> => {
    await piece.batch.heartbeat();
    try {
      const publish = await commit(options, [piece]);
      known.set(positionOf(position), nextOffset(piece.batch.records));
      await publish();
    } catch (error) {
      if (isKept(error) || batch.signal.aborted) throw error;
      if (piece.batch.records.length > 1) return halve(piece);
      if (options.isLastResort) throw error;
      if (attempt < attemptsForOne) return process(piece, attempt + 1);
      return isOurFault(error) ? giveUpForUs(piece, error) : giveUp(piece, `failed: ${nameOfError(error)}`);
    }
  };
  const halve = async (piece: Piece): Promise<void> => {
    const { records } = piece.batch;
    const half = Math.ceil(records.length / 2);
    await process({ ...piece, batch: { ...piece.batch, records: records.slice(0, half) } });
    const middle = known.get(positionOf(position)) ?? piece.from;
    await process({ ...piece, from: middle, batch: { ...piece.batch, records: records.slice(half) } });
  };
  const giveUpForUs = async (piece: Piece, error: unknown): Promise<void> => {
    const { topic } = batch;
    const faults = options.faultsIn(topic);
    refuseMore(faults, error);
    options.logger.error({ ...position, err: error }, 'a mistake of Hilo: a good message becomes a dead letter');
    await giveUp(piece, `our-fault: ${nameOfError(error)}`);
    faults.noteFault();
    countOurFault({ group: options.group, topic, error: nameOfError(error) });
    refuseMore(faults, error);
  };
  const giveUp = async (piece: Piece, reason: string): Promise<void> => {
    options.logger.warn({ ...position, reason }, 'a message cannot be processed and becomes a dead letter');
    const deadLetters = piece.batch.records.map((record) => ({ record, reason }));
    const publish = await commit({ ...options, handle: async () => [{ deadLetters }] }, [piece]);
    known.set(positionOf(position), nextOffset(piece.batch.records));
    await publish();
  };
  options.logger.debug({ ...position, err: failure }, 'a batch failed and is done in parts');
  await process({ batch, position, from });
};

const refuseMore = (faults: FaultWindow, cause: unknown): void => {
  const reached = faults.limitReached();
  if (reached !== undefined) throw new TooManyFaults(`${reached}, the last one: ${nameOfError(cause)}`, { cause });
};

/** What is left to do after the commit. */
export type Publish = () => Promise<void>;

/** One transaction with the effects of all, their outgoing messages and their next offsets. Gives how to publish. */
const commit = async (
  { log, pool, logger, group, handle, faultsIn, onUnpublished, onBatch }: Committing,
  pieces: readonly Piece[],
): Promise<Publish> => {
  const startedAt = performance.now();
  const done = await transaction(pool, async (tx) => {
    const handled = await handle(
      tx,
      pieces.map(({ batch }) => batch),
    );
    const outgoing = pieces.flatMap(({ batch, position }, at) => [
      ...(handled[at]?.outbox ?? []),
      ...(handled[at]?.deadLetters ?? []).map((deadLetter) =>
        deadLetterMessage({ topic: batch.topic, origin: position, group }, deadLetter),
      ),
    ]);
    const ids = await putIntoOutbox(tx, outgoing);
    const counts = pieces.map(({ batch }, at) => countsOf(batch, handled[at] ?? {}));
    const moves = pieces.map(({ position, from, batch }, at) => {
      return { position, from, to: nextOffset(batch.records), counts: counts[at] ?? noCounts };
    });
    await moveOffsets(tx, moves);
    return { handled, outgoing, ids, counts };
  });
  for (const [at, { batch }] of pieces.entries()) {
    faultsIn(batch.topic).noteProcessed(batch.records.length - (done.handled[at]?.deadLetters?.length ?? 0));
  }
  const publish = async (): Promise<void> => {
    await publishOutbox({ pool, log }, done.ids, done.outgoing);
    for (const { afterCommit } of done.handled) await afterCommit?.();
  };
  return async () => {
    const signal = AbortSignal.any(pieces.map(({ batch }) => batch.signal));
    const onError = (error: unknown, attempt: number): void => {
      logger.warn({ group, err: error }, 'decided, but not published yet');
      // A log that is away comes back by itself; one that refuses has to be mended, as the database has.
      if (attempt >= attemptsToPublish && (error instanceof AppendRefused || isUnfit(error)))
        onUnpublished(pieces, error);
    };
    await retry(publish, { signal, onError });
    const ms = Math.round(performance.now() - startedAt);
    for (const [at, { position, from, batch }] of pieces.entries()) {
      const counts = done.counts[at] ?? noCounts;
      const appended = [batch.records[0], batch.records.at(-1)].flatMap((one) => one?.appendedAt ?? []);
      recordBatch({ group, topic: position.topic, counts, ms, appended, at: Date.now() });
      const line = { ...position, from, records: batch.records.length, ...counts, ms };
      onBatch(line, { isWorthReading: counts.quarantined > 0 || ms > slowMs });
    }
  };
};

const noCounts: Counts = { stored: 0, duplicate: 0, quarantined: 0 };

const countsOf = ({ records }: Batch, { counts, deadLetters = [] }: Handled): Counts => ({
  ...(counts ?? { stored: records.length - deadLetters.length, duplicate: 0 }),
  quarantined: deadLetters.length,
});

const nextOffset = (records: readonly LogRecord[]): number => (records.at(-1)?.offset ?? -1) + 1;
