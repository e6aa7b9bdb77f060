import { bare, statement, type Transaction, texts } from '@hilo/runtime';
import type { Sums } from '../domain/rollup.ts';
import { deltasChannel } from './deltas.ts';

/** What a transaction changed of facts, for the rollups and for the columns. */
export type FactsChanged = Sums & {
  /** How many rows of the columns. */
  n: number;
  columns: Buffer;
};

/** In SQL: a day that is counted from 1970. */
const dateOf = (day: string): string => `'1970-01-01'::date + ${day}`;

// Volumes before scores, in the order of their keys: whoever adds to the same ones waits, and nobody for each other.
const tellChangesSql = statement({
  name: 'tell-changes',
  text: `WITH counted AS (
           INSERT INTO volumes AS v (day, step, actor, n)
           SELECT ${dateOf('day')}, step, actor, n
             FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::integer[]) AS t (day, step, actor, n) ORDER BY 1, 2, 3
           ON CONFLICT (day, step, actor) DO UPDATE SET n = v.n + EXCLUDED.n
           RETURNING 1
         ), scored AS (
           INSERT INTO scores AS s (day, step, actor, scale, n, low, high, total, squares)
           SELECT ${dateOf('day')}, step, actor, scale, n, low, high, total, squares
             FROM unnest($5::integer[], $6::integer[], $7::integer[], $8::text[], $9::integer[], $10::integer[], $11::integer[],
                         $12::bigint[], $13::bigint[]) AS t (day, step, actor, scale, n, low, high, total, squares)
            WHERE (SELECT count(*) FROM counted) >= 0 ORDER BY 1, 2, 3, 4
           ON CONFLICT (day, step, actor, scale) DO UPDATE
              SET n = s.n + EXCLUDED.n, low = s.low + EXCLUDED.low, high = s.high + EXCLUDED.high,
                  total = s.total + EXCLUDED.total, squares = s.squares + EXCLUDED.squares
         ), delta AS (
           INSERT INTO deltas (n, columns) SELECT $14::integer, $15::bytea WHERE $14::integer > 0 RETURNING 1
         )
         SELECT pg_notify('${deltasChannel}', '') FROM delta`,
});

const removeEmptySql = [
  statement(
    `DELETE FROM volumes WHERE n = 0 AND day = ANY (SELECT ${dateOf('day')} FROM unnest($1::integer[]) AS t (day))`,
  ),
  statement(
    `DELETE FROM scores WHERE n = 0 AND day = ANY (SELECT ${dateOf('day')} FROM unnest($1::integer[]) AS t (day))`,
  ),
];

/** Adds to the rollups of days what changed, keeps it for whoever has columns in memory, and wakes them; what is nothing then has no row. */
export const tellChanges = async (tx: Transaction, { volumes, scores, n, columns }: FactsChanged): Promise<void> => {
  await tx.query(
    tellChangesSql([
      bare(volumes.map(({ day }) => day)),
      bare(volumes.map(({ step }) => step)),
      bare(volumes.map(({ actor }) => actor)),
      bare(volumes.map((volume) => volume.n)),
      bare(scores.map(({ day }) => day)),
      bare(scores.map(({ step }) => step)),
      bare(scores.map(({ actor }) => actor)),
      texts(scores.map(({ scale }) => scale)),
      bare(scores.map((score) => score.n)),
      bare(scores.map(({ low }) => low)),
      bare(scores.map(({ high }) => high)),
      bare(scores.map(({ total }) => total)),
      bare(scores.map(({ squares }) => squares)),
      n,
      columns,
    ]),
  );
  const less = new Set([...volumes, ...scores].filter((sum) => sum.n < 0).map(({ day }) => day));
  if (less.size === 0) return;
  for (const removeSql of removeEmptySql) await tx.query(removeSql([bare([...less])]));
};
