import { CustomerId, EventId, Problem, Source, SubjectId, Timestamp, Uuid, Word } from '@hilo/contracts';
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
import { ReactionState } from '../domain/reactions/reaction.ts';
import { type ListedReaction, readReactions } from '../store/reaction-list.ts';
import { audited, type Route, tags } from './context.ts';

const Interaction = z.object({ source: Source, id: EventId });

/** A reaction, as it is shown. */
const ShownReaction = z.object({
  id: Uuid,
  rule: Word.describe('Of GET /v1/reaction-rules.'),
  rulesVersion: z.int().optional().describe('By which version it was decided.'),
  state: ReactionState,
  reason: z.string().optional().describe('Why it was withheld: rule-gone, too-late, not-in-audience …'),
  customer: CustomerId.optional().describe('Whose it is today; absent as long as no record is known.'),
  subject: SubjectId,
  same: z.string().optional().describe('What had to be the same, as JSON.'),
  interaction: Interaction.describe('What began it: GET /v1/interactions/{id}.'),
  by: Interaction.optional().describe(
    'What decided it: the answer that came, what began it anew, what was reacted to.',
  ),
  at: Timestamp.describe('When what began it took place.'),
  dueAt: Timestamp.describe('When it is decided.'),
  decidedAt: Timestamp.optional(),
  action: z.string().optional(),
  outcome: z.record(z.string(), z.json()).optional().describe('What came of the action: the id of the case.'),
});

const cursorInReactions = cursorOf('reactions', z.tuple([keyTime, z.uuid()]));

const listReactionsRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/reactions',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'To what Hilo has reacted, to what it did not, and why; after the latest interactions first',
        description: audited,
        tags,
        querystring: z.object({
          customer: CustomerId.optional(),
          rule: z.string().max(200).optional(),
          state: ReactionState.optional(),
          limit: pageLimit,
          cursor: cursorInReactions.parameter,
        }),
        response: {
          200: z.object({ reactions: z.array(ShownReaction), nextCursor: z.string().optional() }),
          ...problems,
          404: Problem,
        },
      },
    },
    async (request) => {
      const { limit, cursor: after, customer, rule, state } = request.query;
      const known = customer && (await findCustomer(pool, customer));
      if (customer && !known) throw unknownCustomer();
      const filter = { customer: known, rule, states: state && [state] };
      const rows = await readReactions(pool, filter, { after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, ({ orderedAt, id }) => cursorInReactions.encode([orderedAt, id]));
      await tellReads(request, page.map(customerOf));
      return { reactions: page.map(shownReaction), ...next };
    },
  );

const reactionRoute: Route = (app, { pool, authenticate, tellReads }) =>
  app.get(
    '/v1/reactions/:id',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'A reaction: what began it, what became of it, and why',
        description: audited,
        tags,
        params: z.object({ id: Uuid }),
        response: { 200: ShownReaction, ...problems, 404: Problem },
      },
    },
    async (request) => {
      const [one] = await readReactions(pool, { id: request.params.id }, { after: undefined, limit: 1 });
      if (one === undefined) throw new HttpProblem(404, 'Not found', 'There is no such reaction.');
      await tellReads(request, [customerOf(one)]);
      return shownReaction(one);
    },
  );

/** `GET /v1/reactions`: what was reacted to, what was not, and why. */
export const reactionRoutes: readonly Route[] = [listReactionsRoute, reactionRoute];

const customerOf = ({ customer, subject }: ListedReaction): string => customer ?? subject;

const shownReaction = (one: ListedReaction): z.infer<typeof ShownReaction> => ({
  id: one.id,
  rule: one.rule,
  rulesVersion: one.rulesVersion,
  state: one.state,
  reason: one.reason,
  ...(one.customer !== null && { customer: one.customer }),
  subject: one.subject,
  ...(one.same !== '' && { same: one.same }),
  interaction: { source: one.source, id: one.interaction },
  ...(one.bySource !== undefined &&
    one.byInteraction !== undefined && { by: { source: one.bySource, id: one.byInteraction } }),
  at: iso(one.at),
  dueAt: iso(one.dueAt),
  ...(one.decidedAt !== undefined && { decidedAt: iso(one.decidedAt) }),
  action: one.action,
  outcome: one.outcome,
});

const iso = (at: number): string => new Date(at).toISOString();
