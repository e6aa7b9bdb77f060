import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const countCandidatesSql = statement(`
  SELECT programme, state, reason, count(*)::int AS candidates FROM invitations
   WHERE occurred_at >= $1::date AT TIME ZONE 'UTC' AND occurred_at < ($2::date + 1)::timestamp AT TIME ZONE 'UTC'
     AND programme = coalesce($3, programme)
   GROUP BY programme, state, reason
  UNION ALL
  SELECT programme, 'historical', NULL, sum(candidates)::int FROM historical_counts
   WHERE day BETWEEN $1::date AND $2::date AND programme = coalesce($3, programme)
   GROUP BY programme`);

const Row = z.object({
  programme: z.string(),
  state: z.enum(['pending', 'invited', 'withheld', 'historical']),
  reason: z.string().nullable(),
  candidates: z.int(),
});

export type CountedCandidates = z.infer<typeof Row>;

/** How many candidates ended how, of touchpoints of these days (UTC), both with all of them; of one programme, or of each. */
export const countCandidates = async (
  pool: Pool,
  { from, to, programme }: { from: string; to: string; programme: string | undefined },
): Promise<CountedCandidates[]> => {
  const { rows } = await pool.query(countCandidatesSql([from, to, programme ?? null]));
  return z.array(Row).parse(rows);
};
