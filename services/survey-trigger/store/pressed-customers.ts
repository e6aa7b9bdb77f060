import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isStanding } from './contacts.ts';

// What nobody knows whose it is counts for each who has the contact point, as it does for the caps.
const contactsOfEach = `
  SELECT customer, source, at FROM (
    SELECT k.customer, c.source, c.at, c.direction, c.expires_at FROM contacts AS c JOIN claims AS k ON k.subject = c.subject
    UNION ALL
    SELECT p.customer, c.source, c.at, c.direction, c.expires_at FROM contacts AS c JOIN contact_points AS p ON p.place = c.place
     WHERE c.subject IS NULL) AS c
   WHERE c.direction = 'outbound' AND c.at > to_timestamp($1) AND ${isStanding('c', 'to_timestamp($2)')}`;

const spreadOfContactsSql = statement(`
  SELECT contacts, count(*)::int AS customers
    FROM (SELECT count(*)::int AS contacts FROM (${contactsOfEach}) AS made GROUP BY customer) AS each
   GROUP BY contacts ORDER BY contacts`);

const mostContactedSql = statement(`
  WITH made AS MATERIALIZED (${contactsOfEach}),
       most AS (SELECT customer, count(*)::int AS contacts, max(at) AS last FROM made
                 GROUP BY customer ORDER BY contacts DESC, last DESC, customer LIMIT $3)
  SELECT m.customer, m.contacts,
         (SELECT jsonb_agg(jsonb_build_object('source', s.source, 'contacts', s.contacts) ORDER BY s.contacts DESC, s.source)
            FROM (SELECT source, count(*)::int AS contacts FROM made WHERE made.customer = m.customer GROUP BY source) AS s) AS sources
    FROM most AS m ORDER BY m.contacts DESC, m.last DESC, m.customer`);

const Spread = z.object({ contacts: z.int(), customers: z.int() });
const Most = z.object({
  customer: z.string(),
  contacts: z.int(),
  sources: z.array(z.object({ source: z.string(), contacts: z.int() })),
});

type Since = { since: number; now: number };

/** How many customers were contacted so often since then, by whomever. */
export const spreadOfContacts = async (pool: Pool, { since, now }: Since): Promise<z.infer<typeof Spread>[]> => {
  const { rows } = await pool.query(spreadOfContactsSql([since / 1000, now / 1000]));
  return z.array(Spread).parse(rows);
};

/** Those who were contacted most often since then, and by whom. */
export const mostContacted = async (
  pool: Pool,
  { since, now, limit }: Since & { limit: number },
): Promise<z.infer<typeof Most>[]> => {
  const { rows } = await pool.query(mostContactedSql([since / 1000, now / 1000, limit]));
  return z.array(Most).parse(rows);
};
