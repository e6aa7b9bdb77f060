import { CustomerId, Problem } from '@hilo/contracts';
import { type Authenticate, HttpProblem, problems, type Routes, snapshot } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Audit } from '../reading/audit.ts';
import { cursorInExport, Export, exportPage } from '../reading/export.ts';
import { Purposed, readerOf } from '../reading/reader.ts';
import type { RulesInForce } from '../store/registry/rules-in-force.ts';

type Dependencies = { pool: Pool; rules: RulesInForce; authenticate: Authenticate; audit: Audit; now(): number };

/** `GET /v1/customers/{id}/export`: everything that is known of a customer. */
export const exportRoutes =
  ({ pool, rules, authenticate, audit, now }: Dependencies): Routes =>
  async (app) => {
    const read = readerOf({ authenticate, audit, now });
    app.get(
      '/v1/customers/:id/export',
      {
        schema: {
          summary:
            'Everything that is known of a customer: the record, every interaction, consents, decisions, readers',
          description:
            'A page of interactions at a time; the first page has all the rest. `elsewhere` says where other services ' +
            'answer for what they made of it.',
          tags: ['identity-resolution'],
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
        const { note } = await read(request, purpose);
        await audit.flush();
        const page = await snapshot(pool, async (tx) =>
          exportPage(tx, await rules.within(tx), request.params.id, { now: now(), after, limit }),
        );
        if (page === undefined) throw new HttpProblem(404, 'Not found', 'No customer is known by that.');
        note(page.customer);
        return page;
      },
    );
  };
