import { ErasureReport, PersonSubject } from '@hilo/contracts';
import { allow, problems } from '@hilo/runtime';
import { z } from 'zod';
import { removePerson } from '../store/people.ts';
import { type Route, tags } from './context.ts';

/** `DELETE /v1/identity/people/{subject}`: who read and decided is not known by name any more. */
export const forgetPersonRoute: Route = (app, { pool, authenticate, audit }) =>
  app.delete(
    '/v1/identity/people/:subject',
    {
      onRequest: allow(authenticate, 'erasures:write'),
      schema: {
        summary: 'Take the id of a person who worked here out of the audit, decisions, erasures and rules',
        description:
          'What was done stays, with the key and the roles. The quarantine keeps its own: DELETE /v1/quarantine/people/{subject}.',
        tags,
        params: z.object({ subject: PersonSubject }),
        response: { 200: z.object({ removed: ErasureReport.shape.removed }), ...problems },
      },
    },
    async (request) => {
      await audit.flush();
      return { removed: await removePerson(pool, request.params.subject) };
    },
  );
