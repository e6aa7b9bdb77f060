import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { LedgerEntry, topics } from '@hilo/contracts';
import {
  followErasures,
  openAuthenticator,
  parseRecords,
  readConfig,
  runConsumer,
  type ServiceDefinition,
} from '@hilo/runtime';
import { IngestConfig } from './config.ts';
import { observeLedger } from './events.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { keyRoutes } from './routes/keys.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { readLedger, saveLedger } from './store.ts';

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
    await log.ensureTopics([topics.interactions, topics.ledger, topics.apiKeys]);
    await log.ensureTopics([topics.erasures, topics.erasureReports]);

    const ledger = await runConsumer({
      log,
      pool,
      logger,
      group,
      topics: [topics.ledger.name],
      handle: async (tx, { records }) => {
        const { parsed, deadLetters } = parseRecords(LedgerEntry, records);
        await saveLedger(tx, latestOf(parsed.map(({ message }) => message)));
        return { deadLetters };
      },
    });

    // What is accepted goes to the log and nowhere else: there is nothing here to remove, and that is said.
    const erasures = await followErasures(resources, group, async () => ({}));

    const ledgerNow = () => readLedger(pool, log, topics.interactions.name);
    observeLedger(async () => ledgerNow());

    return {
      routes: async (app) => {
        const maxSkewMs = config.HILO_MAX_CLOCK_SKEW_SECONDS * 1000;
        await app.register(interactionRoutes({ log, authenticate, now, newId: randomUUID, maxSkewMs }));
        await app.register(ledgerRoutes({ readLedger: ledgerNow, authenticate }));
        await app.register(keyRoutes({ pool, log, authenticate, now }));
      },
      ready: async () => {
        await pool.query('SELECT 1');
      },
      stopped: Promise.race([ledger.stopped, erasures.stopped]),
      close: async () => {
        await ledger.close();
        await erasures.close();
      },
    };
  },
};

/** The last entry of every partition; those before it are contained in it. */
const latestOf = (entries: readonly LedgerEntry[]): LedgerEntry[] => [
  ...new Map(entries.map((entry) => [`${entry.log}/${entry.topic}/${entry.partition}`, entry])).values(),
];
