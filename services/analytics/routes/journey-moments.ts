import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { MomentsAsked } from '../domain/journey-question.ts';
import { explainJourney } from '../journeys/explain-journey.ts';
import { answerMoments, listMoments, MomentsAnswer, MomentsListed } from '../journeys/moments.ts';
import { type Route, tags } from './context.ts';
import {
  CustomersBehind,
  customersBehind,
  customersPage,
  inWhichFormat,
  journeyAskingOf,
  sendTable,
} from './journey-asking.ts';
import { isTable } from './table.ts';

const example = { from: '2026-10-01', to: '2026-10-31', of: 'nps' as const };

const momentsRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/moments',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'Moments of truth: which steps go along with better or worse answers',
        tags,
        querystring: inWhichFormat,
        body: MomentsAsked,
        response: {
          200: { content: { 'application/json': { schema: MomentsAnswer }, 'text/csv': { schema: z.string() } } },
          ...problems,
        },
      },
      config: { example },
    },
    async (request, reply) => {
      const { body, query } = request;
      const asking = await journeyAskingOf(request, context, body);
      const answer = {
        ...(await answerMoments(context.pool, asking, body)),
        ...(await explainJourney(context.pool, asking, body.filters, query.explain)),
      };
      if (!isTable(query.format, request.headers.accept)) return answer;
      return sendTable(
        reply,
        answer,
        answer.rows.map(({ step, customers, ...row }) => ({ ...step, ...row, customers_with: customers.with })),
      );
    },
  );

const momentsCustomersRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/moments/customers',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'The customers whose answers have a step before them, or do not',
        tags,
        body: z.strictObject({ question: MomentsAsked, ...MomentsListed.shape, ...customersPage }),
        response: { 200: CustomersBehind, ...problems },
      },
      config: { example: { question: example, step: { channel: 'web', touchpoint: 'checkout', kind: 'viewed' } } },
    },
    async (request) => {
      const { question: asked, limit, cursor, ...listed } = request.body;
      const asking = await journeyAskingOf(request, context, asked);
      return customersBehind(context, { limit, cursor }, (page) =>
        listMoments(context.pool, asking, { asked, listed, ...page }),
      );
    },
  );

/** `POST /v1/journeys/moments`, and who is behind each of its figures. */
export const momentsRoutes: readonly Route[] = [momentsRoute, momentsCustomersRoute];
