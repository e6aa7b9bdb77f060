import type { Erasure } from '@hilo/contracts';
import { forgetCustomers, type Removed, rememberErased, type Transaction } from '@hilo/runtime';

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

/** Removes what was noted of an interaction that turned out to be somebody's who is erased. */
export const removeInvitations = async (
  tx: Transaction,
  erased: readonly { source: string; id: string; version: number }[],
): Promise<void> => {
  if (erased.length === 0) return;
  await tx.query(
    `DELETE FROM invitations AS i USING unnest($1::text[], $2::text[], $3::integer[]) AS e (source, id, version)
      WHERE i.source = e.source AND i.interaction = e.id AND i.attribution_version < e.version`,
    [erased.map(({ source }) => source), erased.map(({ id }) => id), erased.map(({ version }) => version)],
  );
};
