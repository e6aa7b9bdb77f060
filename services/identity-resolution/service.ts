import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import {
  followApiKeys,
  nameHashes,
  oneByOne,
  openAuthenticator,
  readConfig,
  repeat,
  runConsumer,
  type ServiceDefinition,
  transaction,
} from '@hilo/runtime';
import { openAudit } from './audit.ts';
import { applyInBackground, dryRunInBackground } from './background.ts';
import { IdentityConfig, loadRegistry } from './config.ts';
import { derivedIds, erasureMarks } from './domain/derive-id.ts';
import { countOutcome } from './events.ts';
import { finishErasures, noteReports } from './finish-erasures.ts';
import { acceptProbable } from './judge.ts';
import { openLearner } from './learn.ts';
import { erasedIn, outcomeOf, resolveInteractions } from './pipeline.ts';
import { beginWith } from './propose-registry.ts';
import { type Publisher, publishBatch, publishLeftovers } from './publish.ts';
import { consentRoutes } from './routes/consents.ts';
import { customerRoutes } from './routes/customers.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { dryRunRoutes } from './routes/dry-runs.ts';
import { erasureRoutes } from './routes/erasures.ts';
import { exportRoutes } from './routes/export.ts';
import { identityRoutes } from './routes/identity.ts';
import { registryRoutes } from './routes/registry.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { followRules } from './rules-in-force.ts';
import { decisionsPlace, notePublication, type Place, registryPlace } from './store/publications.ts';
import { openSuggester } from './suggest.ts';

const group = 'identity-resolution';
const sweepEveryMs = 5000;
const finishEveryMs = 2000;
const suggestEveryMs = 1000;
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
    const { HILO_REGISTRY: file, HILO_SUGGESTIONS_AUTOMATIC: threshold } = readConfig(IdentityConfig, environment);
    await beginWith(pool, logger, loadRegistry(file), { isFromFile: file !== undefined, now: now() });
    const secret = process.HILO_ID_SECRET;
    const derived = { deriveId: derivedIds(secret), markOf: erasureMarks(secret) };
    const names = nameHashes(secret);
    const rules = followRules(derived);
    const publisher: Publisher = { log, pool, group, rules };
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
        const outcome = await resolveInteractions(tx, await rules.within(tx), { records, now: now() });
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
        await publishLeftovers(publisher, registryPlace(log.id), abandonedAfterMs);
        return false;
      },
      onError: (error) =>
        logger.warn({ err: error }, 'what was decided could not be published and will be tried again'),
    });

    const suggester = openSuggester({ pool, rules, logger, now });
    const suggesting = repeat({
      everyMs: suggestEveryMs,
      work: async () => {
        const hasMore = await suggester.work();
        const accepted =
          threshold === undefined ? 0 : await acceptProbable(publisher, logger, { threshold, now: now() });
        return hasMore || accepted > 0;
      },
      onError: (error) => logger.warn({ err: error }, 'suggestions could not be brought up to date; tried again soon'),
    });
    const learner = openLearner({ pool, logger, now });
    const background = { publisher, derived, logger, now };
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
        await app.register(exportRoutes({ pool, rules, authenticate, audit, now }));
        await app.register(erasureRoutes({ publisher, authenticate, audit, logger, names, now }));
        await app.register(suggestionRoutes({ publisher, authenticate, audit, logger, now }));
        await app.register(registryRoutes({ pool, authenticate, now }));
        await app.register(dryRunRoutes({ pool, authenticate, now }));
      },
      ready: async () => {
        await pool.query('SELECT 1');
      },
      stopped: Promise.race([interactions.stopped, reports.stopped, keys.stopped]),
      close: async () => {
        await audit.close();
        await Promise.all([dryRunner.close(), applier.close(), learner.close(), suggesting.close(), sweeper.close()]);
        await finisher.close();
        await reports.close();
        await interactions.close();
        await keys.close();
      },
    };
  },
};
