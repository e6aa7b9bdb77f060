import { CustomerId, CustomerRecord, Identifier, Problem } from '@hilo/contracts';
import { type Authenticate, HttpProblem, problems, type Routes } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { normaliseIdentifier } from '../domain/normalise.ts';
import { Registry } from '../domain/registry.ts';
import { countAll, customerOf, readRecords } from '../store/customers.ts';
import type { Rules } from '../store/shelf.ts';

type Dependencies = { pool: Pool; rules: Rules; authenticate: Authenticate };

const answers = { 200: CustomerRecord, ...problems, 404: Problem };
const tags = ['identity-resolution'];

/** The single customer record, by id or by any identifier. */
export const customerRoutes =
  ({ pool, rules, authenticate }: Dependencies): Routes =>
  async (app) => {
    app.addHook('preHandler', async (request) => {
      await authenticate(request, 'customers:read');
    });

    const recordBy = async (subject: string | undefined): Promise<CustomerRecord> => {
      const customer = subject && (await customerOf(pool, subject));
      const record = customer && (await readRecords(pool, rules.registry, [customer])).get(customer)?.record;
      if (!record) throw new HttpProblem(404, 'Not found', 'No customer is known by that.');
      return record;
    };
    const recordByIdentifier = (identifier: Identifier): Promise<CustomerRecord> => {
      const normal = normaliseIdentifier(rules.registry, identifier);
      return recordBy(normal && rules.deriveId(normal));
    };

    app.get(
      '/v1/customers/:id',
      {
        schema: {
          summary: 'The record of a customer',
          description: 'The derived id of every identifier stays valid for ever, whatever is merged.',
          tags,
          params: z.object({ id: CustomerId }),
          response: answers,
        },
      },
      ({ params }) => recordBy(params.id),
    );
    app.get(
      '/v1/customers/lookup',
      { schema: { summary: 'The record of who has an identifier', tags, querystring: Identifier, response: answers } },
      ({ query }) => recordByIdentifier(query),
    );
    app.post(
      '/v1/customers/lookup',
      {
        schema: {
          summary: 'The same, with the identifier in the body',
          description: 'So that personal data stays out of URLs and logs.',
          tags,
          body: Identifier,
          response: answers,
        },
      },
      ({ body }) => recordByIdentifier(body),
    );
    app.get(
      '/v1/identity/statistics',
      {
        schema: {
          summary: 'How many there are',
          tags,
          response: {
            200: z.object({ customers: z.int(), ambiguous: z.int(), identifiers: z.int(), interactions: z.int() }),
            ...problems,
          },
        },
      },
      () => countAll(pool),
    );
    app.get(
      '/v1/identity/registry',
      { schema: { summary: 'The rules in force', tags, response: { 200: Registry, ...problems } } },
      async () => rules.registry,
    );
  };
