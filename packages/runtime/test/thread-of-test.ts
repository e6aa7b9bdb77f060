import { metrics } from '@opentelemetry/api';
import { workInThread } from '../src/process/thread.ts';

// Counts what it finds in the database, and fails for good where the environment says so.
await workInThread(async ({ environment, pool, logger, use }) => {
  const { rows } = await pool.query<{ one: number }>('SELECT 1 AS one');
  metrics
    .getMeter('hilo')
    .createCounter('hilo_found')
    .add(rows[0]?.one ?? 0);
  logger.debug({}, 'begun');
  if (environment.FAILS_AT_FIRST === 'yes') {
    // A table that somebody makes later.
    await pool.query('SELECT FROM needed');
  }
  use({
    stopped: environment.FAILS === 'yes' ? Promise.reject(new Error('can never go on')) : new Promise(() => {}),
    close: async () => {
      await pool.query('CREATE TABLE closed ()');
    },
  });
});
