import {
  isTransient,
  type Logger,
  publishOutbox,
  putIntoOutbox,
  retry,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import type { Made } from '../decisions/make-decision.ts';
import type { ErasureMade } from '../erasure/erase-person.ts';
import { countDecision, countErasure } from '../events.ts';
import type { Messages } from '../resolution/record-change.ts';
import type { Rules } from '../store/graph/reader.ts';
import { decisionsPlace, notePublication } from '../store/publishing/publications.ts';
import { type Publisher, publishBatch } from './publish.ts';

const mostAttempts = 10;

type Work<Done> = (tx: Transaction, rules: Rules) => Promise<Done>;
type Warning = Pick<Logger, 'warn'>;

/**
 * Does the work of a decision in one transaction, again if it lost a race, and publishes what it changed. What cannot be
 * published now is published by the sweeper: the decision is made.
 */
export const commitDecision = async (
  publisher: Publisher,
  logger: Warning,
  work: Work<Made | undefined>,
): Promise<Made | undefined> => {
  const done = await inOneTransaction(publisher, work);
  if (done === undefined) return undefined;
  countDecision(done.made);
  await publishBatch(publisher, [done.place], done.publication, done.made).catch(later(logger));
  return done.made;
};

/** Does work that nobody asked for in one transaction, and publishes what it changed. `undefined`, where there was none. */
export const commitChange = async <Done extends Messages>(
  publisher: Publisher,
  logger: Warning,
  work: Work<Done | undefined>,
): Promise<Done | undefined> => {
  const done = await inOneTransaction(publisher, work);
  if (done !== undefined) await publishBatch(publisher, [done.place], done.publication, done.made).catch(later(logger));
  return done?.made;
};

/** Does the work of an erasure in one transaction, and tells the other services; the outbox keeps what it could not tell. */
export const commitErasure = async (
  publisher: Publisher,
  logger: Warning,
  work: Work<ErasureMade>,
): Promise<ErasureMade> => {
  const done = await inOneTransaction(publisher, async (tx, rules) => {
    const made = await work(tx, rules);
    return { ...made, ids: await putIntoOutbox(tx, made.outbox) };
  });
  if (done === undefined) throw new Error('an erasure was neither made nor refused');
  const { made, place, publication } = done;
  countErasure(made);
  // The others count what they remove: the tombstone, which has them remove the record too, comes after.
  await publishOutbox(publisher, made.ids, made.outbox).catch(later(logger));
  await publishBatch(publisher, [place], publication, made).catch(later(logger));
  return made;
};

const inOneTransaction = <Done extends Messages>({ pool, log, rules }: Publisher, work: Work<Done | undefined>) => {
  const place = decisionsPlace(log.id);
  const once = () =>
    transaction(pool, async (tx) => {
      const made = await work(tx, await rules.within(tx));
      if (made === undefined) return undefined;
      const customers = made.customers.map(({ key }) => key);
      const publication = await notePublication(tx, place, { customers, interactions: [...made.interactions] });
      return { made, place, publication };
    });
  return retry(once, {
    shouldRetry: isTransient,
    firstDelayMs: 10,
    onError: (error, attempt) => {
      if (attempt >= mostAttempts) throw error;
    },
  });
};

const later =
  (logger: Warning) =>
  (error: unknown): void =>
    logger.warn({ err: error }, 'decided, but not published yet');
