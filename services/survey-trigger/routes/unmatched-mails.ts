import { Problem, Timestamp } from '@hilo/contracts';
import { allow, cursorOf, HttpProblem, keyTime, pageLimit, pageOf, problems } from '@hilo/runtime';
import { z } from 'zod';
import { unmatchedReasons } from '../store/inbound-mails.ts';
import { listUnmatchedMails, removeUnmatchedMail } from '../store/unmatched-mails.ts';
import { type Route, tags } from './context.ts';

const MailId = z.string().min(1).max(200);

const UnmatchedMail = z.object({
  id: MailId.describe('A hash of its Message-ID.'),
  kind: z.string().describe('delivery-report, complaint or unsubscribe.'),
  status: z.string().optional().describe('What it says of a delivery, as RFC 3463 writes it.'),
  reason: z
    .enum(unmatchedReasons)
    .describe(
      'names-no-message: it says of no message of ours that it is about it. message-not-there: it names one that is erased, or was never sent from here. link-not-there: it was written to a link that was never given.',
    ),
  receivedAt: Timestamp,
});

const cursorInMails = cursorOf('unmatched-mails', z.tuple([keyTime, z.string()]));

export const listUnmatchedMailsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/unmatched-mails',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'Reports that came back by mail, and are about no message of ours, the latest first',
        description:
          'Why each belongs to nothing; neither what it says nor of whom is kept. They are forgotten after 90 days.',
        tags,
        querystring: z.object({ limit: pageLimit, cursor: cursorInMails.parameter }),
        response: { 200: z.object({ mails: z.array(UnmatchedMail), nextCursor: z.string().optional() }), ...problems },
      },
    },
    async ({ query: { limit, cursor: before } }) => {
      const rows = await listUnmatchedMails(pool, { before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ orderedAt, id }) => cursorInMails.encode([orderedAt, id]));
      return { mails: page.map(({ orderedAt: _, ...mail }) => mail), ...next };
    },
  );

export const removeUnmatchedMailRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/unmatched-mails/:id',
    {
      onRequest: allow(authenticate, 'contacts:write'),
      schema: {
        summary: 'Forget that such a mail came',
        tags,
        params: z.object({ id: MailId }),
        response: { 204: z.null(), ...problems, 404: Problem },
      },
    },
    async (request, reply) => {
      if (!(await removeUnmatchedMail(pool, request.params.id)))
        throw new HttpProblem(404, 'Not found', 'There is no such mail.');
      return reply.code(204).send(null);
    },
  );

/** `/v1/unmatched-mails`: what came back by mail, and belongs to nothing. */
export const unmatchedMailRoutes: readonly Route[] = [listUnmatchedMailsRoute, removeUnmatchedMailRoute];
