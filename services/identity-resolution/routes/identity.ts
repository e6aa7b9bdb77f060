import { CustomerId, instantOf, Problem, Time, Timestamp } from '@hilo/contracts';
import { type Authenticate, cursorOf, HttpProblem, problems, type Routes, snapshot } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { endOfTime } from '../domain/end-of-time.ts';
import type { Audit } from '../reading/audit.ts';
import { Explanation, explanationOf } from '../reading/explanation.ts';
import { Purposed, readerOf } from '../reading/reader.ts';
import { subjectsOf } from '../store/graph/customers.ts';
import { readSomeFacts, readSurroundings } from '../store/graph/evidence-around.ts';
import { listReads } from '../store/reads.ts';
import type { RulesInForce } from '../store/registry/rules-in-force.ts';

type Dependencies = { pool: Pool; rules: RulesInForce; authenticate: Authenticate; audit: Audit; now(): number };

const ReadOfRecord = z.object({
  at: Timestamp,
  key: z.string().describe('The id of the API key.'),
  source: z.string(),
  purpose: z.string(),
  route: z.string(),
  customer: CustomerId.describe('As whom it was read.'),
});

const cursorInAudit = cursorOf('audit', z.tuple([z.int().min(0)]));
const tags = ['identity-resolution'];

/** Why a customer is one, and who read the record. */
export const identityRoutes =
  ({ pool, rules, authenticate, audit, now }: Dependencies): Routes =>
  async (app) => {
    const read = readerOf({ authenticate, audit, now });
    app.get(
      '/v1/customers/:id/identity',
      {
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
        const { note } = await read(request, request.query.purpose);
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
    app.get(
      '/v1/identity/audit',
      {
        schema: {
          summary: 'Who read the record of a customer, and what for; the latest first',
          tags,
          querystring: z.object({
            customer: CustomerId,
            limit: z.coerce.number().int().min(1).max(200).default(50),
            cursor: cursorInAudit.parameter,
          }),
          response: {
            200: z.object({ reads: z.array(ReadOfRecord), nextCursor: z.string().optional() }),
            ...problems,
          },
        },
      },
      async (request) => {
        await authenticate(request, 'customers:read');
        const { customer, limit, cursor: after } = request.query;
        await audit.flush();
        const customers = [customer, ...(await subjectsOf(pool, customer))];
        const reads = await listReads(pool, { customers, after, limit: limit + 1 });
        const page = reads.slice(0, limit);
        const last = page.at(-1);
        return {
          reads: page.map(({ id: _id, ...one }) => one),
          ...(reads.length > limit && last && { nextCursor: cursorInAudit.encode([Number(last.id)]) }),
        };
      },
    );
  };
