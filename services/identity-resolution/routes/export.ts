import { CustomerId, Problem } from '@hilo/contracts';
import { allow, problems, snapshot, unknownCustomer } from '@hilo/runtime';
import { z } from 'zod';
import { cursorInExport, Export, exportPage } from '../reading/export.ts';
import { noterOf, Purposed } from '../reading/reader.ts';
import { type Route, tags } from './context.ts';

export const exportRoute: Route = (app, { pool, rules, authenticate, audit, now }) =>
  app.get(
    '/v1/customers/:id/export',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'Everything that is known of a customer: the record, every interaction, consents, decisions, readers',
        description:
          'A page of interactions at a time; the first page has all the rest. `elsewhere` says where other services ' +
          'answer for what they made of it.',
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({
          ...Purposed.shape,
          limit: z.coerce.number().int().min(1).max(5000).default(1000),
          cursor: cursorInExport.parameter,
        }),
        response: { 200: Export, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const { purpose, limit, cursor: after } = request.query;
      const note = noterOf({ audit, now }, request, purpose);
      await audit.flush();
      const page = await snapshot(pool, async (tx) =>
        exportPage(tx, await rules.within(tx), request.params.id, { now: now(), after, limit }),
      );
      if (page === undefined) throw unknownCustomer();
      note(page.customer);
      return page;
    },
  );

/** `GET /v1/customers/{id}/export`: everything that is known of a customer. */
export const exportRoutes: readonly Route[] = [exportRoute];
