import { gather, publishOutbox, type Resources } from '@hilo/runtime';
import type { ToldOutcome } from './write-outcome.ts';

/** Puts on the log what was committed of a message. It never fails: what is not told now is swept. */
export type Telling = (done: ToldOutcome) => Promise<void>;

const [mostMessages, mostAtOnce] = [500, 500];
/** Nobody waits for it: what is written within so long is told together. */
const waitMs = 20;

/** What comes while the log is written is written together. */
export const openOutcomeTelling = ({ pool, log, logger }: Pick<Resources, 'pool' | 'log' | 'logger'>): Telling =>
  gather<ToldOutcome>(
    async (all) => {
      const ids = all.flatMap((one) => one.ids);
      const outbox = all.flatMap((one) => one.outbox);
      await publishOutbox({ pool, log }, ids, outbox).catch((error: unknown) =>
        logger.warn({ err: error }, 'what became of messages is told later'),
      );
      return async () => {};
    },
    { most: mostMessages, mostWeight: mostAtOnce, weigh: () => 1, waitMs },
  );
