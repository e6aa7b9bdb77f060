import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '@hilo/runtime';
import { forgetTopics, type Kafka } from '@hilo/testing';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import type { LedgerAnswer } from '../../scripts/api/ledger.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { type Compared, compareWithLog } from './compare-with-log.ts';
import { type Posted, startSenders } from './impatient-senders.ts';
import { untilThroughInLog } from './ledger-in-log.ts';
import { until } from './until.ts';

export type AwayOptions = {
  databaseUrl: string;
  kafka: Kafka;
  /** How the broker goes: killed, or frozen. */
  signal: 'SIGKILL' | 'SIGSTOP';
  awayMs: number;
  /** How many post at once, each with a pause of `pauseMs` (10 ms without it) between its requests. */
  senders: number;
  pauseMs?: number;
  /** Whether it stays away, beyond `awayMs`, until a sender was refused. */
  untilRefused?: boolean;
  /** Whether ingest is killed with -9 as soon as what waits becomes less, and started again. */
  killsIngest?: boolean;
  environment?: Readonly<Record<string, string>>;
};

export type AwayOutcome = Posted &
  Compared & {
    /** Whether ingest was ready while the broker was away. */
    ready: boolean;
    /** The most that waited in the spool, and what did when ingest was killed. */
    mostWaiting: number;
    leftByKill: number;
    /** How long it took until nothing waited any more, from when the broker answered. */
    drainedMs: number;
    ledger: LedgerAnswer;
  };

const calmMs = 2000;

/**
 * Takes the broker away under constant posting, brings it back, and looks at what became of everything that was accepted.
 * Begins with an empty log.
 */
export const takeBrokerAway = async (options: AwayOptions): Promise<AwayOutcome> => {
  const { kafka, databaseUrl, environment = {} } = options;
  await forgetTopics(kafka.brokers, 'hilo.');
  const log = `kafka://${kafka.brokers.join(',')}`;
  await using opened = new AsyncDisposableStack();
  const start = (command: string) => startHilo({ databaseUrl, log, command, environment });
  const [identity, first] = await Promise.all([start('identity-resolution'), start('ingest')]);
  opened.use(identity);
  let ingest = first;
  opened.defer(async () => void (await ingest.stop()));
  const { port } = new URL(ingest.url);
  const senders = startSenders(ingest.url, options.senders, options.pauseMs);
  await delay(calmMs);
  await kafka.stopNode(0, options.signal);
  await delay(options.awayMs);
  if (options.untilRefused)
    await until({ what: 'a sender is refused', look: senders.countRefused, isReached: Boolean });
  const ready = (await fetch(`${ingest.url}/readyz`)).status === 200;
  // Who cannot be reached is not what the senders are to see here.
  if (options.killsIngest) await senders.stop();
  const mostWaiting = await waitingIn(ingest);
  await kafka.startNode(0);
  const since = performance.now();
  let leftByKill = 0;
  if (options.killsIngest) {
    await untilWaiting(ingest, mostWaiting - 1, 2);
    await ingest.kill();
    leftByKill = await countSpool(databaseUrl);
    ingest = await startHilo({ databaseUrl, log, command: 'ingest', port, environment });
  }
  await untilWaiting(ingest, 0);
  const drainedMs = Math.round(performance.now() - since);
  if (!options.killsIngest) await delay(calmMs);
  const { ids, ...posted } = await senders.stop();
  const ledger = options.killsIngest ? await untilThroughInLog(log) : await untilThrough(ingest.client);
  return { ...posted, ready, mostWaiting, leftByKill, drainedMs, ledger, ...(await compareWithLog(log, ids)) };
};

const untilWaiting = (ingest: HiloProcess, atMost: number, everyMs = 50): Promise<number> =>
  until({
    what: `no more than ${atMost} wait in the spool`,
    look: () => waitingIn(ingest),
    isReached: (waiting) => waiting <= atMost,
    everyMs,
  });

const waitingIn = async ({ url }: HiloProcess): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^hilo_spool_interactions(?:\{.*\})? (\d+)/m.exec(metrics)?.[1] ?? Number.NaN);
};

const countSpool = async (connectionString: string): Promise<number> => {
  const pool = openDatabase({ connectionString, schema: 'ingest', logger: console });
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM spool');
  await pool.end();
  return Number(rows[0]?.count);
};
