import type { Pool, PoolClient } from 'pg';
import { command } from './statement.ts';

export type Transaction = Pick<PoolClient, 'query'>;

type Connected<Result> = (client: PoolClient, giveUp: (reason: Error) => void) => Promise<Result>;

/**
 * Does the work with a connection of its own, and puts it back; closes it instead if it was lost meanwhile, or given up. A
 * pool listens to idle connections only: without a listener, one that is lost between two statements ends the process.
 */
export const withConnection = async <Result>(pool: Pool, work: Connected<Result>): Promise<Result> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  const giveUp = (reason: Error): void => {
    broken = reason;
  };
  client.on('error', giveUp);
  try {
    return await work(client, giveUp);
  } finally {
    client.off('error', giveUp);
    client.release(broken);
  }
};

/**
 * Everything or nothing: commits if the work resolves, rolls back if it rejects. After an error by which the connection is
 * spoilt it is closed: the plans that it keeps may be those of before a change of the schema.
 */
export const inTransaction = <Result>(
  pool: Pool,
  work: (tx: Transaction) => Promise<Result>,
  { begin = 'BEGIN', isSpoilt = () => false }: { begin?: string; isSpoilt?(error: unknown): boolean } = {},
): Promise<Result> =>
  withConnection(pool, async (client, giveUp) => {
    try {
      await client.query(command(begin));
      const result = await work(client);
      await client.query(command('COMMIT'));
      return result;
    } catch (error) {
      await client.query(command('ROLLBACK')).catch(giveUp);
      if (isSpoilt(error)) giveUp(new Error('the connection may hold plans from before a change'));
      throw error;
    }
  });

/** Nothing of the work stays, whatever comes of it. */
export const rolledBack = <Result>(
  pool: Pool,
  work: (tx: Transaction) => Promise<Result>,
  begin = 'BEGIN',
): Promise<Result> =>
  withConnection(pool, async (client, giveUp) => {
    try {
      await client.query(command(begin));
      return await work(client);
    } finally {
      await client.query(command('ROLLBACK')).catch(giveUp);
    }
  });
