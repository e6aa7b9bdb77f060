import type { Log } from '@hilo/log';
import {
  type Authenticate,
  callerOf,
  HttpProblem,
  type Logger,
  mayDo,
  type RouteApp,
  type TellReads,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import type { AskColumns } from '../columns/open-columns.ts';
import type { JourneyRules } from '../domain/journey.ts';
import { personalIn } from '../domain/personal.ts';
import type { Live } from '../live/open-live.ts';
import type { SignIn } from '../signing-in/sign-in.ts';

/** What the routes of this service have in common. */
export type Context = {
  pool: Pool;
  log: Log;
  logger: Logger;
  authenticate: Authenticate;
  tellReads: TellReads;
  /** In which days, weeks and months begin, where nobody says another. */
  timeZone: string;
  journeyRules: JourneyRules;
  live: Live;
  /** Where survey-trigger is asked who may be contacted. */
  surveyTriggerUrl(): string;
  now(): number;
  /** Up to when everything is known, in milliseconds since the epoch. */
  asOf(): number;
  /** Who is asked about journeys. */
  askColumns: AskColumns;
  /** The properties that the columns have, in their order. */
  properties: readonly string[];
  /** The traits and properties that say of nobody who it is, as they are called in `groupBy`. */
  analystDimensions: readonly string[];
  /** After how long a question is given up. */
  timeoutMs: number;
  /** By what people sign in; absent where nobody can. */
  signIn: SignIn | undefined;
};

/** Adds one route: its schema, and what it does. */
export type Route = (app: RouteApp, context: Context) => unknown;

/** Whether who asks may see who people are, and what they wrote. */
export const seesPeople = (request: Parameters<typeof callerOf>[0]): boolean =>
  mayDo(callerOf(request), 'customers:read');

/** Throws where who asks may not read customers, and the question names what may say who somebody is. */
export const refusePersonal = (
  request: Parameters<typeof callerOf>[0],
  question: Parameters<typeof personalIn>[0],
  { analystDimensions }: Pick<Context, 'analystDimensions'>,
): void => {
  const name = seesPeople(request) ? undefined : personalIn(question, analystDimensions);
  if (name === undefined) return;
  const detail = `${name} may say who somebody is: it is for who has customers:read, unless HILO_ANALYST_DIMENSIONS names it.`;
  throw new HttpProblem(403, 'Not allowed', detail);
};

export const invalidQuery = (wrong: { path: PropertyKey[]; message: string }): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The querystring is not what this endpoint takes.', [wrong]);

export const tags = ['analytics'];

/** Of a route that shows what is kept of people, for its description. */
export const auditedRead =
  'Who reads it is noted in GET /v1/identity/audit, with the purpose in the header Hilo-Purpose.';
