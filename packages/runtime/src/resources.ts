import type { Log } from '@hilo/log';
import type { ScopeMetrics } from '@opentelemetry/sdk-metrics';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Environment } from './config.ts';
import type { Health } from './health.ts';
import type { Logger } from './logger.ts';

/** What every process reads, whichever services run in it. */
export const ProcessConfig = z.object({
  DATABASE_URL: z
    .url()
    .describe('Postgres. Where it may create roles, each service gets a schema and a role of its own.'),
  HILO_LOG: z
    .string()
    .optional()
    .describe('Where the log is: `kafka://host:port,host:port` or `postgres://…`. Without it, in DATABASE_URL.'),
  HILO_API_KEY: z
    .string()
    .regex(/^[!-9;-~]{16,}$/, 'at least 16 printable characters, without spaces and colons')
    .describe('The key of the operator, which may do everything. At least 16 characters, no spaces or colons.'),
  HILO_ID_SECRET: z
    .string()
    .min(16)
    .describe('The secret of the keyed hashes: the same secret gives a customer the same id. At least 16 characters.'),
  HILO_SOURCE: z.string().default('local').describe("The source of what is posted with the operator's key."),
  HOST: z.string().default('0.0.0.0').describe('The address to listen on.'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe('The port to listen on.'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged.'),
  OTEL_SDK_DISABLED: z
    .stringbool()
    .default(false)
    .describe('`true` measures and traces nothing. Then `/metrics` is empty.'),
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
  /** Starts the work of this file, which calls `workInThread`, in a thread of its own. */
  startThread(file: URL): Promise<Thread>;
};
