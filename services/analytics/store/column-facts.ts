import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { KeptFact, keptFact } from './facts.ts';

const Fact = KeptFact.extend({
  sourceName: z.string(),
  subject: z.number(),
  direction: z.number(),
  outcome: z.number(),
  journey: z.string().nullable(),
});
/** A fact with all that the columns have of it. */
export type ColumnFact = z.infer<typeof Fact>;

const listDaysSql = statement(`
  SELECT DISTINCT floor(extract(epoch FROM occurred_at) / 86400)::integer AS day FROM facts
   WHERE filed = $1::date AND NOT withdrawn ORDER BY 1`);

/** The days of UTC of a month on which something happened that counts. */
export const listDays = async (tx: Transaction, filed: string): Promise<number[]> => {
  const { rows } = await tx.query<{ day: number }>(listDaysSql([filed]));
  return rows.map(({ day }) => day);
};

/** So many at once are in memory. */
const factsAtOnce = 5000;

const kept = keptFact('f').replace(
  /f\.properties$/,
  'CASE WHEN $5 OR f.answers IS NOT NULL THEN f.properties END AS properties',
);
const readDaySql = statement(`
  SELECT ${kept}, w.word AS "sourceName", f.subject, coalesce(f.direction, 0) AS direction, coalesce(f.outcome, 0) AS outcome,
         f.journey
    FROM facts AS f JOIN words AS w ON w.no = f.source
   WHERE f.filed = $1::date AND NOT f.withdrawn AND (f.source, f.id) > ($3::integer, $4::text)
     AND f.occurred_at >= to_timestamp($2 * 86400.0) AND f.occurred_at < to_timestamp(($2 + 1) * 86400.0)
   ORDER BY f.source, f.id LIMIT ${factsAtOnce}`);

type Day = { filed: string; day: number; withProperties: boolean };

/** What counts of a day, a page after the other. */
export async function* readDay(tx: Transaction, { filed, day, withProperties }: Day): AsyncGenerator<ColumnFact[]> {
  let after = { source: 0, id: '' };
  for (;;) {
    const { rows } = await tx.query(readDaySql([filed, day, after.source, after.id, withProperties]));
    const page = z.array(Fact).parse(rows);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < factsAtOnce) return;
    after = last;
  }
}
