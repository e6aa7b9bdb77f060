import { randomUUID } from 'node:crypto';
import { DecidedBy, Problem, RebuiltService, Timestamp, Uuid } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, problems, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  askForRebuild,
  cancelRebuild,
  findRebuild,
  listRebuilds,
  RebuildState,
  type Rebuild as StoredRebuild,
} from '../store/publishing/rebuilds.ts';
import { type Route, tags } from './context.ts';

const RebuildRequest = z.strictObject({
  service: RebuiltService,
  perSecond: z
    .int()
    .min(1)
    .max(100_000)
    .default(10_000)
    .describe('How many records and interactions it is told in a second at the most.'),
});

const Rebuild = z.object({
  id: Uuid,
  service: RebuiltService,
  state: RebuildState.describe(
    'asked, beginning: the service is to begin. records, interactions: it is told them. settling: it reads the last of them. ' +
      'ending: it removes what no fact says.',
  ),
  by: DecidedBy,
  perSecond: z.int(),
  askedAt: Timestamp,
  doneAt: Timestamp.optional(),
  told: z.int().describe('How many records and interactions it was told so far.'),
  total: z.int().describe('How many there were when it began.'),
  removed: z.record(z.string(), z.int()).optional().describe('How many rows of which table no fact said.'),
});

export const askForRebuildRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/rebuilds',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Have a service be told everything again',
        description:
          'Every record and every interaction, from the facts, to this service alone, in the background, while interactions come. ' +
          'It goes on answering; at the end, what it has that no fact says is gone. Asked again while one is under way, it is ' +
          'that one, at the rate that is asked for now. Nobody is asked, told or contacted again.',
        tags,
        body: RebuildRequest,
        response: { 202: Rebuild, ...problems },
      },
      config: { example: { service: 'analytics', perSecond: 2000 } },
    },
    async (request, reply) => {
      const by = JSON.stringify(doneBy(callerOf(request)));
      const asked = await transaction(pool, (tx) =>
        askForRebuild(tx, { id: randomUUID(), ...request.body, by, now: now() }),
      );
      if (asked === undefined) throw new Error('a rebuild was neither noted nor under way');
      reply.status(202);
      return rebuildOf(asked);
    },
  );

export const listRebuildsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/rebuilds',
    {
      onRequest: allow(authenticate, 'identity:write', 'customers:read'),
      schema: {
        summary: 'The rebuilds, the latest first; 100 at the most',
        tags,
        response: { 200: z.object({ rebuilds: z.array(Rebuild) }), ...problems },
      },
    },
    async () => ({ rebuilds: (await listRebuilds(pool)).map(rebuildOf) }),
  );

export const rebuildRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/rebuilds/:id',
    {
      onRequest: allow(authenticate, 'identity:write', 'customers:read'),
      schema: {
        summary: 'How far a rebuild is',
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: Rebuild, ...problems, 404: Problem },
      },
    },
    async (request) => read(pool, request.params.id),
  );

export const stopRebuildRoute: Route = (app, { pool, authenticate, now }) =>
  app.delete(
    '/v1/rebuilds/:id',
    {
      onRequest: allow(authenticate, 'identity:write'),
      schema: {
        summary: 'Stop a rebuild',
        description: 'The service keeps what it was told, and what it had. One that is through stays as it is.',
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: Rebuild, ...problems, 404: Problem },
      },
    },
    async (request) => {
      await cancelRebuild(pool, request.params.id, now());
      return read(pool, request.params.id);
    },
  );

/** Which services are told everything again. */
export const rebuildRoutes: readonly Route[] = [askForRebuildRoute, listRebuildsRoute, rebuildRoute, stopRebuildRoute];

const read = async (pool: Pool, id: string): Promise<z.infer<typeof Rebuild>> => {
  const found = await findRebuild(pool, id);
  if (found === undefined) throw new HttpProblem(404, 'Not found', 'There is no such rebuild.');
  return rebuildOf(found);
};

const rebuildOf = (one: StoredRebuild): z.infer<typeof Rebuild> => ({
  id: one.id,
  service: one.service,
  state: one.state,
  by: DecidedBy.parse(JSON.parse(one.by)),
  perSecond: one.perSecond,
  askedAt: new Date(one.askedAt).toISOString(),
  ...(one.doneAt !== null && { doneAt: new Date(one.doneAt).toISOString() }),
  told: one.done,
  total: one.total,
  ...(one.removed !== null && { removed: Rebuild.shape.removed.parse(JSON.parse(one.removed)) }),
});
