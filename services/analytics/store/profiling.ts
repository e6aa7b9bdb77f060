import { bare, type CustomerChange, generationNow, statement, type Transaction, texts } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { type ProfilingState, profilingStateOf, profilingStates } from '../domain/prediction/profiling.ts';

const keepProfilingSql = statement({
  name: 'keep-profiling',
  text: `INSERT INTO profiling AS p (customer, state, rebuilt)
         SELECT *, ${generationNow} FROM unnest($1::uuid[], $2::text[])
         ON CONFLICT (customer) DO UPDATE SET state = EXCLUDED.state, rebuilt = EXCLUDED.rebuilt
          WHERE (p.state, p.rebuilt) IS DISTINCT FROM (EXCLUDED.state, EXCLUDED.rebuilt)`,
});

const forgetProfilingSql = statement('DELETE FROM profiling WHERE customer = ANY ($1::uuid[])');
const forgetPredictionsSql = statement('DELETE FROM predictions WHERE customer = ANY ($1::uuid[])');

/** Keeps of records that changed whether these customers may be predicted; of those who may not any more, nothing predicted stays. */
export const keepProfiling = async (tx: Transaction, changes: readonly CustomerChange[]): Promise<void> => {
  const states = changes.flatMap(({ id, record }) => (record ? [{ id, state: profilingStateOf(record) }] : []));
  if (states.length > 0)
    await tx.query(keepProfilingSql([bare(states.map(({ id }) => id)), texts(states.map(({ state }) => state))]));
  await forgetPredictions(
    tx,
    states.filter(({ state }) => state !== 'allowed').map(({ id }) => id),
  );
  await forgetProfiling(
    tx,
    changes.filter(({ record }) => record === undefined).map(({ id }) => id),
  );
};

/** Forgets what is predicted of these customers, and whether it may be: whoever is predicting now waits, or finds them gone. */
export const forgetProfiling = async (tx: Transaction, customers: readonly string[]): Promise<void> => {
  if (customers.length === 0) return;
  await tx.query(forgetProfilingSql([customers]));
  await forgetPredictions(tx, customers);
};

const forgetPredictions = async (tx: Transaction, customers: readonly string[]): Promise<void> => {
  if (customers.length > 0) await tx.query(forgetPredictionsSql([customers]));
};

const readProfilingSql = statement('SELECT state FROM profiling WHERE customer = $1');
const States = z.array(z.object({ state: z.enum(profilingStates) }));

/** Whether this customer may be predicted; `undefined` where her record was not told since that is kept. */
export const readProfiling = async (pool: Pool, customer: string): Promise<ProfilingState | undefined> =>
  States.parse((await pool.query(readProfilingSql([customer]))).rows)[0]?.state;

const listAllowedSql = statement(`
  SELECT customer FROM profiling WHERE state = 'allowed' AND customer > $1 ORDER BY customer LIMIT $2`);

/** Some of those who may be predicted, after this one. Ids are hashes, so that the first ones are drawn by chance. */
export const listAllowed = async (pool: Pool, after: string, limit: number): Promise<string[]> => {
  const { rows } = await pool.query<{ customer: string }>(listAllowedSql([after, limit]));
  return rows.map(({ customer }) => customer);
};
