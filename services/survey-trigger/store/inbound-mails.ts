import { statement, type Transaction } from '@hilo/runtime';
import { MessageOfInvitation, messageColumns } from './messages.ts';

export const unmatchedReasons = ['names-no-message', 'message-not-there', 'link-not-there'] as const;
export type UnmatchedReason = (typeof unmatchedReasons)[number];

export type FiledMail = {
  id: string;
  kind: string;
  message: string | undefined;
  status: string | undefined;
  unmatched: UnmatchedReason | undefined;
};

const fileMailSql = statement({
  name: 'file-inbound-mail',
  text: `INSERT INTO inbound_mails (id, kind, message, status, unmatched, received_at) VALUES ($1, $2, $3, $4, $5, to_timestamp($6))
         ON CONFLICT (id) DO NOTHING`,
});

/** Files that this mail came. Gives whether it is news; whoever files the same at this moment waits. */
export const fileMail = async (
  tx: Transaction,
  { id, kind, message, status, unmatched }: FiledMail,
  now: number,
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    fileMailSql([id, kind, message ?? null, status ?? null, unmatched ?? null, now / 1000]),
  );
  return (rowCount ?? 0) > 0;
};

const sweepMailsSql = statement({
  name: 'sweep-inbound-mails',
  text: `DELETE FROM inbound_mails WHERE id IN (
           SELECT id FROM inbound_mails WHERE received_at < to_timestamp($1) LIMIT 1000)`,
});

/** Forgets mails that came before this moment. Gives whether there may be more. */
export const sweepMails = async (pool: Pick<Transaction, 'query'>, before: number): Promise<boolean> => {
  const { rowCount } = await pool.query(sweepMailsSql([before / 1000]));
  return (rowCount ?? 0) === 1000;
};

const lockSentSql = statement({
  name: 'lock-sent-message',
  text: `SELECT ${messageColumns}, m.state FROM messages m JOIN invitations i ON i.id = m.invitation
          WHERE m.id = ANY ($1::uuid[]) AND m.channel = 'email' AND m.contact_point IS NOT NULL
          ORDER BY array_position($1::uuid[], m.id) LIMIT 1 FOR UPDATE OF m`,
});

export type SentMessage = { message: MessageOfInvitation; state: string };

/** The first of these that is a mail of ours, which nobody else changes until the end of the transaction. */
export const lockSent = async (tx: Transaction, ids: readonly string[]): Promise<SentMessage | undefined> => {
  if (ids.length === 0) return undefined;
  const { rows } = await tx.query<{ state: string }>(lockSentSql([ids]));
  const [row] = rows;
  return row && { message: MessageOfInvitation.parse(row), state: row.state };
};

const saveHeardSql = statement({
  name: 'save-heard-of-message',
  text: `WITH told AS (
           INSERT INTO message_reports (message, by, status, at, detail) VALUES ($1, $2, $3, to_timestamp($6), $7)
           ON CONFLICT DO NOTHING)
         UPDATE messages SET state = $4, reason = $5, settled_at = to_timestamp($6), claimed_until = NULL,
                handed_over_at = coalesce(handed_over_at, to_timestamp($6))
          WHERE id = $1 AND $4::text IS NOT NULL`,
});

export type HeardOfMessage = {
  by: 'bounce' | 'reply';
  status: string;
  detail: object;
  state: 'bounced' | 'delivered' | 'accepted' | undefined;
  reason?: string | undefined;
};

/** Writes down what came back of this message, and what it is now by that. */
export const saveHeard = async (
  tx: Transaction,
  id: string,
  { by, status, detail, state, reason }: HeardOfMessage,
  now: number,
): Promise<void> => {
  await tx.query(saveHeardSql([id, by, status, state ?? null, reason ?? null, now / 1000, JSON.stringify(detail)]));
};

/** Servers give up within so many days: what has not come back by then arrived. */
const givenUpAfter = "interval '5 days'";

const findArrivalsSql = statement({
  name: 'find-arrivals',
  text: `SELECT 'soft' AS what, settled_at AS at FROM messages
          WHERE place = $1 AND channel = 'email' AND state = 'bounced' AND reason = 'soft-bounce' AND settled_at > to_timestamp($2)
         UNION ALL
         SELECT 'arrived', d.handed_over_at FROM messages d
          WHERE d.place = $1 AND d.channel = 'email' AND d.handed_over_at > to_timestamp($2)
            AND (d.state = 'delivered'
              OR d.state = 'accepted' AND (d.handed_over_at < to_timestamp($3) - ${givenUpAfter}
                OR EXISTS (SELECT 1 FROM responses r WHERE r.invitation = d.invitation AND r.opened_at > d.handed_over_at)
                OR EXISTS (SELECT 1 FROM message_reports p WHERE p.message = d.id AND p.by = 'reply')))`,
});

/** When mails to this contact point came back though there is such an address, and when one arrived; since then, in milliseconds since the epoch. */
export const findArrivals = async (
  tx: Transaction,
  place: string,
  { since, now }: { since: number; now: number },
): Promise<{ soft: number[]; arrived: number[] }> => {
  const { rows } = await tx.query<{ what: string; at: Date }>(findArrivalsSql([place, since / 1000, now / 1000]));
  const timesOf = (what: string): number[] => rows.flatMap((row) => (row.what === what ? row.at.getTime() : []));
  return { soft: timesOf('soft'), arrived: timesOf('arrived') };
};
