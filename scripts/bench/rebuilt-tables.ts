import type { Pool } from 'pg';
import { factsOfAnalytics } from '../api/facts-of-analytics.ts';

/** What analytics has of interactions that were there before anything was posted, and how many. */
export const digestOf = async (pool: Pool): Promise<{ interactions: string; answers: string }> => {
  const digest = async (table: string): Promise<string> => {
    const { rows } = await pool.query<{ digest: string }>({
      text: `SELECT count(*) || ' ' || coalesce(sum(hashtextextended((to_jsonb(t) - 'rebuilt' - 'version' - 'subject' - 'why')::text, 0)), 0)::text AS digest
               FROM ${table} AS t WHERE id NOT LIKE 'live-%'`,
    });
    return rows[0]?.digest ?? '';
  };
  return { interactions: await digest(factsOfAnalytics), answers: await digest('analytics.answers') };
};

/** Whether analytics has exactly the facts and the records that identity-resolution has. */
export const agrees = async (pool: Pool): Promise<boolean> => {
  const pairs: readonly [string, string][] = [
    [
      `SELECT content::json ->> 'source', content::json ->> 'id', subject, version, withdrawn FROM identity.interactions WHERE content <> ''`,
      `SELECT source, id, subject, version, withdrawn FROM ${factsOfAnalytics} AS f`,
    ],
    [
      'SELECT id, record_version FROM identity.identifiers WHERE record_version > 0',
      'SELECT id, version FROM analytics.customers',
    ],
    [
      `SELECT id, customer FROM identity.identifiers WHERE aggregate <> ''`,
      'SELECT subject, customer FROM analytics.claims',
    ],
  ];
  for (const [one, other] of pairs) {
    const { rows } = await pool.query<{ other: string }>(
      `SELECT count(*) AS other FROM ((${one} EXCEPT ${other}) UNION ALL (${other} EXCEPT ${one})) AS difference`,
    );
    if (Number(rows[0]?.other) > 0) return false;
  }
  return true;
};
