import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  ApiKeyUse,
  deadLetterSettings,
  deadLetterTopics,
  LedgerEntry,
  replaySettings,
  replayTopics,
  topics,
} from '@hilo/contracts';
import {
  followErasures,
  followRebuilds,
  nameHashes,
  oneByOne,
  openAuthenticator,
  parseRecords,
  readConfig,
  runConsumer,
  type ServiceDefinition,
} from '@hilo/runtime';
import { IngestConfig } from './config.ts';
import { eraseWith } from './erase.ts';
import { observeLedger, observePosted, observeQuarantine, observeSpool } from './events.ts';
import { collect } from './quarantine/collect.ts';
import { openKeeper } from './quarantine/keep-refused.ts';
import { followers } from './receipts/follow.ts';
import { watchLag } from './receipts/lag.ts';
import { removeUntold } from './receipts/remove-receipts.ts';
import { readTeller } from './receipts/report-read.ts';
import { keyRoutes } from './routes/keys.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { ownKeyRoutes } from './routes/own-key.ts';
import { postingRoutes } from './routes/posting.ts';
import { quarantineRoutes } from './routes/quarantine.ts';
import { receiptRoutes } from './routes/receipts.ts';
import { tailRoutes } from './routes/tail.ts';
import { webhookDryRunRoutes } from './routes/webhook-dry-runs.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { openSpool } from './spool/spool.ts';
import { readLedger, saveApiKeyUses, saveLedger } from './store/ledger.ts';
import { countReasons } from './store/quarantine.ts';
import { findWebhook } from './store/webhooks.ts';
import { forgetInTime } from './tail/entry.ts';
import { openRefusals } from './tail/refusals.ts';
import { rememberWebhooks } from './webhooks/remember.ts';
import { recognisesSecret, secretBox } from './webhooks/secrets.ts';

const group = 'ingest';
const receiptsGroup = `${group}.receipts`;
const quarantineGroup = `${group}.quarantine`;

/** Accepts interactions onto the log, keeps the ledger of what became of them, and what could not be processed. */
export const ingest: ServiceDefinition = {
  name: group,
  schema: 'ingest',
  migrations: join(import.meta.dirname, 'migrations'),
  recognisesSecret,
  checkConfig: (environment) => void readConfig(IngestConfig, environment),

  open: async (resources) => {
    const { environment, process, pool, log, logger, health, now, use } = resources;
    const config = readConfig(IngestConfig, environment);
    const authenticate = openAuthenticator(resources);
    await log.ensureTopics([topics.interactions, topics.ledger, topics.apiKeys, topics.apiKeyUses]);
    await log.ensureTopics([topics.erasures, topics.erasureReports, topics.resolved, topics.customers, topics.surveys]);
    await log.ensureTopics([topics.reads, topics.rebuilds, topics.rebuildReports]);
    await log.ensureTopics(deadLetterTopics.map(({ name }) => ({ name, ...deadLetterSettings })));
    await log.ensureTopics(replayTopics.map(({ name }) => ({ name, ...replaySettings })));
    const hashes = nameHashes(process.HILO_ID_SECRET);

    use(
      await runConsumer({
        log,
        pool,
        logger,
        health,
        group,
        topics: [topics.ledger.name],
        handle: oneByOne(async (tx, { records }) => {
          const { parsed, deadLetters } = parseRecords(LedgerEntry, records);
          await saveLedger(tx, latestOf(parsed.map(({ message }) => message)));
          return { deadLetters };
        }),
      }),
    );

    use(
      await runConsumer({
        log,
        pool,
        logger,
        health,
        group: `${group}.api-key-uses`,
        topics: [topics.apiKeyUses.name],
        handle: oneByOne(async (tx, { records }) => {
          const { parsed, deadLetters } = parseRecords(ApiKeyUse, records);
          await saveApiKeyUses(
            tx,
            parsed.map(({ message }) => message),
          );
          return { deadLetters };
        }),
      }),
    );

    use(await followErasures(resources, group, eraseWith({ hashes, log })));
    use(await followRebuilds(resources, group, removeUntold));
    use(
      await runConsumer({
        log,
        pool,
        logger,
        health,
        group: quarantineGroup,
        topics: deadLetterTopics.map(({ name }) => name),
        isLastResort: true,
        handle: oneByOne((tx, batch) => collect(tx, { log, hashes }, batch)),
      }),
    );
    const follow = followers({ hashes, log });
    use(
      await runConsumer({
        log,
        pool,
        logger,
        health,
        group: receiptsGroup,
        topics: Object.keys(follow),
        // A thousand at once would keep who posts waiting for 30 ms.
        maxRecords: 250,
        handle: oneByOne(async (tx, batch) => (await follow[batch.topic]?.(tx, batch)) ?? {}),
      }),
    );

    const spool = use(await openSpool({ log, pool, logger, config }));
    // A log in this same database is away when the spool is; what is left from when the log was elsewhere is drained.
    const isApart = resources.process.HILO_LOG !== undefined;
    const posted = isApart ? { ...log, append: spool.append } : log;
    observeSpool(spool.waiting);
    observePosted();

    const ledgerNow = () => readLedger(pool, log, topics.interactions.name);
    observeLedger(async () => ledgerNow());
    observeQuarantine(() => countReasons(pool, { state: 'waiting' }));
    const isBehind = watchLag({
      log,
      inFlight: async () => (await ledgerNow()).inFlight,
      told: [
        { group: receiptsGroup, topic: topics.resolved.name },
        ...deadLetterTopics
          .filter(({ topic }) => topic === topics.interactions)
          .map(({ name }) => ({ group: quarantineGroup, topic: name })),
      ],
      now,
    });
    const acceptance = { maxSkewMs: config.HILO_MAX_CLOCK_SKEW_SECONDS * 1000, newId: randomUUID };

    const mostBytes = config.HILO_QUARANTINE_MAX_MB * 1024 * 1024;
    const keepRefused = openKeeper({ pool, log, hashes, mostBytes, now });

    const refusals = use(openRefusals({ pool, logger, now }));
    use(forgetInTime({ pool, logger, now }));
    const box = secretBox(resources.process.HILO_ID_SECRET);
    const openWebhook = rememberWebhooks({ find: (id) => findWebhook(pool, id), box, logger, now });

    return {
      routes: async (app) => {
        const forPosting = {
          log: posted,
          keepRefused,
          authenticate,
          config,
          logger,
          now,
          newId: randomUUID,
          findWebhook: openWebhook,
          refusals,
        };
        await app.register(postingRoutes(forPosting));
        await app.register(webhookRoutes({ pool, box, authenticate, now }));
        await app.register(
          webhookDryRunRoutes({ findWebhook: openWebhook, authenticate, now, maxSkewMs: acceptance.maxSkewMs }),
        );
        await app.register(tailRoutes({ pool, authenticate }));
        await app.register(receiptRoutes({ pool, authenticate, isBehind, tellRead: readTeller({ log, now }) }));
        await app.register(
          quarantineRoutes({ settling: { pool, log, logger, hashes }, authenticate, acceptance, now }),
        );
        await app.register(ledgerRoutes({ readLedger: ledgerNow, authenticate }));
        await app.register(ownKeyRoutes({ authenticate, rateLimit: config.HILO_RATE_LIMIT }));
        await app.register(keyRoutes({ pool, log, authenticate, now }));
      },
      ready: spool.ready,
      worksWithoutLog: isApart,
    };
  },
};

/** The last entry of every partition; those before it are contained in it. */
const latestOf = (entries: readonly LedgerEntry[]): LedgerEntry[] => [
  ...new Map(entries.map((entry) => [`${entry.log}/${entry.topic}/${entry.partition}`, entry])).values(),
];
