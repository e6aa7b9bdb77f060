import { randomUUID } from 'node:crypto';
import { allow, callerOf, doneBy } from '@hilo/runtime';
import { z } from 'zod';
import { ProgrammeExample } from '../domain/dry-run/examples.ts';
import { PostedProgrammeDryRun, ProgrammeDryRun } from '../domain/dry-run/request.ts';
import { ProgrammeResult } from '../domain/dry-run/result.ts';
import { programmesNow, programmesOf, readPosted } from '../dry-runs/which-programmes.ts';
import { refuseFaults } from '../policies/publish-policy.ts';
import { listRehearsals, stopRehearsal } from '../store/rehearsals.ts';
import { audited, type Route, tags } from './context.ts';
import {
  DryRunHead,
  dryRunAnswers,
  headOf,
  idOfDryRun,
  isOver,
  patienceMs,
  readDryRun,
  refusingWhatCannotBeDone,
} from './dry-run.ts';
import { exampleProgramme } from './programme-example.ts';

const kind = 'programmes';

const Answer = z.object({
  ...DryRunHead.shape,
  request: ProgrammeDryRun.optional().describe('As it was asked for; absent where this release cannot read it.'),
  result: ProgrammeResult.optional(),
  examples: z.array(ProgrammeExample).optional().describe('Some of each kind; none of who was erased since.'),
});

export const startProgrammeDryRunRoute: Route = (app, { pool, authenticate, tellReads, dryRuns, now }) =>
  app.post(
    '/v1/programmes/dry-runs',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Find out what programmes would have done about what really happened',
        description:
          'How many would have been asked, at once or later and by which channel, how many withheld and by which rule, of the interactions that ' +
          'the log still holds. Sends nothing and changes nothing. Done at once where there is little; otherwise 202, and it is asked for at Location. ' +
          audited,
        tags,
        body: PostedProgrammeDryRun,
        response: { 200: Answer, 202: Answer, ...dryRunAnswers },
      },
      config: {
        example: { programmes: [{ id: 'airport-lounge', ...exampleProgramme }], from: '2026-03-01T00:00:00Z' },
      },
    },
    async (request, reply) => {
      const inForce = await programmesNow(pool);
      const asked = readPosted(request.body, inForce);
      refusingWhatCannotBeDone(() => programmesOf(asked, inForce));
      if (request.body.policy !== undefined) refuseFaults(request.body.policy);
      const id = randomUUID();
      await dryRuns.start({ id, kind, request: asked, by: doneBy(callerOf(request)), at: now() });
      await dryRuns.over(id, patienceMs);
      const answer = await read(pool, id);
      await tellReads(request, customersIn(answer));
      reply.header('location', `/v1/programmes/dry-runs/${id}`).status(isOver(answer) ? 200 : 202);
      return answer;
    },
  );

export const listProgrammeDryRunsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/programmes/dry-runs',
    {
      onRequest: allow(authenticate, 'surveys:read', 'programmes:write'),
      schema: {
        summary: 'The dry runs of programmes, the latest first; 100 dry runs are kept',
        tags,
        response: { 200: z.object({ dryRuns: z.array(DryRunHead) }), ...dryRunAnswers },
      },
    },
    async () => ({ dryRuns: (await listRehearsals(pool, kind)).map(headOf) }),
  );

export const programmeDryRunRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/programmes/dry-runs/:id',
    {
      onRequest: allow(authenticate, 'surveys:read', 'programmes:write'),
      schema: {
        summary: 'How far a dry run of programmes is, and what it found',
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

export const stopProgrammeDryRunRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/programmes/dry-runs/:id',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Stop a dry run of programmes',
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

/** `/v1/programmes/dry-runs`: what programmes would have done. */
export const programmeDryRunRoutes: readonly Route[] = [
  startProgrammeDryRunRoute,
  listProgrammeDryRunsRoute,
  programmeDryRunRoute,
  stopProgrammeDryRunRoute,
];

const read = async (pool: Parameters<typeof readDryRun>[0], id: string): Promise<z.infer<typeof Answer>> => {
  const { run, examples } = await readDryRun(pool, kind, id);
  const { data: request } = ProgrammeDryRun.safeParse(run.request);
  const { data: result } = ProgrammeResult.safeParse(run.result);
  return {
    ...headOf(run),
    ...(request && { request }),
    ...(result && {
      result,
      examples: examples.flatMap(({ example }) => ProgrammeExample.safeParse(example).data ?? []),
    }),
  };
};

const customersIn = ({ examples = [] }: z.infer<typeof Answer>): string[] => examples.map(({ customer }) => customer);
