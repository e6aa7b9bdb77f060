import { join } from 'node:path';
import { topicsOf } from '@hilo/contracts';
import {
  asOne,
  ConfigError,
  followApiKeys,
  followErasures,
  followRebuilds,
  openAuthenticator,
  openReadTelling,
  ping,
  readConfig,
  runConsumer,
  type ServiceDefinition,
} from '@hilo/runtime';
import { AnalyticsConfig } from './config.ts';
import { erase, removeUntold } from './erase.ts';
import { handlers } from './pipeline.ts';
import { kpiRoutes } from './routes/kpis.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { listHandles } from './store/facts.ts';
import { isKnownTimeZone } from './store/kpis.ts';

const group = 'analytics';

/** Answers analysts: the timeline of a customer, and the KPIs. */
export const analytics: ServiceDefinition = {
  name: group,
  does: 'Answers analysts: NPS, CSAT and the like, and the timeline of a customer.',
  firstCall: { path: '/v1/kpis?groupBy=channel' },
  schema: 'analytics',
  migrations: join(import.meta.dirname, 'migrations'),
  checkConfig: (environment) => void readConfig(AnalyticsConfig, environment),

  heardOf: listHandles,

  open: async (resources) => {
    const { environment, pool, log, logger, health, use } = resources;
    const config = readConfig(AnalyticsConfig, environment);
    if (!(await isKnownTimeZone(pool, config.HILO_TIME_ZONE)))
      throw new ConfigError(`HILO_TIME_ZONE: the database knows no time zone ${config.HILO_TIME_ZONE}`);
    const authenticate = openAuthenticator(resources);
    const tellReads = openReadTelling(resources, group);
    await log.ensureTopics(topicsOf(group));
    use(await followApiKeys(resources, group));
    use(await followErasures(resources, group, erase));
    use(await followRebuilds(resources, group, removeUntold));
    use(
      await runConsumer({
        log,
        pool,
        logger,
        health,
        group,
        topics: Object.keys(handlers),
        // A few of each partition: they are done as one, and more would only wait in memory.
        maxRecords: 100,
        together: { partitions: 36, records: 1000, gatherMs: 100 },
        handle: asOne(async (tx, batch) => (await handlers[batch.topic]?.(tx, batch)) ?? {}),
      }),
    );

    return {
      routes: async (app) => {
        for (const add of [...timelineRoutes, ...kpiRoutes])
          add(app, { pool, authenticate, tellReads, timeZone: config.HILO_TIME_ZONE });
      },
      ready: async () => {
        await ping(pool);
      },
    };
  },
};
