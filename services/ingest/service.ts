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
import { observeLedger, observeSpool } from './events.ts';
import { keyRoutes } from './routes/keys.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { postingRoutes } from './routes/posting.ts';
import { openSpool } from './spool/spool.ts';
import { readLedger, saveApiKeyUses, saveLedger } from './store.ts';

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

    // What is accepted goes to the log, sooner or later, and is recognised there: nothing here to remove, and that is said.
    const erasures = await followErasures(resources, group, async () => ({}));

    const spool = await openSpool({ log, pool, logger, config });
    // A log in this same database is away when the spool is; what is left from when the log was elsewhere is drained.
    const isApart = resources.process.HILO_LOG !== undefined;
    const posted = isApart ? { ...log, append: spool.append } : log;
    observeSpool(spool.waiting);

    const ledgerNow = () => readLedger(pool, log, topics.interactions.name);
    observeLedger(async () => ledgerNow());

    return {
      routes: async (app) => {
        await app.register(postingRoutes({ log: posted, authenticate, config, now, newId: randomUUID }));
        await app.register(ledgerRoutes({ readLedger: ledgerNow, authenticate }));
        await app.register(keyRoutes({ pool, log, authenticate, now }));
      },
      ready: spool.ready,
      worksWithoutLog: isApart,
      stopped: Promise.race([ledger.stopped, uses.stopped, erasures.stopped]),
      close: async () => {
        await spool.close();
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
