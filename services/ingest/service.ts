import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { deadLetterSettings, deadLetterTopics, replaySettings, replayTopics, topics, topicsOf } from '@hilo/contracts';
import {
  type NameHashes,
  nameHashes,
  openAuthenticator,
  openReadTelling,
  type Resources,
  readConfig,
  type ServiceDefinition,
} from '@hilo/runtime';
import { group, IngestConfig, quarantineGroup, receiptsGroup } from './config.ts';
import { observeLedger, observePosted, observeQuarantine, observeSpool } from './events.ts';
import { openKeeper } from './quarantine/keep-refused.ts';
import { watchLag } from './receipts/lag.ts';
import { watchServices } from './receipts/services-lag.ts';
import type { Context } from './routes/context.ts';
import { keyRoutes } from './routes/keys.ts';
import { lagRoute } from './routes/lag.ts';
import { ledgerRoute } from './routes/ledger.ts';
import { ownKeyRoute } from './routes/own-key.ts';
import { forgetPersonRoute } from './routes/people.ts';
import { postingRoutes } from './routes/posting.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import { quarantineBulkRoutes } from './routes/quarantine-bulk.ts';
import { receiptRoute } from './routes/receipts.ts';
import { tailRoute } from './routes/tail.ts';
import { webhookDryRunRoute } from './routes/webhook-dry-runs.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { openSpool } from './spool/spool.ts';
import { readAccepted, readLedger } from './store/ledger.ts';
import { countReasons } from './store/quarantine-rows.ts';
import { listReceipts } from './store/receipts.ts';
import { findWebhook } from './store/webhooks.ts';
import { forgetInTime } from './tail/entry.ts';
import { openRefusals } from './tail/refusals.ts';
import { rememberWebhooks } from './webhooks/remember.ts';
import { recognisesWebhookSecret, secretBox } from './webhooks/secrets.ts';
import { openWorker } from './worker.ts';

/** Beside those that take interactions. */
const routes = [
  ...webhookRoutes,
  webhookDryRunRoute,
  tailRoute,
  receiptRoute,
  ...quarantineRoutes,
  ...quarantineBulkRoutes,
  forgetPersonRoute,
  ledgerRoute,
  lagRoute,
  ownKeyRoute,
  ...keyRoutes,
];

/** Accepts interactions onto the log, keeps the ledger of what became of them, and what could not be processed. */
export const ingest: ServiceDefinition = {
  name: group,
  does: 'Takes interactions from channel systems, keeps them, and says what became of each.',
  firstCall: {
    path: '/v1/interactions',
    body: {
      occurredAt: '2026-01-15T10:00:00+01:00',
      channel: 'web',
      touchpoint: 'checkout',
      kind: 'bought',
      identifiers: [{ kind: 'email', value: 'ana@example.org' }],
    },
  },
  schema: 'ingest',
  migrations: join(import.meta.dirname, 'migrations'),
  recognisesSecret: recognisesWebhookSecret,
  checkConfig: (environment) => void readConfig(IngestConfig, environment),

  heardOf: listReceipts,
  accepted: (pool) => readAccepted(pool, topics.interactions.name),

  open: async (resources) => {
    const { environment, process, pool, log, logger, now, use } = resources;
    const config = readConfig(IngestConfig, environment);
    await log.ensureTopics(topicsOf(group));
    await log.ensureTopics(deadLetterTopics.map(({ name }) => ({ name, ...deadLetterSettings })));
    await log.ensureTopics(replayTopics.map(({ name }) => ({ name, ...replaySettings })));
    const hashes = nameHashes(process.HILO_ID_SECRET);
    await openWorker(resources, hashes);

    const spool = use(await openSpool({ log, pool, logger, health: resources.health, config }));
    // A log in this same database is away when the spool is; what is left from when the log was elsewhere is drained.
    const isApart = process.HILO_LOG !== undefined;
    const context = contextOf(resources, config, hashes);
    observeSpool(spool.waiting);
    observePosted();
    observeLedger(async () => context.readLedger());
    observeQuarantine(() => countReasons(pool, { state: 'waiting' }));
    use(forgetInTime(resources));

    const forPosting = {
      log: isApart ? { ...log, append: spool.append } : log,
      keepRefused: openKeeper({ pool, log, hashes, mostBytes: config.HILO_QUARANTINE_MAX_MB * 1024 * 1024, now }),
      authenticate: context.authenticate,
      config,
      logger,
      now,
      newId: randomUUID,
      findWebhook: context.openWebhook,
      refusals: use(openRefusals(resources)),
    };
    return {
      routes: async (app) => {
        await app.register(postingRoutes(forPosting));
        for (const add of routes) add(app, context);
      },
      ready: spool.ready,
      worksWithoutLog: isApart,
    };
  },
};

/** What the routes have in common. */
const contextOf = (resources: Resources, config: IngestConfig, hashes: NameHashes): Context => {
  const { process, pool, log, logger, now } = resources;
  const box = secretBox(process.HILO_ID_SECRET);
  const readTotals = () => readLedger(pool, log, topics.interactions.name);
  const ofInteractions = deadLetterTopics.filter(({ topic }) => topic === topics.interactions);
  return {
    pool,
    log,
    authenticate: openAuthenticator(resources),
    settling: { pool, log, logger, hashes },
    acceptance: { maxSkewMs: config.HILO_MAX_CLOCK_SKEW_SECONDS * 1000, newId: randomUUID },
    box,
    rateLimit: config.HILO_RATE_LIMIT,
    openWebhook: rememberWebhooks({ find: (id) => findWebhook(pool, id), box, logger, now }),
    readLedger: readTotals,
    readLag: watchServices({ log, now }),
    isBehind: watchLag({
      log,
      inFlight: async () => (await readTotals()).inFlight,
      told: [
        { group: receiptsGroup, topic: topics.resolved.name },
        ...ofInteractions.map(({ name }) => ({ group: quarantineGroup, topic: name })),
      ],
      now,
    }),
    tellReads: openReadTelling({ log, now }, 'ingest'),
    now,
  };
};
