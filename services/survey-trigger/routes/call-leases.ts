import { randomUUID } from 'node:crypto';
import { Identifier, Problem, Timestamp, Uuid, Word } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, problems, publishOutbox } from '@hilo/runtime';
import { z } from 'zod';
import { type LeasedCall, leaseCalls } from '../call-lists/lease-calls.ts';
import { scriptOf } from '../domain/call-lists/script.ts';
import { WordedQuestion, wordedQuestion } from '../domain/questions/worded-question.ts';
import { lastAnswers, readAnswersOf } from '../store/answers.ts';
import { type CallLease, findLease, leasesOf } from '../store/call-leases.ts';
import { findCallList } from '../store/call-lists.ts';
import { unknownList } from './call-lists.ts';
import { audited, type Route, tags } from './context.ts';

const params = z.object({ name: Word.meta({ example: 'flights' }) });
export const ofLease = params.extend({ id: Uuid });

export const unknownLease = () =>
  new HttpProblem(404, 'Not found', 'There is no such lease; or whoever was to be called is erased.');

const Call = z.object({
  lease: Uuid.describe('Under which the result is reported.'),
  until: Timestamp.describe('When she is given to another; a result is taken afterwards as well.'),
  invitation: Uuid,
  customer: Uuid,
  contactPoint: Identifier,
  programme: z.string(),
  touchpoint: z.string(),
  occurredAt: Timestamp,
  deadline: Timestamp.describe('Not to be called later.'),
  language: z.string().optional().describe('That she has said, if any.'),
  script: z.string().describe('What is said first.'),
  questions: z.array(WordedQuestion),
  answered: z.array(z.string()).describe('Questions that she has answered before, on any channel.'),
});

export const leaseCallsRoute: Route = (app, context) =>
  app.post(
    '/v1/call-lists/:name/lease',
    {
      onRequest: allow(context.authenticate, 'answers:write'),
      schema: {
        summary: 'Give me the next people to call',
        description:
          'Each may be called at this moment: consent, refusals, hours and caps were asked about again. Nobody else is given them until the lease is over; then they are the next again. Report what came of each. ' +
          audited,
        tags,
        params,
        body: z.strictObject({
          count: z.int().min(1).max(20).default(1).describe('How many people.'),
          agent: z.string().min(1).max(100).optional().describe('Whoever calls, as you know them.'),
        }),
        response: { 200: z.object({ calls: z.array(Call) }), ...problems, 404: Problem },
      },
      config: { example: { count: 1, agent: 'agent-7' } },
    },
    async (request) => {
      const { pool, log, logger, tellReads, ...others } = context;
      const kept = await findCallList(pool, request.params.name);
      if (kept === undefined) throw unknownList();
      const wanted = { ...request.body, agent: request.body.agent, name: kept.name, list: kept.settings };
      const { leased, outbox, ids } = await leaseCalls(
        { ...others, pool, newId: randomUUID },
        { ...wanted, by: doneBy(callerOf(request)) },
      );
      await publishOutbox({ pool, log }, ids, outbox).catch((error: unknown) =>
        logger.warn({ err: error }, 'who is not called after all is told later'),
      );
      await tellReads(
        request,
        leased.map(({ call }) => call.customer),
      );
      const answers = await readAnswersOf(
        pool,
        leased.map(({ call }) => call.invitation),
      );
      return {
        calls: leased.map((one) => callOf(one, [...lastAnswers(answers.get(one.call.invitation) ?? []).keys()])),
      };
    },
  );

const callOf = ({ lease, until, call, programme }: LeasedCall, answered: string[]): z.infer<typeof Call> => {
  const language = call.known?.record.contactPreferences.language;
  const wanted = language === undefined ? [] : [language];
  return {
    lease,
    until: timeText(until),
    invitation: call.invitation,
    customer: call.customer,
    contactPoint: call.contactPoint,
    programme: call.programme,
    touchpoint: call.touchpoint,
    occurredAt: timeText(call.occurredAt),
    deadline: timeText(call.deadline),
    ...(language !== undefined && { language }),
    script: scriptOf(programme, wanted),
    questions: programme.questions.map((one) => wordedQuestion(one, programme, wanted)),
    answered,
  };
};

const OtherLease = z.object({
  agent: z.string().optional(),
  leasedAt: Timestamp,
  until: Timestamp,
  disposition: z.string().optional(),
});
/** Another to whom the same person was given. */
export const otherLease = ({ agent, leasedAt, until, disposition }: CallLease): z.infer<typeof OtherLease> => ({
  ...(agent !== undefined && { agent }),
  leasedAt: timeText(leasedAt),
  until: timeText(until),
  ...(disposition !== undefined && { disposition }),
});
export const OtherLeases = z
  .array(OtherLease)
  .describe('To whom the same person was given meanwhile, and what came of that.');

const timeText = (at: number): string => new Date(at).toISOString();

export const leaseRoute: Route = (app, { pool, authenticate, now }) =>
  app.get(
    '/v1/call-lists/:name/leases/:id',
    {
      onRequest: allow(authenticate, 'answers:write', 'surveys:read'),
      schema: {
        summary: 'Whether she is still mine to call',
        tags,
        params: ofLease,
        response: {
          200: z.object({
            lease: Uuid,
            state: z
              .enum(['open', 'over', 'done', 'overtaken'])
              .describe('over: it has ended; overtaken: another has reported of the same person since it began.'),
            until: Timestamp,
            disposition: z.string().optional(),
            others: OtherLeases,
          }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const lease = await findLease(pool, request.params.id);
      if (lease === undefined || lease.list !== request.params.name) throw unknownLease();
      const all = (await leasesOf(pool, lease.message)).filter(({ id }) => id !== lease.id);
      const isOvertaken = all.some(({ endedAt }) => endedAt !== undefined && endedAt >= lease.leasedAt);
      const open = now() < lease.until ? ('open' as const) : ('over' as const);
      const undone = isOvertaken ? ('overtaken' as const) : open;
      return {
        lease: lease.id,
        state: lease.disposition === undefined ? undone : ('done' as const),
        until: timeText(lease.until),
        ...(lease.disposition !== undefined && { disposition: lease.disposition }),
        others: all.map(otherLease),
      };
    },
  );

/** Who is to be called next. */
export const callLeaseRoutes: readonly Route[] = [leaseCallsRoute, leaseRoute];
