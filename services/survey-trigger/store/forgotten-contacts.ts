import { statement, type Transaction } from '@hilo/runtime';
import type { Brake } from '../domain/contact.ts';
import type { FactKey, Placed } from './contact-facts.ts';

/** A fact that is gone, and what has to be known of it. */
export type RemovedFact = FactKey & Placed & { brake: Brake | null };

type RemovedRow = FactKey & { place: string; at: Date; contact: string | null; brake: Brake | null };
const gone = 'RETURNING teller, source, id, place, at, contact, brake';

const removedOf = (rows: readonly RemovedRow[]): RemovedFact[] =>
  rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));

const removeToldOfSql = statement(`
  DELETE FROM contact_facts f
   WHERE f.at < $2::timestamptz + interval '1 millisecond'
     AND (f.subject = ANY ($1::uuid[]) OR f.subject IS NULL AND (f.place = ANY ($3::text[])
          OR f.contact IN (SELECT id FROM contacts WHERE subject = ANY ($1::uuid[])))) ${gone}`);

/** Removes what was told of a person until then, also by the keyed hashes of the contact points where nobody knows whose they are. */
export const removeToldOf = async (
  tx: Transaction,
  { subjects, at, names = [] }: { subjects: readonly string[]; at: string; names?: readonly string[] | undefined },
): Promise<RemovedFact[]> => removedOf((await tx.query<RemovedRow>(removeToldOfSql([subjects, at, names]))).rows);

const hideContactPointsSql = statement(`
  WITH hidden AS (
    UPDATE contact_facts SET told = told - 'contactPoint'
     WHERE place = ANY ($1::text[]) AND at < $2::timestamptz + interval '1 millisecond' RETURNING contact)
  UPDATE contacts SET contact_point = NULL WHERE id IN (SELECT contact FROM hidden)`);

/** Of contacts with others, at contact points that were this person's: forgets how these are written. */
export const hideContactPoints = async (tx: Transaction, names: readonly string[], at: string): Promise<void> => {
  await tx.query(hideContactPointsSql([names, at]));
};

const removeInteractionsSql = statement(`
  DELETE FROM contact_facts f USING unnest($1::text[], $2::text[], $3::integer[]) AS e (source, id, version)
   WHERE f.teller = 'interaction' AND f.source = e.source AND f.id = e.id AND f.version <= e.version
  RETURNING f.teller, f.source, f.id, f.place, f.at, f.contact, f.brake`);

/** Removes what was told of contacts by interactions that turned out to be somebody's who is erased, unless a later version is here. */
export const removeToldBy = async (
  tx: Transaction,
  interactions: readonly { source: string; id: string; version: number }[],
): Promise<RemovedFact[]> => {
  if (interactions.length === 0) return [];
  const { rows } = await tx.query<RemovedRow>(
    removeInteractionsSql([
      interactions.map(({ source }) => source),
      interactions.map(({ id }) => id),
      interactions.map(({ version }) => version),
    ]),
  );
  return removedOf(rows);
};

const removeInvitedSql = statement(
  `DELETE FROM contact_facts WHERE teller = 'invitation' AND id = ANY ($1::text[]) ${gone}`,
);

/** Removes what invitations were in the ledger that are gone. */
export const removeInvited = async (tx: Transaction, invitations: readonly string[]): Promise<RemovedFact[]> =>
  removedOf((await tx.query<RemovedRow>(removeInvitedSql([invitations]))).rows);

const removeUntoldContactsSql = statement(
  `DELETE FROM contact_facts WHERE teller = 'interaction' AND rebuilt < $1 ${gone}`,
);

/** Removes what interactions told of contacts that no fact says any more: written before this generation. */
export const removeUntoldContacts = async (tx: Transaction, generation: number): Promise<RemovedFact[]> =>
  removedOf((await tx.query<RemovedRow>(removeUntoldContactsSql([generation]))).rows);
