import { Channel, ContactReason, Identifier, Provenance } from '@hilo/contracts';
import { compose, composed, given, named } from '@hilo/runtime';
import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import { claims, invitations, messages } from '../schema.ts';

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
  reasons: z.array(ContactReason).nullable().catch(null),
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

const { id, occurredAt } = invitations;

const columns = named({
  id,
  programme: invitations.programme,
  programmeVersion: invitations.programmeVersion,
  source: invitations.source,
  interaction: invitations.interaction,
  touchpoint: invitations.touchpoint,
  subject: invitations.subject,
  customer: sql`coalesce(${claims.customer}, ${invitations.customer})`,
  occurredAt,
  dueAt: invitations.dueAt,
  deadline: invitations.deadline,
  state: invitations.state,
  reason: invitations.reason,
  reasons: invitations.reasons,
  channel: invitations.channel,
  contactPoint: invitations.contactPoint,
  consent: invitations.consent,
  decidedAt: invitations.decidedAt,
  unreadable: invitations.unreadable,
  failures: invitations.failures,
  retryAt: invitations.retryAt,
  orderedAt: sql`to_char(${occurredAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
});

const selectInvitations = () =>
  compose.select(columns).from(invitations).leftJoin(claims, eq(claims.subject, invitations.subject));

export type InvitationFilter = {
  customer?: string | undefined;
  programme?: string | undefined;
  /** `unknown`: with a message of which nobody knows whether it was taken. */
  state?: InvitationRow['state'] | 'unknown' | undefined;
  unreadable?: boolean | undefined;
};

type Page = { after: readonly [orderedAt: string, id: string] | undefined; limit: number };

const subjectsOf = (customer: string) =>
  compose.select({ subject: claims.subject }).from(claims).where(eq(claims.customer, customer));

const ofUnknown = () =>
  compose.select({ invitation: messages.invitation }).from(messages).where(eq(messages.state, 'unknown'));

const exampleId = '00000000-0000-0000-0000-000000000000';

const readInvitationsSql = composed(
  ({ customer, programme, state, unreadable }: InvitationFilter, { after, limit }: Page) =>
    selectInvitations()
      .where(
        and(
          given(customer, (one) => inArray(invitations.subject, subjectsOf(one))),
          given(programme, (one) => eq(invitations.programme, one)),
          given(state, (one) => (one === 'unknown' ? inArray(id, ofUnknown()) : eq(invitations.state, one))),
          given(unreadable, (one) => (one ? isNotNull(invitations.unreadable) : isNull(invitations.unreadable))),
          given(after, ([at, last]) => sql`(${occurredAt}, ${id}) < (${at}::timestamptz, ${last}::uuid)`),
        ),
      )
      .orderBy(desc(occurredAt), desc(id))
      .limit(limit),
  [
    [{}, { after: undefined, limit: 1 }],
    [
      { customer: exampleId, programme: 'nps', state: 'invited', unreadable: true },
      { after: ['2026-01-01T00:00:00Z', exampleId], limit: 1 },
    ],
    [{ state: 'unknown' }, { after: undefined, limit: 1 }],
  ],
);

/** A page of invitations, those after the latest interactions first. The customer is the one of today. */
export const readInvitations = async (pool: Pool, filter: InvitationFilter, page: Page): Promise<InvitationRow[]> => {
  const { rows } = await pool.query(readInvitationsSql(filter, page));
  return z.array(InvitationRow).parse(rows);
};

const findInvitationSql = composed((one: string) => selectInvitations().where(eq(id, one)), [[exampleId]]);

/** One invitation, if there is one. */
export const findInvitation = async (pool: Pool, one: string): Promise<InvitationRow | undefined> => {
  const { rows } = await pool.query(findInvitationSql(one));
  return rows[0] && InvitationRow.parse(rows[0]);
};
