import { Problem, SubjectId, Timestamp, Uuid } from '@hilo/contracts';
import { allow, cursorOf, HttpProblem, pageLimit, pageOf, problems } from '@hilo/runtime';
import { z } from 'zod';
import { toldWithinMs } from '../domain/endpoints/event-delivery.ts';
import { OutgoingWebhookId } from '../domain/endpoints/outgoing-webhook.ts';
import { type DeliveryRow, listDeliveries, redeliver } from '../store/event-deliveries.ts';
import { findOutgoingWebhook } from '../store/outgoing-webhooks.ts';
import { type Route, tags } from './context.ts';

const Delivery = z.object({
  id: Uuid,
  event: z.string().describe('The webhook-id: the same at every attempt, and to every webhook.'),
  type: z.string(),
  subject: SubjectId.optional().describe('Whose it is; an alert is about nobody.'),
  state: z.enum(['waiting', 'delivered', 'failed']),
  createdAt: Timestamp,
  nextAt: Timestamp.optional().describe('When it is posted next, where it waits.'),
  attempts: z.int(),
  attemptedAt: Timestamp.optional(),
  status: z.int().optional().describe('What the receiver answered last, by its HTTP status.'),
  detail: z.string().optional().describe('Why there was no answer: ECONNREFUSED, TimeoutError …'),
});

const cursorInDeliveries = cursorOf('event-deliveries', z.tuple([z.number(), z.uuid()]));
const params = z.object({ id: OutgoingWebhookId });

export const listDeliveriesRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/outgoing-webhooks/:id/events',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'What an outgoing webhook was told of, or is to be, the latest first; kept for 30 days',
        tags,
        params,
        querystring: z.object({
          state: Delivery.shape.state.optional(),
          limit: pageLimit,
          cursor: cursorInDeliveries.parameter,
        }),
        response: {
          200: z.object({ events: z.array(Delivery), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async ({ params: { id }, query: { state, limit, cursor } }) => {
      if ((await findOutgoingWebhook(pool, id)) === undefined) throw absent('outgoing webhook');
      const before = cursor && { createdAt: cursor[0], id: cursor[1] };
      const rows = await listDeliveries(pool, id, { state, before, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, (row) => cursorInDeliveries.encode([row.createdAt, row.id]));
      return { events: page.map(shown), ...next };
    },
  );

export const redeliverRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/outgoing-webhooks/:id/events/:delivery/redeliver',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'Tell an outgoing webhook of something again, under the same webhook-id',
        tags,
        params: params.extend({ delivery: Uuid }),
        response: { 200: Delivery, ...problems, 404: Problem, 409: Problem },
      },
    },
    async ({ params: { id, delivery } }) => {
      const webhook = await findOutgoingWebhook(pool, id);
      if (webhook === undefined) throw absent('outgoing webhook');
      if (webhook.disabledAt !== undefined)
        throw new HttpProblem(
          409,
          'Conflict',
          `It is out of use: ${webhook.disabledReason}. Put it back in use first.`,
        );
      const row = await redeliver(pool, id, delivery, { now: now(), giveUpAt: now() + toldWithinMs });
      if (row === undefined) throw absent('event of this outgoing webhook');
      return shown(row);
    },
  );

/** What outgoing webhooks were told of. */
export const eventDeliveryRoutes: readonly Route[] = [listDeliveriesRoute, redeliverRoute];

const shown = ({ createdAt, nextAt, attemptedAt, status, detail, ...row }: DeliveryRow): z.infer<typeof Delivery> => ({
  ...row,
  createdAt: iso(createdAt),
  ...(row.state === 'waiting' && { nextAt: iso(nextAt) }),
  ...(attemptedAt !== undefined && { attemptedAt: iso(attemptedAt) }),
  ...(status !== undefined && { status }),
  ...(detail !== undefined && { detail }),
});

const iso = (at: number): string => new Date(at).toISOString();

const absent = (what: string): HttpProblem => new HttpProblem(404, 'Not found', `There is no such ${what}.`);
