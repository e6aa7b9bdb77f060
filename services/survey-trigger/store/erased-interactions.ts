import type { Erasure } from '@hilo/contracts';
import { noteErasedVersions, statement, type Transaction } from '@hilo/runtime';

/** Tables in which something stands of an interaction at a version, and when it took place. */
const kept = [
  { table: 'invitations', version: 'attribution_version', at: 'occurred_at' },
  { table: 'cases', version: 'attribution_version', at: 'occurred_at' },
  { table: 'case_signals', version: 'version', at: 'at' },
  { table: 'heard_texts', version: 'version', at: 'occurred_at' },
  { table: 'reactions', version: 'version', at: 'at' },
  { table: 'reaction_ends', version: 'version', at: 'at' },
  { table: 'guidance', version: 'version', at: 'began_at' },
  { table: 'guidance_endings', version: 'version', at: 'at' },
];

const findSql = statement(
  [
    ...kept.map(
      ({ table, version, at }) => `SELECT source, interaction AS id, ${version} AS version FROM ${table}
  WHERE subject = ANY ($1::uuid[]) AND ${at} < $2::timestamptz + interval '1 millisecond' AND ${version} > 1`,
    ),
    `SELECT source, id, version FROM contact_facts
  WHERE teller = 'interaction' AND subject = ANY ($1::uuid[]) AND at < $2::timestamptz + interval '1 millisecond' AND version > 1`,
  ].join(' UNION '),
);

/**
 * Notes of every interaction of somebody who is about to be erased at which version it is: an earlier one, which was another's and may be
 * told later, brings nothing of it back. To be called before anything is removed.
 */
export const noteErasedInteractions = async (tx: Transaction, { subjects, at }: Erasure): Promise<void> => {
  const { rows } = await tx.query<{ source: string; id: string; version: number }>(findSql([subjects, at]));
  await noteErasedVersions(tx, rows);
};
