import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

export const PredictionReason = z.object({
  feature: z.string(),
  effect: z.number().describe('By how much it raises, or lowers, the log odds beside those of an average customer.'),
  text: z.string(),
});

/** A customer with a risk. */
export type Prediction = { customer: string; probability: number; reasons: z.infer<typeof PredictionReason>[] };

const savePredictionsSql = statement(`
  WITH allowed AS (
    SELECT customer FROM profiling WHERE customer = ANY ($3::uuid[]) AND state = 'allowed' ORDER BY customer FOR SHARE
  )
  INSERT INTO predictions (target, version, customer, probability, reasons)
  SELECT $1, $2, p.customer, p.probability, p.reasons
    FROM unnest($3::uuid[], $4::float8[], $5::text[]) AS p (customer, probability, reasons) JOIN allowed USING (customer)
  ON CONFLICT (target, version, customer) DO UPDATE SET probability = EXCLUDED.probability, reasons = EXCLUDED.reasons`);

/** Keeps what is predicted of these customers, but for who withdrew, or was erased, since they were read. */
export const savePredictions = async (
  pool: Pool,
  target: string,
  version: number,
  found: readonly Prediction[],
): Promise<void> => {
  if (found.length === 0) return;
  await pool.query(
    savePredictionsSql([
      target,
      version,
      found.map(({ customer }) => customer),
      found.map(({ probability }) => probability),
      found.map(({ reasons }) => JSON.stringify(reasons)),
    ]),
  );
};

const forgetOtherVersionsSql = statement('DELETE FROM predictions WHERE target = $1 AND version <> $2');

/** What other versions said is shown to nobody. */
export const forgetOtherVersions = async (pool: Pool, target: string, version: number): Promise<void> => {
  await pool.query(forgetOtherVersionsSql([target, version]));
};

const listByRiskSql = statement(`
  SELECT p.customer, p.probability, p.reasons
    FROM predictions AS p
    JOIN profiling AS a ON a.customer = p.customer AND a.state = 'allowed'
    JOIN customers AS c ON c.id = p.customer AND NOT c.deleted
   WHERE p.target = $1 AND p.version = $2 AND (p.probability, p.customer) < ($3::float8, $4::uuid)
   ORDER BY p.probability DESC, p.customer DESC LIMIT $5`);

const PredictionRow = z.object({ customer: z.string(), probability: z.number(), reasons: z.string() });
const Reasons = z.array(PredictionReason);

export type RiskKey = readonly [probability: number, customer: string];
const beforeAll: RiskKey = [2, '00000000-0000-0000-0000-000000000000'];

/** A page of those at risk by this version of a model, the largest risk first. */
export const listByRisk = async (
  pool: Pool,
  { target, version }: { target: string; version: number },
  after: RiskKey = beforeAll,
  limit = 50,
): Promise<Prediction[]> => {
  const { rows } = await pool.query(listByRiskSql([target, version, ...after, limit]));
  return z
    .array(PredictionRow)
    .parse(rows)
    .map((row) => ({ ...row, reasons: Reasons.parse(JSON.parse(row.reasons)) }));
};
