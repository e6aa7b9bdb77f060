import { Channel, Identifier, Provenance } from '@hilo/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';

const timestamp = z.date().transform((date) => date.toISOString());

const InvitationRow = z.object({
  id: z.uuid(),
  programme: z.string(),
  programmeVersion: z.int(),
  source: z.string(),
  interaction: z.string(),
  touchpoint: z.string(),
  subject: z.uuid(),
  customer: z.uuid(),
  occurredAt: timestamp,
  dueAt: timestamp,
  deadline: timestamp,
  state: z.enum(['pending', 'invited', 'withheld']),
  reason: z.string().nullable(),
  // What nobody can read any more is not shown, and hides nothing else.
  channel: Channel.nullable().catch(null),
  contactPoint: Identifier.nullable().catch(null),
  consent: Provenance.nullable().catch(null),
  decidedAt: timestamp.nullable(),
  unreadable: z.string().nullable(),
  failures: z.int(),
  retryAt: timestamp.nullable(),
  // As fine as the order is: an older version kept microseconds.
  orderedAt: z.string(),
});

export type InvitationRow = z.infer<typeof InvitationRow>;

const columns = `i.id, i.programme, i.programme_version AS "programmeVersion", i.source, i.interaction, i.touchpoint,
  i.subject, coalesce(k.customer, i.customer) AS customer, i.occurred_at AS "occurredAt", i.due_at AS "dueAt",
  i.deadline, i.state, i.reason, i.channel, i.contact_point AS "contactPoint", i.consent, i.decided_at AS "decidedAt", i.unreadable, i.failures,
  i.retry_at AS "retryAt",
  to_char(i.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "orderedAt"`;

export type InvitationFilter = {
  customer?: string | undefined;
  programme?: string | undefined;
  state?: InvitationRow['state'] | undefined;
  unreadable?: boolean | undefined;
};

/** A page of invitations, those after the latest interactions first. The customer is the one of today. */
export const readInvitations = async (
  pool: Pool,
  { customer, programme, state, unreadable }: InvitationFilter,
  { after, limit }: { after: readonly [orderedAt: string, id: string] | undefined; limit: number },
): Promise<InvitationRow[]> => {
  const { rows } = await pool.query(
    `SELECT ${columns} FROM invitations i LEFT JOIN claims k ON k.subject = i.subject
      WHERE ($1::uuid IS NULL OR i.subject IN (SELECT subject FROM claims WHERE customer = $1))
        AND ($2::text IS NULL OR i.programme = $2) AND ($3::text IS NULL OR i.state = $3)
        AND ($7::boolean IS NULL OR (i.unreadable IS NOT NULL) = $7)
        AND ($4::timestamptz IS NULL OR (i.occurred_at, i.id) < ($4::timestamptz, $5::uuid))
      ORDER BY i.occurred_at DESC, i.id DESC LIMIT $6`,
    [
      customer ?? null,
      programme ?? null,
      state ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit,
      unreadable ?? null,
    ],
  );
  return z.array(InvitationRow).parse(rows);
};

/** One invitation, if there is one. */
export const findInvitation = async (pool: Pool, id: string): Promise<InvitationRow | undefined> => {
  const { rows } = await pool.query(
    `SELECT ${columns} FROM invitations i LEFT JOIN claims k ON k.subject = i.subject WHERE i.id = $1`,
    [id],
  );
  return rows[0] && InvitationRow.parse(rows[0]);
};
