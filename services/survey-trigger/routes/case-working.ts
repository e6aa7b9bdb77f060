import { type DecidedBy, instantOf, Problem, Uuid } from '@hilo/contracts';
import {
  allow,
  callerOf,
  doneBy,
  HttpProblem,
  isTransient,
  type Outgoing,
  problems,
  publishOutbox,
  putIntoOutbox,
  retry,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { z } from 'zod';
import { workOn } from '../cases/work.ts';
import type { Case, Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import { countCaseSteps } from '../events.ts';
import { type Context, type Route, tags } from './context.ts';
import { ShownCase, shownCase } from './shown-case.ts';

/** Of what changes a case. */
export const caseParams = z.object({ id: Uuid });
export const ifMatch = z.object({
  'if-match': z
    .string()
    .max(1000)
    .optional()
    .meta({ example: '"1"', description: 'How you have seen it, as its ETag says.' }),
});
export const changing = { ...problems, 404: Problem, 409: Problem, 412: Problem, 428: Problem };

type Doing = {
  step(one: Case, rules: CompiledRules, done: { by: DecidedBy; at: number }): Stepped;
  more?: ((tx: Transaction, worked: Stepped) => Promise<readonly Outgoing[]>) | undefined;
};

type Asking = { id: string; seen: string | undefined; by: DecidedBy };

const mostAttempts = 3;

/** Does it in one transaction, tells it, and shows the case as it stands then. */
export const doWork = async (
  { pool, log, logger, caseRules, now }: Context,
  asking: Asking,
  { step, more = async () => [] }: Doing,
): Promise<ShownCase> => {
  let attempts = 0;
  const take = () =>
    transaction(pool, async (tx) => {
      const worked = await workOn(tx, { ...asking, now: now(), caseRules }, step, (one) => more(tx, one));
      return { ...worked, ids: await putIntoOutbox(tx, worked.outbox) };
    });
  const {
    case: one,
    step: done,
    outbox,
    ids,
  } = await retry(take, {
    shouldRetry: (error) => {
      attempts += 1;
      return attempts < mostAttempts && isTransient(error);
    },
  });
  await publishOutbox({ pool, log }, ids, outbox).catch((error: unknown) =>
    logger.warn({ err: error }, 'a case was worked on, which is told later'),
  );
  countCaseSteps([done]);
  return shownCase(one, now());
};

type Work<Body extends z.ZodObject> = {
  path: string;
  summary: string;
  description: string;
  body: Body;
  example: z.input<Body>;
  step(one: Case, body: z.output<Body>, rules: CompiledRules, done: { by: DecidedBy; at: number }): Stepped;
  more?: Doing['more'];
};

/** `POST /v1/cases/{id}/…`: one thing that somebody does with a case, who has seen how it stands. */
export const workRoute =
  <Body extends z.ZodObject>({ path, summary, description, body, example, step, more }: Work<Body>): Route =>
  (app, context) =>
    app.post(
      `/v1/cases/:id/${path}`,
      {
        onRequest: allow(context.authenticate, 'cases:write'),
        schema: {
          summary,
          description,
          tags,
          params: caseParams,
          headers: ifMatch,
          body,
          response: { 200: ShownCase, ...changing },
        },
        config: { example },
      },
      async (request, reply) => {
        const { id } = request.params;
        const said = body.parse(request.body);
        const asking = { id, seen: request.headers['if-match'], by: doneBy(callerOf(request)) };
        const shown = await doWork(context, asking, { step: (one, rules, done) => step(one, said, rules, done), more });
        reply.header('etag', shown.etag);
        return shown;
      },
    );

/** A moment that is to come, in milliseconds since the epoch. */
export const instantAhead = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined;
  const at = instantOf(text);
  if (at > now) return at;
  throw new HttpProblem(400, 'Invalid request', 'The body is not what this endpoint takes.', [
    { path: ['until'], message: 'is over' },
  ]);
};
