import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { FunnelAsked } from '../domain/journey-question.ts';
import { explainJourney } from '../journeys/explain-journey.ts';
import { answerFunnel, FunnelAnswer, FunnelListed, listFunnel } from '../journeys/funnels.ts';
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
  steps: [{ touchpoint: 'search' }, { touchpoint: 'basket' }, { touchpoint: 'checkout', kind: 'bought' }],
  window: 'P7D',
};

const funnelRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/funnels',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'A funnel: who of those that begin takes which step, within a window',
        description:
          'Counted by customer, as whose everything is now. Who may still convert is open, and in no rate. The rules that products differ in are in `rules`: docs/journeys.md has each, with examples.',
        tags,
        querystring: inWhichFormat,
        body: FunnelAsked,
        response: {
          200: { content: { 'application/json': { schema: FunnelAnswer }, 'text/csv': { schema: z.string() } } },
          ...problems,
        },
      },
      config: { example },
    },
    async (request, reply) => {
      const { body, query } = request;
      const asking = await journeyAskingOf(request, context, body);
      const answer = {
        ...(await answerFunnel(context.pool, asking, body)),
        ...(await explainJourney(context.pool, asking, body.filters, query.explain)),
      };
      return isTable(query.format, request.headers.accept) ? sendTable(reply, answer, linesOf(answer)) : answer;
    },
  );

/** A line for each step of each group. */
const linesOf = ({ rows, trend = [] }: FunnelAnswer) =>
  [...rows, ...trend].flatMap(({ group, from, to, steps }) =>
    steps.map(({ step, reached, open, excluded, dropped, fromFirst }) => ({
      ...group,
      ...(from !== undefined && { from, to }),
      step,
      reached,
      open,
      excluded,
      dropped,
      value: fromFirst.value,
      n: fromFirst.n,
      low: fromFirst.low,
      high: fromFirst.high,
    })),
  );

const funnelCustomersRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/funnels/customers',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'The customers behind a figure of a funnel',
        tags,
        body: z.strictObject({ question: FunnelAsked, ...FunnelListed.shape, ...customersPage }),
        response: { 200: CustomersBehind, ...problems },
      },
      config: { example: { question: example, step: 1, state: 'dropped' } },
    },
    async (request) => {
      const { question: asked, limit, cursor, ...listed } = request.body;
      const asking = await journeyAskingOf(request, context, asked);
      return customersBehind(context, { limit, cursor }, (page) =>
        listFunnel(context.pool, asking, { asked, listed, ...page }),
      );
    },
  );

/** `POST /v1/journeys/funnels`, and who is behind each of its figures. */
export const funnelRoutes: readonly Route[] = [funnelRoute, funnelCustomersRoute];
