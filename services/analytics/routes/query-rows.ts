import { CustomerId, Problem, Timestamp } from '@hilo/contracts';
import { allow, cursorOf, keyText, keyTime, pageOf, problems } from '@hilo/runtime';
import { z } from 'zod';
import { listRows } from '../asking/list-rows.ts';
import { Question } from '../domain/metrics.ts';
import { Rebuilding } from '../domain/rebuilding.ts';
import { type Route, refusePersonal, tags } from './context.ts';
import { askedOf } from './query.ts';

const cursorInRows = cursorOf('rows', z.tuple([keyTime, keyText, keyText, z.int()]));

const Rows = z.object({
  from: Timestamp,
  to: Timestamp,
  asOf: Timestamp,
  rebuilding: Rebuilding.optional(),
  rows: z.array(
    z.object({
      source: z.string(),
      id: z.string().describe('Of an interaction; of an invitation or a case its own.'),
      occurredAt: Timestamp.describe('When that was; when it was decided to ask, or a case was opened.'),
      value: z
        .number()
        .optional()
        .describe(
          'Of an answer; of an invitation whether it was answered (0 or 1), or the minutes until it was sent (immediacy); of the week of a customer how many contacts (pressure), of which the last one is named.',
        ),
      customer: CustomerId.optional().describe('Whose it is today.'),
    }),
  ),
  nextCursor: z.string().optional(),
});

export const queryRowsRoute: Route = (app, context) =>
  app.post(
    '/v1/query/rows',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary:
          'What a figure counts: the answers, interactions, invitations or cases behind one group, the latest first',
        description:
          'The question as it was asked of POST /v1/query, and the group as its answer has it: there are as many as `n` says; of complaints, withheld, cases, cases-open and cases-overdue as `value` says. ' +
          'Who reads of whom is noted in GET /v1/identity/audit, with the purpose in the header Hilo-Purpose.',
        tags,
        body: z.strictObject({
          question: Question,
          group: z.record(z.string().max(200), z.string()).default({}).describe('Without it, the total.'),
          limit: z.int().min(1).max(200).default(50),
          cursor: cursorInRows.parameter,
        }),
        response: { 200: Rows, ...problems, 422: Problem },
      },
      config: {
        example: {
          question: { metric: 'nps', from: '2026-10-01', to: '2026-10-31', groupBy: ['touchpoint'] },
          group: { touchpoint: 'checkout' },
        },
      },
    },
    async (request) => {
      const { question, group, limit, cursor: after } = request.body;
      const asOf = new Date(context.asOf()).toISOString();
      refusePersonal(request, question, context);
      const asked = await askedOf(question, context, false, ['question']);
      const { found, ...whole } = await listRows(context, asked, group, { after, limit: limit + 1 });
      const { page, next } = pageOf(found, limit, ({ at, source, id, place }) =>
        cursorInRows.encode([at.toISOString(), source, id, place]),
      );
      const customers = new Set(page.flatMap(({ customer }) => customer ?? []));
      if (customers.size > 0) await context.tellReads(request, [...customers]);
      const rows = page.map(({ source, id, at, value, customer }) => ({
        source,
        id,
        occurredAt: at.toISOString(),
        ...(value !== null && { value }),
        ...(customer !== null && { customer }),
      }));
      return { ...asked.range, asOf, ...whole, rows, ...next };
    },
  );

/** `POST /v1/query/rows`: what a figure counts. */
export const queryRowsRoutes: readonly Route[] = [queryRowsRoute];
