import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { PathsAsked } from '../domain/journey-question.ts';
import { explainJourney } from '../journeys/explain-journey.ts';
import { answerPaths, listPaths, PathsAnswer, PathsListed } from '../journeys/paths.ts';
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

const example = { from: '2026-10-01', to: '2026-10-31', anchor: { channel: 'ivr' }, length: 4, gap: 'P2D' };

const pathsRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/paths',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'Paths from a step, or to it',
        description: 'Whole sequences, and what stands at each place: each place sums to all paths.',
        tags,
        querystring: inWhichFormat,
        body: PathsAsked,
        response: {
          200: { content: { 'application/json': { schema: PathsAnswer }, 'text/csv': { schema: z.string() } } },
          ...problems,
        },
      },
      config: { example },
    },
    async (request, reply) => {
      const { body, query } = request;
      const asking = await journeyAskingOf(request, context, body);
      const answer = {
        ...(await answerPaths(context.pool, asking, body)),
        ...(await explainJourney(context.pool, asking, body.filters, query.explain)),
      };
      return isTable(query.format, request.headers.accept) ? sendTable(reply, answer, linesOf(answer)) : answer;
    },
  );

/** A line for each path, and one for all others. */
const linesOf = ({ rows, others, n, unit }: PathsAnswer) => [
  ...rows.map(({ path, count, value, low, high }) => ({
    unit,
    path: path
      .map((node) => (typeof node === 'string' ? `(${node})` : `${node.channel}/${node.touchpoint}/${node.kind}`))
      .join(' > '),
    count,
    value,
    n,
    low,
    high,
  })),
  { unit, path: '(other)', count: others, value: null, n, low: null, high: null },
];

const pathsCustomersRoute: Route = (app, context) =>
  app.post(
    '/v1/journeys/paths/customers',
    {
      onRequest: allow(context.authenticate, 'analytics:read'),
      schema: {
        summary: 'The customers behind a figure of paths',
        tags,
        body: z.strictObject({ question: PathsAsked, ...PathsListed.shape, ...customersPage }),
        response: { 200: CustomersBehind, ...problems },
      },
      config: { example: { question: example, place: 2, step: 'end' as const } },
    },
    async (request) => {
      const { question: asked, limit, cursor, ...listed } = request.body;
      const asking = await journeyAskingOf(request, context, asked);
      return customersBehind(context, { limit, cursor }, (page) =>
        listPaths(context.pool, asking, { asked, listed, ...page }),
      );
    },
  );

/** `POST /v1/journeys/paths`, and who is behind each of its figures. */
export const pathsRoutes: readonly Route[] = [pathsRoute, pathsCustomersRoute];
