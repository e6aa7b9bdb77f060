import { openDatabase } from '@hilo/runtime';
import { factsOfAnalytics } from '../scripts/api/facts-of-analytics.ts';

/** What must come out the same from the same facts, whatever happened on the way. */
const functionsOfTheFacts = {
  identifiers: `SELECT id, kind, value, first_seen, customer, shared, nullif(aggregate, '')::jsonb, consents::jsonb FROM identity.identifiers`,
  links: 'SELECT a, b, first_seen, refusal FROM identity.links',
  denials: 'SELECT key FROM identity.denials',
  attributions: 'SELECT key, subject, rule FROM identity.interactions',
  claims: 'SELECT subject, customer FROM analytics.claims',
  counted: `SELECT source, id, subject, occurred_at, channel, touchpoint, kind, verbatim, answers FROM ${factsOfAnalytics} AS f`,
  answers: 'SELECT source, id, place, scale, value, occurred_at, channel, touchpoint FROM analytics.answers',
  invitations: 'SELECT id, subject FROM survey.invitations',
  profiles: `SELECT customer, record - 'version' - 'updatedAt' FROM survey.profiles`,
};

/** What counts changes; where nothing changed, it is the same as well. */
const transport = {
  versions: 'SELECT id, record_version, record_updated_at FROM identity.identifiers',
  known: 'SELECT id, version, deleted FROM analytics.customers',
};

export type Digests = Record<string, string>;

/** How many rows of everything, and a digest of them: equal only if not one byte differs. */
export const digestsOf = async (databaseUrl: string): Promise<{ facts: Digests; transport: Digests }> => {
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'public', logger: { warn: () => {} } });
  const digest = async (queries: Readonly<Record<string, string>>): Promise<Digests> => {
    const digests: Digests = {};
    for (const [name, query] of Object.entries(queries)) {
      const { rows } = await pool.query<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM (${query}) t`,
      );
      digests[name] = rows[0]?.digest ?? '';
    }
    return digests;
  };
  try {
    return { facts: await digest(functionsOfTheFacts), transport: await digest(transport) };
  } finally {
    await pool.end();
  }
};
