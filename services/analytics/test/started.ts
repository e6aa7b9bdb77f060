import { openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Pool } from 'pg';
import { analytics } from '../service.ts';

const rootKey = 'the-key-of-the-operator';

type Answered = { status: number; headers: Headers; text: string };

export type Started = {
  hilo: RunningProcess;
  /** The tables of analytics, to put into them what an older version kept. */
  pool: Pool;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  /** Asks a question. */
  ask(question: object, query?: string, headers?: Record<string, string>): Promise<Answered>;
  /** With a body, if there is one. */
  send(method: string, path: string, sent?: { body?: unknown; headers?: Record<string, string> }): Promise<Answered>;
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
  const send: Started['send'] = async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${hilo.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${rootKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    hilo,
    pool,
    get: (path, headers = {}) => send('GET', path, { headers }),
    ask: (question, query = '', headers = {}) => send('POST', `/v1/query${query}`, { body: question, headers }),
    send,
    stop: async () => {
      await pool.end();
      await hilo.close();
      await database.drop();
    },
  };
};
