import { randomUUID } from 'node:crypto';
import { allow, callerOf, doneBy } from '@hilo/runtime';
import { z } from 'zod';
import { ReactionDryRun, ReactionExample, ReactionResult } from '../domain/dry-run/reaction-report.ts';
import { listRehearsals, stopRehearsal } from '../store/rehearsals.ts';
import { audited, type Route, tags } from './context.ts';
import { DryRunHead, dryRunAnswers, headOf, idOfDryRun, isOver, patienceMs, readDryRun } from './dry-run.ts';

const kind = 'reactions';

const Answer = z.object({
  ...DryRunHead.shape,
  request: ReactionDryRun.optional().describe('As it was asked for; absent where this release cannot read it.'),
  result: ReactionResult.optional(),
  examples: z.array(ReactionExample).optional().describe('Some of each kind; none of who was erased since.'),
});

const startReactionDryRunRoute: Route = (app, { pool, authenticate, tellReads, dryRuns, now }) =>
  app.post(
    '/v1/reaction-rules/dry-runs',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Find out to what rules would have reacted, of what really happened',
        description:
          'To how many, and to how many customers, by each rule, and why not to the others, of the interactions that the log still holds. Nothing is done. ' +
          'Done at once where there is little; otherwise 202, and it is asked for at Location. ' +
          audited,
        tags,
        body: ReactionDryRun,
        response: { 200: Answer, 202: Answer, ...dryRunAnswers },
      },
      config: {
        example: {
          rules: [
            {
              id: 'looked-again',
              when: { kinds: ['viewed'], times: 3 },
              same: 'product.id',
              action: { do: 'webhook' },
            },
          ],
          from: '2026-03-01T00:00:00Z',
        },
      },
    },
    async (request, reply) => {
      const id = randomUUID();
      await dryRuns.start({ id, kind, request: request.body, by: doneBy(callerOf(request)), at: now() });
      await dryRuns.over(id, patienceMs);
      const answer = await read(pool, id);
      await tellReads(request, customersIn(answer));
      reply.header('location', `/v1/reaction-rules/dry-runs/${id}`).status(isOver(answer) ? 200 : 202);
      return answer;
    },
  );

const listReactionDryRunsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/reaction-rules/dry-runs',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'The dry runs of reactions, the latest first; 100 dry runs are kept',
        tags,
        response: { 200: z.object({ dryRuns: z.array(DryRunHead) }), ...dryRunAnswers },
      },
    },
    async () => ({ dryRuns: (await listRehearsals(pool, kind)).map(headOf) }),
  );

const reactionDryRunRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/reaction-rules/dry-runs/:id',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'How far a dry run of reactions is, and what it found',
        description: audited,
        tags,
        params: idOfDryRun,
        response: { 200: Answer, ...dryRunAnswers },
      },
    },
    async (request) => {
      const answer = await read(pool, request.params.id);
      await tellReads(request, customersIn(answer));
      return answer;
    },
  );

const stopReactionDryRunRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/reaction-rules/dry-runs/:id',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Stop a dry run of reactions',
        description: 'One that is through stays as it is.',
        tags,
        params: idOfDryRun,
        response: { 200: DryRunHead, ...dryRunAnswers },
      },
    },
    async ({ params: { id } }) => {
      await stopRehearsal(pool, kind, id);
      return headOf((await readDryRun(pool, kind, id)).run);
    },
  );

/** `/v1/reaction-rules/dry-runs`: to what rules would have reacted. */
export const reactionDryRunRoutes: readonly Route[] = [
  startReactionDryRunRoute,
  listReactionDryRunsRoute,
  reactionDryRunRoute,
  stopReactionDryRunRoute,
];

const read = async (pool: Parameters<typeof readDryRun>[0], id: string): Promise<z.infer<typeof Answer>> => {
  const { run, examples } = await readDryRun(pool, kind, id);
  const { data: request } = ReactionDryRun.safeParse(run.request);
  const { data: result } = ReactionResult.safeParse(run.result);
  return {
    ...headOf(run),
    ...(request && { request }),
    ...(result && {
      result,
      examples: examples.flatMap(({ example }) => ReactionExample.safeParse(example).data ?? []),
    }),
  };
};

const customersIn = ({ examples = [] }: z.infer<typeof Answer>): string[] => examples.map(({ customer }) => customer);
