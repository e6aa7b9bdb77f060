import { rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type AcceptedInteraction, topics } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import type { Pool } from 'pg';
import { type HiloProcess, startHilo } from '../api/hilo-process.ts';
import { showProgress } from '../replay/progress.ts';
import { createFloor } from './baselines.ts';
import { startBroker } from './broker.ts';
import { createTraffic, keyOfTraffic, type Returning } from './traffic.ts';

export type IdentityBenchOptions = {
  stored: number;
  slices: number;
  slice: number;
  log: 'postgres' | 'kafka';
  returning: Returning;
  full?: boolean;
};

export type Bench = {
  pool: Pool;
  log: Log;
  hilo: HiloProcess;
  traffic: ReturnType<typeof createTraffic>;
  sent: number;
  /** Ends identity and starts it anew, with these variables too. */
  startAgain(environment: Readonly<Record<string, string>>): Promise<void>;
};

const appendAtOnce = 5_000;

/** So much more is on the log than is stored, while the log is filled: enough to be busy with. */
const mostAhead = 4 * appendAtOnce;

const pollMs = 20;

/** As the README tells operators to start it. */
const nodeOptions = ['--single-threaded-gc', '--no-parallel-scavenge', '--max-semi-space-size=16'];

export const openIdentityBench = async (
  opened: AsyncDisposableStack,
  logKind: IdentityBenchOptions['log'],
  returning: Returning,
): Promise<Bench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: serverSettings() });
  opened.defer(() => postgres.stop());
  const pool = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
  opened.defer(() => pool.end());
  await createFloor(pool);
  const kafka = logKind === 'kafka' ? (await startBroker(opened)).url : undefined;
  const start = async (environment: Readonly<Record<string, string>>): Promise<HiloProcess> =>
    opened.use(
      await startHilo({
        databaseUrl: postgres.url,
        log: kafka,
        command: 'identity-resolution',
        nodeOptions,
        environment: { LOG_LEVEL: 'info', ...environment },
      }),
    );
  const hilo = await start({});
  const log = opened.use(await openLog(kafka ?? postgres.url));
  const bench: Bench = {
    pool,
    log,
    hilo,
    traffic: createTraffic(1, returning),
    sent: 0,
    startAgain: async (environment) => {
      await bench.hilo.stop();
      bench.hilo = await start(environment);
    },
  };
  return bench;
};

/** As operators set a Postgres that has millions of facts to keep (README, Operating): a quarter of the memory, rare checkpoints. */
const serverSettings = () => ({
  shared_buffers: `${Math.min(4096, Math.floor(totalmem() / 4 / 2 ** 20))}MB`,
  max_wal_size: '8GB',
});

export const takeFacts = (traffic: Bench['traffic'], count: number): AcceptedInteraction[] =>
  Array.from({ length: count }, () => traffic.next());

export const appendFacts = async (bench: Bench, facts: readonly AcceptedInteraction[]): Promise<void> => {
  for (let at = 0; at < facts.length; at += appendAtOnce) {
    const part = facts.slice(at, at + appendAtOnce);
    await bench.log.append(
      topics.interactions.name,
      part.map((fact) => ({
        key: keyOfTraffic(fact),
        value: JSON.stringify(fact),
        headers: { ce_id: fact.id, ce_source: fact.source },
      })),
    );
  }
  bench.sent += facts.length;
};

/** How many interactions identity has published with whose they are. */
export const published = async ({ log }: Bench): Promise<number> =>
  (await log.endOffsets(topics.resolved.name)).reduce((sum, end) => sum + end, 0);

export const untilResolved = async (bench: Bench): Promise<void> => {
  while ((await published(bench)) < bench.sent) await delay(pollMs);
};

export const fill = async (bench: Bench, upTo: number): Promise<void> => {
  const progress = showProgress('storing facts', upTo);
  while (bench.sent < upTo) {
    await appendFacts(bench, takeFacts(bench.traffic, Math.min(appendAtOnce * 2, upTo - bench.sent)));
    for (let stored = 0; bench.sent - stored > mostAhead; await delay(pollMs)) {
      stored = await published(bench);
      progress.update(stored);
    }
  }
  await untilResolved(bench);
  progress.update(await published(bench));
  progress.done();
};
