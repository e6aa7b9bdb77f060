import { CustomerId, Problem } from '@hilo/contracts';
import {
  allow,
  cursorOf,
  findCustomer,
  keyText,
  keyTime,
  pageLimit,
  pageOf,
  problems,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { readTimeline, type TimelineRow } from '../store/kpis.ts';
import { type Route, tags } from './context.ts';

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

const audited = 'Who reads it is noted in GET /v1/identity/audit, with the purpose in the header Hilo-Purpose.';

const Timeline = z.object({ customer: CustomerId, interactions: z.array(Entry), nextCursor: z.string().optional() });

/** By when it happened, in milliseconds; then by source and id. */
const cursorInTimeline = cursorOf('timeline', z.tuple([keyTime, keyText, keyText]));

export const timelineRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/customers/:id/timeline',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'Everything that happened to a customer, the latest first',
        description: audited,
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({
          limit: pageLimit,
          cursor: cursorInTimeline.parameter,
        }),
        response: { 200: Timeline, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const { limit, cursor: after } = request.query;
      const customer = await findCustomer(pool, request.params.id);
      if (customer === undefined) throw unknownCustomer();
      await tellReads(request, [customer]);
      const rows = await readTimeline(pool, { customer, after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ occurredAt, source, id }) =>
        cursorInTimeline.encode([occurredAt.toISOString(), source, id]),
      );
      return { customer, interactions: page.map(entryOf), ...next };
    },
  );

/** `GET /v1/customers/{id}/timeline`: the thread. */
export const timelineRoutes: readonly Route[] = [timelineRoute];

const entryOf = ({ occurredAt, verbatim, answers, why, surveys, ...row }: TimelineRow): z.infer<typeof Entry> => ({
  ...row,
  occurredAt: occurredAt.toISOString(),
  ...(verbatim !== null && { text: verbatim }),
  answers: JSON.parse(answers),
  surveys: surveys.map(({ reason, ...survey }) => ({ ...survey, ...(reason !== null && { reason }) })),
  why: JSON.parse(why),
});
