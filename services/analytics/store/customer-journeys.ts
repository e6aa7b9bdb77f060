import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

// A journey is of one customer: what others have under the same id is another.
const readJourneysSql = statement(`
  WITH begun AS (
    SELECT f.journey, min(f.occurred_at) AS start
      FROM customers c JOIN subjects s ON s.customer = c.no JOIN facts f ON f.subject = s.no
     WHERE c.id = $1 AND NOT f.withdrawn AND f.journey IS NOT NULL
     GROUP BY f.journey
    HAVING (min(f.occurred_at), f.journey COLLATE "C") < ($2::timestamptz, $3::text COLLATE "C")
     ORDER BY min(f.occurred_at) DESC, f.journey COLLATE "C" DESC LIMIT $4)
  SELECT b.journey AS id, b.start, (array_agg(n.word ORDER BY f.occurred_at, f.source, f.id))[1] AS name,
         json_agg(json_build_object('at', round(extract(epoch FROM f.occurred_at) * 1000), 'stage', g.word, 'outcome', o.word)
                  ORDER BY f.occurred_at, f.source, f.id) AS steps
    FROM begun b JOIN customers c ON c.id = $1 JOIN subjects s ON s.customer = c.no
    JOIN facts f ON f.subject = s.no AND f.journey = b.journey AND NOT f.withdrawn
    LEFT JOIN words n ON n.no = f.journey_name LEFT JOIN words g ON g.no = f.stage LEFT JOIN words o ON o.no = f.outcome
   GROUP BY b.journey, b.start ORDER BY b.start DESC, b.journey COLLATE "C" DESC`);

const optionalWord = z
  .string()
  .nullable()
  .transform((word) => word ?? undefined);

const Row = z.object({
  id: z.string(),
  start: z.date(),
  name: z.string().nullable(),
  steps: z.array(z.object({ at: z.number(), stage: optionalWord, outcome: optionalWord })),
});
export type CustomerJourney = z.infer<typeof Row>;

/** A page of the journeys of a customer, the latest begun first, with their steps in order of time. */
export const readCustomerJourneys = async (
  pool: Pool,
  {
    customer,
    after,
    limit,
  }: { customer: string; after: readonly [start: string, id: string] | undefined; limit: number },
): Promise<CustomerJourney[]> => {
  const { rows } = await pool.query(readJourneysSql([customer, after?.[0] ?? 'infinity', after?.[1] ?? '', limit]));
  return z.array(Row).parse(rows);
};
