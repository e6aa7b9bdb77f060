import { type ErasureList, HttpProblem, publishOutbox, putIntoOutbox } from '@hilo/runtime';
import { countErasure } from '../events.ts';
import { commitWork, later, publishCommitted, type Warning, type Work } from '../publishing/commit.ts';
import type { Publisher } from '../publishing/publish.ts';
import type { ErasureMade } from './erase-person.ts';

/**
 * Does the work of an erasure in one transaction, and tells the other services; the outbox keeps what it could not tell. In the list
 * outside of the database it stands before the transaction commits: who got no answer may find it done, and none is done that a
 * backup would bring back.
 */
export const commitErasure = async (
  publisher: Publisher,
  logger: Warning,
  work: Work<ErasureMade>,
  list?: ErasureList,
): Promise<ErasureMade> => {
  const committed = await commitWork(publisher, async (tx, rules) => {
    const made = await work(tx, rules);
    const ids = await putIntoOutbox(tx, made.outbox);
    if (made.listed) await list?.append(made.listed).catch(refuseUnlisted(logger));
    return { ...made, ids };
  });
  if (committed === undefined) throw new Error('an erasure was neither made nor refused');
  const { made } = committed;
  countErasure(made);
  // The others count what they remove: the tombstone, which has them remove the record too, comes after.
  await publishOutbox(publisher, made.ids, made.outbox).catch(later(logger));
  await publishCommitted(publisher, logger, committed);
  return made;
};

const refuseUnlisted =
  (logger: Warning) =>
  (cause: unknown): never => {
    logger.warn({ err: cause }, 'an erasure is refused, since it cannot be noted in the list outside of the database');
    const detail = 'The list of erasures (HILO_ERASURE_LIST) cannot be written, so nothing was erased. Ask again.';
    throw new HttpProblem(503, 'Not now', detail, [], { cause });
  };
