import { statement, type Transaction } from '@hilo/runtime';

const days = '(f.occurred_at AT TIME ZONE p.time_zone)::date';
/** Of months that are not kept any more the rollups stay as they were. */
const isKept = (day: string): string => `${day} > coalesce(p.kept_from + 1, '-infinity')`;

// What is added to a row that somebody else has added to meanwhile is added to that: the difference is of one moment, and sums commute.
const recountVolumesSql = statement(`
  WITH counted AS (
    SELECT ${days} AS day, f.step, coalesce(f.actor, 0) AS actor, count(*)::int AS n
      FROM facts AS f, projection AS p WHERE NOT f.withdrawn AND ${isKept(days)} GROUP BY 1, 2, 3
  ), kept AS (
    SELECT v.* FROM volumes AS v, projection AS p WHERE ${isKept('v.day')}
  ), different AS (
    SELECT day, step, actor, coalesce(c.n, 0) - coalesce(k.n, 0) AS n
      FROM counted AS c FULL JOIN kept AS k USING (day, step, actor) WHERE c.n IS DISTINCT FROM k.n
  )
  INSERT INTO volumes AS v (day, step, actor, n) SELECT * FROM different ORDER BY 1, 2, 3
  ON CONFLICT (day, step, actor) DO UPDATE SET n = v.n + EXCLUDED.n`);

const sums = ['n', 'low', 'high', 'total', 'squares'];
const lowest = "CASE a.scale WHEN 'nps' THEN 6 WHEN 'csat' THEN 2 ELSE 3 END";
const highest = "CASE a.scale WHEN 'nps' THEN 9 WHEN 'csat' THEN 4 ELSE 5 END";

const recountScoresSql = statement(`
  WITH counted AS (
    SELECT ${days} AS day, f.step, coalesce(f.actor, 0) AS actor, a.scale, count(*)::int AS n,
           count(*) FILTER (WHERE a.value <= ${lowest})::int AS low, count(*) FILTER (WHERE a.value >= ${highest})::int AS high,
           sum(a.value)::bigint AS total, sum(a.value * a.value)::bigint AS squares
      FROM answers AS a JOIN words AS w ON w.word = a.source JOIN facts AS f ON f.source = w.no AND f.id = a.id, projection AS p
     WHERE a.scale IN ('nps', 'csat', 'ces') AND NOT f.withdrawn AND ${isKept(days)} GROUP BY 1, 2, 3, 4
  ), kept AS (
    SELECT s.* FROM scores AS s, projection AS p WHERE ${isKept('s.day')}
  ), different AS (
    SELECT day, step, actor, scale, ${sums.map((sum) => `coalesce(c.${sum}, 0) - coalesce(k.${sum}, 0) AS ${sum}`).join(', ')}
      FROM counted AS c FULL JOIN kept AS k USING (day, step, actor, scale)
     WHERE (${sums.map((sum) => `c.${sum}`).join(', ')}) IS DISTINCT FROM (${sums.map((sum) => `k.${sum}`).join(', ')})
  )
  INSERT INTO scores AS s (day, step, actor, scale, ${sums.join(', ')}) SELECT * FROM different ORDER BY 1, 2, 3, 4
  ON CONFLICT (day, step, actor, scale) DO UPDATE SET ${sums.map((sum) => `${sum} = s.${sum} + EXCLUDED.${sum}`).join(', ')}`);

const removeNothingsSql = [statement('DELETE FROM volumes WHERE n = 0'), statement('DELETE FROM scores WHERE n = 0')];

/** Makes the rollups what the facts say, of all days, whoever writes meanwhile. */
export const recount = async (tx: Transaction): Promise<void> => {
  await tx.query(recountVolumesSql());
  await tx.query(recountScoresSql());
  for (const removeSql of removeNothingsSql) await tx.query(removeSql());
};

const removeRollupsSql = [
  statement(`DELETE FROM volumes AS v USING projection AS p WHERE ${isKept('v.day')}`),
  statement(`DELETE FROM scores AS s USING projection AS p WHERE ${isKept('s.day')}`),
];

/** Removes the rollups of all days that can be counted again. */
export const removeRollups = async (tx: Transaction): Promise<void> => {
  for (const removeSql of removeRollupsSql) await tx.query(removeSql());
};
