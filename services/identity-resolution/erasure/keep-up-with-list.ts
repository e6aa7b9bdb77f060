import { topics } from '@hilo/contracts';
import { eraseListed, listUndone, type NameHashes, type Repeating, type Resources, repeat } from '@hilo/runtime';
import type { Publisher } from '../publishing/publish.ts';
import { raiseVersions } from '../store/graph/versions.ts';
import { isRestored } from '../store/restored.ts';
import { commitErasure } from './commit-erasure.ts';
import { eraseAgain } from './erase-again.ts';

const lookEveryMs = 60_000;

type KeepingUp = Pick<Resources, 'pool' | 'process' | 'log' | 'logger' | 'health' | 'now'> & {
  publisher: Publisher;
  names: NameHashes;
};

/**
 * Brings a database from a backup up to the list of erasures, before anything is served; and has whatever is told from then on have a later
 * version than all that was told in another life of the database. Afterwards, an erasure that is in the list and was cut off before it
 * was done, is done within a minute.
 */
export const keepUpWithErasureList = async ({ publisher, names, ...keeping }: KeepingUp): Promise<Repeating> => {
  const { pool, log, logger, health, now } = keeping;
  const reading = { pool, log, group: publisher.group, topic: topics.interactions.name };
  if ((await isRestored(reading)) || (await listUndone(keeping)).length > 0) {
    await raiseVersions(pool, now());
    logger.warn({}, 'the database is older than what was told from it: versions of records go on from the time of day');
  }
  const eraseAll = (): Promise<number> =>
    eraseListed(keeping, async (listed) => {
      await commitErasure(publisher, logger, (tx, rules) => eraseAgain(tx, rules, listed, { now: now(), names }));
    });
  await eraseAll();
  return repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'keeping up with the list of erasures' },
    work: async () => {
      await eraseAll();
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'the list of erasures could not be read; tried again soon'),
  });
};
