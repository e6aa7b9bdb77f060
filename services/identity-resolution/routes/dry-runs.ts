import { randomUUID } from 'node:crypto';
import { DecidedBy, Problem, Timestamp, Uuid } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, problems, transaction } from '@hilo/runtime';
import { z } from 'zod';
import { idsIn, KeptReport, Report, withNames } from '../domain/dry-run.ts';
import { Registry } from '../domain/registry.ts';
import {
  DryRunState,
  findDryRun,
  insertDryRun,
  listDryRuns,
  nameIdentifiers,
  type StoredDryRun,
} from '../store/registry/dry-runs.ts';
import { type Route, tags } from './context.ts';

const DryRun = z.object({
  id: Uuid,
  state: DryRunState,
  share: z.number().min(0).max(1).describe('How much of the evidence was looked at.'),
  by: DecidedBy,
  at: Timestamp,
  failure: z.string().optional(),
});

const Answer = z.object({ ...DryRun.shape, registry: Registry, report: Report.optional() });
export const startDryRunRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/identity/dry-runs',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Find out what other rules would do',
        description:
          'Resolves all that is known at this moment by the proposed registry, in the background, and reports who would ' +
          'become one, who would not be one any more, and which identifiers would be shared. Changes nothing. While other ' +
          'rules are being applied, it waits.',
        tags,
        body: Registry,
        response: { 202: DryRun, ...problems },
      },
    },
    async (request, reply) => {
      const by = JSON.stringify(doneBy(callerOf(request)));
      const one = { content: JSON.stringify(request.body), by, at: now() };
      const id = randomUUID();
      await transaction(pool, (tx) => insertDryRun(tx, { id, ...one }));
      reply.status(202);
      return dryRunOf({ id, ...one, state: 'running', done: 0, total: 0, report: null, failure: null });
    },
  );

export const listDryRunsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/identity/dry-runs',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'The dry runs, the latest first; at most 100 are kept',
        tags,
        response: { 200: z.object({ dryRuns: z.array(DryRun) }), ...problems },
      },
    },
    async () => ({ dryRuns: (await listDryRuns(pool)).map(dryRunOf) }),
  );

export const showDryRunRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/identity/dry-runs/:id',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'What a dry run found',
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: Answer, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const found = await findDryRun(pool, request.params.id);
      if (found === undefined) throw new HttpProblem(404, 'Not found', 'There is no such dry run.');
      const registry = Registry.parse(JSON.parse(found.content));
      if (found.report === null) return { ...dryRunOf(found), registry };
      const kept = KeptReport.parse(JSON.parse(found.report));
      const report = withNames(kept, await nameIdentifiers(pool, idsIn(kept)));
      return { ...dryRunOf(found), registry, report };
    },
  );

/** What other rules would do to the real evidence. */
export const dryRunRoutes: readonly Route[] = [startDryRunRoute, listDryRunsRoute, showDryRunRoute];

const dryRunOf = (run: StoredDryRun): z.infer<typeof DryRun> => ({
  id: run.id,
  state: run.state,
  share: run.state === 'done' ? 1 : run.total > 0 ? Math.min(1, run.done / run.total) : 0,
  by: DecidedBy.parse(JSON.parse(run.by)),
  at: new Date(run.at).toISOString(),
  ...(run.failure !== null && { failure: run.failure }),
});
