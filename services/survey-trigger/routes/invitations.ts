import { Channel, ContactReason, CustomerId, Identifier, Problem, Provenance, SubjectId, Uuid } from '@hilo/contracts';
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
import { findInvitation, type InvitationRow, readInvitations } from '../store/invitation-list.ts';
import { audited, type Route, tags } from './context.ts';

const Invitation = z.object({
  id: Uuid,
  programme: z.string(),
  programmeVersion: z.int().describe('The version of the programme by which it was decided.'),
  interaction: z.object({ source: z.string(), id: z.string() }),
  touchpoint: z.string(),
  subject: SubjectId,
  customer: CustomerId,
  occurredAt: z.string(),
  dueAt: z.string().describe('When it is decided, at the earliest.'),
  deadline: z.string().describe('Never asked later.'),
  state: z.enum(['pending', 'invited', 'withheld']),
  reason: z.string().optional().describe('Why the customer was not asked.'),
  reasons: z
    .array(ContactReason)
    .optional()
    .describe('Every reason, each with the rule that says so; of one that is pending, why it waits until dueAt.'),
  channel: Channel.optional(),
  contactPoint: Identifier.optional(),
  consent: Provenance.optional().describe('The statement of consent on which the invitation rests.'),
  decidedAt: z.string().optional(),
  unreadable: z
    .string()
    .optional()
    .describe('Why it could not be decided: what cannot be read, or failed. It is tried again at retryAt.'),
  failures: z.int().optional().describe('How often it could not be decided.'),
  retryAt: z.string().optional(),
});

const cursorInInvitations = cursorOf('invitations', z.tuple([keyTime, z.uuid()]));

export const listInvitationsRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
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
          state: Invitation.shape.state.optional(),
          unreadable: z
            .stringbool()
            .optional()
            .describe('`true`: those alone that could not be decided so far; `false`: all others.'),
          limit: pageLimit,
          cursor: cursorInInvitations.parameter,
        }),
        response: {
          200: z.object({ invitations: z.array(Invitation), nextCursor: z.string().optional() }),
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
      return { invitations: page.map(invitationOf), ...next };
    },
  );

export const invitationRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/invitations/:id',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'One decision about asking, and why',
        description: audited,
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: Invitation, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const row = await findInvitation(pool, request.params.id);
      if (!row) throw new HttpProblem(404, 'Not found', 'There is no such invitation.');
      await tellReads(request, [row.customer]);
      return invitationOf(row);
    },
  );

/** `GET /v1/invitations`: who was asked, who was not, and why. */
export const invitationRoutes: readonly Route[] = [listInvitationsRoute, invitationRoute];

const invitationOf = ({
  source,
  interaction,
  reason,
  reasons,
  channel,
  contactPoint,
  consent,
  decidedAt,
  unreadable,
  failures,
  retryAt,
  orderedAt: _orderedAt,
  ...row
}: InvitationRow): z.infer<typeof Invitation> => ({
  ...row,
  interaction: { source, id: interaction },
  ...(reason !== null && { reason }),
  ...(reasons !== null && { reasons }),
  ...(channel !== null && { channel }),
  ...(contactPoint !== null && { contactPoint }),
  ...(consent !== null && { consent }),
  ...(decidedAt !== null && { decidedAt }),
  ...(unreadable !== null && { unreadable, failures, ...(retryAt !== null && { retryAt }) }),
});
