import type { Erasure } from '@hilo/contracts';
import {
  forgetCustomers,
  type Removed,
  rememberErased,
  type Transaction,
  type Version,
  withoutLater,
} from '@hilo/runtime';

/** Removes a person: who was asked or not until then, the record, and whose the interactions were. */
export const erase = async (tx: Transaction, erasure: Erasure): Promise<Removed> => {
  await rememberErased(tx, erasure);
  const invitations = await tx.query(
    "DELETE FROM invitations WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'",
    [erasure.subjects, erasure.at],
  );
  const { customers, claims } = await forgetCustomers(tx, erasure);
  const profiles = await tx.query('DELETE FROM profiles WHERE customer = ANY ($1::uuid[])', [customers]);
  return {
    invitations: invitations.rowCount ?? 0,
    profiles: profiles.rowCount ?? 0,
    claims,
  };
};

const kept = { table: 'invitations', id: 'interaction', version: 'attribution_version', order: 'h.id' };

/** Removes what was noted of interactions that turned out to be somebody's who is erased, if no later version is here. */
export const removeInvitations = async (
  tx: Transaction,
  erased: readonly Version[],
  others: readonly Version[],
): Promise<void> => {
  const gone = await withoutLater(tx, kept, erased, others);
  if (gone.length === 0) return;
  await tx.query(
    `DELETE FROM invitations AS i USING unnest($1::text[], $2::text[]) AS e (source, id)
      WHERE i.source = e.source AND i.interaction = e.id`,
    [gone.map(({ source }) => source), gone.map(({ id }) => id)],
  );
};
