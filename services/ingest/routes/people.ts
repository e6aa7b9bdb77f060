import { ErasureReport, PersonSubject } from '@hilo/contracts';
import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { removePerson } from '../store/people.ts';
import { type Route, tags } from './context.ts';

/** `DELETE /v1/quarantine/people/{subject}`: who fixed, replayed and discarded is not known by name any more. */
export const forgetPersonRoute: Route = (app, { pool, authenticate }) =>
  app.delete(
    '/v1/quarantine/people/:subject',
    {
      onRequest: allow(authenticate, 'erasures:write'),
      schema: {
        summary: 'Take the id of a person who worked here out of what was done with the quarantine',
        description: 'What was done stays, with the key and the roles. The rest: DELETE /v1/identity/people/{subject}.',
        tags,
        params: z.object({ subject: PersonSubject }),
        response: { 200: z.object({ removed: ErasureReport.shape.removed }), ...problems },
      },
    },
    async (request) => ({ removed: { quarantine_actions: await removePerson(pool, request.params.subject) } }),
  );
