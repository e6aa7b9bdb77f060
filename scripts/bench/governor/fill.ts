import type { NameHashes } from '@hilo/runtime';
import type { Pool } from 'pg';

export type LedgerSize = { customers: number; rows: number };

/** One in a hundred of the customers, who have half of the ledger. */
export const hotOf = (customers: number): number => Math.ceil(customers / 100);
/** In SQL: the derived id of the customer with this number. */
export const idOf = (number: string): string =>
  `overlay(overlay(md5('bench-' || ${number}) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid`;

const atOnce = 20_000;
export const phoneOf = (n: number) => ({ kind: 'phone', value: `+346${String(n).padStart(8, '0')}` }) as const;
const emailOf = (n: number) => ({ kind: 'email', value: `customer.${n}@example.org` }) as const;

/**
 * Fills the tables of survey-trigger from inside: customers who are known by an address and a number and said yes, and a ledger in which the
 * hot ones have half of all contacts of a year.
 */
export const fillTables = async (pool: Pool, hashes: NameHashes, { customers, rows }: LedgerSize): Promise<void> => {
  await pool.query(
    'CREATE UNLOGGED TABLE bench_places (n integer PRIMARY KEY, place text NOT NULL, email text NOT NULL)',
  );
  for (let from = 1; from <= customers; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, customers - from + 1) }, (_, n) => from + n);
    const [phones, emails] = [phoneOf, emailOf].map((one) => numbers.map((n) => hashes.ofIdentifier(one(n))));
    const sql = 'INSERT INTO bench_places SELECT * FROM unnest($1::integer[], $2::text[], $3::text[])';
    await pool.query(sql, [numbers, phones, emails]);
  }
  await pool.query(`INSERT INTO customers (id, version, deleted) SELECT ${idOf('n')}, 1, false FROM bench_places`);
  await pool.query(
    `INSERT INTO claims (subject, customer, updated_at) SELECT ${idOf('n')}, ${idOf('n')}, now() FROM bench_places`,
  );
  await pool.query(
    `INSERT INTO profiles (customer, record) SELECT ${idOf('n')}, jsonb_build_object(
       'version', 1, 'updatedAt', '2026-01-01T00:00:00.000Z', 'ambiguous', false, 'contactPreferences', '{}'::jsonb,
       'consents', $1::jsonb, 'identifiers', jsonb_build_array(
         $2::jsonb || jsonb_build_object('kind', 'email', 'value', 'customer.' || n || '@example.org', 'subject', ${idOf('n')}),
         $2::jsonb || jsonb_build_object('kind', 'phone', 'value', '+346' || lpad(n::text, 8, '0'), 'subject', ${idOf('n')})))
       FROM bench_places`,
    [
      JSON.stringify([
        { purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: '2026-01-01T00:00:00.000Z' },
      ]),
      JSON.stringify({ firstSeenAt: '2026-01-01T00:00:00.000Z', status: 'linked' }),
    ],
  );
  await pool.query(
    `INSERT INTO contact_points (place, customer) SELECT place, ${idOf('n')} FROM bench_places UNION ALL SELECT email, ${idOf('n')} FROM bench_places`,
  );
  await pool.query('INSERT INTO contact_points_noted (is_done) VALUES (true)');
  await fillLedger(pool, { customers, rows });
  for (const table of ['customers', 'claims', 'profiles', 'contact_points', 'contacts', 'contact_facts'])
    await pool.query(`VACUUM ANALYZE ${table}`);
};

const contactsAtOnce = 100_000;

/** In SQL: the contact with this number and of whom it is: every second one of the hot, at a moment of the last year. */
const numbered = `
  generate_series($3::bigint, $4::bigint) AS i
  CROSS JOIN LATERAL (SELECT now() - interval '1 minute' - (i * 7919 % 31536000) * interval '1 second' AS at) AS t
  JOIN bench_places p ON p.n = CASE WHEN i % 2 = 0 THEN 1 + (i / 2) % $1 ELSE 1 + $1 + (i / 2) % ($2::bigint - $1) END`;
const contactId = `md5('contact-' || i)::uuid`;

/** A row and the fact of which it is made, for each. */
const fillLedger = async (pool: Pool, { customers, rows }: LedgerSize): Promise<void> => {
  const hot = hotOf(customers);
  for (let from = 1; from <= rows; from += contactsAtOnce) {
    const which = [hot, customers, from, Math.min(rows, from + contactsAtOnce - 1)];
    await pool.query(
      `INSERT INTO contacts (id, place, subject, at, channel, direction, class, started_at, weight, source, tellers, rule)
       SELECT ${contactId}, p.place, ${idOf('p.n')}, t.at, 'call_centre', 'outbound', 'commercial', t.at, 1, 'dialler',
              jsonb_build_array(jsonb_build_object('teller', 'interaction', 'source', 'dialler', 'id', i::text)), 'alone'
         FROM ${numbered}`,
      which,
    );
    await pool.query(
      `INSERT INTO contact_facts (teller, source, id, version, place, at, origin_source, origin_id, subject, withdrawn, told, contact)
       SELECT 'interaction', 'dialler', i::text, 1, p.place, t.at, 'dialler', i::text, ${idOf('p.n')}, false,
              '{"channel":"call_centre","direction":"outbound","class":"commercial"}', ${contactId}
         FROM ${numbered}`,
      which,
    );
  }
};
