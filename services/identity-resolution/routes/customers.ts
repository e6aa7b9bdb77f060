import { CustomerId, CustomerRecord, Identifier, Problem } from '@hilo/contracts';
import { type Authenticate, HttpProblem, problems, type Routes } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { etagOf, matches } from '../domain/etag.ts';
import { nodeFor } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import type { Audit } from '../reading/audit.ts';
import { Purposed, type Reading, readerOf } from '../reading/reader.ts';
import { countAll, readRecord } from '../store/graph/customers.ts';
import type { RulesInForce } from '../store/registry/rules-in-force.ts';

type Dependencies = { pool: Pool; rules: RulesInForce; authenticate: Authenticate; audit: Audit; now(): number };

type Reply = { status(code: 304): unknown; header(name: string, value: string): unknown };

const answers = {
  200: CustomerRecord,
  304: z.null().describe('The record is still at the version that If-None-Match names.'),
  ...problems,
  404: Problem,
};

const tags = ['identity-resolution'];
/** A record is of our own making: checking every field of it again would take longer than finding it. */
const serializerCompiler = () => (answer: unknown) => JSON.stringify(answer);

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
      { subjectBy, purpose }: { subjectBy(rules: Rules): string | undefined; purpose?: string | undefined },
    ): Promise<CustomerRecord | null> => {
      const { note } = await read(request, purpose);
      const record = await readRecord(pool, rules, subjectBy);
      if (record === undefined) throw notFound();
      note(record.id);
      const tag = etagOf(record.id, record.version);
      reply.header('etag', tag);
      if (request.method !== 'GET' || !matches(request.headers['if-none-match'], tag)) return record;
      reply.status(304);
      return null;
    };
    const named =
      (identifier: Identifier) =>
      ({ registry, deriveId }: Rules): string | undefined =>
        nodeFor(registry, deriveId, identifier)?.id;

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
        serializerCompiler,
      },
      (request, reply) => answer(request, reply, { subjectBy: () => request.params.id, ...request.query }),
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
        serializerCompiler,
      },
      async (request, reply) => {
        const { purpose, ...identifier } = request.query;
        return answer(request, reply, { subjectBy: named(identifier), purpose });
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
        config: { example: { kind: 'email', value: 'ana.garcia@example.org' } },
        serializerCompiler,
      },
      (request, reply) => answer(request, reply, { subjectBy: named(request.body), ...request.query }),
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
