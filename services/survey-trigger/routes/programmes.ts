import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { Programme } from '../domain/programme.ts';
import { type Route, tags } from './context.ts';

export const listProgrammesRoute: Route = (app, { programmes, authenticate }) =>
  app.get(
    '/v1/programmes',
    {
      onRequest: allow(authenticate, 'surveys:read'),
      schema: {
        summary: 'The survey programmes in force',
        tags,
        response: { 200: z.object({ programmes: z.array(Programme) }), ...problems },
      },
    },
    async () => ({ programmes: [...programmes] }),
  );

/** `GET /v1/programmes`: whom we ask what, and when. */
export const programmeRoutes: readonly Route[] = [listProgrammesRoute];
