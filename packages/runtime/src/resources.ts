import { ChannelSource } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import type { ScopeMetrics } from '@opentelemetry/sdk-metrics';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Environment } from './config.ts';
import type { Health } from './health.ts';
import { KafkaConfig } from './kafka-settings.ts';
import type { Logger } from './logger.ts';

const databaseUrl = () =>
  z.url({
    protocol: /^postgres(ql)?$/,
    error:
      'is not the address of a Postgres, such as postgres://user:password@host:5432/hilo, in which characters like @ / # ? % are written as %40 %2F %23 %3F %25',
  });
const ownUrl = (service: string) =>
  databaseUrl()
    .optional()
    .describe(`Postgres as ${service} finds it, with a role of its own. Without it, DATABASE_URL.`);

/** Who may read what tells of the process and of nobody in it. */
const Access = z.enum(['open', 'direct', 'key', 'off']);
export type Access = z.infer<typeof Access>;

/** What every process reads, whichever services run in it. */
export const ProcessConfig = z.object({
  DATABASE_URL: databaseUrl()
    .optional()
    .describe(
      'Postgres. Where it may create roles, each service gets a schema and a role of its own. Required, unless every service has a URL of its own and HILO_LOG is set.',
    ),
  HILO_INGEST_DATABASE_URL: ownUrl('ingest'),
  HILO_IDENTITY_RESOLUTION_DATABASE_URL: ownUrl('identity-resolution'),
  HILO_SURVEY_TRIGGER_DATABASE_URL: ownUrl('survey-trigger'),
  HILO_ANALYTICS_DATABASE_URL: ownUrl('analytics'),
  HILO_MIGRATE: z
    .stringbool()
    .default(true)
    .describe('`no`: creates and changes no tables, roles and schemas, but waits until `hilo migrate` has done so.'),
  HILO_LOG: z
    .string()
    .regex(
      /^(postgres(ql)?:\/\/\S+|kafka:\/\/[^:/\s,]+:\d+(,[^:/\s,]+:\d+)*)$/,
      'is neither kafka://host:port,host:port nor postgres://…',
    )
    .optional()
    .describe('Where the log is: `kafka://host:port,host:port` or `postgres://…`. Without it, in DATABASE_URL.'),
  ...KafkaConfig.shape,
  HILO_API_KEY: z
    .string()
    .regex(/^[!-9;-~]{16,}$/, 'at least 16 printable characters, without spaces and colons')
    .describe('The key of the operator, which may do everything. At least 16 characters, no spaces or colons.'),
  HILO_ID_SECRET: z
    .string()
    .min(16)
    .describe('The secret of the keyed hashes: the same secret gives a customer the same id. At least 16 characters.'),
  HILO_ERASURE_LIST: z
    .string()
    .regex(/^(none|file:\/\/\/\S+)$/, 'is neither file:///a/folder nor none')
    .optional()
    .describe(
      'A folder outside of the database, `file:///…`, in which every erasure is noted before it is done: a database that is restored from a backup is brought up to it before anything is served. `none` goes on without one that there was.',
    ),
  HILO_SESSION_SECRET: z
    .string()
    .transform((text) => text.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().min(32, 'is no secret of at least 32 characters, or two with a comma between')).max(2))
    .optional()
    .describe(
      'The secret that seals the sessions of who signs in, the same for every service; at least 32 characters. While it is exchanged two, with a comma between: the first seals, both open. Without it nobody can sign in.',
    ),
  HILO_DASHBOARD_URL: z
    .url({ protocol: /^https?$/, error: 'is not an address such as https://hilo.example.org' })
    .default('http://localhost:8080')
    .describe(
      'Where people open Hilo in a browser. Where it is https, the cookie of a session is sent by https alone.',
    ),
  HILO_SOURCE: ChannelSource.default('local').describe("The source of what is posted with the operator's key."),
  HOST: z.string().default('0.0.0.0').describe('The address to listen on.'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe('The port to listen on.'),
  HILO_DOCS: Access.default('open').describe(
    'Who may read `/docs`: `open` everybody; `direct` who comes through no proxy, others with any key; `key` who has any key (in a browser, as the user name); `off` nobody.',
  ),
  HILO_METRICS: Access.default('direct').describe(
    'Who may read `/metrics`: the same, with a key that has the scope `metrics:read`. So by default what scrapes beside it can, and who comes in through a proxy needs a key.',
  ),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged.'),
  OTEL_SDK_DISABLED: z
    .stringbool()
    .default(false)
    .describe('`true` measures and traces nothing. Then `/metrics` is empty.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Which share of the traces that begin here is sent, 0 to 1. What the sender traces is always.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('Where traces go, by OTLP over HTTP. Without it, nowhere.'),
});

export type ProcessConfig = z.infer<typeof ProcessConfig>;

/** Work that goes on in a thread of its own, so that it keeps no request waiting. */
export type Thread = {
  /** Rejects when the work can never go on. */
  stopped: Promise<void>;
  /** What it has measured so far. */
  measured(): Promise<ScopeMetrics[]>;
  /** Ends the work, then the thread. */
  close(): Promise<void>;
};

/** The same, of work that answers questions: plain data, which is copied. */
export type AskedThread<Question, Answer> = Thread & { ask(question: Question): Promise<Answer> };

/** What is opened, and has to be closed again. */
export type Closable = {
  close(): Promise<unknown>;
  /** Rejects when it can never go on. */
  stopped?: Promise<void>;
};

/** Keeps what is opened: all of it is closed in reverse order, whatever fails on the way. */
export const openUse = () => {
  const parts = new AsyncDisposableStack();
  const stopped: Promise<void>[] = [];
  const use = <Part extends Closable>(part: Part): Part => {
    parts.defer(async () => void (await part.close()));
    if (part.stopped !== undefined) stopped.push(part.stopped);
    return part;
  };
  return { use, stopped, parts };
};

/** Does the work; where that fails, closes what it has opened until then. */
export const closingAll = async <Result>(parts: AsyncDisposableStack, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    // Why it failed is worth more than what else did then.
    await parts.disposeAsync().catch(() => {});
    throw error;
  }
};

/** Closes them at the same time; waits for all, whichever fails. */
export const closeTogether = (parts: readonly Closable[]): Closable => ({
  close: async () => {
    const closed = await Promise.allSettled(parts.map((part) => part.close()));
    const failures = closed.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    if (failures.length === 1) throw failures[0];
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  },
});

/** What a service is given when it is opened. */
export type Resources = {
  environment: Environment;
  process: ProcessConfig;
  pool: Pool;
  log: Log;
  logger: Logger;
  /** What cannot do its work tells it here, so that `/readyz` says so. */
  health: Health;
  now(): number;
  /** Whatever is opened is given to this: it is closed with the service, and when it can never go on, the process ends. */
  use<Part extends Closable>(part: Part): Part;
  /** Starts the work of this file, which calls `workInThread` or `answerInThread`, in a thread of its own. */
  startThread<Question = never, Answer = never>(file: URL): Promise<AskedThread<Question, Answer>>;
};
