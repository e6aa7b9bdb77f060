import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { topicsOf } from '@hilo/contracts';
import {
  asOne,
  ConfigError,
  followApiKeys,
  followErasures,
  followRebuilds,
  observeGauge,
  openAuthenticator,
  openReadTelling,
  ping,
  readConfig,
  runConsumer,
  type ServiceDefinition,
} from '@hilo/runtime';
import { openAlerts } from './alerts/open-alerts.ts';
import { answerQuestion, type QuestionContext } from './asking/answer-question.ts';
import { watchAsOf } from './asking/as-of.ts';
import { openColumns } from './columns/open-columns.ts';
import { checkSignIn } from './config/sign-in.ts';
import { AnalyticsConfig } from './config.ts';
import { erase, removeUntold } from './erase.ts';
import { openLive } from './live/open-live.ts';
import { openToday } from './live/today.ts';
import { handlers } from './pipeline.ts';
import { openTraining } from './prediction/open-training.ts';
import { beginProjecting } from './projecting/begin.ts';
import { alertRoutes } from './routes/alerts.ts';
import { briefingRoute } from './routes/briefing.ts';
import type { Route } from './routes/context.ts';
import { customerJourneysRoute } from './routes/customer-journeys.ts';
import { openDashboard } from './routes/dashboard.ts';
import { improvementRoutes } from './routes/improvements.ts';
import { journeyRoutes } from './routes/journeys.ts';
import { kpiRoutes } from './routes/kpis.ts';
import { liveRoute } from './routes/live.ts';
import { predictionRoutes } from './routes/predictions.ts';
import { queryRoutes } from './routes/query.ts';
import { queryRowsRoutes } from './routes/query-rows.ts';
import { segmentMemberRoutes } from './routes/segment-members.ts';
import { definedSegmentRoutes } from './routes/segments.ts';
import { sessionRoute } from './routes/session.ts';
import { shownAlert } from './routes/shown-alert.ts';
import { addSignInPages } from './routes/sign-in-pages.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { watchRoutes } from './routes/watches.ts';
import { openSignIn } from './signing-in/open-sign-in.ts';
import { listHandles } from './store/facts.ts';
import { isKnownTimeZone } from './store/time-zones.ts';
import { openColumnKeeping } from './worker.ts';

const group = 'analytics';

const routes: readonly Route[] = [
  ...timelineRoutes,
  customerJourneysRoute,
  briefingRoute,
  liveRoute,
  ...kpiRoutes,
  ...queryRoutes,
  ...queryRowsRoutes,
  ...journeyRoutes,
  ...predictionRoutes,
  ...definedSegmentRoutes,
  ...segmentMemberRoutes,
  ...alertRoutes,
  ...watchRoutes,
  ...improvementRoutes,
  sessionRoute,
];

/** Answers analysts: the timeline of a customer, and the KPIs. */
export const analytics: ServiceDefinition = {
  name: group,
  does: 'Answers analysts: NPS, CSAT and the like, and the timeline of a customer.',
  firstCall: { path: '/v1/kpis?groupBy=channel' },
  schema: 'analytics',
  migrations: join(import.meta.dirname, 'migrations'),
  // It learns to predict.
  threads: { connections: 1, logs: 0 },
  checkConfig: (environment) =>
    checkSignIn(readConfig(AnalyticsConfig, environment), { hasSecret: Boolean(environment.HILO_SESSION_SECRET) }),

  examine: async (examined) => (await import('./signing-in/examine.ts')).examineSigningIn(examined),
  heardOf: listHandles,

  open: async (resources) => {
    const { environment, pool, log, logger, health, now, use } = resources;
    const config = readConfig(AnalyticsConfig, environment);
    if (!(await isKnownTimeZone(pool, config.HILO_TIME_ZONE)))
      throw new ConfigError(`HILO_TIME_ZONE: the database knows no time zone ${config.HILO_TIME_ZONE}`);
    await beginProjecting(pool, { timeZone: config.HILO_TIME_ZONE, properties: config.HILO_PROPERTIES });
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
        together: { partitions: 48, records: 1000, gatherMs: 100 },
        handle: asOne(async (tx, batch) => (await handlers[batch.topic]?.(tx, batch)) ?? {}),
      }),
    );

    const { asOf } = use(await watchAsOf(resources));
    use(openTraining({ pool, health, logger, now, everyHours: config.HILO_TRAINING_HOURS }));
    use(openColumnKeeping(resources, { monthsKept: config.HILO_MONTHS_KEPT }));
    const timeoutMs = 1000 * config.HILO_QUERY_TIMEOUT_SECONDS;
    const live = use(openLive(resources, todayOf({ pool, asOf, timeoutMs }, { now, timeZone: config.HILO_TIME_ZONE })));
    const streams = observeGauge('hilo_live_streams', 'Who listens to GET /v1/live.', (result) =>
      result.observe(live.listeners()),
    );
    use({ close: async () => streams[Symbol.dispose]() });
    const judging = { timeZone: config.HILO_TIME_ZONE, asOf, newId: randomUUID };
    use(await openAlerts(resources, judging, (alert) => live.tell('alert', shownAlert(alert, config.HILO_TIME_ZONE))));
    const signIn = await openSignIn(resources, config);
    const askColumns = await openColumns(resources, { timeoutMs });

    const dashboard = openDashboard();

    return {
      ...(dashboard && { frontPage: dashboard.frontPage }),
      routes: async (app) => {
        dashboard?.addRoutes(app);
        const { HILO_TIME_ZONE: timeZone, HILO_PROPERTIES: properties, HILO_JOURNEY_ENDS: endStages } = config;
        const journeyRules = { endStages, silenceMs: config.HILO_JOURNEY_SILENCE_DAYS * 86_400_000 };
        const surveyTriggerUrl = () => config.HILO_SURVEY_TRIGGER_URL ?? ownUrl(app.server.address());
        const ofProperties = properties.map((name) => `properties.${name}`);
        const analystDimensions = [...ofProperties, ...config.HILO_ANALYST_DIMENSIONS];
        const rules = { timeZone, properties, analystDimensions, journeyRules, surveyTriggerUrl };
        const asking = { asOf, timeoutMs, askColumns, ...rules };
        const context = { pool, log, logger, now, authenticate, tellReads, live, signIn, ...asking };
        for (const add of routes) add(app, context);
        await addSignInPages(app, context);
      },
      ready: async () => {
        await ping(pool);
      },
    };
  },
};

/** The figures of today, asked as everybody asks. */
const todayOf = (context: QuestionContext, { now, timeZone }: { now(): number; timeZone: string }) =>
  openToday({
    now,
    timeZone,
    ask: async (question, range) =>
      (await answerQuestion(context, { question, range, timeZone, after: undefined, explain: false })).answer,
  });

/** This process as it finds itself: it listens where it is told to, and everywhere. */
const ownUrl = (bound: AddressInfo | string | null): string => {
  const { address, port, family } =
    typeof bound === 'object' && bound !== null ? bound : { address: '', port: 0, family: '' };
  const host = ['', '0.0.0.0', '::'].includes(address) ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
};
