import type { Logger } from '../logger.ts';
import { openSampledLines } from '../sampled-lines.ts';
import { countLeftOut } from '../telemetry/measure.ts';
import type { BatchLine, Committing } from './commit.ts';
import type { Counts } from './offsets.ts';

/** The lines of a consumer about its batches. */
export type BatchLines = {
  note: Committing['onBatch'];
  /** Writes what is noted and not written yet. */
  close(): void;
};

type Sum = Counts & { slowestMs: number };
const none: Sum = { stored: 0, duplicate: 0, quarantined: 0, slowestMs: 0 };

/**
 * Writes a line for every batch that set something aside or was slow; of the others one of each topic a minute, or all at `debug`,
 * with the sums of those that were left out before it.
 */
export const openBatchLines = (
  group: string,
  logger: Pick<Logger, 'info' | 'debug' | 'isLevelEnabled'>,
): BatchLines => {
  const hasAll = logger.isLevelEnabled('debug');
  const sums = new Map<string, Sum>();
  const takeSum = (topic: string): Sum => {
    const sum = sums.get(topic) ?? none;
    sums.delete(topic);
    return sum;
  };
  const add = ({ topic, stored, duplicate, quarantined, ms }: BatchLine): void => {
    const sum = sums.get(topic) ?? none;
    sums.set(topic, {
      stored: sum.stored + stored,
      duplicate: sum.duplicate + duplicate,
      quarantined: sum.quarantined + quarantined,
      slowestMs: Math.max(sum.slowestMs, ms),
    });
  };
  const sampled = openSampledLines<BatchLine>({
    write: ({ leftOut, ...line }) =>
      logger.info(
        leftOut === undefined ? line : { ...line, leftOut: { batches: leftOut, ...takeSum(line.topic) } },
        'batch',
      ),
    writeRest: ({ topic }, batches) =>
      logger.info({ group, topic, leftOut: { batches, ...takeSum(topic) } }, 'batches that no line tells of'),
    countLeftOut: (lines) => countLeftOut('batch', lines),
  });
  return {
    note: (line, { isWorthReading }) => {
      if (isWorthReading) logger.info(line, 'batch');
      else if (hasAll) logger.debug(line, 'batch');
      else if (!sampled.note(line.topic, line)) add(line);
    },
    close: sampled.close,
  };
};
