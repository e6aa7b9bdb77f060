import { setTimeout as delay } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { locks } from './locks.ts';
import { tables } from './schema.ts';
import { command, statement } from './statement.ts';
import { inTransaction } from './transaction.ts';

const maxConnections = 8;
const channel = 'hilo_log';

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

const lockSchemaSql = statement('SELECT pg_advisory_xact_lock($1)');

const findSchemaSql = statement('SELECT FROM pg_namespace WHERE nspname = $1');

const readIdentitySql = statement('SELECT id FROM identity');

/** Creates the tables if they are missing; gives the identity of the log. Two processes may do so at once. */
export const prepareSchema = (pool: Pool, schema: string): Promise<string> =>
  inTransaction(pool, async (tx) => {
    await tx.query(lockSchemaSql([locks.makingTheLog]));
    const { rowCount } = await tx.query(findSchemaSql([schema]));
    // Creating it takes a right on the whole database, which the log's own role need not have.
    if (rowCount === 0) await tx.query(command(`CREATE SCHEMA ${schema}`));
    await tx.query(command(tables(schema)));
    const { rows } = await tx.query<{ id: string }>(readIdentitySql());
    return rows[0]?.id ?? '';
  });

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
  const ended = Promise.withResolvers<void>();
  const end = (): void => ended.resolve();
  client.on('error', end);
  client.on('end', end);
  signal.addEventListener('abort', end);
  client.on('notification', ({ payload = '' }) => onAppend(payload));
  try {
    await client.connect();
    await client.query(command(`LISTEN ${channel}`));
    await ended.promise;
  } finally {
    // The signal outlives every connection: each would leave a listener on it.
    signal.removeEventListener('abort', end);
    await client.end().catch(() => {});
  }
};
