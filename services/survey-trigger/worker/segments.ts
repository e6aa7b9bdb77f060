import { topics } from '@hilo/contracts';
import { oneByOne, type Resources, runConsumer } from '@hilo/runtime';
import { keepSegments } from '../programmes/keep-segments.ts';

/** Follows the segments that programmes may name. */
export const followSegments = ({ log, pool, logger, health }: Resources) =>
  runConsumer({
    log,
    pool,
    logger,
    health,
    group: 'survey-trigger.segments',
    topics: [topics.segments.name],
    handle: oneByOne((tx, { records }) => keepSegments(tx, records)),
  });
