import { allow, HttpProblem, problems } from '@hilo/runtime';
import { z } from 'zod';
import { Kpi, kpiOf } from '../domain/kpi.ts';
import { periodIn, type WrongPeriod } from '../domain/period.ts';
import { TimeZone } from '../domain/time-zone.ts';
import { groupings, isKnownTimeZone, readKpis } from '../store/kpis.ts';
import { type Route, tags } from './context.ts';
import { csvOf } from './kpi-csv.ts';

const Query = z.object({
  from: z.string().optional().describe('An instant, or a day of the time zone.'),
  to: z.string().optional().describe('Up to, but not with, this instant; or up to this day, with all of it.'),
  channel: z.string().optional(),
  touchpoint: z.string().optional(),
  groupBy: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(groupings)))
    .optional()
    .describe(
      'Any of channel, touchpoint, day, week (by its Monday) and month, with commas between. Without it, the totals.',
    ),
  timeZone: TimeZone.optional().describe('Such as Europe/Madrid or +01:00; without it, the one that Hilo is set to.'),
  format: z.enum(['json', 'csv']).optional().describe('csv, as does Accept: text/csv, for a table.'),
});

const Answer = z.object({
  groups: z.array(Kpi),
  timeZone: z.string().describe('In which days, weeks and months begin.'),
  from: z.string().optional().describe('The first instant that counts.'),
  to: z.string().optional().describe('The first instant that does not count any more.'),
});

export const kpisRoute: Route = (app, { pool, authenticate, timeZone }) =>
  app.get(
    '/v1/kpis',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'NPS, CSAT, CES and volume by channel, touchpoint, day, week and month',
        tags,
        querystring: Query,
        response: {
          200: { content: { 'application/json': { schema: Answer }, 'text/csv': { schema: z.string() } } },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { groupBy = [], timeZone: zone = timeZone, from, to, format, ...filter } = request.query;
      if (zone !== timeZone && !(await isKnownTimeZone(pool, zone)))
        throw invalid({ path: ['timeZone'], message: `${zone} is no time zone that the database knows` });
      const period = periodIn({ from, to }, zone);
      if ('path' in period) throw invalid(period);
      const groups = (await readKpis(pool, { ...filter, ...period }, groupBy, zone)).map(kpiOf);
      reply.header('vary', 'accept');
      if (!isTable(format, request.headers.accept)) return { groups, timeZone: zone, ...period };
      reply.header('content-disposition', 'attachment; filename="kpis.csv"').type('text/csv; charset=utf-8');
      return reply.send(csvOf(groups, groupBy, zone));
    },
  );

/** `GET /v1/kpis`: NPS, CSAT, CES and volume. */
export const kpiRoutes: readonly Route[] = [kpisRoute];

/** What is asked for in the query comes before what is accepted; of that, what is wanted most. */
const isTable = (format: 'json' | 'csv' | undefined, accepted = ''): boolean => {
  if (format !== undefined) return format === 'csv';
  const wanted = (pattern: RegExp): number =>
    Math.max(
      0,
      ...accepted
        .split(',')
        .filter((one) => pattern.test(one))
        .map((one) => Number(/;\s*q=([\d.]+)/.exec(one)?.[1] ?? 1)),
    );
  return wanted(/^\s*text\/csv\b/i) > wanted(/^\s*application\/json\b/i);
};

const invalid = (wrong: Pick<WrongPeriod, 'message'> & { path: PropertyKey[] }): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The querystring is not what this endpoint takes.', [wrong]);
