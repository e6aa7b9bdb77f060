import { PersonSubject, Role, Scope, Timestamp } from '@hilo/contracts';
import { allow, callerOf, HttpProblem, problems, Session, sessionKey } from '@hilo/runtime';
import { z } from 'zod';
import { isoOf } from '../signing-in/tell-session.ts';
import { type Route, tags } from './context.ts';

const OwnSession = z
  .object({
    person: z.object({ id: PersonSubject, name: z.string().optional().describe('As who signs people in calls her.') }),
    roles: z.array(Role).describe('As what the person may act now.'),
    scopes: z.array(Scope).describe('What may be done in these roles; * is everything.'),
    signedInBy: Session.shape.signedInBy.describe(
      'By the identity provider of the company, or by the link of a local start.',
    ),
    expiresAt: Timestamp.describe('When it ends by itself.'),
  })
  .describe('Who is signed in.');

/** `GET /v1/session`: who is signed in, and what she may do. */
export const sessionRoute: Route = (app, { authenticate, signIn, now }) =>
  app.get(
    '/v1/session',
    {
      onRequest: allow(authenticate, '*', ...Scope.options),
      schema: {
        summary: 'Who is signed in, and what that person may do',
        description: 'By the cookie of a session; who sends a key gets a 401: GET /v1/keys/self is for keys.',
        tags,
        response: { 200: OwnSession, ...problems },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const session = signIn?.cookies.read(request.headers, now());
      if (caller.keyId !== sessionKey || caller.kind !== 'person' || session === undefined)
        throw new HttpProblem(401, 'Not authorised', 'Nobody is signed in, this is a key: sign in at /auth/login.');
      reply.header('cache-control', 'no-store');
      const { subject, name, signedInBy, until } = session;
      return {
        person: { id: subject, ...(name !== undefined && { name }) },
        roles: [...caller.roles],
        scopes: [...caller.scopes],
        signedInBy,
        expiresAt: isoOf(until),
      };
    },
  );
