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
import { periodIn } from '../domain/period.ts';
import { withoutPersonalData } from '../domain/personal-data.ts';
import { readTimeline, type TimelineRow } from '../store/timeline.ts';
import { auditedRead, invalidQuery, type Route, seesPeople, tags } from './context.ts';

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

export const timelineRoute: Route = (app, { pool, authenticate, tellReads, timeZone }) =>
  app.get(
    '/v1/customers/:id/timeline',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'Everything that happened to a customer, the latest first',
        description: `Who may not read customers (\`customers:read\`) sees neither what they wrote nor by what they are known. ${auditedRead}`,
        tags,
        params: z.object({ id: CustomerId }),
        querystring: z.object({
          channel: z.string().optional(),
          touchpoint: z.string().optional(),
          kind: z.string().optional(),
          from: z.string().optional().describe('An instant, or a day of the time zone that Hilo is set to.'),
          to: z.string().optional().describe('Up to, but not with, this instant; or up to this day, with all of it.'),
          withText: z.stringbool().optional().describe('`true`: only where somebody wrote or said something.'),
          limit: pageLimit,
          cursor: cursorInTimeline.parameter,
        }),
        response: { 200: Timeline, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const { limit, cursor: after, from, to, ...filter } = request.query;
      const period = periodIn({ from, to }, timeZone);
      if ('path' in period) throw invalidQuery(period);
      const customer = await findCustomer(pool, request.params.id);
      if (customer === undefined) throw unknownCustomer();
      // Nothing is shown before both are done, and what cannot be noted is not shown.
      const [rows] = await Promise.all([
        readTimeline(pool, { customer, after, limit: limit + 1, filter: { ...filter, ...period } }),
        tellReads(request, [customer]),
      ]);
      const { page, next } = pageOf(rows, limit, ({ occurredAt, source, id }) =>
        cursorInTimeline.encode([occurredAt.toISOString(), source, id]),
      );
      const entries = page.map(entryOf);
      return { customer, interactions: seesPeople(request) ? entries : entries.map(withoutPersonalData), ...next };
    },
  );

/** `GET /v1/customers/{id}/timeline`: the thread. */
export const timelineRoutes: readonly Route[] = [timelineRoute];

const entryOf = ({ occurredAt, verbatim, answers, why, surveys, ...row }: TimelineRow): z.infer<typeof Entry> => ({
  ...row,
  occurredAt: occurredAt.toISOString(),
  ...(verbatim !== null && { text: verbatim }),
  answers: answers === null ? [] : JSON.parse(answers),
  surveys: surveys.map(({ reason, ...survey }) => ({ ...survey, ...(reason !== null && { reason }) })),
  why: JSON.parse(why),
});
