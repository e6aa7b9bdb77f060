import { CustomerId, EventId, Locale, Problem, Source, Timestamp, Uuid, Word, wordingFor } from '@hilo/contracts';
import {
  allow,
  callerOf,
  doneBy,
  findCustomer,
  HttpProblem,
  pageLimit,
  problems,
  publishOutbox,
  putIntoOutbox,
  transaction,
  unknownCustomer,
} from '@hilo/runtime';
import { z } from 'zod';
import { GuidanceCard } from '../domain/guidance/card.ts';
import { countGuidance } from '../events/guidance.ts';
import { noteCardRead } from '../guidance/note-read.ts';
import { type OpenGuidance, readGuidanceFigures, readOpenGuidance } from '../store/guidance-reads.ts';
import { audited, type Context, type Route, tags } from './context.ts';

const ShownGuidance = z.object({
  id: Uuid,
  card: Word,
  cardVersion: z.int(),
  customer: CustomerId,
  interaction: z.object({ source: Source, id: EventId }).describe('What began the situation.'),
  beganAt: Timestamp,
  endsAt: Timestamp.describe('When it is over at the latest.'),
  pushedAt: Timestamp,
  roles: z.array(Word),
  language: Locale,
  title: z.string(),
  text: z.string(),
  picture: z.string().optional(),
  video: z.string().optional(),
  attachment: z.string().optional(),
  reads: z.int().describe('How many have read it.'),
});

const openRoute: Route = (app, { pool, authenticate, tellReads, now }) =>
  app.get(
    '/v1/guidance',
    {
      onRequest: allow(authenticate, 'cases:read'),
      schema: {
        summary:
          'What the front line is to say and do at this moment: the cards of the situations that customers are in',
        description: `Those that began last first, in the language that is wanted, or else in English or the first of the card by the alphabet. ${audited}`,
        tags,
        querystring: z.object({
          role: Word.optional().describe('Whose cards: gate-agent.'),
          customer: CustomerId.optional(),
          language: Locale.optional(),
          limit: pageLimit,
        }),
        response: { 200: z.object({ guidance: z.array(ShownGuidance) }), ...problems, 404: Problem },
      },
    },
    async (request) => {
      const { role, customer, language, limit } = request.query;
      const known = customer && (await findCustomer(pool, customer));
      if (customer && !known) throw unknownCustomer();
      const open = await readOpenGuidance(pool, { role, customer: known, limit, now: now() });
      await tellReads(
        request,
        open.map((one) => one.customer),
      );
      return { guidance: open.flatMap((one) => shownGuidance(one, language)) };
    },
  );

const params = z.object({ id: Uuid });
const role = Word.describe('As what whoever reads it acts; one of the roles of the card counts in its figures.');

const readRoute: Route = (app, context) =>
  app.post(
    '/v1/guidance/:id/read',
    {
      onRequest: allow(context.authenticate, 'cases:write'),
      schema: {
        summary: 'Say that you have read a card',
        description: 'Noted once for each key and person that it acts for, with the moment of the first time.',
        tags,
        params,
        body: z.strictObject({ role }),
        response: { 204: z.null(), ...problems, 404: Problem },
      },
      config: { example: { role: 'gate-agent' } },
    },
    async (request, reply) => {
      await note(context, { ...request.body, guidance: request.params.id, what: 'read', request });
      return reply.code(204).send(null);
    },
  );

const notHelpfulRoute: Route = (app, context) =>
  app.post(
    '/v1/guidance/:id/not-helpful',
    {
      onRequest: allow(context.authenticate, 'cases:write'),
      schema: {
        summary: 'Say that a card did not help, and why: it goes back to its author',
        description: 'The author finds it in GET /v1/guidance/cards/{id}/feedback. Each says it once of a situation.',
        tags,
        params,
        body: z.strictObject({
          role,
          comment: z.string().min(1).max(2000).optional().describe('What was missing or wrong; name no customer.'),
        }),
        response: { 204: z.null(), ...problems, 404: Problem },
      },
      config: { example: { role: 'gate-agent', comment: 'It does not say who pays for the hotel.' } },
    },
    async (request, reply) => {
      await note(context, { ...request.body, guidance: request.params.id, what: 'not-helpful', request });
      return reply.code(204).send(null);
    },
  );

type Noted = {
  guidance: string;
  what: 'read' | 'not-helpful';
  role: string;
  comment?: string | undefined;
  request: Parameters<typeof callerOf>[0];
};

const note = async ({ pool, log, logger, now }: Context, { request, comment, ...said }: Noted): Promise<void> => {
  const by = doneBy(callerOf(request));
  const reader = JSON.stringify([by.key, by.person?.subject ?? '']);
  const { outbox, told, ids } = await transaction(pool, async (tx) => {
    const noted = await noteCardRead(tx, { ...said, comment, by, reader, at: now() });
    if (noted === undefined)
      throw new HttpProblem(404, 'Not found', 'There is no such guidance: nobody was pushed a card with this id.');
    return { ...noted, ids: await putIntoOutbox(tx, noted.outbox) };
  });
  countGuidance(told);
  await publishOutbox({ pool, log }, ids, outbox).catch((error: unknown) =>
    logger.warn({ err: error }, 'what was said of a card is noted, and told later'),
  );
};

const dayMs = 86_400_000;
const Figure = z.object({
  card: Word,
  role: Word,
  pushed: z.int().describe('How many situations called for it.'),
  covered: z.int().describe('Of how many somebody in the role has read it.'),
  coverage: z.number().describe('The share of these, in percent.'),
  reads: z.int(),
  notHelpful: z.int(),
  medianSeconds: z.number().nullable().describe('Until it was read first, where it was.'),
});

const figuresRoute: Route = (app, { pool, authenticate, now }) =>
  app.get(
    '/v1/guidance/figures',
    {
      onRequest: allow(authenticate, 'analytics:read', 'cases:read'),
      schema: {
        summary:
          'How cards are used: how many situations called for each, who read it by role, and whom it did not help',
        description: 'Of what was pushed in the time; without one, in the last 30 days.',
        tags,
        querystring: z.object({ from: Timestamp.optional(), until: Timestamp.optional() }),
        response: { 200: z.object({ from: Timestamp, until: Timestamp, figures: z.array(Figure) }), ...problems },
      },
    },
    async ({ query }) => {
      const until = query.until ?? new Date(now()).toISOString();
      const from = query.from ?? new Date(Date.parse(until) - 30 * dayMs).toISOString();
      const rows = await readGuidanceFigures(pool, { from, until });
      const figures = rows.map((row) => ({ ...row, coverage: Math.round((1000 * row.covered) / row.pushed) / 10 }));
      return { from, until, figures };
    },
  );

/** `/v1/guidance`: what the front line is to say and do, who has read it, and how that is used. */
export const guidanceRoutes: readonly Route[] = [openRoute, readRoute, notHelpfulRoute, figuresRoute];

const shownGuidance = (
  { content, source, interaction, beganAt, endsAt, pushedAt, ...row }: OpenGuidance,
  language: string | undefined,
): z.infer<typeof ShownGuidance>[] => {
  const { data: card } = GuidanceCard.safeParse(content);
  const wording = card && wordingFor(card.wordings, language);
  if (card === undefined || wording === undefined) return [];
  const { picture, video, attachment, roles } = card;
  return [
    {
      ...row,
      interaction: { source, id: interaction },
      beganAt: beganAt.toISOString(),
      endsAt: endsAt.toISOString(),
      pushedAt: pushedAt.toISOString(),
      roles,
      ...wording,
      ...(picture && { picture }),
      ...(video && { video }),
      ...(attachment && { attachment }),
    },
  ];
};
