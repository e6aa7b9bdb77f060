import type { DeriveId } from '@hilo/identifiers';
import type { Log } from '@hilo/log';
import type { Authenticate, Logger, NameHashes, RouteApp, TellReads } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Permissions } from '../contacts/permissions.ts';
import type { Versions } from '../delivery/outgoing.ts';
import type { MessageRoutes } from '../delivery/routes.ts';
import type { DryRunner } from '../dry-runs/runner.ts';
import type { OutgoingWebhooks } from '../endpoints/outgoing-webhooks.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import type { PoliciesInForce } from '../store/contact-policies.ts';
import type { ProgrammesInForce } from '../store/programmes.ts';
import type { ReactionRulesInForce } from '../store/reaction-rules.ts';

/** What the routes of this service have in common. */
export type Context = {
  pool: Pool;
  log: Log;
  logger: Logger;
  hashes: NameHashes;
  authenticate: Authenticate;
  tellReads: TellReads;
  permissions: Permissions;
  policies: PoliciesInForce;
  programmes: ProgrammesInForce;
  caseRules: CaseRulesInForce;
  reactionRules: ReactionRulesInForce;
  versions: Versions;
  deriveId: DeriveId;
  dryRuns: DryRunner;
  webhooks: OutgoingWebhooks;
  routes: MessageRoutes;
  publicUrl: string;
  now(): number;
};

/** Adds one route: its schema, and what it does. */
export type Route = (app: RouteApp, context: Context) => unknown;

export const tags = ['survey-trigger'];

/** Of a route that shows what is kept of people, for its description. */
export const audited = 'Who reads it is noted in GET /v1/identity/audit, with the purpose in the header Hilo-Purpose.';
