import { join } from 'node:path';
import { migrate, openDatabase, provisionSchemas } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';

/** The tables of analytics in a database of their own. */
export const openAnalyticsTables = async (): Promise<{ pool: Pool; drop(): Promise<void> }> => {
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, ['analytics']);
  const pool = openDatabase({
    connectionString: urls.analytics ?? '',
    schema: 'analytics',
    logger: { warn: () => {} },
  });
  await migrate(pool, join(import.meta.dirname, '..', 'migrations'));
  return {
    pool,
    drop: async () => {
      await pool.end();
      await database.drop();
    },
  };
};
