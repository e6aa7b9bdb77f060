import { join } from 'node:path';
import { topicsOf } from '@hilo/contracts';
import { derivedIds } from '@hilo/identifiers';
import {
  asOne,
  followApiKeys,
  followErasures,
  followRebuilds,
  nameHashes,
  openAuthenticator,
  openReadTelling,
  ping,
  type Resources,
  readConfig,
  runConsumer,
  type ServiceDefinition,
} from '@hilo/runtime';
import { loadContactPolicy, loadProgrammes, SurveyTriggerConfig } from './config.ts';
import { watchKnowledge } from './contacts/knowledge.ts';
import { openPermissions } from './contacts/permissions.ts';
import type { Programme } from './domain/programme.ts';
import { openDryRuns } from './dry-runs/runner.ts';
import { eraseWith, removeUntold } from './erase.ts';
import { countDryRun } from './events.ts';
import { handlers } from './pipeline.ts';
import { publishFirst } from './policies/publish-policy.ts';
import { notInForce, publishFirstProgrammes } from './programmes/publish-first.ts';
import { contactPermissionRoutes } from './routes/contact-permissions.ts';
import { contactPolicyRoutes } from './routes/contact-policy.ts';
import { contactRoutes } from './routes/contacts.ts';
import { invitationCountsRoute } from './routes/invitation-counts.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { optOutRegisterRoutes } from './routes/opt-out-registers.ts';
import { policyDryRunRoutes } from './routes/policy-dry-runs.ts';
import { programmeDryRunRoutes } from './routes/programme-dry-runs.ts';
import { programmeStateRoutes } from './routes/programme-states.ts';
import { programmeVersionRoutes } from './routes/programme-versions.ts';
import { programmeRoutes } from './routes/programmes.ts';
import { openPolicies } from './store/contact-policies.ts';
import { openProgrammes } from './store/programmes.ts';
import { openDeciding, sweepHistory, watchPolicy, watchProgrammes, watchRegisters, watchTimers } from './worker.ts';

const group = 'survey-trigger';

/** Decides who may be asked about what happened, while it is remembered, and says why where not. */
export const surveyTrigger: ServiceDefinition = {
  name: group,
  does: 'Decides who may be asked about an interaction, and says why not.',
  firstCall: { path: '/v1/programmes' },
  schema: 'survey',
  migrations: join(import.meta.dirname, 'migrations'),
  checkConfig: (environment) => {
    const config = readConfig(SurveyTriggerConfig, environment);
    loadProgrammes(config.HILO_PROGRAMMES);
    loadContactPolicy(config.HILO_CONTACT_POLICY);
  },

  open: async (resources) => {
    const { environment, pool, log, logger, health, now, use } = resources;
    const config = readConfig(SurveyTriggerConfig, environment);
    const written = loadProgrammes(config.HILO_PROGRAMMES);
    const authenticate = openAuthenticator(resources);
    const hashes = nameHashes(resources.process.HILO_ID_SECRET);
    const programmes = openProgrammes();
    const handle = handlers(programmes, hashes);
    await publishFirst(pool, loadContactPolicy(config.HILO_CONTACT_POLICY), now());
    await publishFirstProgrammes(pool, written, now());
    if (config.HILO_PROGRAMMES !== undefined) await tellWhatIsNotInForce(resources, written);
    await log.ensureTopics(topicsOf(group));
    use(await followApiKeys(resources, group));
    use(await followErasures(resources, group, eraseWith(hashes)));
    use(await followRebuilds(resources, group, removeUntold));
    use(
      await runConsumer({
        log,
        pool,
        logger,
        health,
        group,
        topics: Object.keys(handle),
        // A few of each partition: they are done as one, and more would only wait in memory.
        maxRecords: 100,
        together: { partitions: 24, records: 1000, gatherMs: 100 },
        handle: asOne(async (tx, batch) => (await handle[batch.topic]?.(tx, batch)) ?? {}),
      }),
    );
    const policies = openPolicies();
    const inviting = { programmes, policies, isOnThread: config.HILO_INVITATIONS_ON_THREAD };
    use(await openDeciding({ ...resources, hashes }, inviting));
    use(watchTimers(resources));
    const dryRuns = use(openDryRuns({ ...resources, hashes }, countDryRun));
    use(watchPolicy(resources));
    use(watchProgrammes(resources));
    use(sweepHistory(resources));
    use(watchRegisters(resources));
    const naming = { hashes, deriveId: derivedIds(resources.process.HILO_ID_SECRET) };
    const knowledge = use(await watchKnowledge({ ...resources, hashes }));
    const permissions = openPermissions({ pool, naming, policies, knowledge, now });

    return {
      routes: async (app) => {
        const tellReads = openReadTelling(resources, group);
        const context = { ...resources, hashes, authenticate, tellReads, permissions, policies, dryRuns };
        const routes = [
          ...programmeRoutes,
          ...programmeDryRunRoutes,
          ...programmeVersionRoutes,
          ...programmeStateRoutes,
          ...contactPolicyRoutes,
          ...policyDryRunRoutes,
          ...optOutRegisterRoutes,
          ...contactPermissionRoutes,
          ...contactRoutes,
          invitationCountsRoute,
          ...invitationRoutes,
        ];
        for (const add of routes) add(app, context);
      },
      ready: async () => {
        await ping(pool);
      },
    };
  },
};

/** The file is read at the first start of an installation; who changes it later would wait in vain. */
const tellWhatIsNotInForce = async ({ pool, logger }: Resources, written: readonly Programme[]): Promise<void> => {
  const ids = await notInForce(pool, written);
  if (ids.length > 0)
    logger.warn(
      { programmes: ids },
      'programmes of HILO_PROGRAMMES are not in force as they stand there: PUT /v1/programmes/{id}',
    );
};
