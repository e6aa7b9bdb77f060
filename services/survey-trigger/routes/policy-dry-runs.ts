import { randomUUID } from 'node:crypto';
import { allow, callerOf, doneBy, HttpProblem } from '@hilo/runtime';
import { z } from 'zod';
import { PolicyExample } from '../domain/dry-run/examples.ts';
import { PolicyDryRun } from '../domain/dry-run/request.ts';
import { PolicyResult } from '../domain/dry-run/result.ts';
import { refuseFaults } from '../policies/publish-policy.ts';
import { findPolicy } from '../store/contact-policies.ts';
import { listRehearsals, stopRehearsal } from '../store/rehearsals.ts';
import { audited, type Route, tags } from './context.ts';
import { DryRunHead, dryRunAnswers, headOf, idOfDryRun, isOver, patienceMs, readDryRun } from './dry-run.ts';

const kind = 'policy';

const Answer = z.object({
  ...DryRunHead.shape,
  request: PolicyDryRun.optional().describe('As it was asked for; absent where this release cannot read it.'),
  result: PolicyResult.optional(),
  examples: z.array(PolicyExample).optional().describe('Those for whom it changes most; none of who was erased since.'),
});

export const startPolicyDryRunRoute: Route = (app, { pool, authenticate, tellReads, dryRuns, now }) =>
  app.post(
    '/v1/contact-policy/dry-runs',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Find out who would have been contacted more, less, or at other times, by another policy',
        description:
          'Judges every contact that the ledger has, whoever made it, every invitation, and what the log holds after which a programme in force asks, by ' +
          'the policy in force and by the proposed one. Changes ' +
          'nothing. Done at once where there is little; otherwise 202, and it is asked for at Location. ' +
          audited,
        tags,
        body: PolicyDryRun,
        response: { 200: Answer, 202: Answer, ...dryRunAnswers },
      },
      config: { example: { policy: { packs: ['general', 'ES'] }, from: '2026-03-01T00:00:00Z' } },
    },
    async (request, reply) => {
      const { policy } = request.body;
      if (typeof policy !== 'number') refuseFaults(policy);
      else if ((await findPolicy(pool, policy)) === undefined)
        throw new HttpProblem(400, 'Invalid request', `There is no version ${policy} of the contact policy.`);
      const id = randomUUID();
      await dryRuns.start({ id, kind, request: request.body, by: doneBy(callerOf(request)), at: now() });
      await dryRuns.over(id, patienceMs);
      const answer = await read(pool, id);
      await tellReads(request, customersIn(answer));
      reply.header('location', `/v1/contact-policy/dry-runs/${id}`).status(isOver(answer) ? 200 : 202);
      return answer;
    },
  );

export const listPolicyDryRunsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/contact-policy/dry-runs',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'The dry runs of contact policies, the latest first; 100 dry runs are kept',
        tags,
        response: { 200: z.object({ dryRuns: z.array(DryRunHead) }), ...dryRunAnswers },
      },
    },
    async () => ({ dryRuns: (await listRehearsals(pool, kind)).map(headOf) }),
  );

export const policyDryRunRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/contact-policy/dry-runs/:id',
    {
      onRequest: allow(authenticate, 'surveys:read', 'policy:write'),
      schema: {
        summary: 'How far a dry run of a contact policy is, and what it found',
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

export const stopPolicyDryRunRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/contact-policy/dry-runs/:id',
    {
      onRequest: allow(authenticate, 'policy:write'),
      schema: {
        summary: 'Stop a dry run of a contact policy',
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

/** `/v1/contact-policy/dry-runs`: what another policy would have changed. */
export const policyDryRunRoutes: readonly Route[] = [
  startPolicyDryRunRoute,
  listPolicyDryRunsRoute,
  policyDryRunRoute,
  stopPolicyDryRunRoute,
];

const read = async (pool: Parameters<typeof readDryRun>[0], id: string): Promise<z.infer<typeof Answer>> => {
  const { run, examples } = await readDryRun(pool, kind, id);
  const { data: request } = PolicyDryRun.safeParse(run.request);
  const { data: result } = PolicyResult.safeParse(run.result);
  return {
    ...headOf(run),
    ...(request && { request }),
    ...(result && { result, examples: examples.flatMap(({ example }) => PolicyExample.safeParse(example).data ?? []) }),
  };
};

const customersIn = ({ examples = [] }: z.infer<typeof Answer>): string[] => examples.map(({ customer }) => customer);
