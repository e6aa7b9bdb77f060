import { CustomerId, Problem, Uuid } from '@hilo/contracts';
import {
  allow,
  cursorOf,
  findCustomer,
  HttpProblem,
  keyTime,
  pageLimit,
  pageOf,
  problems,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { findResponse } from '../store/answers.ts';
import { findInvitation, readInvitations } from '../store/invitation-list.ts';
import { audited, type Route, tags } from './context.ts';
import { settleMessageRoute } from './settle-message.ts';
import { ShownInvitation, showInvitations } from './show-invitations.ts';
import { ToldResponse, toldResponse } from './told-response.ts';

const ListedState = z.enum([...ShownInvitation.shape.state.options, 'unknown']);

const cursorInInvitations = cursorOf('invitations', z.tuple([keyTime, z.uuid()]));

export const listInvitationsRoute: Route = (app, context) => {
  const { pool, authenticate, tellReads } = context;
  return app.get(
    '/v1/invitations',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'Who was asked, who was not, and why; those after the latest interactions first',
        description: audited,
        tags,
        querystring: z.object({
          customer: CustomerId.optional(),
          programme: z.string().optional(),
          state: ListedState.optional().describe(
            'unknown: those with a message of which nobody knows whether it was taken.',
          ),
          unreadable: z
            .stringbool()
            .optional()
            .describe('`true`: those alone that could not be decided so far; `false`: all others.'),
          limit: pageLimit,
          cursor: cursorInInvitations.parameter,
        }),
        response: {
          200: z.object({ invitations: z.array(ShownInvitation), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after, customer, ...filter } = request.query;
      const known = customer && (await findCustomer(pool, customer));
      if (customer && !known) throw unknownCustomer();
      const rows = await readInvitations(pool, { ...filter, customer: known }, { after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ orderedAt, id }) => cursorInInvitations.encode([orderedAt, id]));
      await tellReads(
        request,
        page.map((row) => row.customer),
      );
      const shown = await showInvitations(context, page);
      return { invitations: shown.map(({ invitation }) => invitation), ...next };
    },
  );
};

export const invitationRoute: Route = (app, context) => {
  const { pool, authenticate, tellReads } = context;
  return app.get(
    '/v1/invitations/:id',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'One decision about asking, and why; and what was answered',
        description: audited,
        tags,
        params: z.object({ id: Uuid }),
        response: {
          200: ShownInvitation.extend({ response: ToldResponse.optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const row = await findInvitation(pool, request.params.id);
      if (!row) throw new HttpProblem(404, 'Not found', 'There is no such invitation.');
      await tellReads(request, [row.customer]);
      const [shown] = await showInvitations(context, [row]);
      const response = await findResponse(pool, row.id);
      if (shown === undefined) throw new HttpProblem(404, 'Not found', 'There is no such invitation.');
      const { invitation, answers, programme } = shown;
      return { ...invitation, ...(response && { response: toldResponse({ response, answers, programme }) }) };
    },
  );
};

/** `GET /v1/invitations`: who was asked, who was not, and why. */
export const invitationRoutes: readonly Route[] = [listInvitationsRoute, invitationRoute, settleMessageRoute];
