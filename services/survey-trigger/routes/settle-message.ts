import { Problem, Uuid } from '@hilo/contracts';
import {
  allow,
  callerOf,
  doneBy,
  HttpProblem,
  problems,
  publishOutbox,
  putIntoOutbox,
  transaction,
} from '@hilo/runtime';
import { z } from 'zod';
import { settleMessage } from '../delivery/settle.ts';
import { type Route, tags } from './context.ts';
import { Why } from './shown-programme.ts';

const notFound = (): HttpProblem => new HttpProblem(404, 'Not found', 'The invitation has no such message.');
const known = (): HttpProblem =>
  new HttpProblem(409, 'Conflict', 'It is not unknown what became of the message: see GET /v1/invitations/{id}.');

/** `POST /v1/invitations/{id}/messages/{message}/settle`: a person says what became of a message of which nobody knew. */
export const settleMessageRoute: Route = (app, { pool, log, logger, hashes, authenticate, now }) =>
  app.post(
    '/v1/invitations/:id/messages/:message/settle',
    {
      onRequest: allow(authenticate, 'contacts:write'),
      schema: {
        summary: 'Say what became of a message of which it is unknown: it was sent, or not',
        description:
          'A message is `unknown` where a mail server or a provider did not answer after it may have taken it. Hilo never sends it again by itself. ' +
          '`sent` puts it on the thread; `not-sent` frees its place among the contacts that a customer may have. Who said so, and why, is kept.',
        tags,
        params: z.object({ id: Uuid, message: Uuid }),
        body: z.strictObject({ outcome: z.enum(['sent', 'not-sent']), why: Why }),
        response: { 204: z.null(), ...problems, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const { id: invitation, message } = request.params;
      const { outcome, why } = request.body;
      const settlement = { invitation, message, outcome, by: { by: doneBy(callerOf(request)), why } };
      const { status, outbox, ids } = await transaction(pool, async (tx) => {
        const settled = await settleMessage(tx, settlement, hashes, now());
        return { ...settled, ids: await putIntoOutbox(tx, settled.outbox) };
      });
      if (status === 'not-found') throw notFound();
      if (status === 'known') throw known();
      await publishOutbox({ pool, log }, ids, outbox).catch((error: unknown) =>
        logger.warn({ err: error }, 'what became of a message is told later'),
      );
      return reply.code(204).send(null);
    },
  );
