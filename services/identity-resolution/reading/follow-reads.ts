import { instantOf, PersonRead, topics } from '@hilo/contracts';
import type { Consumer } from '@hilo/log';
import { oneByOne, parseRecords, type Resources, runConsumer } from '@hilo/runtime';
import { insertReads } from '../store/reads.ts';

/** Keeps in the audit who read at other services what they keep of a person. */
export const followReads = (
  { log, pool, logger, health }: Pick<Resources, 'log' | 'pool' | 'logger' | 'health'>,
  service: string,
): Promise<Consumer> =>
  runConsumer({
    log,
    pool,
    logger,
    health,
    group: `${service}.reads`,
    topics: [topics.reads.name],
    handle: oneByOne(async (tx, { records }) => {
      const { parsed, deadLetters } = parseRecords(PersonRead, records);
      await insertReads(
        tx,
        parsed.map(({ message: { at, subject, ...read } }) => ({ ...read, at: instantOf(at), customer: subject })),
      );
      return { deadLetters };
    }),
  });
