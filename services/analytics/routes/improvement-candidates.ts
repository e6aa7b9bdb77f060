import { Timestamp, Uuid } from '@hilo/contracts';
import { allow, cursorOf, keyText, pageLimit, pageOf, problems } from '@hilo/runtime';
import { z } from 'zod';
import { rangeIn } from '../domain/period.ts';
import { round } from '../domain/scores.ts';
import { listCandidates } from '../store/improvement-candidates.ts';
import { invalidQuery, type Route, tags } from './context.ts';

const cursorInCandidates = cursorOf('improvement-candidates', z.tuple([z.int(), keyText, keyText]));

const Candidate = z.object({
  touchpoint: z.string(),
  cause: z.string().describe('The root cause with which the cases were resolved.'),
  cases: z.int(),
  customers: z.int().describe('How many customers of today had one; what several people share is nobody.'),
  hoursLost: z.number().describe('From when each was opened until it was resolved, all of them together.'),
  reopened: z.int().describe('How many of them had to be opened again.'),
  improvements: z.array(Uuid).describe('What is open or done against it already.'),
});

/** What goes wrong again and again. */
export const improvementCandidatesRoute: Route = (app, { pool, authenticate, timeZone, asOf }) =>
  app.get(
    '/v1/improvements/candidates',
    {
      onRequest: allow(authenticate, 'analytics:read', 'cases:read'),
      schema: {
        summary: 'Root causes that recur at a touchpoint, with how many cases, customers and hours they took',
        description:
          'Of the cases that were resolved in that time, with a root cause and a touchpoint; those of most cases come first. What is improved already names that.',
        tags,
        querystring: z.object({
          from: z
            .string()
            .optional()
            .describe('An instant, or a day of the time zone; without it, the 30 days up to the end.'),
          to: z.string().optional().describe('Up to, but not with, this instant; or up to this day, with all of it.'),
          least: z.coerce.number().int().min(2).max(1000).default(5).describe('Fewer cases than that do not recur.'),
          limit: pageLimit,
          cursor: cursorInCandidates.parameter,
        }),
        response: {
          200: z.object({
            from: Timestamp,
            to: Timestamp,
            candidates: z.array(Candidate),
            nextCursor: z.string().optional(),
          }),
          ...problems,
        },
      },
    },
    async ({ query: { from, to, least, limit, cursor: after } }) => {
      const range = rangeIn({ from, to }, timeZone, asOf());
      if ('path' in range) throw invalidQuery(range);
      const rows = await listCandidates(pool, { range, least, after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ cases, touchpoint, cause }) =>
        cursorInCandidates.encode([cases, touchpoint, cause]),
      );
      return { ...range, candidates: page.map(({ hours, ...one }) => ({ ...one, hoursLost: round(hours) })), ...next };
    },
  );
