import { Problem } from '@hilo/contracts';
import { allow, cursorOf, HttpProblem, keyText, oneOrMany, problems } from '@hilo/runtime';
import { z } from 'zod';
import { type AnsweredQuestion, type AskedQuestion, answerQuestion, dimensionsOf } from '../asking/answer-question.ts';
import { caseMetrics, decisionMetrics, guidanceMetrics, verbatimMetrics } from '../asking/statements.ts';
import { QueryAnswer, Question } from '../domain/metrics.ts';
import { rangeIn } from '../domain/period.ts';
import { isKnownTimeZone } from '../store/time-zones.ts';
import { answerCsv } from './answer-csv.ts';
import { type Context, type Route, refusePersonal, tags } from './context.ts';
import { isTable, sendCsv } from './table.ts';

const mostQuestions = 20;
const Questions = z.array(Question).min(1).max(mostQuestions);
const Answers = z.object({ results: z.array(QueryAnswer) });

const cursorInGroups = cursorOf('groups', z.array(keyText).min(1).max(5));

export const flags = {
  explain: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: says what was counted, by which rule, and what was left out, with how many and why.'),
  format: z.enum(['json', 'csv']).optional().describe('csv, as does Accept: text/csv, for a table; of one question.'),
};

export const queryRoute: Route = (app, context) =>
  app.post(
    '/v1/query',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'Ask for figures: by group and time, with their interval, compared, and explained',
        description:
          `One question, or an array of up to ${mostQuestions}: then \`results\` has an answer for each, in the same order. ` +
          'Every answer names the instants between which it counts, up to when it knows everything (`asOf`), what n counts, and whether the values of its groups add up. ' +
          'The figures, their formulas and their rules: docs/figures.md.',
        tags,
        querystring: z.object(flags),
        body: z.union([Question, Questions]),
        response: {
          200: {
            content: {
              'application/json': { schema: z.union([Answers, QueryAnswer]) },
              'text/csv': { schema: z.string() },
            },
          },
          ...problems,
          422: Problem,
        },
      },
      validatorCompiler: oneOrMany(Question, Questions),
      config: {
        example: {
          metric: 'nps',
          from: '2026-10-01',
          to: '2026-10-31',
          groupBy: ['touchpoint'],
          filters: { channel: ['web', 'app'] },
          compare: 'previous-period',
        },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const { explain, format } = request.query;
      const wantsTable = isTable(format, request.headers.accept);
      const questions = Array.isArray(body) ? body : [body];
      if (wantsTable && Array.isArray(body))
        throw refused([{ path: [], message: 'is a list, and a table is of one question' }]);
      for (const question of questions) refusePersonal(request, question, context);
      const asked: AskedQuestion[] = [];
      for (const [n, question] of questions.entries())
        asked.push(await askedOf(question, context, explain === 'true', Array.isArray(body) ? [String(n)] : []));
      const results: QueryAnswer[] = [];
      for (const one of asked) results.push(withCursor(await answerQuestion(context, one)));
      const [first] = results;
      if (wantsTable && first !== undefined && asked[0] !== undefined)
        return sendCsv(reply, first.metric, answerCsv(first, dimensionsOf(asked[0].question)));
      reply.header('vary', 'accept');
      return Array.isArray(body) || first === undefined ? { results } : first;
    },
  );

/** `POST /v1/query`: questions about figures. */
export const queryRoutes: readonly Route[] = [queryRoute];

/** What was asked, as it can be answered; throws a problem that names what cannot. */
export const askedOf = async (
  question: Question,
  { pool, timeZone, asOf }: Pick<Context, 'pool' | 'timeZone' | 'asOf'>,
  explain: boolean,
  at: readonly string[] = [],
): Promise<AskedQuestion> => {
  const zone = question.timeZone ?? timeZone;
  if (zone !== timeZone && !(await isKnownTimeZone(pool, zone)))
    throw refused([{ path: [...at, 'timeZone'], message: `${zone} is no time zone that the database knows` }]);
  const range = rangeIn(question, zone, asOf());
  if ('path' in range) throw refused([{ path: [...at, ...range.path], message: range.message }]);
  const wrong = unfitting(question);
  if (wrong !== undefined) throw refused([{ path: [...at, ...wrong.path], message: wrong.message }]);
  const after = cursorInGroups.parameter.safeParse(question.cursor);
  const isOfThis = after.data === undefined || after.data.length === dimensionsOf(question).length;
  if (!after.success || !isOfThis)
    throw refused([
      {
        path: [...at, 'cursor'],
        message:
          after.error?.issues[0]?.message ??
          'is a cursor of another question: send it with the same groupBy and interval',
      },
    ]);
  return { question, range, timeZone: zone, after: after.data, explain };
};

const ofCases = { metrics: [...caseMetrics], of: 'cases' };
const ofDecisions = {
  metrics: [...decisionMetrics, ...caseMetrics],
  of: 'what was decided about asking, and of cases',
};

const ofVerbatims = { metrics: [...verbatimMetrics], of: 'what somebody wrote' };
const ofGuidance = { metrics: [...guidanceMetrics], of: 'what the front line is told' };

/** Names that only some figures have. */
const ofSome = [
  { name: 'reason', ...ofDecisions },
  { name: 'severity', ...ofCases },
  { name: 'queue', ...ofCases },
  { name: 'cause', ...ofCases },
  { name: 'sentiment', ...ofVerbatims },
  { name: 'topic', ...ofVerbatims },
  { name: 'card', ...ofGuidance },
  { name: 'role', ...ofGuidance },
] as const;

/** What this figure cannot be asked for: only what was decided about asking has a reason, only a case a queue, and only what was written a topic. */
const unfitting = ({ metric, groupBy, filters }: Question): { path: string[]; message: string } | undefined => {
  for (const { name, metrics, of } of ofSome) {
    if (metrics.includes(metric)) continue;
    const message = `is only of ${of}: ${metrics.join(', ')}`;
    if (filters[name] !== undefined) return { path: ['filters', name], message };
    const at = groupBy.findIndex(({ by }) => by === name);
    if (at >= 0) return { path: ['groupBy', String(at)], message };
  }
  return undefined;
};

export const withCursor = ({ answer, next }: AnsweredQuestion): QueryAnswer => ({
  ...answer,
  ...(next && { nextCursor: cursorInGroups.encode([...next]) }),
});

const refused = (errors: HttpProblem['errors']): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The question is not one that can be answered.', errors);
