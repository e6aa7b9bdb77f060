import { join } from 'node:path';
import { topics } from '@hilo/contracts';
import {
  followApiKeys,
  followErasures,
  oneByOne,
  openAuthenticator,
  publishOutbox,
  putIntoOutbox,
  readConfig,
  repeat,
  runConsumer,
  type ServiceDefinition,
  transaction,
} from '@hilo/runtime';
import { loadProgrammes, SurveyTriggerConfig } from './config.ts';
import { erase } from './erase.ts';
import { countDecisions } from './events.ts';
import { decideDue, handlers } from './pipeline.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { programmeRoutes } from './routes/programmes.ts';

const group = 'survey-trigger';
const decideEveryMs = 1000;

/** Decides who may be asked about what happened, while it is remembered, and says why where not. */
export const surveyTrigger: ServiceDefinition = {
  name: group,
  schema: 'survey',
  migrations: join(import.meta.dirname, 'migrations'),
  checkConfig: (environment) => void loadProgrammes(readConfig(SurveyTriggerConfig, environment).HILO_PROGRAMMES),

  open: async (resources) => {
    const { environment, pool, log, logger, health, now, use } = resources;
    const programmes = loadProgrammes(readConfig(SurveyTriggerConfig, environment).HILO_PROGRAMMES);
    const authenticate = openAuthenticator(resources);
    const handle = handlers(programmes);
    await log.ensureTopics([topics.resolved, topics.customers, topics.surveys, topics.apiKeys]);
    await log.ensureTopics([topics.erasures, topics.erasureReports]);

    use(await followApiKeys(resources, group));
    use(await followErasures(resources, group, erase));
    use(
      await runConsumer({
        log,
        pool,
        logger,
        health,
        group,
        topics: Object.keys(handle),
        handle: oneByOne(async (tx, batch) => (await handle[batch.topic]?.(tx, batch)) ?? {}),
      }),
    );
    use(
      repeat({
        everyMs: decideEveryMs,
        health: { health, part: 'deciding who is asked' },
        work: async () => {
          const { decided, outbox, more, ids } = await transaction(pool, async (tx) => {
            const outcome = await decideDue(tx, programmes, now());
            return { ...outcome, ids: await putIntoOutbox(tx, outcome.outbox) };
          });
          countDecisions(decided);
          await publishOutbox({ pool, log }, ids, outbox);
          return more;
        },
        onError: (error) => logger.warn({ err: error }, 'what is due could not be decided and will be tried again'),
      }),
    );

    return {
      routes: async (app) => {
        await app.register(programmeRoutes({ programmes, authenticate }));
        await app.register(invitationRoutes({ pool, authenticate }));
      },
      ready: async () => {
        await pool.query('SELECT 1');
      },
    };
  },
};
