import { transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { saveInteractions } from '../../../services/analytics/projecting/save-interactions.ts';
import { markStale } from '../../../services/analytics/store/projection.ts';
import { recount } from '../../../services/analytics/store/recount.ts';
import { showProgress } from '../../replay/progress.ts';
import type { BenchRows } from '../analytics-rows.ts';
import { benchIdSql, resolvedOfRow, tiersSql } from './history.ts';

const peopleAtOnce = 100_000;
const rowsAtOnce = 5000;

/**
 * Fills the tables of analytics by what fills them when it is rebuilt: facts and answers by the projection's own path; then the rollups are
 * counted, and the columns are to be made of the facts, by the service.
 */
export const fillAnalytics = async (pool: Pool, rows: BenchRows): Promise<void> => {
  await fillPeople(pool, rows);
  const progress = showProgress('projecting', rows.n);
  for (let row = 0; row < rows.n; row += rowsAtOnce) {
    const resolved = Array.from({ length: Math.min(rowsAtOnce, rows.n - row) }, (_, n) => resolvedOfRow(rows, row + n));
    await transaction(pool, (tx) => saveInteractions(tx, resolved, { isRebuild: true }));
    progress.update(row + resolved.length);
  }
  progress.done();
  await transaction(pool, async (tx) => {
    await recount(tx);
    await markStale(tx);
  });
  for (const table of ['facts', 'answers', 'subjects', 'customers', 'claims', 'profiles', 'volumes', 'scores'])
    await pool.query(`VACUUM ANALYZE ${table}`);
};

/** Who is who, as if the records of all had been heard: the number of a subject is that of its rows. */
const fillPeople = async (pool: Pool, { claim, tier }: BenchRows): Promise<void> => {
  for (let first = 1; first < claim.length; first += peopleAtOnce) {
    const of = [first, [...claim.subarray(first, first + peopleAtOnce)]];
    const told = `FROM unnest($2::integer[]) WITH ORDINALITY AS t (customer, place), LATERAL (SELECT $1 + place - 1 AS no) AS s`;
    await pool.query(
      `INSERT INTO subjects (no, id, customer) OVERRIDING SYSTEM VALUE SELECT no, ${benchIdSql('no')}, customer ${told}`,
      of,
    );
    await pool.query(
      `INSERT INTO claims (subject, customer, updated_at) SELECT ${benchIdSql('no')}, ${benchIdSql('customer')}, '2020-01-01T00:00:00Z' ${told}`,
      of,
    );
  }
  for (let first = 1; first < tier.length; first += peopleAtOnce) {
    const of = [first, [...tier.subarray(first, first + peopleAtOnce)]];
    const told = `FROM unnest($2::integer[]) WITH ORDINALITY AS t (tier, place), LATERAL (SELECT $1 + place - 1 AS no) AS s`;
    await pool.query(
      `WITH told AS (SELECT no, tier ${told}), numbered AS (
         INSERT INTO customers (id, version, deleted, no, ambiguous) SELECT ${benchIdSql('no')}, 1, false, no, false FROM told
       )
       INSERT INTO profiles (customer, traits, preferences)
       SELECT ${benchIdSql('no')}, jsonb_build_object('tier', jsonb_build_object('value', (${tiersSql})[tier + 1])), '{}' FROM told`,
      of,
    );
  }
  await pool.query(`SELECT setval(pg_get_serial_sequence('subjects', 'no'), $1)`, [claim.length]);
  await pool.query(`SELECT setval('customer_numbers', $1)`, [tier.length]);
};
