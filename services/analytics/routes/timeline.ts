import { CustomerId, Problem } from '@hilo/contracts';
import {
  type Authenticate,
  cursorOf,
  findCustomer,
  HttpProblem,
  keyText,
  keyTime,
  problems,
  type Routes,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { readTimeline, type TimelineRow } from '../store/kpis.ts';

const Entry = z.object({
  source: z.string(),
  id: z.string(),
  occurredAt: z.string(),
  channel: z.string(),
  touchpoint: z.string(),
  kind: z.string(),
  text: z.string().optional(),
  answers: z.array(z.json()),
  surveys: z.array(z.object({ programme: z.string(), state: z.string(), reason: z.string().optional() })),
  why: z.json().describe('Why this interaction is on this thread.'),
});
const Timeline = z.object({ customer: CustomerId, interactions: z.array(Entry), nextCursor: z.string().optional() });

/** By when it happened, in milliseconds; then by source and id. */
const cursorInTimeline = cursorOf('timeline', z.tuple([keyTime, keyText, keyText]));

/** `GET /v1/customers/{id}/timeline`: the thread. */
export const timelineRoutes =
  ({ pool, authenticate }: { pool: Pool; authenticate: Authenticate }): Routes =>
  async (app) => {
    app.get(
      '/v1/customers/:id/timeline',
      {
        schema: {
          summary: 'Everything that happened to a customer, the latest first',
          tags: ['analytics'],
          params: z.object({ id: CustomerId }),
          querystring: z.object({
            limit: z.coerce.number().int().min(1).max(200).default(50),
            cursor: cursorInTimeline.parameter,
          }),
          response: { 200: Timeline, ...problems, 404: Problem },
        },
      },
      async (request) => {
        await authenticate(request, 'analytics:read');
        const { limit, cursor: after } = request.query;
        const customer = await findCustomer(pool, request.params.id);
        if (customer === undefined) throw new HttpProblem(404, 'Not found', 'No customer is known by that.');
        const rows = await readTimeline(pool, { customer, after, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          customer,
          interactions: page.map(entryOf),
          ...(rows.length > limit &&
            last && { nextCursor: cursorInTimeline.encode([last.occurredAt.toISOString(), last.source, last.id]) }),
        };
      },
    );
  };

const entryOf = ({ occurredAt, verbatim, answers, why, surveys, ...row }: TimelineRow): z.infer<typeof Entry> => ({
  ...row,
  occurredAt: occurredAt.toISOString(),
  ...(verbatim !== null && { text: verbatim }),
  answers: JSON.parse(answers),
  surveys: surveys.map(({ reason, ...survey }) => ({ ...survey, ...(reason !== null && { reason }) })),
  why: JSON.parse(why),
});
