import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { ContactFact } from '../domain/contact.ts';
import { columnsOfFacts, type Span, StoredContact } from './contact-facts.ts';

const Reserved = z.intersection(StoredContact, z.object({ digest: z.string().nullable(), isReported: z.boolean() }));

/** A reservation, what was asked when it was made, and whether the contact was told of by others since. */
export type StoredReservation = {
  fact: ContactFact;
  digest: string | null;
  /** The row of the ledger in which it stands. */
  contact: string | null;
  isReported: boolean;
};

const isReported = `(EXISTS (SELECT FROM contact_facts o WHERE o.contact = f.contact AND o.teller <> 'reservation')
  OR EXISTS (SELECT FROM contact_facts o WHERE o.reservation = f.reservation AND o.teller <> 'reservation'))`;

const findReservationsSql = statement({
  name: 'find-reservations',
  // One plan, as in people.ts; each by its whole key, however few reservations the planner believes that there are.
  text: `SELECT r.* FROM jsonb_to_recordset($1::jsonb) AS a (source text, id text) CROSS JOIN LATERAL (
           SELECT ${columnsOfFacts}, f.digest, ${isReported} AS "isReported" FROM contact_facts f
            WHERE f.teller = 'reservation' AND f.source = a.source AND f.id = a.id LIMIT 1) AS r`,
});

/** What these sources have reserved under these ids. */
export const findReservations = async (
  tx: Transaction,
  keys: readonly { source: string; id: string }[],
): Promise<StoredReservation[]> => {
  if (keys.length === 0) return [];
  const given = JSON.stringify(keys.map(({ source, id }) => ({ source, id })));
  const { rows } = await tx.query(findReservationsSql([given]));
  return z.array(Reserved).parse(rows).map(storedOf);
};

const storedOf = ({ digest, isReported: isTold, contact, ...fact }: z.infer<typeof Reserved>): StoredReservation => ({
  fact,
  digest,
  contact,
  isReported: isTold,
});

const findByIdSql = statement(
  `SELECT ${columnsOfFacts} FROM contact_facts f WHERE f.reservation = $1 AND f.teller = 'reservation' AND f.source = $2`,
);

/** What this source has reserved, by the id of the reservation. */
export const findReservation = async (
  tx: Transaction,
  { source, reservation }: { source: string; reservation: string },
): Promise<ContactFact | undefined> => {
  const { rows } = await tx.query(findByIdSql([reservation, source]));
  return rows[0] && StoredContact.parse(rows[0]);
};

const findNearSql = statement({
  name: 'find-facts-near',
  text: `SELECT n.* FROM jsonb_to_recordset($1::jsonb) AS s (place text, since bigint, until bigint) CROSS JOIN LATERAL (
           SELECT ${columnsOfFacts} FROM contact_facts f WHERE f.place = s.place
              AND f.at BETWEEN to_timestamp(s.since / 1000.0) AND to_timestamp(s.until / 1000.0)) AS n
         UNION ALL SELECT n.* FROM jsonb_array_elements_text($2::jsonb) AS r (id) CROSS JOIN LATERAL (
           SELECT ${columnsOfFacts} FROM contact_facts f WHERE f.reservation = r.id::uuid) AS n`,
});

/** What was told of contacts in these stretches of time, and with these reservations; perhaps more than once. */
export const findFactsNear = async (
  tx: Transaction,
  { spans, reservations }: { spans: readonly Span[]; reservations: readonly string[] },
): Promise<ContactFact[]> => {
  const given = spans.map(({ place, from, to }) => ({ place, since: from, until: to }));
  const { rows } = await tx.query(findNearSql([JSON.stringify(given), JSON.stringify(reservations)]));
  return z.array(StoredContact).parse(rows);
};
