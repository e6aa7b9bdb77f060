import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@hilo/log';
import closeWithGrace from 'close-with-grace';
import type { Environment } from '../config.ts';
import { HttpProblem, isMistake, isRefusal, isUnfit, nameOfError } from '../errors.ts';
import { openAuthenticator } from '../following/api-keys.ts';
import { type Ailment, type Health, openHealth } from '../health.ts';
import type { Authenticate } from '../http/auth.ts';
import { openListener } from '../http/listener.ts';
import type { Routes } from '../http/routes.ts';
import { createServer } from '../http/server.ts';
import { createLogger, type Logger, type LoggerOptions } from '../logger.ts';
import { type Closable, closeTogether, closingAll, openUse, type ProcessConfig, type Thread } from '../resources.ts';
import { observeAilments } from '../telemetry/measure.ts';
import { collectWithinMs, startTelemetry, type Telemetry } from '../telemetry/start.ts';
import { checkErasureList } from './check-erasure-list.ts';
import { type Database, openPlaces, type Places, readConfigs } from './places.ts';
import type { RunningService, ServiceDefinition } from './service-definition.ts';
import { handOverSignals } from './signals.ts';
import { giveBackStartMemory } from './start-memory.ts';
import { mayPassWithLog, openStarting, type Starting } from './starting.ts';
import { startThread } from './thread.ts';

export type RunningProcess = {
  url: string;
  log: Log;
  /** Rejects when a service can never go on. */
  stopped: Promise<void>;
  close(): Promise<void>;
};

export type ProcessOptions = {
  /** The log goes there in place of stdout. */
  logFile?: string;
  /** Ends the start, whatever it waits for. */
  signal?: AbortSignal;
  /** Told what the start waits for, beside the log. */
  onWaiting?(line: string): void;
  /** What whoever starts it shows beside its services. */
  routes?: readonly Routes[];
};

/**
 * Listens at once, then opens everything that the services need, then the services. What is away is named and waited for;
 * until all is there, `/readyz` says what the start waits for.
 */
export const startProcess = async (
  definitions: readonly ServiceDefinition[],
  environment: Environment,
  { logFile, signal = new AbortController().signal, onWaiting, routes = [] }: ProcessOptions = {},
): Promise<RunningProcess> => {
  const config = readConfigs(definitions, environment);
  const opened = new AsyncDisposableStack();
  try {
    const logging: LoggerOptions = { level: config.LOG_LEVEL, ...(logFile !== undefined && { file: logFile }) };
    // A child repeats what its parent says: so the one of the services says nothing itself.
    const root = createLogger(logging);
    const name = definitions.map((one) => one.name).join('+');
    const logger = root.child({ service: name });
    const starting = openStarting({
      signal,
      say: (line) => {
        logger.warn({}, line);
        onWaiting?.(line);
      },
    });
    const telemetry = opened.use(startTelemetry(name, config));
    const { waitingFor } = starting;
    const renderMetrics = () => telemetry.renderMetrics();
    const listener = opened.use(
      await openListener({
        host: config.HOST,
        port: config.PORT,
        waitingFor,
        renderMetrics,
        metrics: config.HILO_METRICS,
      }),
    );
    logger.info({ at: listener.address }, 'listening; the services start');

    const { databases, log, logUrl } = await openPlaces({ config, definitions, starting, logger, opened });
    const checkList = () => checkErasureList(databases, config, logger);
    await starting.step('the list of erasures', checkList, (error) => !isRefusal(error));
    const health = openHealth(Date.now);
    opened.use(observeAilments(health.ailments));
    const parts: Closable[] = [];
    // One service needs nothing of another: nobody waits for one after the other, nor for one group after the other.
    opened.defer(async () => void (await closeTogether(parts).close()));
    opened.defer(() => log.leaveGroups());
    const running: Running = { config, environment, logging, logger: root, log, logUrl, health, starting, parts };
    const services: Opened[] = [];
    for (const database of databases) services.push(await openService(database, running));
    const server = await createServer({
      logger,
      listener,
      services: databases.map(({ definition }) => definition),
      routes: [...services.map(({ service }) => service.routes), ...routes],
      frontPage: services.find(({ service }) => service.frontPage)?.service.frontPage,
      ready: () => untilReady(services, log, health),
      health,
      renderMetrics: () => renderAll(telemetry, services, logger),
      exposure: { docs: config.HILO_DOCS, metrics: config.HILO_METRICS, authenticate: keysOf(databases, running) },
    });
    // First of all nobody is let in any more.
    opened.defer(() => server.close().then(() => {}));
    logger.info({ address: listener.address, services: definitions.map(({ name }) => name) }, 'ready');
    return {
      url: listener.address.replace('0.0.0.0', '127.0.0.1').replace('[::]', '127.0.0.1'),
      log,
      stopped: Promise.race(services.flatMap(({ stopped }) => stopped)),
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    const closed = opened.disposeAsync().catch(() => {});
    // A statement that hangs does not keep a start that is to end: what was not committed is done again.
    await Promise.race([closed, delay(longestEndOfStartMs, undefined, { ref: false })]);
    throw error;
  }
};

const longestEndOfStartMs = 1500;

/** Runs the services until a signal comes or one of them can never go on; then closes all in reverse order. */
export const runProcess = async (
  definitions: readonly ServiceDefinition[],
  environment: Environment,
): Promise<void> => {
  const stopping = new AbortController();
  let starting: Promise<RunningProcess> | undefined;
  let hasFailed = false;
  const grace = closeWithGrace({ delay: 18_000, logger: console }, async ({ err }) => {
    if (err) console.error(err);
    stopping.abort();
    const running = await starting?.catch(() => undefined);
    await running?.close();
    if (hasFailed) process.exit(1);
  });
  handOverSignals();
  starting = startProcess(definitions, environment, { signal: stopping.signal });
  try {
    const running = await starting;
    await Promise.all([running.stopped, giveBackStartMemory()]);
  } catch (error) {
    // The signal that came meanwhile ends the process.
    if (stopping.signal.aborted) return;
    if (error instanceof Error && isRefusal(error)) console.error(`hilo: ${error.message}`);
    else console.error('hilo: it cannot go on:', error);
    hasFailed = true;
    grace.close();
  }
};

type Running = Omit<Places, 'databases'> & {
  config: ProcessConfig;
  environment: Environment;
  logging: LoggerOptions;
  logger: Logger;
  health: Health;
  starting: Starting;
  /** What the services have opened. */
  parts: Closable[];
};

/** Who asks what is of no service: every service knows the same keys. */
const keysOf = ([first]: readonly Database[], { config, log, logger }: Running): Authenticate => {
  if (first === undefined) throw new Error('a process runs no service');
  return openAuthenticator({ process: config, pool: first.pool, log, logger, now: Date.now });
};

type Opened = { service: RunningService; stopped: readonly Promise<void>[]; threads: readonly Thread[] };

const openService = async ({ definition, pool, options: database }: Database, running: Running): Promise<Opened> => {
  const { config, environment, logging, logger, log, logUrl, health, starting, parts: all } = running;
  const open = async (): Promise<Opened> => {
    const threads: Thread[] = [];
    const { use, stopped, parts } = openUse();
    const thread = { environment, process: config, database, logUrl, logger: { ...logging, name: definition.name } };
    const service = await closingAll(parts, () =>
      definition.open({
        environment,
        process: config,
        pool,
        log,
        logger: logger.child({ service: definition.name }),
        health,
        now: Date.now,
        use,
        startThread: async <Question, Answer>(file: URL) => {
          const started = await startThread<Question, Answer>(file, thread, { health, signal: starting.signal });
          threads.push(started);
          return use(started);
        },
      }),
    );
    all.push({ close: () => parts.disposeAsync() });
    return { service, stopped, threads };
  };
  return starting.step(`${definition.name} to open`, open, mayPassWithLog);
};

/** Rejects, naming all that is not as it has to be. */
const untilReady = async (services: readonly Opened[], log: Log, health: Health): Promise<void> => {
  const ailments = health.ailments();
  if (ailments.length > 0) throw new HttpProblem(503, 'Not ready', ailments.map(sayAilment).join('; '));
  if (!services.some(({ service }) => service.worksWithoutLog)) {
    await log.ready().catch((cause: unknown) => {
      // A log that is away is no mistake of ours, whatever words its client has for that.
      if (isMistake(cause) || !(cause instanceof Error)) throw cause;
      throw new HttpProblem(503, 'Not ready', `the log: ${cause.message}`, [], { cause });
    });
  }
  await Promise.all(services.map(({ service }) => service.ready())).catch((cause: unknown) => {
    throw isUnfit(cause)
      ? new HttpProblem(503, 'Not ready', `the database: ${nameOfError(cause)}`, [], { cause })
      : cause;
  });
};

const sayAilment = ({ part, reason, since }: Ailment): string =>
  `${part} ${reason}, since ${new Date(since).toISOString()}`;

/** The metrics of the process and of its threads; a thread that does not answer in time is left out. */
const renderAll = async (telemetry: Telemetry, services: readonly Opened[], logger: Logger): Promise<string> => {
  const threads = services.flatMap((one) => one.threads);
  const measured = await Promise.all(
    threads.map(async (thread) => {
      const late = delay(collectWithinMs, 'late' as const, { ref: false });
      const metrics = await Promise.race([thread.measured(), late]);
      if (metrics !== 'late') return metrics;
      logger.warn({}, 'a thread does not answer: /metrics is without what it measures');
      return [];
    }),
  );
  return telemetry.renderMetrics(measured.flat());
};
