import type { Log } from '@hilo/log';
import type { Authenticate, Logger, NameHashes, RouteApp } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Programme } from '../domain/programme.ts';

/** What the routes of this service have in common. */
type Context = {
  pool: Pool;
  log: Log;
  logger: Logger;
  hashes: NameHashes;
  now(): number;
  authenticate: Authenticate;
  programmes: readonly Programme[];
  now(): number;
};

/** Adds one route: its schema, and what it does. */
export type Route = (app: RouteApp, context: Context) => unknown;

export const tags = ['survey-trigger'];
