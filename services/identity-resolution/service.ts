import { join } from 'node:path';
import { rebuildSettings, rebuildTopics, topics, topicsOf } from '@hilo/contracts';
import {
  checkAll,
  followApiKeys,
  nameHashes,
  openAuthenticator,
  openErasureList,
  ping,
  readConfig,
  type ServiceDefinition,
} from '@hilo/runtime';
import { group, IdentityConfig, loadRegistry } from './config.ts';
import { forgetErased } from './erasure/forget-erased.ts';
import { keepUpWithErasureList } from './erasure/keep-up-with-list.ts';
import { openPublisher } from './publishing/publish.ts';
import { openAudit } from './reading/audit.ts';
import { followReads } from './reading/follow-reads.ts';
import { beginWith } from './registry/propose-registry.ts';
import { consentRoutes } from './routes/consents.ts';
import { customerRoutes } from './routes/customers.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { dryRunRoutes } from './routes/dry-runs.ts';
import { erasureRoutes } from './routes/erasures.ts';
import { exportRoutes } from './routes/export.ts';
import { identityRoutes } from './routes/identity.ts';
import { forgetPersonRoute } from './routes/people.ts';
import { rebuildRoutes } from './routes/rebuilds.ts';
import { registryRoutes } from './routes/registry.ts';
import { searchRoutes } from './routes/search.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { recognisesIdSecret } from './store/registry/recognise-secret.ts';
import { findLacking, readProcessed } from './store/restored.ts';

const routes = [
  ...customerRoutes,
  ...searchRoutes,
  ...identityRoutes,
  forgetPersonRoute,
  ...consentRoutes,
  ...decisionRoutes,
  ...exportRoutes,
  ...erasureRoutes,
  ...suggestionRoutes,
  ...registryRoutes,
  ...dryRunRoutes,
  ...rebuildRoutes,
];

/** Works out who it was, and keeps the single customer record. */
export const identityResolution: ServiceDefinition = {
  name: group,
  does: 'Works out who it was, and keeps the single customer record.',
  firstCall: { path: '/v1/customers/lookup', body: { kind: 'email', value: 'ana@example.org' } },
  schema: 'identity',
  furtherSchema: 'identity_next',
  migrations: join(import.meta.dirname, 'migrations'),
  checkConfig: (environment) => {
    checkAll(
      () => readConfig(IdentityConfig, environment),
      [() => loadRegistry(environment.HILO_REGISTRY || undefined)],
    );
  },
  maxConnections: 16,
  threads: { connections: 16, logs: 1 },
  recognisesSecret: recognisesIdSecret,
  // A plan that is made for a few rows scans the whole table for a thousand.
  databaseSettings: { plan_cache_mode: 'force_generic_plan' },

  lacks: findLacking,
  processed: (pool) => readProcessed(pool, { group, topic: topics.interactions.name }),

  open: async (resources) => {
    const { environment, pool, log, logger, now, use } = resources;
    const { HILO_REGISTRY: file } = readConfig(IdentityConfig, environment);
    await beginWith(pool, logger, loadRegistry(file), { isFromFile: file !== undefined, now: now() });
    const publisher = openPublisher(resources);
    const { rules } = publisher;
    const names = nameHashes(resources.process.HILO_ID_SECRET);
    const erasureList = openErasureList(resources.process);
    await log.ensureTopics(topicsOf(group));
    await log.ensureTopics(rebuildTopics.map(({ name }) => ({ name, ...rebuildSettings })));
    use(await keepUpWithErasureList({ ...resources, publisher, names }));
    use(await followApiKeys(resources, group));
    use(await followReads(resources, group));
    // What goes on beside the requests has a thread of its own: a batch would keep them waiting.
    await resources.startThread(new URL('./worker-thread.ts', import.meta.url));

    use(forgetErased({ ...resources, thread: 'the requests' }));
    const authenticate = openAuthenticator(resources);
    const audit = use(openAudit(resources));
    const context = { pool, rules, publisher, authenticate, audit, names, erasureList, logger, now };
    return {
      routes: async (app) => {
        for (const add of routes) add(app, context);
      },
      ready: async () => {
        await ping(pool);
      },
    };
  },
};
