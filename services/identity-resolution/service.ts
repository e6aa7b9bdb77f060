import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import {
  followApiKeys,
  openAuthenticator,
  readConfig,
  repeat,
  runConsumer,
  type ServiceDefinition,
} from '@hilo/runtime';
import { openAudit } from './audit.ts';
import { applyInBackground, dryRunInBackground } from './background.ts';
import { IdentityConfig, loadRegistry } from './config.ts';
import { derivedIds } from './domain/derive-id.ts';
import { countOutcome } from './events.ts';
import { outcomeOf, resolveInteractions } from './pipeline.ts';
import { beginWith } from './propose-registry.ts';
import { type Publisher, publishBatch, publishLeftovers } from './publish.ts';
import { consentRoutes } from './routes/consents.ts';
import { customerRoutes } from './routes/customers.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { dryRunRoutes } from './routes/dry-runs.ts';
import { identityRoutes } from './routes/identity.ts';
import { registryRoutes } from './routes/registry.ts';
import { followRules } from './rules-in-force.ts';
import { decisionsPlace, notePublication, type Place, registryPlace } from './store/publications.ts';

const group = 'identity-resolution';
const sweepEveryMs = 5000;
const abandonedAfterMs = 10_000;

/** Works out who it was, and keeps the single customer record. */
export const identityResolution: ServiceDefinition = {
  name: group,
  schema: 'identity',
  furtherSchema: 'identity_next',
  migrations: join(import.meta.dirname, 'migrations'),
  maxConnections: 16,
  // A plan that is made for a few rows scans the whole table for a thousand.
  databaseSettings: { plan_cache_mode: 'force_generic_plan' },

  open: async (resources) => {
    const { environment, process, pool, log, logger, now } = resources;
    const { HILO_REGISTRY: file } = readConfig(IdentityConfig, environment);
    await beginWith(pool, logger, loadRegistry(file), { isFromFile: file !== undefined, now: now() });
    const deriveId = derivedIds(process.HILO_ID_SECRET);
    const rules = followRules(deriveId);
    const publisher: Publisher = { log, pool, group, rules };
    await log.ensureTopics([topics.interactions, topics.resolved, topics.customers, topics.ledger, topics.apiKeys]);

    const keys = await followApiKeys(resources, group);
    const interactions = await runConsumer({
      log,
      pool,
      logger,
      group,
      topics: [topics.interactions.name],
      onAssigned: (topic, partition) => publishLeftovers(publisher, { log: log.id, topic, partition }),
      partitionsTogether: 12,
      maxRecords: 250,
      handle: async (tx, batches) => {
        const records = batches.flatMap((batch) => batch.records);
        const outcome = await resolveInteractions(tx, await rules.within(tx), { records, now: now() });
        const places = batches.map(({ topic, partition }): Place => ({ log: log.id, topic, partition }));
        // Whoever is assigned the first partition next publishes what a crash left of all of them.
        const [place = decisionsPlace(log.id)] = places;
        const customers = outcome.customers.map(({ key }) => key);
        const publication = await notePublication(tx, place, { customers, interactions: [...outcome.interactions] });
        const afterCommit = async (): Promise<void> => {
          await publishBatch(publisher, places, publication, outcome);
          countOutcome(outcome);
        };
        return batches.map((batch, at) => ({ ...outcomeOf(batch, outcome), ...(at === 0 && { afterCommit }) }));
      },
    });

    // What an instance decided and did not publish, another one publishes: decisions come from no partition.
    const sweeper = repeat({
      everyMs: sweepEveryMs,
      work: async () => {
        await publishLeftovers(publisher, decisionsPlace(log.id), abandonedAfterMs);
        await publishLeftovers(publisher, registryPlace(log.id), abandonedAfterMs);
        return false;
      },
      onError: (error) =>
        logger.warn({ err: error }, 'what was decided could not be published and will be tried again'),
    });

    const background = { publisher, deriveId, logger, now };
    const applier = applyInBackground(background);
    const dryRunner = dryRunInBackground(background);

    const authenticate = openAuthenticator(resources);
    const audit = openAudit(pool, logger);
    return {
      routes: async (app) => {
        await app.register(customerRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(identityRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(consentRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(decisionRoutes({ publisher, authenticate, logger, now }));
        await app.register(registryRoutes({ pool, authenticate, now }));
        await app.register(dryRunRoutes({ pool, authenticate, now }));
      },
      ready: async () => {
        await pool.query('SELECT 1');
      },
      stopped: Promise.race([interactions.stopped, keys.stopped]),
      close: async () => {
        await audit.close();
        await dryRunner.close();
        await applier.close();
        await sweeper.close();
        await interactions.close();
        await keys.close();
      },
    };
  },
};
