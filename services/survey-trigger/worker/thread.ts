import { asOne, type Resources, runConsumer } from '@hilo/runtime';
import type { handlers } from '../pipeline.ts';

/** Follows what happens to customers, and who they are. */
export const followThread = (
  { log, pool, logger, health }: Pick<Resources, 'log' | 'pool' | 'logger' | 'health'>,
  handle: ReturnType<typeof handlers>,
) =>
  runConsumer({
    log,
    pool,
    logger,
    health,
    group: 'survey-trigger',
    topics: Object.keys(handle),
    // A few of each partition: they are done as one, and more would only wait in memory.
    maxRecords: 100,
    together: { partitions: 24, records: 1000, gatherMs: 100 },
    handle: asOne(async (tx, batch) => (await handle[batch.topic]?.(tx, batch)) ?? {}),
  });
