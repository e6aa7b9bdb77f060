import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ApiKeyUse, LedgerEntry, topics } from '@hilo/contracts';
import {
  followErasures,
  oneByOne,
  openAuthenticator,
  parseRecords,
  readConfig,
  runConsumer,
  type ServiceDefinition,
} from '@hilo/runtime';
import { IngestConfig } from './config.ts';
import { observeLedger } from './events.ts';
import { keyRoutes } from './routes/keys.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { postingRoutes } from './routes/posting.ts';
import { webhookDryRunRoutes } from './routes/webhook-dry-runs.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { readLedger, saveApiKeyUses, saveLedger } from './store.ts';
import { findWebhook } from './store-webhooks.ts';
import { rememberWebhooks } from './webhooks/remember.ts';
import { secretBox } from './webhooks/secrets.ts';

const group = 'ingest';

/** Accepts interactions onto the log, and keeps the ledger of what became of them. */
export const ingest: ServiceDefinition = {
  name: group,
  schema: 'ingest',
  migrations: join(import.meta.dirname, 'migrations'),

  open: async (resources) => {
    const { environment, pool, log, logger, now } = resources;
    const config = readConfig(IngestConfig, environment);
    const authenticate = openAuthenticator(resources);
    await log.ensureTopics([topics.interactions, topics.ledger, topics.apiKeys, topics.apiKeyUses]);
    await log.ensureTopics([topics.erasures, topics.erasureReports]);

    const ledger = await runConsumer({
      log,
      pool,
      logger,
      group,
      topics: [topics.ledger.name],
      handle: oneByOne(async (tx, { records }) => {
        const { parsed, deadLetters } = parseRecords(LedgerEntry, records);
        await saveLedger(tx, latestOf(parsed.map(({ message }) => message)));
        return { deadLetters };
      }),
    });

    const uses = await runConsumer({
      log,
      pool,
      logger,
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
    });

    // What is accepted goes to the log and nowhere else: there is nothing here to remove, and that is said.
    const erasures = await followErasures(resources, group, async () => ({}));

    const ledgerNow = () => readLedger(pool, log, topics.interactions.name);
    observeLedger(async () => ledgerNow());

    const box = secretBox(resources.process.HILO_ID_SECRET);
    const openWebhook = rememberWebhooks({ find: (id) => findWebhook(pool, id), box, logger, now });
    const maxSkewMs = config.HILO_MAX_CLOCK_SKEW_SECONDS * 1000;

    return {
      routes: async (app) => {
        const forPosting = { log, authenticate, config, logger, now, newId: randomUUID, findWebhook: openWebhook };
        await app.register(postingRoutes(forPosting));
        await app.register(webhookRoutes({ pool, box, authenticate, now }));
        await app.register(webhookDryRunRoutes({ findWebhook: openWebhook, authenticate, now, maxSkewMs }));
        await app.register(ledgerRoutes({ readLedger: ledgerNow, authenticate }));
        await app.register(keyRoutes({ pool, log, authenticate, now }));
      },
      ready: async () => {
        await pool.query('SELECT 1');
      },
      stopped: Promise.race([ledger.stopped, uses.stopped, erasures.stopped]),
      close: async () => {
        await erasures.close();
        await uses.close();
        await ledger.close();
      },
    };
  },
};

/** The last entry of every partition; those before it are contained in it. */
const latestOf = (entries: readonly LedgerEntry[]): LedgerEntry[] => [
  ...new Map(entries.map((entry) => [`${entry.log}/${entry.topic}/${entry.partition}`, entry])).values(),
];
