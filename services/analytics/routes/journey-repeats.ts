import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { RepeatsAsked } from '../domain/journey-question.ts';
import { explainJourney } from '../journeys/explain-journey.ts';
import { answerRepeats, listRepeats, RepeatsAnswer, RepeatsListed } from '../journeys/repeats.ts';
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

const example = {
  from: '2026-10-01',
  to: '2026-10-31',
  contact: { channel: ['ivr', 'call_centre'] },
  breakdown: 'touchpoint',
};

const repeatsRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/repeats',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'Contacts that were followed by another one: who has to ask again',
        tags,
        querystring: inWhichFormat,
        body: RepeatsAsked,
        response: {
          200: { content: { 'application/json': { schema: RepeatsAnswer }, 'text/csv': { schema: z.string() } } },
          ...problems,
        },
      },
      config: { example },
    },
    async (request, reply) => {
      const { body, query } = request;
      const asking = await journeyAskingOf(request, context, body);
      const answer = {
        ...(await answerRepeats(context.pool, asking, body)),
        ...(await explainJourney(context.pool, asking, body.filters, query.explain)),
      };
      if (!isTable(query.format, request.headers.accept)) return answer;
      return sendTable(
        reply,
        answer,
        answer.rows.map(({ group, ...row }) => ({ ...group, ...row })),
      );
    },
  );

const repeatsCustomersRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/repeats/customers',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'The customers who had contacts, repeated ones, or such as are open',
        tags,
        body: z.strictObject({ question: RepeatsAsked, ...RepeatsListed.shape, ...customersPage }),
        response: { 200: CustomersBehind, ...problems },
      },
      config: { example: { question: example, had: 'repeated' } },
    },
    async (request) => {
      const { question: asked, limit, cursor, ...listed } = request.body;
      const asking = await journeyAskingOf(request, context, asked);
      return customersBehind(context, { limit, cursor }, (page) =>
        listRepeats(context.pool, asking, { asked, listed, ...page }),
      );
    },
  );

/** `POST /v1/journeys/repeats`, and who is behind each of its figures. */
export const repeatsRoutes: readonly Route[] = [repeatsRoute, repeatsCustomersRoute];
