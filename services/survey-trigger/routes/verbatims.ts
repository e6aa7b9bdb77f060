import { CustomerId, Problem, Uuid, VerbatimPolarity } from '@hilo/contracts';
import {
  allow,
  cursorOf,
  findCustomer,
  HttpProblem,
  keyTime,
  pageLimit,
  pageOf,
  problems,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { findVerbatim, listVerbatims } from '../store/verbatim-list.ts';
import { audited, type Route, tags } from './context.ts';
import { sentimentRoute } from './sentiment.ts';
import { ShownVerbatim, shownVerbatim } from './shown-verbatim.ts';

const cursorInVerbatims = cursorOf('verbatims', z.tuple([keyTime, z.uuid()]));

const customerVerbatimsRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/customers/:id/verbatims',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'How a customer felt, by what she wrote, and about what; the latest first',
        description: audited,
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({
          polarity: VerbatimPolarity.optional(),
          limit: pageLimit,
          cursor: cursorInVerbatims.parameter,
        }),
        response: {
          200: z.object({
            customer: CustomerId,
            verbatims: z.array(ShownVerbatim),
            nextCursor: z.string().optional(),
          }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { polarity, limit, cursor: after } = request.query;
      const customer = await findCustomer(pool, request.params.id);
      if (customer === undefined) throw unknownCustomer();
      await tellReads(request, [customer]);
      const rows = await listVerbatims(pool, { customer, polarity }, { after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ orderedAt, id }) => cursorInVerbatims.encode([orderedAt, id]));
      return { customer, verbatims: page.map(shownVerbatim), ...next };
    },
  );

const verbatimRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/verbatims/:id',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'How somebody feels who wrote something, about what, and by which words it was judged so',
        description: audited,
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: ShownVerbatim, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const found = await findVerbatim(pool, request.params.id);
      if (found === undefined)
        throw new HttpProblem(404, 'Not found', 'There is no verbatim with this id, or it is not judged yet.');
      await tellReads(request, [(await findCustomer(pool, found.subject)) ?? found.subject]);
      return shownVerbatim(found);
    },
  );

/** How customers feel, by what they wrote. */
export const verbatimRoutes: readonly Route[] = [customerVerbatimsRoute, verbatimRoute, sentimentRoute];
