import { Erasure, topics } from '@hilo/contracts';
import type { Consumer } from '@hilo/log';
import { type ErasureList, oneByOne, parseRecords, type Resources, runConsumer, type Transaction } from '@hilo/runtime';
import { group } from '../config.ts';
import { findErasure } from '../store/erasure/erasures.ts';

type Filling = Pick<Resources, 'log' | 'pool' | 'logger' | 'health'>;

/**
 * Notes in the list what was erased without it: before there was one, and by instances of a version that knows of none. The log has
 * every erasure that there ever was.
 */
export const fillErasureList = ({ log, pool, logger, health }: Filling, list: ErasureList): Promise<Consumer> =>
  runConsumer({
    log,
    pool,
    logger,
    health,
    group: `${group}.erasure-list`,
    topics: [topics.erasures.name],
    handle: oneByOne(async (tx, { records }) => {
      const { parsed, deadLetters } = parseRecords(Erasure, records);
      const listed = new Set(await list.ids());
      for (const { message } of parsed) if (!listed.has(message.id)) await note(tx, list, message);
      return { deadLetters };
    }),
  });

/** One that is not in the database either was made in another life of it: it is done here as soon as the list is looked at. */
const note = async (tx: Transaction, list: ErasureList, erasure: Erasure): Promise<void> => {
  const found = await findErasure(tx, erasure.id);
  const { key, source } = found?.status.by ?? { key: 'unknown', source: 'unknown' };
  await list.append({
    erasure,
    requestedAt: erasure.at,
    request: found?.request ?? erasure.id,
    by: { key, source },
  });
};
