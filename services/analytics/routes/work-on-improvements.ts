import { Problem, Uuid } from '@hilo/contracts';
import { allow, callerOf, doneBy, problems, transaction } from '@hilo/runtime';
import { z } from 'zod';
import { dayAt, dayText } from '../domain/alerts/watched-day.ts';
import {
  changeImprovement,
  dropImprovement,
  finishImprovement,
  ImprovementChange,
  type ImprovementStanding,
  type ImprovementStepped,
} from '../domain/improvements/improvement.ts';
import { workOnImprovement } from '../improving/work-on-improvement.ts';
import { type Context, type Route, tags } from './context.ts';
import { ShownImprovement, shownImprovement } from './shown-improvement.ts';

const params = z.object({ id: Uuid });
const headers = z.object({
  'if-match': z
    .string()
    .max(1000)
    .optional()
    .meta({ example: '"1"', description: 'How you have seen it, as its ETag says.' }),
});
const response = { 200: ShownImprovement, ...problems, 404: Problem, 409: Problem, 412: Problem, 428: Problem };
const Why = z.string().trim().min(1).max(1000);

type Working = { id: string; seen: string | undefined; why: string | undefined };

/** Does it in one transaction, and shows how it stands then. */
const work = async (
  { pool, now, timeZone }: Context,
  { why, ...asked }: Working,
  by: ReturnType<typeof doneBy>,
  step: (standing: ImprovementStanding, today: string) => ImprovementStepped,
): Promise<ShownImprovement> => {
  const at = now();
  const today = dayText(dayAt(at, timeZone));
  const author = { by, why, now: at };
  const done = await transaction(pool, (tx) => workOnImprovement(tx, asked, (one) => step(one, today), author));
  return shownImprovement(done, today);
};

const changeImprovementRoute: Route = (app, context) =>
  app.patch(
    '/v1/improvements/:id',
    {
      onRequest: allow(context.authenticate, 'alerts:write', 'cases:write'),
      schema: {
        summary: 'Change what is done, by whom, until when',
        description: 'Only what is named is changed, and only while it is open.',
        tags,
        params,
        headers,
        body: z.strictObject({ change: ImprovementChange, why: Why.optional() }),
        response,
      },
      config: { example: { change: { due: '2027-02-28' }, why: 'The screens come later.' } },
    },
    async (request, reply) => {
      const { change, why } = request.body;
      const working = { id: request.params.id, seen: request.headers['if-match'], why };
      const shown = await work(context, working, doneBy(callerOf(request)), (one) => changeImprovement(one, change));
      reply.header('etag', shown.etag);
      return shown;
    },
  );

const finishImprovementRoute: Route = (app, context) =>
  app.post(
    '/v1/improvements/:id/done',
    {
      onRequest: allow(context.authenticate, 'alerts:write', 'cases:write'),
      schema: {
        summary: 'It works, since a day: from then on its effect is measured',
        tags,
        params,
        headers,
        body: z.strictObject({
          on: z.iso.date().optional().describe('Since which day; without it, today.'),
          why: Why.optional(),
        }),
        response,
      },
      config: { example: { on: '2026-11-02' } },
    },
    async (request, reply) => {
      const { on, why } = request.body;
      const working = { id: request.params.id, seen: request.headers['if-match'], why };
      const by = doneBy(callerOf(request));
      const shown = await work(context, working, by, (one, today) => finishImprovement(one, { on, today }));
      reply.header('etag', shown.etag);
      return shown;
    },
  );

const dropImprovementRoute: Route = (app, context) =>
  app.post(
    '/v1/improvements/:id/drop',
    {
      onRequest: allow(context.authenticate, 'alerts:write', 'cases:write'),
      schema: {
        summary: 'Nobody does it, and why',
        tags,
        params,
        headers,
        body: z.strictObject({ why: Why }),
        response,
      },
      config: { example: { why: 'The gate is closed for good.' } },
    },
    async (request, reply) => {
      const working = { id: request.params.id, seen: request.headers['if-match'], why: request.body.why };
      const shown = await work(context, working, doneBy(callerOf(request)), dropImprovement);
      reply.header('etag', shown.etag);
      return shown;
    },
  );

/** What is done with an improvement, by who has seen how it stands. */
export const workOnImprovementRoutes: readonly Route[] = [
  changeImprovementRoute,
  finishImprovementRoute,
  dropImprovementRoute,
];
