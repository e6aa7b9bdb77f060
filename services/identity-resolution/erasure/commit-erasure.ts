import { publishOutbox, putIntoOutbox } from '@hilo/runtime';
import { countErasure } from '../events.ts';
import { commitWork, later, publishCommitted, type Warning, type Work } from '../publishing/commit.ts';
import type { Publisher } from '../publishing/publish.ts';
import type { ErasureMade } from './erase-person.ts';

/** Does the work of an erasure in one transaction, and tells the other services; the outbox keeps what it could not tell. */
export const commitErasure = async (
  publisher: Publisher,
  logger: Warning,
  work: Work<ErasureMade>,
): Promise<ErasureMade> => {
  const committed = await commitWork(publisher, async (tx, rules) => {
    const made = await work(tx, rules);
    return { ...made, ids: await putIntoOutbox(tx, made.outbox) };
  });
  if (committed === undefined) throw new Error('an erasure was neither made nor refused');
  const { made } = committed;
  countErasure(made);
  // The others count what they remove: the tombstone, which has them remove the record too, comes after.
  await publishOutbox(publisher, made.ids, made.outbox).catch(later(logger));
  await publishCommitted(publisher, logger, committed);
  return made;
};
