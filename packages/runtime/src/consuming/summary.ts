import type { Logger } from '../logger.ts';
import type { Counts } from './offsets.ts';

/** A line a minute with what a consumer did, where it did anything: a line for every batch would be most of the log. */
export type Summary = {
  note(topic: string, counts: Counts, ms: number): void;
  /** Writes what is noted and not written yet. */
  close(): void;
};

type Sum = Counts & { batches: number; slowestMs: number };

const everyMs = 60_000;
const nothing: Sum = { batches: 0, stored: 0, duplicate: 0, quarantined: 0, slowestMs: 0 };

export const openSummary = (group: string, logger: Pick<Logger, 'info'>): Summary => {
  let sums = new Map<string, Sum>();
  const write = (): void => {
    const written = sums;
    sums = new Map();
    for (const [topic, sum] of written) logger.info({ group, topic, ...sum }, 'consumed');
  };
  const timer = setInterval(write, everyMs).unref();
  return {
    note: (topic, { stored, duplicate, quarantined }, ms) => {
      const sum = sums.get(topic) ?? nothing;
      sums.set(topic, {
        batches: sum.batches + 1,
        stored: sum.stored + stored,
        duplicate: sum.duplicate + duplicate,
        quarantined: sum.quarantined + quarantined,
        slowestMs: Math.max(sum.slowestMs, ms),
      });
    },
    close: () => {
      clearInterval(timer);
      write();
    },
  };
};
