import type { Batch } from '@hilo/log';
import { StaleConsumer } from '@hilo/log';
import { isTransient, isUnfit, nameOfError, TooManyFaults } from '../errors.ts';
import type { Health } from '../health.ts';
import type { Logger } from '../logger.ts';
import { observeStopped } from '../telemetry/measure.ts';

type Place = Pick<Batch, 'topic' | 'partition'>;

/** Where a consumer has stopped, since something has to be mended first. */
export type Stops = {
  /** Whether it is a reason to stop, rather than one to try again soon. */
  isReason(error: unknown): boolean;
  /** Nothing of the partition is acknowledged until it goes on, or belongs to another member. */
  stop(place: Place, error: unknown, signal?: AbortSignal): void;
  goOn(place: Place): void;
  /** For failures of the log's loop: says that it is tried again, or why it stands still. */
  noteFailure(error: unknown, place: Place): void;
  close(): void;
};

type Options = {
  group: string;
  topics: readonly string[];
  health: Health;
  logger: Logger;
  isLastResort?: boolean;
  now?(): number;
};

const sayAgainMs = 60_000;
/** What fails outside of a partition is tried every few seconds; when it is not told of any more, it works again. */
const forgetMs = 15_000;

/** Keeps where the consumer of a group has stopped, and says so: in the log, to `/readyz`, and as a metric. */
export const openStops = ({ group, topics, health, logger, isLastResort = false, now = Date.now }: Options): Stops => {
  const stopped = new Map<string, Place & { saidAt: number; forget?: NodeJS.Timeout }>();
  const partOf = ({ topic, partition }: Place): string =>
    `the consumer ${group} of ${topic}${partition < 0 ? '' : `/${partition}`}`;

  const goOn = (place: Place): void => {
    const key = partOf(place);
    const before = stopped.get(key);
    if (before === undefined) return;
    clearTimeout(before.forget);
    stopped.delete(key);
    health.clear(key);
    logger.info({ group, ...placeOf(place) }, 'the consumer goes on');
  };

  const isReason = (error: unknown): boolean =>
    isUnfit(error) ||
    error instanceof TooManyFaults ||
    // There is no other place for what it cannot process.
    (isLastResort && !isTransient(error) && !(error instanceof StaleConsumer));

  const stop = (place: Place, error: unknown, signal?: AbortSignal): void => {
    if (signal?.aborted) return;
    const key = partOf(place);
    const before = stopped.get(key);
    clearTimeout(before?.forget);
    const saysAgain = before === undefined || now() - before.saidAt >= sayAgainMs;
    const forget = place.partition < 0 ? setTimeout(() => goOn(place), forgetMs).unref() : undefined;
    stopped.set(key, { ...place, saidAt: saysAgain ? now() : before.saidAt, ...(forget && { forget }) });
    health.note(key, `has stopped until this is mended: ${nameOfError(error)}`);
    if (saysAgain) {
      logger.error(
        { group, ...placeOf(place), err: error },
        'the consumer has stopped; nothing is lost, and it goes on by itself',
      );
    }
    if (before === undefined) signal?.addEventListener('abort', () => goOn(place), { once: true });
  };

  const observed = observeStopped(() => {
    const byTopic = new Map(topics.map((topic) => [topic, 0]));
    for (const { topic } of stopped.values()) byTopic.set(topic, (byTopic.get(topic) ?? 0) + 1);
    return [...byTopic].map(([topic, places]) => ({ group, topic, stopped: places }));
  });

  return {
    isReason,
    stop,
    goOn,
    noteFailure: (error, place) => {
      if (isReason(error)) stop(place, error);
      else logger.warn({ group, ...placeOf(place), err: error }, 'a batch failed and will be tried again');
    },
    close: () => {
      for (const place of [...stopped.values()]) goOn(place);
      observed[Symbol.dispose]();
    },
  };
};

const placeOf = ({ topic, partition }: Place): Place => ({ topic, partition });
