import type { Log } from '@hilo/log';
import { isTransient, type Logger, publishOutbox, putIntoOutbox, retry, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { GivenAnswers } from './given.ts';
import { type TakenAnswers, takeAnswers } from './take-answers.ts';

export type Answering = { pool: Pool; log: Log; logger: Logger; now(): number };

const mostAttempts = 3;

/** Takes answers in a transaction of their own, and tells of them: what cannot be published now is swept. */
export const giveAnswers = async (
  { pool, log, logger, now }: Answering,
  given: GivenAnswers,
): Promise<TakenAnswers> => {
  let attempts = 0;
  const take = () =>
    transaction(pool, async (tx) => {
      const taken = await takeAnswers(tx, given, now());
      return { taken, ids: await putIntoOutbox(tx, taken.outbox) };
    });
  const { taken, ids } = await retry(take, {
    shouldRetry: (error) => {
      attempts += 1;
      return attempts < mostAttempts && isTransient(error);
    },
  });
  await publishOutbox({ pool, log }, ids, taken.outbox).catch((error: unknown) =>
    logger.warn({ err: error }, 'answers were taken, and are told later'),
  );
  return taken;
};
