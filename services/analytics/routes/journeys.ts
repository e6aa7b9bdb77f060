import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { listOfferedSteps } from '../store/journey-numbers.ts';
import { type Route, tags } from './context.ts';
import { funnelRoutes } from './journey-funnels.ts';
import { momentsRoutes } from './journey-moments.ts';
import { pathsRoutes } from './journey-paths.ts';
import { repeatsRoutes } from './journey-repeats.ts';
import { retentionRoutes } from './journey-retention.ts';

const mostOffered = 1000;

const stepsRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/journeys/steps',
    {
      onRequest: allow(authenticate, 'analytics:read'),
      schema: {
        summary: 'The steps that a question may name: each matches at least one interaction',
        tags,
        response: {
          200: z.object({
            steps: z
              .array(z.object({ channel: z.string(), touchpoint: z.string(), kind: z.string(), n: z.int() }))
              .describe(`With how many interactions each: the most frequent ${mostOffered}.`),
          }),
          ...problems,
        },
      },
    },
    async () => ({ steps: await listOfferedSteps(pool, mostOffered) }),
  );

/** `/v1/journeys`: funnels, paths, retention, repeated contacts, moments of truth, and the steps that they are asked by. */
export const journeyRoutes: readonly Route[] = [
  stepsRoute,
  ...funnelRoutes,
  ...pathsRoutes,
  ...retentionRoutes,
  ...repeatsRoutes,
  ...momentsRoutes,
];
