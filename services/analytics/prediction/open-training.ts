import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Repeating, type Resources, repeat } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { dayMs } from '../domain/day.ts';
import { readTimeKnown } from '../store/histories.ts';
import { claimTraining, putOffTraining } from '../store/models.ts';

const hourMs = 3600 * 1000;
const lookEveryMs = 60_000;
/** Who learns for longer must have crashed. */
const leaseMs = hourMs;
/** Of less time than this nothing can be learnt and held against what came. */
const fewestDays = 30;
/** Cases of customers are numbers, some tens of megabytes; histories are read some at a time. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };
const lookAgainMs = 10 * 60_000;

type Training = Pick<Resources, 'pool' | 'health' | 'logger' | 'now'> & { everyHours: number };

/** Learns the models anew whenever it is time, one of all processes; a thread is started for it, and ends. */
export const openTraining = ({ pool, health, logger, now, everyHours }: Training): Repeating => {
  const closing = new AbortController();
  const work = async (): Promise<boolean> => {
    if (!(await claimTraining(pool, leaseMs))) return false;
    if (!(await isLongKnown(pool))) {
      await putOffTraining(pool, lookAgainMs);
      return false;
    }
    const startedAt = now();
    try {
      const models = await trainInThread(pool, startedAt, closing.signal);
      await putOffTraining(pool, everyHours * hourMs);
      logger.info({ models, ms: now() - startedAt }, 'models were learnt');
    } finally {
      // Whoever is there after a restart need not wait until this one must have crashed.
      if (closing.signal.aborted) await putOffTraining(pool, 0);
    }
    return false;
  };
  const training = repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'learning models of risks and offers' },
    work,
    onError: (error) => logger.warn({ err: error }, 'models could not be learnt and will be tried again'),
  });
  return {
    close: async () => {
      closing.abort();
      await training.close();
    },
  };
};

const isLongKnown = async (pool: Pool): Promise<boolean> => {
  const known = await readTimeKnown(pool);
  return known !== undefined && known.to - known.from >= fewestDays * dayMs;
};

/** Learns in a thread, with a connection of its own; gives of each model whether it is shown, or why not. */
export const trainInThread = async (pool: Pool, now: number, signal: AbortSignal): Promise<Record<string, string>> => {
  const { connectionString } = pool.options;
  const thread = new Worker(new URL('./training-thread.ts', import.meta.url), {
    workerData: { connectionString, now },
    resourceLimits,
  });
  try {
    const [models] = await once(thread, 'message', { signal });
    return z.record(z.string(), z.string()).parse(models);
  } finally {
    await thread.terminate();
  }
};
