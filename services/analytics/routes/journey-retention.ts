import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { RetentionAsked } from '../domain/journey-question.ts';
import { explainJourney } from '../journeys/explain-journey.ts';
import { answerRetention, listRetention, RetentionAnswer, RetentionListed } from '../journeys/retention.ts';
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

const example = { from: '2026-08-03', to: '2026-10-25', start: { kind: 'bought' }, interval: 'week' as const };

const retentionRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/retention',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'Who comes back in the periods after the one in which they began',
        tags,
        querystring: inWhichFormat,
        body: RetentionAsked,
        response: {
          200: { content: { 'application/json': { schema: RetentionAnswer }, 'text/csv': { schema: z.string() } } },
          ...problems,
        },
      },
      config: { example },
    },
    async (request, reply) => {
      const { body, query } = request;
      const asking = await journeyAskingOf(request, context, body);
      const answer = {
        ...(await answerRetention(context.pool, asking, body)),
        ...(await explainJourney(context.pool, asking, body.filters, query.explain)),
      };
      return isTable(query.format, request.headers.accept) ? sendTable(reply, answer, linesOf(answer)) : answer;
    },
  );

/** A line for each cohort and period. */
const linesOf = ({ rows }: RetentionAnswer) =>
  rows.flatMap(({ group, from, to, began, periods }) =>
    periods.map(({ after, back, running, value, low, high }) => ({
      ...group,
      from,
      to,
      began,
      after,
      back,
      running,
      value,
      low,
      high,
    })),
  );

const retentionCustomersRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/retention/customers',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'The customers behind a figure of a retention',
        tags,
        body: z.strictObject({ question: RetentionAsked, ...RetentionListed.shape, ...customersPage }),
        response: { 200: CustomersBehind, ...problems },
      },
      config: { example: { question: example, cohort: 1, after: 1 } },
    },
    async (request) => {
      const { question: asked, limit, cursor, ...listed } = request.body;
      const asking = await journeyAskingOf(request, context, asked);
      return customersBehind(context, { limit, cursor }, (page) =>
        listRetention(context.pool, asking, { asked, listed, ...page }),
      );
    },
  );

/** `POST /v1/journeys/retention`, and who is behind each of its figures. */
export const retentionRoutes: readonly Route[] = [retentionRoute, retentionCustomersRoute];
