import type { Log } from '@hilo/log';
import type { Authenticate, RouteApp, TellReads } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Acceptance } from '../domain/accept.ts';
import type { Settling } from '../quarantine/actions.ts';
import type { ServicesLag } from '../receipts/services-lag.ts';
import type { Ledger } from '../store/ledger.ts';
import type { OpenWebhook } from '../webhooks/remember.ts';
import type { SecretBox } from '../webhooks/secrets.ts';

/** What the routes of this service have in common. */
export type Context = {
  pool: Pool;
  log: Log;
  authenticate: Authenticate;
  settling: Settling;
  acceptance: Omit<Acceptance, 'source' | 'now'>;
  box: SecretBox;
  /** How many requests a minute a key may post to one process, if it says nothing else. */
  rateLimit: number;
  openWebhook(id: string): Promise<OpenWebhook>;
  readLedger(): Promise<Ledger>;
  /** What waits in the log for each service. */
  readLag(): Promise<ServicesLag>;
  /** Whether something that was accepted is not told of here yet. */
  isBehind(): Promise<boolean>;
  tellReads: TellReads;
  now(): number;
};

/** Adds one route: its schema, and what it does. */
export type Route = (app: RouteApp, context: Context) => unknown;

export const tags = ['ingest'];
