import { Problem, Timestamp } from '@hilo/contracts';
import { allow, fieldErrors, HttpProblem, problems } from '@hilo/runtime';
import { z } from 'zod';
import { readAllFigures } from '../asking/all-figures.ts';
import { answerQuestion, dimensionsOf } from '../asking/answer-question.ts';
import { Kpi } from '../domain/kpi.ts';
import { Hints, type Metric, QueryAnswer, Question } from '../domain/metrics.ts';
import { periodIn } from '../domain/period.ts';
import { fields, GroupBy, intervals, weekStarts } from '../domain/question.ts';
import { Rebuilding } from '../domain/rebuilding.ts';
import { TimeZone } from '../domain/time-zone.ts';
import { isKnownTimeZone } from '../store/time-zones.ts';
import { answerCsv } from './answer-csv.ts';
import { type Context, type Route, refusePersonal, tags } from './context.ts';
import { csvOf } from './kpi-csv.ts';
import { askedOf, flags, withCursor } from './query.ts';
import { isTable, sendCsv } from './table.ts';

const listed = z
  .string()
  .transform((list) => list.split(','))
  .optional();
const filters = Object.fromEntries(
  fields.map((name) => [name, listed.describe('One value, or several with commas between.')]),
);

/** What a question about one figure may have beside. */
const ofOne = {
  interval: z.enum(intervals).optional(),
  weekStart: z.enum(weekStarts).optional(),
  compare: z.string().optional(),
  per: z.string().optional(),
  of: z.string().optional(),
  same: z.string().optional(),
  kinds: listed,
  most: z.coerce.number().optional(),
  limit: z.coerce.number().optional(),
  cursor: z.string().optional(),
  explain: flags.explain,
};

const metrics = Question.options.map(({ shape }): Metric => shape.metric.value);

const Query = z.object({
  metric: z
    .enum(metrics)
    .optional()
    .describe(
      'The figure that is asked for, as of POST /v1/query, which has more; without it, volume, NPS, CSAT and CES.',
    ),
  from: z.string().optional().describe('An instant, or a day of the time zone.'),
  to: z.string().optional().describe('Up to, but not with, this instant; or up to this day, with all of it.'),
  groupBy: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(GroupBy).max(4))
    .optional()
    .describe(
      `Any of ${[...fields, ...intervals].join(', ')}, properties.NAME, traits.NAME and segment.NAME, with commas between. Without it, the totals.`,
    ),
  timeZone: TimeZone.optional().describe('Such as Europe/Madrid or +01:00; without it, the one that Hilo is set to.'),
  format: z.enum(['json', 'csv']).optional().describe('csv, as does Accept: text/csv, for a table.'),
  ...filters,
  ...ofOne,
});
type Query = z.infer<typeof Query>;

const Kpis = z.object({
  groups: z.array(Kpi),
  timeZone: z.string().describe('In which days, weeks and months begin.'),
  from: z.string().optional().describe('The first instant that counts.'),
  to: z.string().optional().describe('The first instant that does not count any more.'),
  asOf: Timestamp.describe('Up to when everything is in it that was said to Hilo.'),
  rebuilding: Rebuilding.optional(),
  hints: Hints.optional(),
});

export const kpisRoute: Route = (app, context) =>
  app.get(
    '/v1/kpis',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'NPS, CSAT, CES and volume by group and time; or one figure, with its interval',
        description:
          'Without `metric`, the volume and the scores of every group. With it, the short form of `POST /v1/query`, and its answer.',
        tags,
        querystring: Query,
        response: {
          200: {
            content: {
              'application/json': { schema: z.union([Kpis, QueryAnswer]) },
              'text/csv': { schema: z.string() },
            },
          },
          ...problems,
          422: Problem,
        },
      },
    },
    async (request, reply) => {
      const wantsTable = isTable(request.query.format, request.headers.accept);
      refusePersonal(request, { groupBy: request.query.groupBy ?? [] }, context);
      const { answer, table } =
        request.query.metric === undefined
          ? await allFigures(request.query, context)
          : await oneFigure(request.query, context);
      if (wantsTable) return sendCsv(reply, 'kpis', table());
      reply.header('vary', 'accept');
      return answer;
    },
  );

/** `GET /v1/kpis`: NPS, CSAT, CES and volume, or one figure. */
export const kpiRoutes: readonly Route[] = [kpisRoute];

type Told = { answer: z.infer<typeof Kpis> | QueryAnswer; table(): string };

const allFigures = async (query: Query, context: Context): Promise<Told> => {
  const { pool, timeZone } = context;
  const { groupBy = [], timeZone: zone = timeZone, from, to } = query;
  const needless = Object.keys(ofOne).find((name) => Object.hasOwn(query, name));
  if (needless !== undefined) throw invalid([{ path: [needless], message: 'is of one figure: name it, as metric' }]);
  if (zone !== timeZone && !(await isKnownTimeZone(pool, zone)))
    throw invalid([{ path: ['timeZone'], message: `${zone} is no time zone that the database knows` }]);
  const at = groupBy.findIndex(({ by }) => by === 'trait' || by === 'segment' || isOfSome(by));
  if (at >= 0) throw invalid([{ path: ['groupBy', String(at)], message: 'is of one figure: name it, as metric' }]);
  const filtered = Object.keys(filtersOf(query)).find(isOfSome);
  if (filtered !== undefined) throw invalid([{ path: [filtered], message: 'is of one figure: name it, as metric' }]);
  const period = periodIn({ from, to }, zone);
  if ('path' in period) throw invalid([period]);
  // Looked at before the rows are: they have all until then.
  const asOf = new Date(context.asOf()).toISOString();
  const figures = await readAllFigures(context, {
    range: { from: period.from ?? '-infinity', to: period.to ?? 'infinity' },
    before: undefined,
    dimensions: groupBy,
    filters: filtersOf(query),
    timeZone: zone,
    weekStart: 'monday',
  });
  const names = groupBy.map(({ name }) => name);
  return { answer: { ...figures, timeZone: zone, ...period, asOf }, table: () => csvOf(figures.groups, names, zone) };
};

/** What only some figures have. */
const isOfSome = (name: string): boolean =>
  ['reason', 'severity', 'queue', 'cause', 'sentiment', 'topic', 'card', 'role'].includes(name);

const oneFigure = async (query: Query, context: Context): Promise<Told> => {
  const { format: _format, explain, groupBy = [], timeZone, ...asked } = query;
  const named = Object.entries(asked).filter(([name]) => !Object.hasOwn(filters, name));
  const input = {
    ...Object.fromEntries(named),
    groupBy: groupBy.map(({ name }) => name),
    filters: filtersOf(query),
    ...(timeZone !== undefined && { timeZone }),
  };
  const { data: question, error } = Question.safeParse(input);
  if (question === undefined) throw invalid(fieldErrors(error.issues, input));
  const answer = withCursor(await answerQuestion(context, await askedOf(question, context, explain === 'true')));
  return { answer, table: () => answerCsv(answer, dimensionsOf(question)) };
};

const Listed = z.record(z.string(), z.array(z.string()));

const filtersOf = (query: Query): Record<string, string[]> =>
  Listed.parse(
    Object.fromEntries(
      Object.entries(query).filter(([name, value]) => Object.hasOwn(filters, name) && value !== undefined),
    ),
  );

const invalid = (errors: HttpProblem['errors']): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The querystring is not what this endpoint takes.', errors);
