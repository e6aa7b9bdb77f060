import { CustomerId, instantOf, Person, Problem, Time, Timestamp } from '@hilo/contracts';
import { allow, cursorOf, HttpProblem, pageLimit, pageOf, problems, snapshot } from '@hilo/runtime';
import { z } from 'zod';
import { endOfTime } from '../domain/end-of-time.ts';
import { explanationOf } from '../reading/explanation.ts';
import { Explanation } from '../reading/explanation-schema.ts';
import { noterOf, Purposed } from '../reading/reader.ts';
import { subjectsOf } from '../store/graph/customers.ts';
import { readSomeFacts, readSurroundings } from '../store/graph/evidence-around.ts';
import { listReads } from '../store/reads.ts';
import { type Route, tags } from './context.ts';

const ReadOfRecord = z.object({
  at: Timestamp,
  key: z.string().describe('The id of the API key.'),
  source: z.string(),
  person: Person.optional().describe('For whom the key acted.'),
  purpose: z.string(),
  route: z.string(),
  customer: CustomerId.describe('As whom it was read.'),
});

const cursorInAudit = cursorOf('audit', z.tuple([z.int().min(0)]));
export const identityRoute: Route = (app, { pool, rules, authenticate, audit, now }) =>
  app.get(
    '/v1/customers/:id/identity',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'Why a customer is one: what links the identifiers, what does not, and by which rule',
        description:
          'Or why they were one at a moment: from what had happened until then, as it is known now. What was withdrawn ' +
          'never happened.',
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({ at: Time.optional(), ...Purposed.shape }),
        response: { 200: Explanation, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const note = noterOf({ audit, now }, request, request.query.purpose);
      const { at } = request.query;
      // Who said something by a clock that is ahead is known already.
      const until = at === undefined ? endOfTime : instantOf(at);
      const explanation = await snapshot(pool, async (tx) => {
        const inForce = await rules.within(tx);
        const around = await readSurroundings(tx, inForce, request.params.id);
        const subjects = around.nodes.map(({ id }) => id);
        const some = await readSomeFacts(tx, inForce, subjects);
        return explanationOf(inForce.registry, around, { identifier: around.subject, at: until, ...some });
      });
      if (explanation === undefined) throw new HttpProblem(404, 'Not found', 'No customer is known by that, then.');
      note(explanation.customer);
      return { ...explanation, at: new Date(at === undefined ? now() : until).toISOString() };
    },
  );

export const auditRoute: Route = (app, { pool, authenticate, audit }) =>
  app.get(
    '/v1/identity/audit',
    {
      onRequest: allow(authenticate, 'customers:read'),
      schema: {
        summary: 'Who read the record of a customer, and what for; the latest first',
        tags,
        querystring: z.object({
          customer: CustomerId,
          limit: pageLimit,
          cursor: cursorInAudit.parameter,
        }),
        response: {
          200: z.object({ reads: z.array(ReadOfRecord), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async (request) => {
      const { customer, limit, cursor: after } = request.query;
      await audit.flush();
      const customers = [customer, ...(await subjectsOf(pool, customer))];
      const reads = await listReads(pool, { customers, after, limit: limit + 1 });
      const { page, next } = pageOf(reads, limit, ({ id }) => cursorInAudit.encode([Number(id)]));
      return { reads: page.map(({ id: _id, person, ...one }) => ({ ...one, ...(person && { person }) })), ...next };
    },
  );

/** Why a customer is one, and who read the record. */
export const identityRoutes: readonly Route[] = [identityRoute, auditRoute];
