import { statement } from '@hilo/log/statement';
import { inTransaction, type Transaction } from '@hilo/log/transaction';
import { Pool, type PoolConfig } from 'pg';
import { isUnfit } from '../errors.ts';
import type { Logger } from '../logger.ts';

export type { Transaction };

export type DatabaseOptions = {
  connectionString: string;
  /** The one schema that the service owns; every name in its SQL is found there. */
  schema: string;
  logger: Pick<Logger, 'warn'>;
  maxConnections?: number;
  /** Planner settings and the like, for every connection. */
  settings?: Readonly<Record<string, string>>;
};

/** A pool that survives a restart of the server, and never waits for ever on a dead socket. */
export const openDatabase = ({
  connectionString,
  schema,
  logger,
  maxConnections = 8,
  settings = {},
}: DatabaseOptions): Pool => {
  const options = Object.entries({ search_path: schema, random_page_cost: '1.1', jit: 'off', ...settings });
  const config: PoolConfig = {
    connectionString,
    application_name: `hilo ${schema}`,
    options: options.map(([name, value]) => `-c ${name}=${value}`).join(' '),
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  };
  const pool = new Pool(config);
  surviveLosses(pool, (error) =>
    logger.warn({ schema, reason: error.message }, 'an idle database connection was lost'),
  );
  return pool;
};

/**
 * Without a listener, a connection that is lost ends this process: the pool listens to idle ones alone, so that every other
 * one has a listener of its own here, whatever is done with it. Who works with it gets the rejection of the statement.
 */
export const surviveLosses = (pool: Pool, onIdleLost: (error: Error) => void): void => {
  pool.on('error', onIdleLost);
  pool.on('connect', (client) => client.on('error', () => {}));
};

const pingSql = statement('SELECT 1');

/** Rejects unless the database answers. */
export const ping = async (pool: Pool): Promise<void> => {
  await pool.query(pingSql());
};

/** Everything or nothing: commits if the work resolves, rolls back if it rejects. `begin` may lock in the same breath. */
export const transaction = <Result>(
  pool: Pool,
  work: (tx: Transaction) => Promise<Result>,
  begin = 'BEGIN',
): Promise<Result> => inTransaction(pool, work, { begin, isSpoilt: isUnfit });

/** Every statement of the work sees the same moment, that of the first one which is not a lock; none of them writes. */
export const snapshot = <Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  inTransaction(pool, work, { begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', isSpoilt: isUnfit });
