import { CustomerId, CustomerRecord, Identifier, Problem } from '@hilo/contracts';
import { allow, problems, unknownCustomer } from '@hilo/runtime';
import { z } from 'zod';
import { etagOf, matches } from '../domain/etag.ts';
import { nodeFor } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import { noterOf, Purposed, type ReadRequest } from '../reading/reader.ts';
import { countAll, readRecord } from '../store/graph/customers.ts';
import { type Context, type Route, tags } from './context.ts';

type Reply = { status(code: 304): unknown; header(name: string, value: string): unknown };

const answers = {
  200: CustomerRecord,
  304: z.null().describe('The record is still at the version that If-None-Match names.'),
  ...problems,
  404: Problem,
};

/** A record is of our own making: checking every field of it again would take longer than finding it. */
const serializerCompiler = () => (answer: unknown) => JSON.stringify(answer);

export const customerRoute: Route = (app, context) =>
  app.get(
    '/v1/customers/:id',
    {
      onRequest: allow(context.authenticate, 'customers:read'),
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
    (request, reply) => answer(context, { request, reply, ...request.query }, () => request.params.id),
  );

export const lookupRoute: Route = (app, context) =>
  app.get(
    '/v1/customers/lookup',
    {
      onRequest: allow(context.authenticate, 'customers:read'),
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
      return answer(context, { request, reply, purpose }, named(identifier));
    },
  );

export const lookupByBodyRoute: Route = (app, context) =>
  app.post(
    '/v1/customers/lookup',
    {
      onRequest: allow(context.authenticate, 'customers:read'),
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
    (request, reply) => answer(context, { request, reply, ...request.query }, named(request.body)),
  );

export const statisticsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/identity/statistics',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'How many there are',
        tags,
        response: {
          200: z.object({ customers: z.int(), ambiguous: z.int(), identifiers: z.int(), interactions: z.int() }),
          ...problems,
        },
      },
    },
    async () => countAll(pool),
  );

/** The single customer record, by id or by any identifier. */
export const customerRoutes: readonly Route[] = [customerRoute, lookupRoute, lookupByBodyRoute, statisticsRoute];

/** The record, or nothing if the caller has this version of it already. */
const answer = async (
  { pool, rules, ...auditing }: Pick<Context, 'pool' | 'rules' | 'audit' | 'now'>,
  { request, reply, purpose }: { request: ReadRequest; reply: Reply; purpose?: string | undefined },
  subjectBy: (rules: Rules) => string | undefined,
): Promise<CustomerRecord | null> => {
  const note = noterOf(auditing, request, purpose);
  const record = await readRecord(pool, rules, subjectBy);
  if (record === undefined) throw unknownCustomer();
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
