import { instantOf } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Candidate } from '../domain/candidate.ts';
import { logMemoryMs } from '../domain/historical.ts';

const countHistoricalSql = statement({
  name: 'count-historical',
  text: `WITH first_heard AS (
           INSERT INTO historical_candidates (id) SELECT unnest($1::uuid[]) ORDER BY 1
           ON CONFLICT DO NOTHING RETURNING id),
         counted AS (
           SELECT c.programme, c.day, count(*) AS candidates
             FROM unnest($1::uuid[], $2::text[], $3::date[]) AS c (id, programme, day) JOIN first_heard USING (id)
            GROUP BY c.programme, c.day),
         kept AS (
           INSERT INTO historical_counts AS h (programme, day, candidates) SELECT * FROM counted ORDER BY programme, day
           ON CONFLICT (programme, day) DO UPDATE SET candidates = h.candidates + EXCLUDED.candidates)
         SELECT programme, sum(candidates)::int AS candidates FROM counted GROUP BY programme`,
});

/** So many candidates of a programme. */
export type HistoricalCount = { programme: string; candidates: number };

/**
 * Counts these by programme and day of the touchpoint, each once however often the log tells of it: there is no row of any. Whoever
 * counts another of that day waits until the end of this transaction, so that it is the last that is done in it.
 */
export const countHistorical = async (
  tx: Transaction,
  candidates: readonly Candidate[],
): Promise<readonly HistoricalCount[]> => {
  if (candidates.length === 0) return [];
  const { rows } = await tx.query<HistoricalCount>(
    countHistoricalSql([
      candidates.map(({ id }) => id),
      candidates.map(({ programme }) => programme.id),
      candidates.map(({ resolved }) => dayOf(instantOf(resolved.interaction.occurredAt))),
    ]),
  );
  return rows;
};

/** In UTC. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const findNotedSql = statement('SELECT id FROM invitations WHERE id = ANY ($1::uuid[])');

/** Those of these candidates of whom there is a row. */
export const findNoted = async (tx: Transaction, candidates: readonly Candidate[]): Promise<ReadonlySet<string>> => {
  if (candidates.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(findNotedSql([candidates.map(({ id }) => id)]));
  return new Set(rows.map(({ id }) => id));
};

const sweptAtOnce = 10_000;

const forgetHeardSql = statement(`
  DELETE FROM historical_candidates WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM historical_candidates WHERE heard_at < to_timestamp($1) ORDER BY heard_at LIMIT ${sweptAtOnce}
       FOR UPDATE SKIP LOCKED))`);

/** Forgets by which a candidate would be known again of which the log tells no more; gives whether there are more. */
export const forgetHeard = async (pool: Pool, now: number): Promise<boolean> =>
  ((await pool.query(forgetHeardSql([(now - logMemoryMs) / 1000 - 86_400]))).rowCount ?? 0) === sweptAtOnce;
