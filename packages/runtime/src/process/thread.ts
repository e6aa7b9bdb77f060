import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { openLog } from '@hilo/log';
import type { ScopeMetrics } from '@opentelemetry/sdk-metrics';
import type { Environment } from '../config.ts';
import { type DatabaseOptions, openDatabase } from '../database/database.ts';
import { type Ailment, type Health, openHealth } from '../health.ts';
import { readKafkaSettings } from '../kafka-settings.ts';
import { createLogger, type LoggerOptions } from '../logger.ts';
import { closingAll, openUse, type ProcessConfig, type Resources, type Thread } from '../resources.ts';
import { retry } from '../retry.ts';
import { observePool } from '../telemetry/observe-pool.ts';
import { startTelemetry } from '../telemetry/start.ts';
import { giveBackStartMemory } from './start-memory.ts';
import { mayPassWithLog } from './starting.ts';

/** What a thread needs to open resources of its own: none of them can be handed over. */
export type ThreadOptions = {
  environment: Environment;
  process: ProcessConfig;
  database: Omit<DatabaseOptions, 'logger'>;
  logUrl: string;
  logger: LoggerOptions;
};

type Said =
  | { kind: 'started' }
  | { kind: 'stopped'; error: unknown }
  | { kind: 'measured'; metrics: ScopeMetrics[] }
  | { kind: 'ailing'; ailments: readonly Ailment[] };
type Told = 'close' | 'measure';

const longestCloseMs = 12_000;

/** A nice value, as Unix counts: 0 is what the rest of the process has, 19 the least. */
const lessThanRequests = 10;

/**
 * The most that the thread may keep in memory, in megabytes. What it works on comes and goes in batches, of which little
 * should be left when the next comes. By the limit of the old generation V8 also chooses how much it lets that grow before it
 * collects all: at 256 MB by a third, which took a third of the processor; without a limit, to half a gigabyte.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 48 };

/** Starts the work of this file in a thread of its own; resolves when it has begun. The file calls `workInThread`. */
export const startThread = async (
  file: URL,
  options: ThreadOptions,
  { health, signal }: { health: Health; signal?: AbortSignal },
): Promise<Thread> => {
  const worker = new Worker(file, { workerData: options, resourceLimits });
  const gone = new Promise<void>((resolve) => {
    worker.on('exit', () => resolve());
  });
  const started = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  let asking: PromiseWithResolvers<ScopeMetrics[]> | undefined;
  let hasEnded = false;
  let ailing: readonly Ailment[] = [];
  const fail = (error: unknown): void => {
    started.reject(error);
    stopped.reject(error);
    asking?.reject(error);
  };
  worker.on('message', (said: Said) => {
    if (said.kind === 'started') started.resolve();
    else if (said.kind === 'stopped') fail(said.error);
    else if (said.kind === 'ailing') ailing = showIn(health, ailing, said.ailments);
    else asking?.resolve(said.metrics);
  });
  worker.on('error', fail);
  worker.on('exit', () => {
    hasEnded = true;
    started.reject(new Error(`the thread of ${file.pathname} ended before it began`));
    asking?.resolve([]);
    stopped.resolve();
  });
  stopped.promise.catch(() => {});
  const tell = (told: Told): void => worker.postMessage(told);
  const end = (): void => void worker.terminate();
  signal?.addEventListener('abort', end, { once: true });
  await started.promise;
  signal?.removeEventListener('abort', end);
  return {
    stopped: stopped.promise,
    measured: async () => {
      if (hasEnded) return [];
      if (asking === undefined) {
        asking = Promise.withResolvers();
        asking.promise
          .catch(() => {})
          .finally(() => {
            asking = undefined;
          });
        tell('measure');
      }
      return asking.promise;
    },
    close: async () => {
      tell('close');
      // What it has not committed is done again.
      const killer = setTimeout(end, longestCloseMs);
      await gone;
      clearTimeout(killer);
    },
  };
};

/** What ails in the thread ails in the process; gives what does now. */
const showIn = (health: Health, before: readonly Ailment[], ailments: readonly Ailment[]): readonly Ailment[] => {
  const left = new Set(ailments.map(({ part }) => part));
  for (const { part } of before) if (!left.has(part)) health.clear(part);
  for (const { part, reason } of ailments) health.note(part, reason);
  return ailments;
};

/** What a file does that is started as a thread: the work, with resources of its own, until it is told to close. */
export const workInThread = async (
  open: (resources: Omit<Resources, 'startThread'>) => Promise<void>,
): Promise<void> => {
  const options: ThreadOptions = workerData;
  const port = parentPort;
  if (port === null) throw new Error('this file is started as a thread');
  giveWay();
  const say = (said: Said): void => port.postMessage(said);
  await using opened = new AsyncDisposableStack();
  const logger = createLogger(options.logger);
  const telemetry = opened.use(startTelemetry(options.logger.name ?? 'hilo', options.process, { isThread: true }));
  // The error of a thread loses its code on the way to the process: what may pass is tried again here.
  const patiently = <Result>(work: () => Promise<Result>): Promise<Result> =>
    retry(work, {
      shouldRetry: mayPassWithLog,
      onError: (error) => logger.warn({ err: error }, 'the thread cannot begin yet, and tries again'),
      maxDelayMs: 2000,
    });
  const log = opened.use(await patiently(() => openLog(options.logUrl, { kafka: readKafkaSettings(options.process) })));
  const pool = openDatabase({ ...options.database, logger });
  opened.defer(() => pool.end());
  opened.use(observePool(pool, options.database.schema));
  const { environment, process } = options;
  const health = openHealth(Date.now, (ailments) => say({ kind: 'ailing', ailments }));
  const { stopped, parts } = await patiently(async () => {
    const { use, ...kept } = openUse();
    await closingAll(kept.parts, () => open({ environment, process, pool, log, logger, health, now: Date.now, use }));
    return kept;
  });
  opened.use(parts);
  const closing = Promise.withResolvers<void>();
  port.on('message', (told: Told) => {
    if (told === 'close') closing.resolve();
    else telemetry.measured().then((metrics) => say({ kind: 'measured', metrics: named(metrics) }), closing.reject);
  });
  Promise.race(stopped).catch((error: unknown) => say({ kind: 'stopped', error }));
  say({ kind: 'started' });
  await giveBackStartMemory();
  await closing.promise;
  port.close();
};

/** Whoever waits for an answer goes first: on Linux, a thread has a priority of its own. Elsewhere, nothing is changed. */
const giveWay = (): void => {
  try {
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    setPriority(thread, lessThanRequests);
  } catch {
    // It works as well, only not as politely.
  }
};

/** As of a scope of their own: the process counts under the same names. */
const named = (metrics: readonly ScopeMetrics[]): ScopeMetrics[] =>
  metrics.map((one) => ({ ...one, scope: { ...one.scope, name: `${one.scope.name}/thread` } }));
