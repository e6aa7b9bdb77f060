import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { Circumstances } from '../domain/candidate.ts';

const time = z.date().transform((date) => date.getTime());

const Row = z.object({
  id: z.string(),
  programme: z.string(),
  subject: z.string(),
  source: z.string(),
  interaction: z.string(),
  circumstances: Circumstances.catch({ answered: [] }),
  occurredAt: time,
  deadline: time,
  notedAt: time,
  // As fine as the order is.
  orderedAt: z.string(),
});
export type PastInvitation = z.infer<typeof Row>;

const pageSql = statement({
  name: 'past-invitations',
  text: `SELECT id, programme, subject, source, interaction, circumstances, occurred_at AS "occurredAt", deadline, noted_at AS "notedAt",
                occurred_at::text AS "orderedAt"
           FROM invitations
          WHERE (occurred_at, id) > ($1::timestamptz, $2::uuid) AND occurred_at < $3 ORDER BY occurred_at, id LIMIT $4`,
});

/** After which it goes on; an instant, and an id. */
export type PastPlace = readonly [at: string, id: string];
export const firstId = '00000000-0000-0000-0000-000000000000';

/** A page of what was noted to be asked, whatever became of it, in the order in which it happened. */
export const readInvitationPage = async (
  tx: Transaction,
  { after, before, limit }: { after: PastPlace; before: number; limit: number },
): Promise<PastInvitation[]> => {
  const { rows } = await tx.query(pageSql([...after, new Date(before).toISOString(), limit]));
  return z.array(Row).parse(rows);
};

const statesSql = statement(`
  SELECT programme, state, count(*)::int AS invitations FROM invitations WHERE id = ANY ($1::uuid[]) GROUP BY 1, 2`);

export type InvitationStates = { programme: string; state: string; invitations: number };

/** What really became of these. */
export const countStates = async (tx: Transaction, ids: readonly string[]): Promise<InvitationStates[]> => {
  const { rows } = await tx.query<InvitationStates>(statesSql([ids]));
  return rows;
};
