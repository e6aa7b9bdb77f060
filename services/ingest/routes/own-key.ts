import { ApiKey, Person, Scope } from '@hilo/contracts';
import { allow, callerOf, doneBy, problems } from '@hilo/runtime';
import { z } from 'zod';
import { type Route, tags } from './context.ts';

const OwnKey = z.object({
  id: z.string().describe('Of the key, which is not the key; root is the key of the operator.'),
  source: ApiKey.shape.source,
  person: Person.optional().describe('For whom it acts; then these are the scopes that the person has by this key.'),
  scopes: z.array(Scope),
  rateLimit: z.int().describe('How many requests a minute it may post to one process.'),
});

/** `GET /v1/keys/self`: what the key that asks may do. */
export const ownKeyRoute: Route = (app, { authenticate, rateLimit }) =>
  app.get(
    '/v1/keys/self',
    {
      onRequest: allow(authenticate, ...everyScope),
      schema: {
        summary: 'What the key that asks may do',
        description: 'Every key may ask.',
        tags,
        response: { 200: OwnKey, ...problems },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { key: id, ...by } = doneBy(caller);
      const { scopes, rateLimit: own = rateLimit } = caller;
      return { id, ...by, scopes: [...scopes], rateLimit: own };
    },
  );

const everyScope = ['*', ...Scope.options] as const;
