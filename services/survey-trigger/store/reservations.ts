import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { ContactFact } from '../domain/contact.ts';
import { columnsOfFacts, StoredFactRow } from './contact-facts.ts';

const Reserved = z.intersection(StoredFactRow, z.object({ digest: z.string().nullable(), isReported: z.boolean() }));

/** A reservation, what was asked when it was made, and whether the contact was told of by others since. */
export type StoredReservation = {
  fact: ContactFact;
  digest: string | null;
  /** The row of the ledger in which it stands. */
  contact: string | null;
  isReported: boolean;
};

const isReported = `EXISTS (SELECT FROM contact_facts o WHERE o.contact = f.contact AND o.teller <> 'reservation')`;

const findReservationsSql = statement({
  name: 'find-reservations',
  text: `SELECT ${columnsOfFacts}, f.digest, ${isReported} AS "isReported" FROM contact_facts f
           JOIN unnest($1::text[], $2::text[]) AS a (source, id) ON a.source = f.source AND a.id = f.id
          WHERE f.teller = 'reservation'`,
});

/** What these sources have reserved under these ids. */
export const findReservations = async (
  tx: Transaction,
  keys: readonly { source: string; id: string }[],
): Promise<StoredReservation[]> => {
  if (keys.length === 0) return [];
  const { rows } = await tx.query(findReservationsSql([keys.map(({ source }) => source), keys.map(({ id }) => id)]));
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
  return rows[0] && StoredFactRow.parse(rows[0]);
};
