import { DecidedBy, Problem, Timestamp, Word } from '@hilo/contracts';
import { allow, callerOf, doneBy, HttpProblem, problems, transaction } from '@hilo/runtime';
import { z } from 'zod';
import { GuidanceCard } from '../domain/guidance/card.ts';
import { publishCard } from '../guidance/publish-cards.ts';
import { latestCards, type StoredCard } from '../store/guidance-cards.ts';
import { readFeedback } from '../store/guidance-reads.ts';
import { type Route, tags } from './context.ts';
import { Why } from './shown-programme.ts';

const ShownCard = z.object({
  id: Word,
  version: z.int(),
  by: DecidedBy,
  at: Timestamp.describe('From when on it is pushed.'),
  why: z.string(),
  card: GuidanceCard.optional().describe('Absent for a version that this release cannot read: it is not pushed.'),
});

const cardsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/guidance/cards',
    {
      onRequest: allow(authenticate, 'cases:read', 'programmes:write'),
      schema: {
        summary: 'The cards for the front line that are in force, with whoever wrote each',
        tags,
        response: { 200: z.object({ cards: z.array(ShownCard) }), ...problems },
      },
    },
    async () => ({ cards: (await latestCards(pool)).map(shownCard) }),
  );

const publishRoute: Route = (app, { pool, authenticate, now }) =>
  app.post(
    '/v1/guidance/cards',
    {
      onRequest: allow(authenticate, 'programmes:write'),
      schema: {
        summary: 'Publish a card for the front line, or its next version',
        description:
          'It is pushed from the answer on. What is pushed already keeps its version. What is in force is no new version, however often it is posted.',
        tags,
        body: z.strictObject({ card: GuidanceCard, why: Why }),
        response: { 200: ShownCard, ...problems },
      },
      config: { example: { card: example, why: 'Who waits at a gate wants to know what comes next.' } },
    },
    async (request) => {
      const { card, why } = request.body;
      const publishing = { by: doneBy(callerOf(request)), why, now: now() };
      return shownCard(await transaction(pool, (tx) => publishCard(tx, card, publishing)));
    },
  );

const Feedback = z.object({
  guidance: z.string(),
  cardVersion: z.int(),
  role: z.string(),
  comment: z.string().optional(),
  by: DecidedBy,
  at: Timestamp,
});

const feedbackRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/guidance/cards/:id/feedback',
    {
      onRequest: allow(authenticate, 'cases:read', 'programmes:write'),
      schema: {
        summary: 'Whom a card did not help, and what they say; the latest 200',
        tags,
        params: z.object({ id: Word }),
        response: { 200: z.object({ author: DecidedBy, feedback: z.array(Feedback) }), ...problems, 404: Problem },
      },
    },
    async ({ params: { id } }) => {
      const card = (await latestCards(pool)).find((one) => one.id === id);
      if (card === undefined) throw new HttpProblem(404, 'Not found', `There is no card ${id}.`);
      const rows = await readFeedback(pool, id, 200);
      const feedback = rows.map(({ comment, at, ...row }) => ({
        ...row,
        at: at.toISOString(),
        ...(comment !== null && { comment }),
      }));
      return { author: card.by, feedback };
    },
  );

/** `/v1/guidance/cards`: what the front line is told in which situation, and what comes back. */
export const guidanceCardRoutes: readonly Route[] = [cardsRoute, publishRoute, feedbackRoute];

const shownCard = ({ card, ...row }: StoredCard): z.infer<typeof ShownCard> => {
  const { data } = GuidanceCard.safeParse(card);
  return { ...row, ...(data && { card: data }) };
};

const example: z.input<typeof GuidanceCard> = {
  id: 'flight-delayed',
  situation: {
    begins: { kinds: ['flight_delayed'] },
    ends: { kinds: ['boarded'] },
    lastsMinutes: 720,
    same: 'flight',
  },
  roles: ['gate-agent'],
  wordings: {
    en: { title: 'The flight is delayed', text: 'Say it before they ask, and say when you will know more.' },
    es: { title: 'El vuelo va con retraso', text: 'Dígalo antes de que pregunten, y diga cuándo sabrá más.' },
  },
  picture: 'https://example.org/cards/delay.png',
};
