import { type Logger, type Repeating, type Resources, repeat } from '@hilo/runtime';
import type { Pool } from 'pg';
import { forgetNamed } from '../domain/node.ts';
import { findLatestErasures } from '../store/erasure/erasures.ts';

const lookEveryMs = 1000;

type Forgetting = Pick<Resources, 'pool' | 'health'> & { logger: Pick<Logger, 'warn'>; thread: string };

/** Whether somebody was erased since this was asked last, by whichever instance. */
export const noticeErasures = (pool: Pool): (() => Promise<boolean>) => {
  let latest: string | undefined;
  return async () => {
    const before = latest;
    latest = await findLatestErasures(pool);
    return latest !== before;
  };
};

/** Empties what a thread keeps in memory of people, soon after anybody is erased. */
export const forgetErased = (
  { pool, health, logger, thread }: Forgetting,
  forgetOthers: () => void = () => {},
): Repeating => {
  const hasErased = noticeErasures(pool);
  return repeat({
    everyMs: lookEveryMs,
    health: { health, part: `forgetting who is erased, in the thread of ${thread}` },
    work: async () => {
      if (await hasErased()) {
        forgetNamed();
        forgetOthers();
      }
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'who is erased is still in memory; tried again soon'),
  });
};
