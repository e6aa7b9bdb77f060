import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { commonSteps, type TakenStep } from '../domain/prediction/features.ts';
import type { CustomerHistory, PastInteraction } from '../domain/prediction/history.ts';

const readHistoriesSql = statement(`
  SELECT c.id AS customer, floor(extract(epoch FROM f.occurred_at) * 1000)::float8 AS at, t.channel, t.touchpoint, t.kind,
         d.word AS direction, o.word AS outcome, CASE WHEN t.kind = 'bought' THEN f.properties END AS properties,
         (SELECT json_agg(json_build_object('scale', a.scale, 'value', a.value) ORDER BY a.place)
            FROM words AS w JOIN answers AS a ON a.source = w.word
           WHERE f.answers IS NOT NULL AND w.no = f.source AND a.id = f.id) AS scores
    FROM customers AS c JOIN subjects AS s ON s.customer = c.no JOIN facts AS f ON f.subject = s.no
    JOIN steps AS t ON t.no = f.step LEFT JOIN words AS d ON d.no = f.direction LEFT JOIN words AS o ON o.no = f.outcome
   WHERE c.id = ANY ($1::uuid[]) AND NOT f.withdrawn AND f.occurred_at >= $2::timestamptz AND f.occurred_at <= $3::timestamptz
   ORDER BY c.id, f.occurred_at, f.source, f.id`);

const HistoryRow = z.object({
  customer: z.string(),
  at: z.number(),
  channel: z.string(),
  touchpoint: z.string(),
  kind: z.string(),
  direction: z.string().nullable(),
  outcome: z.string().nullable(),
  properties: z.string().nullable(),
  scores: z.array(z.object({ scale: z.string(), value: z.number() })).nullable(),
});

export type Within = { from: number; to: number };

/** What happened to each of these customers within that time, in its order; nothing is here of those to whom nothing did. */
export const readHistories = async (
  pool: Pool,
  customers: readonly string[],
  { from, to }: Within,
): Promise<Map<string, CustomerHistory>> => {
  const { rows } = await pool.query(readHistoriesSql([customers, new Date(from), new Date(to)]));
  const histories = new Map<string, PastInteraction[]>();
  for (const { customer, ...row } of z.array(HistoryRow).parse(rows)) {
    const history = histories.get(customer) ?? [];
    histories.set(customer, history);
    history.push(momentOf(row));
  }
  return histories;
};

const momentOf = ({
  direction,
  outcome,
  properties,
  scores,
  ...row
}: Omit<z.infer<typeof HistoryRow>, 'customer'>): PastInteraction => {
  const product = properties === null ? undefined : Bought.safeParse(JSON.parse(properties)).data?.product;
  return {
    ...row,
    direction: direction ?? undefined,
    outcome: outcome ?? undefined,
    scores: scores ?? [],
    ...(product !== undefined && { product }),
  };
};

/** Where a product is named, it is by this property. */
const Bought = z.object({ product: z.string().min(1).max(200) });

// To the day, as it is counted: the facts have no index of when they happened.
const readTimeKnownSql = statement(`
  SELECT min(day)::timestamptz AS first, least((max(day) + 1)::timestamptz, now()) AS last FROM volumes
   WHERE n > 0 AND day <= now()::date`);
const TimeKnown = z.tuple([z.object({ first: z.date().nullable(), last: z.date().nullable() })]);

/** From when to when something is known; `undefined` where nothing is. */
export const readTimeKnown = async (pool: Pool): Promise<Within | undefined> => {
  const [{ first, last }] = TimeKnown.parse((await pool.query(readTimeKnownSql())).rows);
  return first === null || last === null ? undefined : { from: first.getTime(), to: last.getTime() };
};

const readCommonStepsSql = statement(`
  SELECT t.channel, t.touchpoint, t.kind FROM volumes AS v JOIN steps AS t ON t.no = v.step WHERE v.day >= $1::timestamptz::date
   GROUP BY t.no HAVING sum(v.n) >= $2 ORDER BY sum(v.n) DESC, t.no LIMIT $3`);

/** The steps that most were taken since then. */
export const readCommonSteps = async (pool: Pool, from: number): Promise<TakenStep[]> => {
  const { most, fewestTaken } = commonSteps;
  return (await pool.query<TakenStep>(readCommonStepsSql([new Date(from), fewestTaken, most]))).rows;
};
