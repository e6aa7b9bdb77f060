import { Channel, Identifier, Provenance } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { Circumstances } from '../domain/candidate.ts';
import type { MessageKind } from '../domain/delivery/message.ts';
import { kindOfRoute, messageTimers, setMessageTimers } from './message-timers.ts';
import { KnownRecord } from './profiles.ts';
import { wrongIn } from './wrong-in.ts';

/** A message that is to leave; times are in milliseconds since the epoch. */
export type NewMessage = {
  id: string;
  invitation: string;
  ordinal: number;
  kind: MessageKind;
  subject: string;
  customer: string;
  channel: Channel;
  contactPoint: Identifier;
  place: string;
  route: string;
  dueAt: number;
  deadline: number;
};

const queueMessagesSql = statement({
  name: 'queue-messages',
  text: `WITH queued AS (
           INSERT INTO messages (id, invitation, ordinal, kind, subject, customer, channel, contact_point, place, route,
                                 due_at, deadline, state, queued_at)
           SELECT *, 'queued', to_timestamp($13) FROM unnest(
             $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::jsonb[], $9::text[],
             $10::text[], $11::timestamptz[], $12::timestamptz[])
           ON CONFLICT DO NOTHING
           RETURNING id AS ref, subject AS about, due_at, ${kindOfRoute('route')} AS kind, state),
         timed AS (${setMessageTimers('queued')})
         SELECT ref FROM queued`,
});

/** Queues these, each with its timer. Gives the ids of those that were not there yet. */
export const insertMessages = async (
  tx: Transaction,
  messages: readonly NewMessage[],
  now: number,
): Promise<Set<string>> => {
  const column = <Value>(pick: (one: NewMessage) => Value): Value[] => messages.map(pick);
  const { rows } = await tx.query<{ ref: string }>(
    queueMessagesSql([
      column(({ id }) => id),
      column(({ invitation }) => invitation),
      column(({ ordinal }) => ordinal),
      column(({ kind }) => kind),
      column(({ subject }) => subject),
      column(({ customer }) => customer),
      column(({ channel }) => channel),
      column(({ contactPoint }) => JSON.stringify(contactPoint)),
      column(({ place }) => place),
      column(({ route }) => route),
      column(({ dueAt }) => new Date(dueAt).toISOString()),
      column(({ deadline }) => new Date(deadline).toISOString()),
      now / 1000,
    ]),
  );
  return new Set(rows.map(({ ref }) => ref));
};

const milliseconds = z.date().transform((date) => date.getTime());

/** A message, and the invitation of which it is. Times are in milliseconds since the epoch. */
export const MessageOfInvitation = z.object({
  id: z.string(),
  invitation: z.string(),
  ordinal: z.int(),
  kind: z.enum(['invitation', 'reminder', 'fallback']),
  channel: Channel,
  contactPoint: Identifier,
  place: z.string(),
  route: z.string(),
  attempts: z.int(),
  dueAt: milliseconds,
  deadline: milliseconds,
  programme: z.string(),
  programmeVersion: z.int(),
  source: z.string(),
  interaction: z.string(),
  touchpoint: z.string(),
  subject: z.string(),
  customer: z.string(),
  occurredAt: milliseconds,
  circumstances: Circumstances,
});
export type MessageOfInvitation = z.infer<typeof MessageOfInvitation>;

/** What is known of the customer at a moment, by which version of the record; nothing, where it cannot be read. */
const KnownCustomer = z.object({
  customer: z.string(),
  version: z.int(),
  rebuilt: z.int(),
  record: KnownRecord,
});

export const ClaimedMessage = MessageOfInvitation.extend({
  consent: Provenance.nullable().catch(null),
  known: KnownCustomer.nullable().catch(null),
});
/** A message whose turn it is, of which nobody else has this attempt. */
export type ClaimedMessage = z.infer<typeof ClaimedMessage>;

/** In SQL: what `MessageOfInvitation` needs of a message m and its invitation i. */
export const messageColumns = `m.id, m.invitation, m.ordinal, m.kind, m.channel, m.contact_point AS "contactPoint", m.place, m.route, m.attempts,
  coalesce(m.retry_at, m.due_at) AS "dueAt", m.deadline, i.programme, i.programme_version AS "programmeVersion", i.source, i.interaction,
  i.touchpoint, i.subject, coalesce((SELECT k.customer FROM claims k WHERE k.subject = i.subject), i.customer) AS customer,
  i.occurred_at AS "occurredAt", i.circumstances`;

/** In SQL: what `ClaimedMessage` needs beside. */
export const claimedColumns = `${messageColumns}, i.consent,
  (SELECT jsonb_build_object('customer', c.id, 'version', c.version, 'rebuilt', c.rebuilt,
                             'record', p.record - '{subjects,interactions}'::text[])
     FROM claims k JOIN customers c ON c.id = k.customer JOIN profiles p ON p.customer = c.id
    WHERE k.subject = i.subject) AS known`;

const claimMessagesSql = statement({
  name: 'claim-messages',
  text: `UPDATE messages m SET state = 'sending', attempts = m.attempts + 1, claimed_until = to_timestamp($2)
           FROM invitations i
          WHERE m.id = ANY ($1::uuid[]) AND m.state IN ('queued', 'deferred') AND i.id = m.invitation
         RETURNING ${claimedColumns}`,
});

export type Claimed = { claimed: ClaimedMessage[]; unreadable: { id: string; attempts: number; reason: string }[] };

/** Claims what is due on this route, so much at the most: the attempt is counted before anything is handed over. */
export const claimMessages = async (
  tx: Transaction,
  { route, limit, now, until }: { route: string; limit: number; now: number; until: number },
): Promise<Claimed> => {
  const fired = await messageTimers(route).take(tx, { now, limit });
  if (fired.length === 0) return { claimed: [], unreadable: [] };
  const { rows } = await tx.query<{ id: string; attempts: number }>(
    claimMessagesSql([fired.map(({ ref }) => ref), until / 1000]),
  );
  const result: Claimed = { claimed: [], unreadable: [] };
  for (const row of rows) {
    const { data, error } = ClaimedMessage.safeParse(row);
    if (data) result.claimed.push(data);
    else result.unreadable.push({ id: row.id, attempts: row.attempts, reason: `message: ${wrongIn(error)}` });
  }
  return result;
};

const releaseAttemptSql = statement({
  name: 'release-attempt',
  text: `WITH released AS (
           UPDATE messages m SET state = 'queued', attempts = m.attempts - $3, claimed_until = NULL, retry_at = to_timestamp($4),
                                 unreadable = $5, failures = CASE WHEN $5::text IS NULL THEN m.failures ELSE m.failures + 1 END
            WHERE m.id = $1 AND m.state = 'sending' AND m.attempts = $2
           RETURNING id AS ref, subject AS about, retry_at AS due_at, ${kindOfRoute('route')} AS kind, state)
         ${setMessageTimers('released')}`,
});

type Released = { attempts: number; at: number; unreadable?: string; isCounted?: boolean };

/** Nothing was handed over: it waits again, until then. The attempt is counted only where it says so. */
export const releaseAttempt = async (
  tx: Pick<Transaction, 'query'>,
  id: string,
  { attempts, at, unreadable, isCounted = false }: Released,
): Promise<void> => {
  await tx.query(releaseAttemptSql([id, attempts, isCounted ? 0 : 1, at / 1000, unreadable ?? null]));
};
