import { ApiKey, ChannelSource, Problem, Scope, Time, Timestamp, topics } from '@hilo/contracts';
import {
  allow,
  HttpProblem,
  newApiKey,
  problems,
  publishOutbox,
  putIntoOutbox,
  saveApiKey,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import { z } from 'zod';
import { listApiKeys, lockApiKey } from '../store/ledger.ts';
import { type Context, type Route, tags } from './context.ts';

const { hash: _hash, ...shown } = ApiKey.shape;
/** What a later version keeps of a key is not shown: nobody knows whether it may be. */
const ShownKey = z.object(shown);
const ListedKey = ShownKey.extend({ lastUsedAt: Timestamp.optional().describe('To the minute, at any service.') });
const NewKey = z.strictObject({
  source: ChannelSource,
  scopes: z.array(Scope).min(1),
  expiresAt: Time.optional(),
  rateLimit: ApiKey.shape.rateLimit,
});

export const makeKeyRoute: Route = (app, { pool, log, authenticate, now }) =>
  app.post(
    '/v1/keys',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'Make an API key',
        description: 'A source may have several that are live, so that one can be exchanged without a pause.',
        tags,
        body: NewKey,
        response: { 201: ShownKey.extend({ key: z.string().describe('Shown this once.') }), ...problems },
      },
      config: { example: { source: 'shop', scopes: ['interactions:write'] } },
    },
    async ({ body }, reply) => {
      const { id, key, hash } = newApiKey();
      const createdAt = new Date(now()).toISOString();
      const saved = await save({ pool, log }, async () => ({ id, hash, createdAt, ...body }));
      return reply.status(201).send({ ...saved, key });
    },
  );

export const listKeysRoute: Route = (app, { pool, authenticate }) =>
  app.get(
    '/v1/keys',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'All API keys',
        tags,
        response: { 200: z.object({ keys: z.array(ListedKey) }), ...problems },
      },
    },
    async () => ({ keys: await listApiKeys(pool) }),
  );

export const revokeKeyRoute: Route = (app, { pool, log, authenticate, now }) =>
  app.delete(
    '/v1/keys/:id',
    {
      onRequest: allow(authenticate, 'keys:write'),
      schema: {
        summary: 'Revoke an API key, everywhere within seconds',
        tags,
        params: z.object({ id: z.string() }),
        response: { 200: ShownKey, ...problems, 404: Problem },
      },
    },
    ({ params }) =>
      save({ pool, log }, async (tx) => {
        const key = await lockApiKey(tx, params.id);
        if (!key) throw new HttpProblem(404, 'Not found', 'There is no such key.');
        return { ...key, revokedAt: key.revokedAt ?? new Date(now()).toISOString() };
      }),
  );

/** API keys: one source each, with scopes. The key itself is shown once. */
export const keyRoutes: readonly Route[] = [makeKeyRoute, listKeysRoute, revokeKeyRoute];

/** Saves a key and tells every service of it, both or neither. */
const save = async (
  { pool, log }: Pick<Context, 'pool' | 'log'>,
  work: (tx: Transaction) => Promise<ApiKey>,
): Promise<ApiKey> => {
  const { key, ids, messages } = await transaction(pool, async (tx) => {
    const key = await work(tx);
    await saveApiKey(tx, key);
    const messages = [{ topic: topics.apiKeys.name, key: key.id, value: JSON.stringify(key) }];
    return { key, messages, ids: await putIntoOutbox(tx, messages) };
  });
  await publishOutbox({ pool, log }, ids, messages);
  return key;
};
