import { CustomerId, CustomerRecord, Identifier, Problem } from '@hilo/contracts';
import { type Authenticate, HttpProblem, problems, type Routes, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import { etagOf, matches } from '../domain/etag.ts';
import { nodeFor } from '../domain/node.ts';
import type { RulesInForce } from '../rules-in-force.ts';
import { countAll, customerOf, readRecords } from '../store/customers.ts';
import { Purposed, type Reading, readerOf } from './reading.ts';

type Dependencies = { pool: Pool; rules: RulesInForce; authenticate: Authenticate; audit: Audit; now(): number };

type Reply = { status(code: 304): unknown; header(name: string, value: string): unknown };

const answers = {
  200: CustomerRecord,
  304: z.null().describe('The record is still at the version that If-None-Match names.'),
  ...problems,
  404: Problem,
};
const tags = ['identity-resolution'];

/** The single customer record, by id or by any identifier. */
export const customerRoutes =
  ({ pool, rules, authenticate, ...auditing }: Dependencies): Routes =>
  async (app) => {
    const read = readerOf({ authenticate, ...auditing });
    const notFound = () => new HttpProblem(404, 'Not found', 'No customer is known by that.');

    /** The record, or nothing if the caller has this version of it already. */
    const answer = async (
      request: Reading,
      reply: Reply,
      { subject, purpose }: { subject: string | undefined; purpose?: string | undefined },
    ): Promise<CustomerRecord | null> => {
      const { note } = await read(request, purpose);
      const known = subject === undefined ? undefined : await customerOf(pool, subject);
      if (known === undefined) throw notFound();
      note(known.customer);
      const tag = etagOf(known.customer, known.version);
      if (request.method === 'GET' && matches(request.headers['if-none-match'], tag)) {
        reply.status(304);
        reply.header('etag', tag);
        return null;
      }
      const record = (await readRecords(pool, rules, [known.customer])).get(known.customer)?.record;
      if (record === undefined) throw notFound();
      reply.header('etag', etagOf(record.id, record.version));
      return record;
    };
    const subjectOf = async (identifier: Identifier): Promise<string | undefined> => {
      const { registry, deriveId } = await transaction(pool, (tx) => rules.within(tx));
      return nodeFor(registry, deriveId, identifier)?.id;
    };

    app.get(
      '/v1/customers/:id',
      {
        schema: {
          summary: 'The record of a customer',
          description: 'The derived id of every identifier stays valid for ever, whatever is merged.',
          tags,
          params: z.object({ id: CustomerId }),
          querystring: Purposed,
          response: answers,
        },
      },
      (request, reply) => answer(request, reply, { subject: request.params.id, ...request.query }),
    );
    app.get(
      '/v1/customers/lookup',
      {
        schema: {
          summary: 'The record of who has an identifier',
          tags,
          querystring: z.strictObject({ ...Identifier.shape, ...Purposed.shape }),
          response: answers,
        },
      },
      async (request, reply) => {
        const { purpose, ...identifier } = request.query;
        return answer(request, reply, { subject: await subjectOf(identifier), purpose });
      },
    );
    app.post(
      '/v1/customers/lookup',
      {
        schema: {
          summary: 'The same, with the identifier in the body',
          description: 'So that personal data stays out of URLs and logs.',
          tags,
          body: Identifier,
          querystring: Purposed,
          response: answers,
        },
      },
      async (request, reply) => answer(request, reply, { subject: await subjectOf(request.body), ...request.query }),
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
      async (request) => {
        await authenticate(request, 'customers:read');
        return countAll(pool);
      },
    );
  };
