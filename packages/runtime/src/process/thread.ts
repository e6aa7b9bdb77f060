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
import { type AskedThread, closingAll, openUse, type ProcessConfig, type Resources } from '../resources.ts';
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

type Said<Answer> =
  | { kind: 'started' }
  | { kind: 'stopped'; error: unknown }
  | { kind: 'measured'; metrics: ScopeMetrics[] }
  | { kind: 'ailing'; ailments: readonly Ailment[] }
  | { kind: 'answered'; id: number; answer: Answer }
  | { kind: 'unanswered'; id: number; error: unknown };
type Told<Question> = 'close' | 'measure' | { kind: 'asked'; id: number; question: Question };

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
export const startThread = async <Question, Answer>(
  file: URL,
  options: ThreadOptions,
  { health, signal }: { health: Health; signal?: AbortSignal },
): Promise<AskedThread<Question, Answer>> => {
  const worker = new Worker(file, { workerData: options, resourceLimits });
  const gone = new Promise<void>((resolve) => {
    worker.on('exit', () => resolve());
  });
  const started = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  let asking: PromiseWithResolvers<ScopeMetrics[]> | undefined;
  const waiting = openWaiting<Answer>();
  let hasEnded = false;
  let ailing: readonly Ailment[] = [];
  const fail = (error: unknown): void => {
    started.reject(error);
    stopped.reject(error);
    asking?.reject(error);
    waiting.fail(error);
  };
  worker.on('message', (said: Said<Answer>) => {
    if (said.kind === 'started') started.resolve();
    else if (said.kind === 'stopped') fail(said.error);
    else if (said.kind === 'ailing') ailing = showIn(health, ailing, said.ailments);
    else if (said.kind === 'answered') waiting.answer(said.id, said.answer);
    else if (said.kind === 'unanswered') waiting.refuse(said.id, said.error);
    else asking?.resolve(said.metrics);
  });
  worker.on('error', fail);
  worker.on('exit', () => {
    hasEnded = true;
    started.reject(new Error(`the thread of ${file.pathname} ended before it began`));
    asking?.resolve([]);
    waiting.fail(new Error(`the thread of ${file.pathname} has ended`));
    stopped.resolve();
  });
  stopped.promise.catch(() => {});
  const tell = (told: Told<Question>): void => worker.postMessage(told);
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
    ask: (question) => {
      if (hasEnded) return Promise.reject(new Error(`the thread of ${file.pathname} has ended`));
      const { id, answer } = waiting.open();
      tell({ kind: 'asked', id, question });
      return answer;
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

/** Who waits for which answer. */
const openWaiting = <Answer>() => {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let lastId = 0;
  const take = (id: number): PromiseWithResolvers<Answer> | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    return one;
  };
  return {
    open: (): { id: number; answer: Promise<Answer> } => {
      const one = Promise.withResolvers<Answer>();
      waiting.set(++lastId, one);
      return { id: lastId, answer: one.promise };
    },
    answer: (id: number, answer: Answer): void => take(id)?.resolve(answer),
    refuse: (id: number, error: unknown): void => take(id)?.reject(error),
    fail: (error: unknown): void => {
      for (const id of [...waiting.keys()]) take(id)?.reject(error);
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

type OfThread = Omit<Resources, 'startThread'>;

/** What a file does that is started as a thread: the work, with resources of its own, until it is told to close. */
export const workInThread = (open: (resources: OfThread) => Promise<void>): Promise<void> =>
  inThread<never, never>(async (resources) => {
    await open(resources);
    return () => Promise.reject(new Error('nothing is asked of this thread'));
  }, giveWay);

/** The same for a file that answers questions: one after the other, as they are asked. Somebody waits for it, so that it gives way to nobody. */
export const answerInThread = <Question, Answer>(open: Answering<Question, Answer>): Promise<void> =>
  inThread(open, () => {});

type Answering<Question, Answer> = (resources: OfThread) => Promise<(question: Question) => Promise<Answer>>;

const inThread = async <Question, Answer>(open: Answering<Question, Answer>, whenBegun: () => void): Promise<void> => {
  const options: ThreadOptions = workerData;
  const port = parentPort;
  if (port === null) throw new Error('this file is started as a thread');
  const say = (said: Said<Answer>): void => port.postMessage(said);
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
  const { stopped, parts, answer } = await patiently(async () => {
    const { use, ...kept } = openUse();
    const resources = { environment, process, pool, log, logger, health, now: Date.now, use };
    return { ...kept, answer: await closingAll(kept.parts, () => open(resources)) };
  });
  opened.use(parts);
  opened.defer(() => log.leaveGroups());
  const closing = Promise.withResolvers<void>();
  let answered = Promise.resolve();
  const answerTo = (id: number, question: Question): Promise<void> =>
    answer(question).then(
      (given) => say({ kind: 'answered', id, answer: given }),
      (error: unknown) => say({ kind: 'unanswered', id, error }),
    );
  port.on('message', (told: Told<Question>) => {
    if (told === 'close') closing.resolve();
    else if (told !== 'measure') answered = answered.then(() => answerTo(told.id, told.question));
    else telemetry.measured().then((metrics) => say({ kind: 'measured', metrics: named(metrics) }), closing.reject);
  });
  Promise.race(stopped).catch((error: unknown) => say({ kind: 'stopped', error }));
  say({ kind: 'started' });
  whenBegun();
  const ending = new AbortController();
  closing.promise.catch(() => {}).finally(() => ending.abort());
  await giveBackStartMemory(ending.signal);
  await closing.promise;
  port.close();
};

/**
 * Whoever waits for an answer goes first, once nobody waits any more for the thread to begin: on Linux, a thread has a priority of
 * its own. Elsewhere, nothing is changed.
 */
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
