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
  text: `SELECT 'reserved' AS what, r.* FROM jsonb_to_recordset($1::jsonb) AS a (source text, id text) CROSS JOIN LATERAL (
           SELECT ${columnsOfFacts}, f.digest, ${isReported} AS "isReported" FROM contact_facts f
            WHERE f.teller = 'reservation' AND f.source = a.source AND f.id = a.id LIMIT 1) AS r
         UNION ALL SELECT 'near', n.*, NULL, NULL FROM jsonb_to_recordset($2::jsonb) AS s (place text, since bigint, until bigint)
          CROSS JOIN LATERAL (SELECT ${columnsOfFacts} FROM contact_facts f WHERE f.place = s.place
              AND f.at BETWEEN to_timestamp(s.since / 1000.0) AND to_timestamp(s.until / 1000.0)) AS n
         UNION ALL SELECT 'near', n.*, NULL, NULL FROM jsonb_array_elements_text($3::jsonb) AS r (id) CROSS JOIN LATERAL (
           SELECT ${columnsOfFacts} FROM contact_facts f WHERE f.reservation = r.id::uuid) AS n`,
});

type WantedReservations = {
  keys: readonly { source: string; id: string; reservation: string }[];
  spans: readonly Span[];
};

type FoundReservations = {
  /** What these sources have reserved under these ids. */
  reserved: StoredReservation[];
  /** What was told of contacts in these stretches of time, and with these reservations; perhaps more than once. */
  near: ContactFact[];
};

export const findReservations = async (
  tx: Transaction,
  { keys, spans }: WantedReservations,
): Promise<FoundReservations> => {
  if (keys.length === 0) return { reserved: [], near: [] };
  const { rows } = await tx.query<{ what: string }>(
    findReservationsSql([
      JSON.stringify(keys.map(({ source, id }) => ({ source, id }))),
      JSON.stringify(spans.map(({ place, from, to }) => ({ place, since: from, until: to }))),
      JSON.stringify(keys.map(({ reservation }) => reservation)),
    ]),
  );
  const { reserved = [], near = [] } = Object.groupBy(rows, ({ what }) => (what === 'reserved' ? 'reserved' : 'near'));
  return { reserved: z.array(Reserved).parse(reserved).map(storedOf), near: z.array(StoredContact).parse(near) };
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
