import { type Log, openLog } from '@hilo/log';
import closeWithGrace from 'close-with-grace';
import { type Environment, readConfig } from './config.ts';
import { migrate, openDatabase, provisionSchemas } from './database.ts';
import { HttpProblem, isTransient } from './errors.ts';
import { type Ailment, openHealth } from './health.ts';
import { createServer, type Routes } from './http.ts';
import { createLogger } from './logger.ts';
import { ProcessConfig, type Resources, type Thread } from './resources.ts';
import { retry } from './retry.ts';
import { giveBackStartMemory } from './start-memory.ts';
import { startTelemetry } from './telemetry.ts';
import { startThread } from './thread.ts';

/** A service that runs: its routes, and how to tell that it works. */
export type RunningService = {
  routes: Routes;
  /** Rejects when the service cannot do its work. */
  ready(): Promise<void>;
  /** While the log is away it takes what comes all the same, and says itself whether it is ready; so its process stays ready. */
  worksWithoutLog?: boolean;
  /** Rejects when the service can never go on; the process must then exit. */
  stopped: Promise<void>;
  close(): Promise<void>;
};

export type ServiceDefinition = {
  name: string;
  /** The schema, and with it the role, that the service owns. */
  schema: string;
  /** A schema of the same role, in which the service builds what takes the place of its tables. */
  furtherSchema?: string;
  migrations: string;
  maxConnections?: number;
  databaseSettings?: Readonly<Record<string, string>>;
  open(resources: Resources): Promise<RunningService>;
};

export type RunningProcess = {
  url: string;
  log: Log;
  /** Rejects when a service can never go on. */
  stopped: Promise<void>;
  close(): Promise<void>;
};

const logSchema = 'log';

/** Opens everything that the services need, then the services, then the door. It logs to stdout, or to the file. */
export const startProcess = async (
  definitions: readonly ServiceDefinition[],
  environment: Environment,
  { logFile }: { logFile?: string } = {},
): Promise<RunningProcess> => {
  const config = readConfig(ProcessConfig, environment);
  const opened = new AsyncDisposableStack();
  try {
    const name = definitions.map((definition) => definition.name).join('+');
    const logging = { level: config.LOG_LEVEL, name, ...(logFile !== undefined && { file: logFile }) };
    const logger = createLogger(logging);
    const telemetry = opened.use(startTelemetry('hilo', config));
    const urls = await retry(() => databaseUrls(config, definitions), {
      shouldRetry: isTransient,
      onError: (error, attempt) => {
        if (attempt > 30) throw error;
        logger.warn({ err: error }, 'the database is not there yet');
      },
      maxDelayMs: 2000,
    });
    const logUrl = config.HILO_LOG ?? urls[logSchema] ?? config.DATABASE_URL;
    const log = opened.use(await openLog(logUrl));
    const health = openHealth(Date.now);
    const services: RunningService[] = [];
    const threads: Thread[] = [];
    for (const definition of definitions) {
      const database = {
        connectionString: urls[definition.schema] ?? config.DATABASE_URL,
        schema: definition.schema,
        maxConnections: definition.maxConnections ?? 8,
        settings: definition.databaseSettings ?? {},
      };
      const pool = openDatabase({ ...database, logger });
      opened.defer(() => pool.end());
      await migrate(pool, definition.migrations);
      const service = await definition.open({
        environment,
        process: config,
        pool,
        log,
        logger: logger.child({ service: definition.name }),
        health,
        now: Date.now,
        startThread: async (file) => {
          const thread = await startThread(
            file,
            {
              environment,
              process: config,
              database,
              logUrl,
              logger: { ...logging, name: definition.name },
            },
            health,
          );
          threads.push(thread);
          return thread;
        },
      });
      opened.defer(() => service.close());
      services.push(service);
    }
    const server = await createServer({
      logger,
      routes: services.map(({ routes }) => routes),
      ready: async () => {
        if (!services.some(({ worksWithoutLog }) => worksWithoutLog)) await log.ready();
        await Promise.all(services.map((service) => service.ready()));
        const ailments = health.ailments();
        if (ailments.length > 0) throw new HttpProblem(503, 'Not ready', ailments.map(sayAilment).join('; '));
      },
      renderMetrics: async () =>
        telemetry.renderMetrics((await Promise.all(threads.map((thread) => thread.measured()))).flat()),
    });
    opened.defer(async () => {
      await server.close();
    });
    const address = await server.listen({ host: config.HOST, port: config.PORT });
    logger.info({ address, services: definitions.map(({ name }) => name) }, 'listening');
    return {
      url: address.replace('0.0.0.0', '127.0.0.1').replace('[::]', '127.0.0.1'),
      log,
      stopped: Promise.race(services.map(({ stopped }) => stopped)),
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
};

/** Runs the services until a signal comes or one of them can never go on; then closes all in reverse order. */
export const runProcess = async (
  definitions: readonly ServiceDefinition[],
  environment: Environment,
): Promise<RunningProcess> => {
  const running = await startProcess(definitions, environment);
  giveBackStartMemory();
  const grace = closeWithGrace({ delay: 18_000, logger: console }, async ({ err }) => {
    if (err) console.error(err);
    await running.close();
  });
  running.stopped.catch((error: unknown) => {
    console.error('hilo: a consumer stopped for good', error);
    process.exitCode = 1;
    grace.close();
  });
  return running;
};

const sayAilment = ({ part, reason, since }: Ailment): string =>
  `${part} ${reason}, since ${new Date(since).toISOString()}`;

/** A connection string for every schema: of a role of its own where we may create roles, else the one that is given. */
const databaseUrls = async (
  config: ProcessConfig,
  definitions: readonly ServiceDefinition[],
): Promise<Record<string, string>> => {
  const schemas = [...definitions.map(({ schema }) => schema), ...(config.HILO_LOG ? [] : [logSchema])];
  const further = Object.fromEntries(
    definitions.flatMap(({ schema, furtherSchema }) => (furtherSchema === undefined ? [] : [[schema, furtherSchema]])),
  );
  return provisionSchemas({ adminUrl: config.DATABASE_URL, secret: config.HILO_ID_SECRET }, schemas, further);
};
