import { ApiKey, type ApiKeyUse, topics } from '@hilo/contracts';
import type { Consumer } from '@hilo/log';
import { statement } from '@hilo/log/statement';
import type { Pool } from 'pg';
import { oneByOne, runConsumer } from '../consuming/consumer.ts';
import { parseRecords } from '../consuming/dead-letter.ts';
import type { Transaction } from '../database/database.ts';
import { type Authenticate, createAuthenticator } from '../http/auth.ts';
import type { Resources } from '../resources.ts';
import { openSignedIn, saveSessions } from './sessions.ts';

/** Keeps the service's own tables of API keys, as ingest publishes them, and of sessions, as analytics does, so that no service asks another. */
export const followApiKeys = (
  { log, pool, logger, health }: Pick<Resources, 'log' | 'pool' | 'logger' | 'health'>,
  service: string,
): Promise<Consumer> =>
  runConsumer({
    log,
    pool,
    logger,
    health,
    group: `${service}.api-keys`,
    topics: [topics.apiKeys.name, topics.sessions.name],
    handle: oneByOne(async (tx, batch) => {
      if (batch.topic === topics.sessions.name) return saveSessions(tx, batch.records);
      const { parsed, deadLetters } = parseRecords(ApiKey, batch.records);
      for (const { message } of parsed) await saveApiKey(tx, message);
      return { deadLetters };
    }),
  });

const saveApiKeySql = statement(`
  INSERT INTO api_keys AS k (id, key) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET key = EXCLUDED.key
   WHERE NOT k.key ? 'revokedAt' OR EXCLUDED.key ? 'revokedAt'`);

/** Creates or replaces a key in the service's table; what is heard late never brings back one that was revoked. */
export const saveApiKey = async (tx: Transaction, key: ApiKey): Promise<void> => {
  await tx.query(saveApiKeySql([key.id, key]));
};

type ForAuthenticator = Pick<Resources, 'process' | 'pool' | 'log' | 'logger' | 'now'>;

/** The authenticator of a service: the operator's key, the keys in the service's table, and who is signed in. Ingest is told of the use of keys. */
export const openAuthenticator = ({ process, pool, log, logger, now }: ForAuthenticator): Authenticate => {
  const signedIn = openSignedIn({ process, pool, now });
  return createAuthenticator({
    ...(signedIn && { signedIn }),
    rootKey: process.HILO_API_KEY,
    rootSource: process.HILO_SOURCE,
    findKey: (id) => findApiKey(pool, id),
    onUse: (id) => {
      const use: ApiKeyUse = { id, usedAt: new Date(now()).toISOString() };
      // Nobody waits for it: a use that is not told of is told of a minute later.
      log
        .append(topics.apiKeyUses.name, [{ key: id, value: JSON.stringify(use) }])
        .catch((err: unknown) => logger.warn({ err }, 'the use of a key could not be told of'));
    },
    now,
  });
};

const findApiKeySql = statement('SELECT key FROM api_keys WHERE id = $1');

const findApiKey = async (pool: Pool, id: string): Promise<ApiKey | undefined> => {
  const { rows } = await pool.query<{ key: unknown }>(findApiKeySql([id]));
  return rows[0] && ApiKey.parse(rows[0].key);
};
