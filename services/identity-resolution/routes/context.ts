import type { Authenticate, ErasureList, Logger, NameHashes, RouteApp } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Publisher } from '../publishing/publish.ts';
import type { Audit } from '../reading/audit.ts';
import type { RulesInForce } from '../store/registry/rules-in-force.ts';

/** What the routes of this service have in common. */
export type Context = {
  pool: Pool;
  rules: RulesInForce;
  publisher: Publisher;
  authenticate: Authenticate;
  audit: Audit;
  names: NameHashes;
  /** Outside of the database, where there is one. */
  erasureList: ErasureList | undefined;
  logger: Logger;
  now(): number;
};

/** Adds one route: its schema, and what it does. */
export type Route = (app: RouteApp, context: Context) => unknown;

export const tags = ['identity-resolution'];
