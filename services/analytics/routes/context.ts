import type { Authenticate, RouteApp, TellReads } from '@hilo/runtime';
import type { Pool } from 'pg';

/** What the routes of this service have in common. */
type Context = {
  pool: Pool;
  authenticate: Authenticate;
  tellReads: TellReads;
  /** In which days, weeks and months begin, where nobody says another. */
  timeZone: string;
};

/** Adds one route: its schema, and what it does. */
export type Route = (app: RouteApp, context: Context) => unknown;

export const tags = ['analytics'];
