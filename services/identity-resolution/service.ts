import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import {
  followApiKeys,
  oneByOne,
  openAuthenticator,
  readConfig,
  repeat,
  runConsumer,
  type ServiceDefinition,
  transaction,
} from '@hilo/runtime';
import { openAudit } from './audit.ts';
import { IdentityConfig, loadRegistry } from './config.ts';
import { derivedIds, erasureMarks } from './domain/derive-id.ts';
import { countOutcome } from './events.ts';
import { finishErasures, noteReports } from './finish-erasures.ts';
import { erasedIn, outcomeOf, resolveInteractions } from './pipeline.ts';
import { type Publisher, publishBatch, publishLeftovers } from './publish.ts';
import { consentRoutes } from './routes/consents.ts';
import { customerRoutes } from './routes/customers.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { erasureRoutes } from './routes/erasures.ts';
import { exportRoutes } from './routes/export.ts';
import { identityRoutes } from './routes/identity.ts';
import { decisionsPlace, notePublication, type Place } from './store/publications.ts';

const group = 'identity-resolution';
const sweepEveryMs = 5000;
const finishEveryMs = 2000;
const abandonedAfterMs = 10_000;

/** Works out who it was, and keeps the single customer record. */
export const identityResolution: ServiceDefinition = {
  name: group,
  schema: 'identity',
  migrations: join(import.meta.dirname, 'migrations'),
  maxConnections: 16,
  // A plan that is made for a few rows scans the whole table for a thousand.
  databaseSettings: { plan_cache_mode: 'force_generic_plan' },

  open: async (resources) => {
    const { environment, process, pool, log, logger, now } = resources;
    const registry = loadRegistry(readConfig(IdentityConfig, environment).HILO_REGISTRY);
    const rules = {
      registry,
      deriveId: derivedIds(process.HILO_ID_SECRET),
      markOf: erasureMarks(process.HILO_ID_SECRET),
    };
    const publisher: Publisher = { log, pool, group, ...rules };
    await log.ensureTopics([topics.interactions, topics.resolved, topics.customers, topics.ledger, topics.apiKeys]);
    await log.ensureTopics([topics.erasures, topics.erasureReports]);

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
        const outcome = await resolveInteractions(tx, rules, { records, now: now() });
        const places = batches.map(({ topic, partition }): Place => ({ log: log.id, topic, partition }));
        // Whoever is assigned the first partition next publishes what a crash left of all of them.
        const [place = decisionsPlace(log.id)] = places;
        const customers = outcome.customers.map(({ key }) => key);
        const publication = await notePublication(tx, place, { customers, interactions: [...outcome.interactions] });
        const afterCommit = async (): Promise<void> => {
          await publishBatch(publisher, places, publication, outcome);
          for (const batch of batches) await log.eraseAt(batch.topic, batch.partition, erasedIn(batch, outcome));
          countOutcome(outcome);
        };
        return batches.map((batch, at) => ({ ...outcomeOf(batch, outcome), ...(at === 0 && { afterCommit }) }));
      },
    });

    const reports = await runConsumer({
      log,
      pool,
      logger,
      group: `${group}.erasures`,
      topics: [topics.erasureReports.name],
      handle: oneByOne(noteReports),
    });
    const finisher = repeat({
      everyMs: finishEveryMs,
      work: async () => {
        await transaction(pool, (tx) => finishErasures(tx, log, now()));
        return false;
      },
      onError: (error) => logger.warn({ err: error }, 'the log could not be searched and will be searched again'),
    });

    // What an instance decided and did not publish, another one publishes: decisions come from no partition.
    const sweeper = repeat({
      everyMs: sweepEveryMs,
      work: async () => {
        await publishLeftovers(publisher, decisionsPlace(log.id), abandonedAfterMs);
        return false;
      },
      onError: (error) =>
        logger.warn({ err: error }, 'what was decided could not be published and will be tried again'),
    });

    const authenticate = openAuthenticator(resources);
    const audit = openAudit(pool, logger);
    return {
      routes: async (app) => {
        await app.register(customerRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(identityRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(consentRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(decisionRoutes({ publisher, authenticate, logger, now }));
        await app.register(exportRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(erasureRoutes({ publisher, authenticate, audit, logger, now }));
      },
      ready: async () => {
        await pool.query('SELECT 1');
      },
      stopped: Promise.race([interactions.stopped, reports.stopped, keys.stopped]),
      close: async () => {
        await audit.close();
        await sweeper.close();
        await finisher.close();
        await reports.close();
        await interactions.close();
        await keys.close();
      },
    };
  },
};
