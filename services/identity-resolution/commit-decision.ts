import { isTransient, type Logger, retry, type Transaction, transaction } from '@hilo/runtime';
import type { Made } from './decide.ts';
import { countDecision } from './events.ts';
import { type Publisher, publishBatch } from './publish.ts';
import { decisionsPlace, notePublication } from './store/publications.ts';
import type { Rules } from './store/shelf.ts';

const mostAttempts = 10;

/**
 * Does the work of a decision in one transaction, again if it lost a race, and publishes what it changed. What cannot be
 * published now is published by the sweeper: the decision is made.
 */
export const commitDecision = async (
  publisher: Publisher,
  logger: Pick<Logger, 'warn'>,
  work: (tx: Transaction, rules: Rules) => Promise<Made | undefined>,
): Promise<Made | undefined> => {
  const { pool, log, rules } = publisher;
  const place = decisionsPlace(log.id);
  const inOneTransaction = () =>
    transaction(pool, async (tx) => {
      const made = await work(tx, await rules.within(tx));
      if (made === undefined) return undefined;
      const customers = made.customers.map(({ key }) => key);
      return {
        made,
        publication: await notePublication(tx, place, { customers, interactions: [...made.interactions] }),
      };
    });
  const done = await retry(inOneTransaction, {
    shouldRetry: isTransient,
    firstDelayMs: 10,
    onError: (error, attempt) => {
      if (attempt >= mostAttempts) throw error;
    },
  });
  if (done === undefined) return undefined;
  countDecision(done.made);
  await publishBatch(publisher, [place], done.publication, done.made).catch((error: unknown) =>
    logger.warn({ err: error }, 'decided, but not published yet'),
  );
  return done.made;
};
