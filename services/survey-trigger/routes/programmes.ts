import { type Authenticate, problems, type Routes } from '@hilo/runtime';
import { z } from 'zod';
import { Programme } from '../domain/programme.ts';

/** `GET /v1/programmes`: whom we ask what, and when. */
export const programmeRoutes =
  ({ programmes, authenticate }: { programmes: readonly Programme[]; authenticate: Authenticate }): Routes =>
  async (app) => {
    app.get(
      '/v1/programmes',
      {
        schema: {
          summary: 'The survey programmes in force',
          tags: ['survey-trigger'],
          response: { 200: z.object({ programmes: z.array(Programme) }), ...problems },
        },
      },
      async (request) => {
        await authenticate(request, 'surveys:read');
        return { programmes: [...programmes] };
      },
    );
  };
