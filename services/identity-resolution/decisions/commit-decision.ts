import { countDecision } from '../events.ts';
import { commitWork, publishCommitted, type Warning, type Work } from '../publishing/commit.ts';
import type { Publisher } from '../publishing/publish.ts';
import type { Made } from './make-decision.ts';

/**
 * Does the work of a decision in one transaction, again if it lost a race, and publishes what it changed. What cannot be
 * published now is published by the sweeper: the decision is made.
 */
export const commitDecision = async (
  publisher: Publisher,
  logger: Warning,
  work: Work<Made | undefined>,
): Promise<Made | undefined> => {
  const committed = await commitWork(publisher, work);
  if (committed === undefined) return undefined;
  const { kind, retracted } = committed.made.decision;
  countDecision(kind, { isRetracted: retracted !== undefined }, committed.made);
  await publishCommitted(publisher, logger, committed);
  return committed.made;
};
