import { Channel, CustomerId, Identifier, Problem, Provenance, SubjectId, Uuid } from '@hilo/contracts';
import { type Authenticate, cursorOf, findCustomer, HttpProblem, keyTime, problems, type Routes } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { findInvitation, type InvitationRow, readInvitations } from '../store/invitation-list.ts';

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

const tags = ['survey-trigger'];

const cursorInInvitations = cursorOf('invitations', z.tuple([keyTime, z.uuid()]));

/** `GET /v1/invitations`: who was asked, who was not, and why. */
export const invitationRoutes =
  ({ pool, authenticate }: { pool: Pool; authenticate: Authenticate }): Routes =>
  async (app) => {
    app.addHook('preHandler', async (request) => {
      await authenticate(request, 'surveys:read');
    });

    app.get(
      '/v1/invitations',
      {
        schema: {
          summary: 'Who was asked, who was not, and why; those after the latest interactions first',
          tags,
          querystring: z.object({
            customer: CustomerId.optional(),
            programme: z.string().optional(),
            state: Invitation.shape.state.optional(),
            unreadable: z
              .stringbool()
              .optional()
              .describe('`true`: those alone that could not be decided so far; `false`: all others.'),
            limit: z.coerce.number().int().min(1).max(200).default(50),
            cursor: cursorInInvitations.parameter,
          }),
          response: {
            200: z.object({ invitations: z.array(Invitation), nextCursor: z.string().optional() }),
            ...problems,
            404: Problem,
          },
        },
      },
      async ({ query: { limit, cursor: after, customer, ...filter } }) => {
        const known = customer && (await findCustomer(pool, customer));
        if (customer && !known) throw new HttpProblem(404, 'Not found', 'No customer is known by that.');
        const rows = await readInvitations(pool, { ...filter, customer: known }, { after, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          invitations: page.map(invitationOf),
          ...(rows.length > limit && last && { nextCursor: cursorInInvitations.encode([last.orderedAt, last.id]) }),
        };
      },
    );
    app.get(
      '/v1/invitations/:id',
      {
        schema: {
          summary: 'One decision about asking, and why',
          tags,
          params: z.object({ id: Uuid }),
          response: { 200: Invitation, ...problems, 404: Problem },
        },
      },
      async ({ params }) => {
        const row = await findInvitation(pool, params.id);
        if (!row) throw new HttpProblem(404, 'Not found', 'There is no such invitation.');
        return invitationOf(row);
      },
    );
  };

const invitationOf = ({
  source,
  interaction,
  reason,
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
  ...(channel !== null && { channel }),
  ...(contactPoint !== null && { contactPoint }),
  ...(consent !== null && { consent }),
  ...(decidedAt !== null && { decidedAt }),
  ...(unreadable !== null && { unreadable, failures, ...(retryAt !== null && { retryAt }) }),
});
