import { Channel, ContactReason, DecidedBy, Identifier } from '@hilo/contracts';
import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const timestamp = z.date().transform((date) => date.toISOString());

const Report = z.object({ by: z.string(), status: z.string(), at: z.string(), detail: z.unknown() });

const ListedRow = z.object({
  id: z.string(),
  invitation: z.string(),
  kind: z.string(),
  channel: Channel.catch('other'),
  contactPoint: Identifier.nullable().catch(null),
  route: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  reasons: z.array(ContactReason).nullable().catch(null),
  queuedAt: timestamp,
  dueAt: timestamp,
  deadline: timestamp,
  attempts: z.int(),
  handedOverAt: timestamp.nullable(),
  settledAt: timestamp.nullable(),
  providerId: z.string().nullable(),
  settledBy: z.object({ by: DecidedBy, why: z.string() }).nullable().catch(null),
  unreadable: z.string().nullable(),
  log: z.array(Report).nullable(),
});
export type ListedMessageRow = z.infer<typeof ListedRow>;

const mostReports = 200;

const listSql = statement(`
  SELECT m.id, m.invitation, m.kind, m.channel, m.contact_point AS "contactPoint", m.route, m.state, m.reason, m.reasons,
         m.queued_at AS "queuedAt", coalesce(m.retry_at, m.due_at) AS "dueAt", m.deadline, m.attempts, m.handed_over_at AS "handedOverAt",
         m.settled_at AS "settledAt", m.provider_id AS "providerId", m.settled_by AS "settledBy", m.unreadable,
         (SELECT jsonb_agg(jsonb_build_object('by', r.by, 'status', r.status, 'detail', r.detail,
                   'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY r.at, r.id)
            FROM (SELECT * FROM message_reports r WHERE r.message = m.id ORDER BY r.at, r.id LIMIT ${mostReports}) AS r) AS log
    FROM messages m WHERE m.invitation = ANY ($1::uuid[]) ORDER BY m.ordinal`);

/** The messages of these invitations, by their ids, each with what happened to it. */
export const listMessages = async (
  pool: Pool,
  invitations: readonly string[],
): Promise<Map<string, ListedMessageRow[]>> => {
  if (invitations.length === 0) return new Map();
  const { rows } = await pool.query(listSql([invitations]));
  return Map.groupBy(z.array(ListedRow).parse(rows), ({ invitation }) => invitation);
};
