import { randomUUID } from 'node:crypto';
import { ErasureRequest, ErasureStatus, Problem, Uuid } from '@hilo/contracts';
import { allow, callerOf, cursorOf, doneBy, HttpProblem, pageLimit, pageOf, problems } from '@hilo/runtime';
import { z } from 'zod';
import { commitErasure } from '../erasure/commit-erasure.ts';
import { type ErasureMade, erasePerson } from '../erasure/erase-person.ts';
import type { Work } from '../publishing/commit.ts';
import { Export } from '../reading/export.ts';
import { findErasure, listErasures } from '../store/erasure/erasures.ts';
import { type Route, tags } from './context.ts';

const cursorInErasures = cursorOf('erasures', z.tuple([z.int(), z.uuid()]));

export const eraseRoute: Route = (app, { publisher, authenticate, audit, names, erasureList, logger, now }) =>
  app.post(
    '/v1/erasures',
    {
      onRequest: allow(authenticate, 'erasures:write'),
      schema: {
        summary: 'Erase a person: a customer, or whoever has an identifier',
        description:
          'Here it is done when it is answered; everywhere within 60 seconds. What happened until then is never let in ' +
          'again, however often it is posted. What others said stays, without the identifiers of the person.',
        tags,
        body: ErasureRequest,
        response: {
          202: ErasureStatus.extend({
            export: Export.optional().describe('If it was asked for, and somebody known.'),
          }),
          ...problems,
          404: Problem,
          409: Problem,
        },
      },
    },
    async (request, reply) => {
      // Who may erase need not be one who may read.
      if (request.body.export) await authenticate(request, 'customers:read');
      await audit.flush();
      const asking = { by: doneBy(callerOf(request)), now: now(), id: request.body.id ?? randomUUID(), names };
      const work: Work<ErasureMade> = (tx, rules) => erasePerson(tx, rules, request.body, asking);
      const made = await commitErasure(publisher, logger, work, erasureList);
      return reply.status(202).send({ ...made.erasure, ...(made.known && { export: made.known }) });
    },
  );

export const erasureRoute: Route = (app, { publisher, authenticate }) =>
  app.get(
    '/v1/erasures/:id',
    {
      onRequest: allow(authenticate, 'erasures:write'),
      schema: {
        summary: 'How far an erasure is, and what was removed where',
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: ErasureStatus, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const found = await findErasure(publisher.pool, request.params.id);
      if (found === undefined) throw new HttpProblem(404, 'Not found', 'There is no such erasure.');
      return found.status;
    },
  );

export const listErasuresRoute: Route = (app, { publisher, authenticate }) =>
  app.get(
    '/v1/erasures',
    {
      onRequest: allow(authenticate, 'erasures:write'),
      schema: {
        summary: 'Every erasure that was asked for, the latest first',
        tags,
        querystring: z.object({
          limit: pageLimit,
          cursor: cursorInErasures.parameter,
        }),
        response: {
          200: z.object({ erasures: z.array(ErasureStatus), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after } = request.query;
      const found = await listErasures(publisher.pool, { after, limit: limit + 1 });
      const { page, next } = pageOf(found, limit, ({ requestedAt, status }) =>
        cursorInErasures.encode([requestedAt, status.id]),
      );
      return { erasures: page.map(({ status }) => status), ...next };
    },
  );

/** To erase a person everywhere, and what was removed where. */
export const erasureRoutes: readonly Route[] = [eraseRoute, erasureRoute, listErasuresRoute];
