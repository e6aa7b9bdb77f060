import { openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { analytics } from '../service.ts';

const rootKey = 'the-key-of-the-operator';

export type Started = {
  hilo: RunningProcess;
  /** The tables of analytics, to put into them what an older version kept. */
  pool: Pool;
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; text: string }>;
  stop(): Promise<void>;
};

/** Analytics as it runs, with a database of its own. */
export const startAnalytics = async (environment: Readonly<Record<string, string>> = {}): Promise<Started> => {
  const database = await createTestDatabase();
  const hilo = await startProcess([analytics], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    ...environment,
  }).catch(async (error: unknown) => {
    await database.drop();
    throw error;
  });
  const pool = openDatabase({ connectionString: database.url, schema: 'analytics', logger: { warn: () => {} } });
  return {
    hilo,
    pool,
    get: async (path, headers = {}) => {
      const response = await fetch(`${hilo.url}${path}`, {
        headers: { authorization: `Bearer ${rootKey}`, ...headers },
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    stop: async () => {
      await pool.end();
      await hilo.close();
      await database.drop();
    },
  };
};
