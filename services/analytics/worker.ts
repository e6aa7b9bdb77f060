import { type Repeating, type Resources, repeat } from '@hilo/runtime';
import { compactDue } from './projecting/compact.ts';
import { makeStaleChunks } from './projecting/make-chunks.ts';
import { dropOldMonths } from './projecting/retain.ts';

const everyMs = 5000;

/** Keeps the chunks of the columns up to date, and lets go what is older than it is to be kept, beside requests. */
export const openColumnKeeping = (
  { pool, logger, health, now }: Pick<Resources, 'pool' | 'logger' | 'health' | 'now'>,
  { monthsKept }: { monthsKept: number },
): Repeating => {
  let checkedIn = '';
  return repeat({
    everyMs,
    health: { health, part: 'keeping the columns' },
    work: async () => {
      const hour = new Date(now()).toISOString().slice(0, 13);
      if (hour !== checkedIn) {
        const months = await dropOldMonths(pool, monthsKept, now());
        if (months.length > 0) logger.info({ months }, 'what happened in these months is kept no longer');
        checkedIn = hour;
      }
      await makeStaleChunks(pool);
      await compactDue(pool);
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'the columns could not be compacted, which is tried again'),
  });
};
