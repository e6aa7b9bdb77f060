import { ApiKey, ChannelSource, Problem, Scope, Time, Timestamp, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import {
  type Authenticate,
  HttpProblem,
  newApiKey,
  problems,
  publishOutbox,
  putIntoOutbox,
  type Routes,
  saveApiKey,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { listApiKeys, lockApiKey } from '../store/ledger.ts';

type Dependencies = { pool: Pool; log: Log; authenticate: Authenticate; now(): number };

const ShownKey = ApiKey.omit({ hash: true });
const ListedKey = ShownKey.extend({ lastUsedAt: Timestamp.optional().describe('To the minute, at any service.') });
const NewKey = z.strictObject({
  source: ChannelSource,
  scopes: z.array(Scope).min(1),
  expiresAt: Time.optional(),
  rateLimit: ApiKey.shape.rateLimit,
});

/** API keys: one source each, with scopes. The key itself is shown once. */
export const keyRoutes =
  ({ pool, log, authenticate, now }: Dependencies): Routes =>
  async (app) => {
    app.addHook('preHandler', async (request) => {
      await authenticate(request, 'keys:write');
    });

    /** Saves a key and tells every service of it, both or neither. */
    const save = async (work: (tx: Transaction) => Promise<ApiKey>): Promise<ApiKey> => {
      const { key, ids, messages } = await transaction(pool, async (tx) => {
        const key = await work(tx);
        await saveApiKey(tx, key);
        const messages = [{ topic: topics.apiKeys.name, key: key.id, value: JSON.stringify(key) }];
        return { key, messages, ids: await putIntoOutbox(tx, messages) };
      });
      await publishOutbox({ pool, log }, ids, messages);
      return key;
    };

    app.post(
      '/v1/keys',
      {
        schema: {
          summary: 'Make an API key',
          description: 'A source may have several that are live, so that one can be exchanged without a pause.',
          tags: ['ingest'],
          body: NewKey,
          response: { 201: ShownKey.extend({ key: z.string().describe('Shown this once.') }), ...problems },
        },
        config: { example: { source: 'shop', scopes: ['interactions:write'] } },
      },
      async ({ body }, reply) => {
        const { id, key, hash } = newApiKey();
        const createdAt = new Date(now()).toISOString();
        const saved = await save(async () => ({ id, hash, createdAt, ...body }));
        return reply.status(201).send({ ...saved, key });
      },
    );
    app.get(
      '/v1/keys',
      {
        schema: {
          summary: 'All API keys',
          tags: ['ingest'],
          response: { 200: z.object({ keys: z.array(ListedKey) }), ...problems },
        },
      },
      async () => ({ keys: await listApiKeys(pool) }),
    );
    app.delete(
      '/v1/keys/:id',
      {
        schema: {
          summary: 'Revoke an API key, everywhere within seconds',
          tags: ['ingest'],
          params: z.object({ id: z.string() }),
          response: { 200: ShownKey, ...problems, 404: Problem },
        },
      },
      ({ params }) =>
        save(async (tx) => {
          const key = await lockApiKey(tx, params.id);
          if (!key) throw new HttpProblem(404, 'Not found', 'There is no such key.');
          return { ...key, revokedAt: key.revokedAt ?? new Date(now()).toISOString() };
        }),
    );
  };
