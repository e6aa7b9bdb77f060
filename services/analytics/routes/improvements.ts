import { randomUUID } from 'node:crypto';
import { Problem, Uuid, Word } from '@hilo/contracts';
import { allow, callerOf, cursorOf, doneBy, pageLimit, pageOf, problems, transaction } from '@hilo/runtime';
import { z } from 'zod';
import { dayAt, dayText } from '../domain/alerts/watched-day.ts';
import { Improvement, ImprovementState } from '../domain/improvements/improvement.ts';
import { measureEffect } from '../improving/measure-effect.ts';
import { noSuchImprovement, openImprovement } from '../improving/work-on-improvement.ts';
import { findImprovement, listImprovements, readImprovementSteps } from '../store/improvements.ts';
import { type Context, type Route, tags } from './context.ts';
import { improvementCandidatesRoute } from './improvement-candidates.ts';
import {
  ShownEffect,
  ShownImprovement,
  ShownImprovementStep,
  shownEffect,
  shownImprovement,
  shownImprovementStep,
} from './shown-improvement.ts';
import { workOnImprovementRoutes } from './work-on-improvements.ts';

const Why = z.string().trim().min(1).max(1000);

/** The day that it is there. */
export const todayOf = ({ now, timeZone }: Pick<Context, 'now' | 'timeZone'>): string =>
  dayText(dayAt(now(), timeZone));

const openImprovementRoute: Route = (app, context) =>
  app.post(
    '/v1/improvements',
    {
      onRequest: allow(context.authenticate, 'alerts:write', 'cases:write'),
      schema: {
        summary: 'Take something on, against what goes wrong at a touchpoint again and again',
        description:
          'What recurs is in GET /v1/improvements/candidates. Once it is done, its effect is measured: docs/improvements.md says how.',
        tags,
        body: Improvement.extend({ why: Why.optional() }),
        response: { 201: ShownImprovement, ...problems },
      },
      config: {
        example: {
          title: 'Screens at the gate say why a flight is late',
          touchpoint: 'gate',
          cause: 'information',
          owner: 'ground operations',
          due: '2027-01-31',
        },
      },
    },
    async (request, reply) => {
      const { why, ...improvement } = request.body;
      const author = { by: doneBy(callerOf(request)), why, now: context.now() };
      const id = randomUUID();
      const opened = await transaction(context.pool, (tx) => openImprovement(tx, { id, improvement }, author));
      const shown = shownImprovement(opened, todayOf(context));
      return reply.status(201).header('etag', shown.etag).send(shown);
    },
  );

const cursorInImprovements = cursorOf('improvements', z.tuple([z.iso.date(), z.uuid()]));
const name = z.string().max(200).optional();

const listImprovementsRoute: Route = (app, context) =>
  app.get(
    '/v1/improvements',
    {
      onRequest: allow(context.authenticate, 'analytics:read', 'cases:read'),
      schema: {
        summary: 'What somebody has taken on to end what goes wrong again and again; what is due first comes first',
        tags,
        querystring: z.object({
          state: z.enum([...ImprovementState.options, 'any']).default('open'),
          touchpoint: name,
          cause: Word.optional(),
          owner: name,
          overdue: z.stringbool().optional().describe('`true`: those alone that were to be done before today.'),
          limit: pageLimit,
          cursor: cursorInImprovements.parameter,
        }),
        response: {
          200: z.object({ improvements: z.array(ShownImprovement), nextCursor: z.string().optional() }),
          ...problems,
        },
      },
    },
    async ({ query: { limit, cursor: after, state, overdue, ...filter } }) => {
      const today = todayOf(context);
      const wanted = { ...filter, state: state === 'any' ? undefined : state, dueBefore: overdue ? today : undefined };
      const rows = await listImprovements(context.pool, wanted, { after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ id, standing }) => cursorInImprovements.encode([standing.due, id]));
      return { improvements: page.map((one) => shownImprovement(one, today)), ...next };
    },
  );

const improvementRoute: Route = (app, context) =>
  app.get(
    '/v1/improvements/:id',
    {
      onRequest: allow(context.authenticate, 'analytics:read', 'cases:read'),
      schema: {
        summary: 'An improvement with its history; and, once it is done, what came of it',
        description:
          'The effect is how much more the score rose at its touchpoint than at those at which nothing was improved, from 56 days before to as many after (difference in differences), counted now of all that is known.',
        tags,
        params: z.object({ id: Uuid }),
        response: {
          200: ShownImprovement.extend({
            steps: z.array(ShownImprovementStep),
            effect: ShownEffect.optional().describe('Once a day is over on which it worked.'),
          }),
          ...problems,
          404: Problem,
          422: Problem,
        },
      },
    },
    async ({ params: { id } }, reply) => {
      const one = await findImprovement(context.pool, id);
      if (one === undefined) throw noSuchImprovement();
      const { standing } = one;
      const { doneOn } = standing;
      const asked = { now: context.now(), timeZone: context.timeZone };
      const effect = doneOn && (await measureEffect(context, { ...standing, id, doneOn }, asked));
      const shown = shownImprovement(one, todayOf(context));
      reply.header('etag', shown.etag);
      return {
        ...shown,
        steps: (await readImprovementSteps(context.pool, id)).map(shownImprovementStep),
        ...(effect && { effect: shownEffect(effect, standing) }),
      };
    },
  );

/** `/v1/improvements`: the outer loop. */
export const improvementRoutes: readonly Route[] = [
  improvementCandidatesRoute,
  openImprovementRoute,
  listImprovementsRoute,
  improvementRoute,
  ...workOnImprovementRoutes,
];
