import { isTransient, type Logger, retry, type Transaction, transaction } from '@hilo/runtime';
import type { Rules } from '../domain/rules.ts';
import {
  decisionsPlace,
  notePublication,
  type Publication,
  type PublicationOrigin,
} from '../store/publishing/publications.ts';
import type { Messages } from './messages.ts';
import { type Publisher, publishBatch } from './publish.ts';

const mostAttempts = 10;

export type Work<Done> = (tx: Transaction, rules: Rules) => Promise<Done>;
export type Warning = Pick<Logger, 'warn'>;
type Committed<Done> = { made: Done; place: PublicationOrigin; publication: Publication };

/**
 * Does work that nobody asked for in one transaction, and publishes what it changed; gives `undefined` where there was none.
 * What cannot be published now is published by the sweeper.
 */
export const commitChange = async <Done extends Messages>(
  publisher: Publisher,
  logger: Warning,
  work: Work<Done | undefined>,
): Promise<Done | undefined> => {
  const committed = await commitWork(publisher, work);
  if (committed !== undefined) await publishCommitted(publisher, logger, committed);
  return committed?.made;
};

/** Does the work in one transaction, again if it lost a race, and notes there what is to be published of it. */
export const commitWork = <Done extends Messages>(
  { pool, log, rules }: Publisher,
  work: Work<Done | undefined>,
): Promise<Committed<Done> | undefined> => {
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

/** Publishes what was committed; what cannot be published now, the sweeper publishes. */
export const publishCommitted = <Done extends Messages>(
  publisher: Publisher,
  logger: Warning,
  { place, publication, made }: Committed<Done>,
): Promise<void> => publishBatch(publisher, [place], publication, made).catch(later(logger));

/** What is done about something that is committed and could not be published: it is said, and tried again later. */
export const later =
  (logger: Warning) =>
  (error: unknown): void =>
    logger.warn({ err: error }, 'decided, but not published yet');
