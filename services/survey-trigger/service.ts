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
import { countDecisions, countUnreadable } from './events.ts';
import { decideDue, handlers } from './pipeline.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { programmeRoutes } from './routes/programmes.ts';
import { takeUpAgain } from './store.ts';

const group = 'survey-trigger';
const decideEveryMs = 1000;
/** Whoever decides nothing for so long is not ready. */
const unreadyAfterMs = 60_000;

/** Decides who may be asked about what happened, while it is remembered, and says why where not. */
export const surveyTrigger: ServiceDefinition = {
  name: group,
  schema: 'survey',
  migrations: join(import.meta.dirname, 'migrations'),

  open: async (resources) => {
    const { environment, pool, log, logger, now } = resources;
    const programmes = loadProgrammes(readConfig(SurveyTriggerConfig, environment).HILO_PROGRAMMES);
    const authenticate = openAuthenticator(resources);
    const handle = handlers(programmes);
    await log.ensureTopics([topics.resolved, topics.customers, topics.surveys, topics.apiKeys]);
    await log.ensureTopics([topics.erasures, topics.erasureReports]);

    const keys = await followApiKeys(resources, group);
    const erasures = await followErasures(resources, group, erase);
    const facts = await runConsumer({
      log,
      pool,
      logger,
      group,
      topics: Object.keys(handle),
      handle: oneByOne(async (tx, batch) => (await handle[batch.topic]?.(tx, batch)) ?? {}),
    });
    await takeUpAgain(pool);
    let failing: { since: number; error: unknown } | undefined;
    const deciding = repeat({
      everyMs: decideEveryMs,
      work: async () => {
        const { decided, outbox, unreadable, more, ids } = await transaction(pool, async (tx) => {
          const outcome = await decideDue(tx, programmes, now());
          return { ...outcome, ids: await putIntoOutbox(tx, outcome.outbox) };
        });
        failing = undefined;
        countDecisions(decided);
        countUnreadable(unreadable);
        for (const one of unreadable)
          logger.warn(one, 'an invitation cannot be read, and is left out until the next start');
        await publishOutbox({ pool, log }, ids, outbox);
        return more;
      },
      onError: (error) => {
        failing = { since: failing?.since ?? now(), error };
        logger.warn({ err: error }, 'what is due could not be decided and will be tried again');
      },
    });

    return {
      routes: async (app) => {
        await app.register(programmeRoutes({ programmes, authenticate }));
        await app.register(invitationRoutes({ pool, authenticate }));
      },
      ready: async () => {
        await pool.query('SELECT 1');
        if (failing === undefined || now() - failing.since < unreadyAfterMs) return;
        throw new Error(`survey-trigger has decided nothing since ${new Date(failing.since).toISOString()}`, {
          cause: failing.error,
        });
      },
      stopped: Promise.race([facts.stopped, keys.stopped, erasures.stopped]),
      close: async () => {
        await deciding.close();
        await facts.close();
        await erasures.close();
        await keys.close();
      },
    };
  },
};
