import { instantOf, Problem, Uuid } from '@hilo/contracts';
import {
  allow,
  HttpProblem,
  isTransient,
  problems,
  publishOutbox,
  putIntoOutbox,
  retry,
  transaction,
} from '@hilo/runtime';
import { z } from 'zod';
import { type ResultTaken, takeResult } from '../call-lists/take-result.ts';
import { CallList } from '../domain/call-lists/call-list.ts';
import { CallResult } from '../domain/call-lists/call-result.ts';
import { countCalls } from '../events.ts';
import { findLease } from '../store/call-leases.ts';
import { findCallList } from '../store/call-lists.ts';
import { OtherLeases, ofLease, otherLease, unknownLease } from './call-leases.ts';
import { type Route, tags } from './context.ts';

const mostAttempts = 3;

export const callResultRoute: Route = (app, { pool, log, logger, hashes, authenticate, now }) =>
  app.post(
    '/v1/call-lists/:name/leases/:id/result',
    {
      onRequest: allow(authenticate, 'answers:write'),
      schema: {
        summary: 'Say how a call ended',
        description:
          'Once for each lease, also when it is over: the same again changes nothing. The call is in the ledger of contacts whatever came of it; a refusal brakes every channel, a wrong person the number. ' +
          'Who was not reached is called again, as the list says; who answered is not, unless she wants it.',
        tags,
        params: ofLease,
        body: CallResult,
        response: {
          200: z.object({
            lease: Uuid,
            status: z.enum(['accepted', 'duplicate']),
            late: z.boolean().describe('The lease was over; it counts all the same.'),
            response: z
              .object({
                state: z.string(),
                faults: z.array(z.object({ question: z.string(), reason: z.string(), message: z.string() })),
              })
              .optional()
              .describe('How far the answering came; and what of it was no answer.'),
            others: OtherLeases,
          }),
          ...problems,
          404: Problem,
          409: Problem,
          422: Problem,
        },
      },
      config: {
        example: {
          disposition: 'completed',
          answers: [{ question: 'likelihood_to_recommend', value: 9 }],
          language: 'es',
        },
      },
    },
    async (request) => {
      const { params: at, body: result } = request;
      const kept = await findCallList(pool, at.name);
      const lease = await findLease(pool, at.id);
      if (lease === undefined || lease.list !== at.name) throw unknownLease();
      refuseTimes(result, now());
      const list = kept?.settings ?? CallList.parse({});
      const take = () =>
        transaction(pool, async (tx) => {
          const taken = await takeResult(tx, { id: at.id, result, list, now: now(), hashes });
          return { taken, ids: await putIntoOutbox(tx, taken.outbox) };
        });
      let attempts = 0;
      const { taken, ids } = await retry(take, {
        shouldRetry: (error) => {
          attempts += 1;
          return attempts < mostAttempts && isTransient(error);
        },
      });
      await publishOutbox({ pool, log }, ids, taken.outbox).catch((error: unknown) =>
        logger.warn({ err: error }, 'how a call ended is told later'),
      );
      return told(at.id, result, taken);
    },
  );

const skewMs = 5 * 60_000;

const refuseTimes = ({ startedAt, callBackAt }: CallResult, now: number): void => {
  const wrong = [
    ...(startedAt !== undefined && instantOf(startedAt) > now + skewMs
      ? [{ path: ['startedAt'], message: 'is in the future' }]
      : []),
    ...(callBackAt !== undefined && instantOf(callBackAt) <= now ? [{ path: ['callBackAt'], message: 'is over' }] : []),
  ];
  if (wrong.length > 0) throw new HttpProblem(422, 'Invalid answers', 'These are no times of such a call.', wrong);
};

const told = (lease: string, { disposition }: CallResult, { status, isLate, others, answers }: ResultTaken) => {
  if (status === 'not-there') throw unknownLease();
  if (status === 'conflict') throw new HttpProblem(409, 'Conflict', 'Another result was reported of this call.');
  if (status === 'accepted') countCalls(disposition);
  return {
    lease,
    status,
    late: isLate,
    ...(answers && { response: { state: answers.state, faults: [...answers.faults] } }),
    others: others.map(otherLease),
  };
};
