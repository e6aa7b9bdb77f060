import { Uuid } from '@hilo/contracts';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const Row = z.object({
  touchpoint: z.string(),
  cause: z.string(),
  cases: z.int(),
  customers: z.int(),
  hours: z.number(),
  reopened: z.int(),
  improvements: z.array(Uuid),
});
/** A root cause at a touchpoint, with what it took of customers, and what is done or was done against it. */
export type ImprovementCandidate = z.infer<typeof Row>;

const listSql = statement(`
  SELECT g.*, coalesce((SELECT jsonb_agg(i.id ORDER BY i.due, i.id) FROM improvements AS i
                         WHERE i.touchpoint = g.touchpoint AND i.cause = g.cause AND i.state <> 'dropped'), '[]') AS improvements
    FROM (SELECT c.touchpoint, c.cause, count(*)::integer AS cases,
                 (count(DISTINCT CASE WHEN s.customer > 0 THEN s.customer::text ELSE c.subject::text END)
                   FILTER (WHERE k.ambiguous IS NOT TRUE))::integer AS customers,
                 (sum(extract(epoch FROM c.resolved_at - c.opened_at)) / 3600)::float8 AS hours,
                 (count(*) FILTER (WHERE c.reopened > 0))::integer AS reopened
            FROM cases AS c LEFT JOIN subjects AS s ON s.id = c.subject
            LEFT JOIN customers AS k ON k.no = s.customer AND s.customer > 0
           WHERE c.status = 'resolved' AND c.resolved_at >= $1::timestamptz AND c.resolved_at < $2::timestamptz
             AND c.touchpoint IS NOT NULL AND c.cause IS NOT NULL
           GROUP BY c.touchpoint, c.cause HAVING count(*) >= $3) AS g
   WHERE $4::integer IS NULL OR (-g.cases, g.touchpoint COLLATE "C", g.cause COLLATE "C") > (-$4::integer, $5::text, $6::text)
   ORDER BY g.cases DESC, g.touchpoint COLLATE "C", g.cause COLLATE "C" LIMIT $7`);

export type CandidatesAsked = {
  range: { from: string; to: string };
  /** Fewer cases are not recurring. */
  least: number;
  after: readonly [cases: number, touchpoint: string, cause: string] | undefined;
  limit: number;
};

/** Root causes that recur at a touchpoint, of the cases that were resolved in that time; those of most cases first. */
export const listCandidates = async (
  pool: Pool,
  { range, least, after, limit }: CandidatesAsked,
): Promise<ImprovementCandidate[]> => {
  const { rows } = await pool.query(listSql([range.from, range.to, least, ...(after ?? [null, null, null]), limit]));
  return z.array(Row).parse(rows);
};
