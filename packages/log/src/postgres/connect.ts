import { setTimeout as delay } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { tables } from './schema.ts';

const maxConnections = 8;
const channel = 'hilo_log';
const schemaLock = 7_141_504;

/** A pool that survives a restart of the server. */
export const openPool = (connectionString: string, schema: string): Pool => {
  const pool = new Pool({
    connectionString,
    application_name: 'hilo log',
    options: `-c search_path=${schema} -c random_page_cost=1.1 -c jit=off`,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
    keepAlive: true,
  });
  // A lost idle connection is opened again when it is needed; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
};

/** Creates the tables if they are missing; gives the identity of the log. Two processes may do so at once. */
export const prepareSchema = async (pool: Pool, schema: string): Promise<string> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [schemaLock]);
    const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
    // Creating it takes a right on the whole database, which the log's own role need not have.
    if (rowCount === 0) await client.query(`CREATE SCHEMA ${schema}`);
    await client.query(tables(schema));
    const { rows } = await client.query<{ id: string }>('SELECT id FROM identity');
    await client.query('COMMIT');
    return rows[0]?.id ?? '';
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
};

/** Tells of every topic that something was appended to, and connects again when the connection is lost. */
export const listen = (connectionString: string, onAppend: (topic: string) => void): { close(): Promise<void> } => {
  const closing = new AbortController();
  const listening = (async () => {
    while (!closing.signal.aborted) {
      await listenOnce(connectionString, onAppend, closing.signal).catch(() => {});
      await delay(500, undefined, { signal: closing.signal }).catch(() => {});
    }
  })();
  return {
    close: async () => {
      closing.abort();
      await listening;
    },
  };
};

const listenOnce = async (
  connectionString: string,
  onAppend: (topic: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000, keepAlive: true });
  const ended = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    signal.addEventListener('abort', () => resolve());
  });
  client.on('notification', ({ payload = '' }) => onAppend(payload));
  try {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
    await ended;
  } finally {
    await client.end().catch(() => {});
  }
};
