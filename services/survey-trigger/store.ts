import { Consent, CustomerRecord, HeldIdentifier } from '@hilo/contracts';
import type { CustomerChange, Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { type Candidate, Circumstances } from './domain/candidate.ts';
import type { Decision, Profile } from './domain/decide.ts';

/** Notes what may be asked; one that was attributed anew or withdrawn, and is not decided yet, follows. */
export const savePending = async (tx: Transaction, candidates: readonly Candidate[]): Promise<void> => {
  if (candidates.length === 0) return;
  const column = <Value>(pick: (one: Candidate) => Value): Value[] => candidates.map(pick);
  await tx.query({
    name: 'save-pending',
    text: `INSERT INTO invitations AS i
             (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
              record_version, circumstances, occurred_at, due_at, deadline, state)
           SELECT *, 'pending' FROM unnest(
             $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[],
             $9::integer[], $10::integer[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[])
           ON CONFLICT (id) DO UPDATE
              SET subject = EXCLUDED.subject, customer = EXCLUDED.customer,
                  attribution_version = EXCLUDED.attribution_version, record_version = EXCLUDED.record_version,
                  circumstances = EXCLUDED.circumstances, occurred_at = EXCLUDED.occurred_at, due_at = EXCLUDED.due_at,
                  deadline = EXCLUDED.deadline
            WHERE i.state = 'pending' AND i.attribution_version < EXCLUDED.attribution_version`,
    values: [
      column(({ id }) => id),
      column(({ programme }) => programme.id),
      column(({ programme }) => programme.version),
      column(({ resolved }) => resolved.interaction.source),
      column(({ resolved }) => resolved.interaction.id),
      column(({ resolved }) => resolved.interaction.touchpoint),
      column(({ resolved }) => resolved.subject),
      column(({ resolved }) => resolved.customer),
      column(({ resolved }) => resolved.version),
      column(({ resolved }) => resolved.recordVersion),
      column(({ circumstances }) => JSON.stringify(circumstances)),
      column(({ resolved }) => resolved.interaction.occurredAt),
      column(({ dueAt }) => new Date(dueAt).toISOString()),
      column(({ deadline }) => new Date(deadline).toISOString()),
    ],
  });
};

/** Keeps the records of customers that changed; forgets those that are no more. */
export const saveProfiles = async (tx: Transaction, changes: readonly CustomerChange[]): Promise<void> => {
  const present = changes.flatMap(({ id, record }) => (record ? [{ id, record: JSON.stringify(record) }] : []));
  const gone = changes.filter(({ record }) => record === undefined).map(({ id }) => id);
  if (present.length > 0) {
    await tx.query({
      name: 'save-profiles',
      text: `INSERT INTO profiles (customer, record) SELECT * FROM unnest($1::uuid[], $2::jsonb[])
             ON CONFLICT (customer) DO UPDATE SET record = EXCLUDED.record`,
      values: [present.map(({ id }) => id), present.map(({ record }) => record)],
    });
  }
  if (gone.length > 0) await tx.query('DELETE FROM profiles WHERE customer = ANY ($1::uuid[])', [gone]);
};

const PendingInvitation = z.object({
  id: z.string(),
  programme: z.string(),
  programmeVersion: z.int(),
  source: z.string(),
  interaction: z.string(),
  touchpoint: z.string(),
  subject: z.string(),
  customer: z.string(),
  circumstances: Circumstances,
  occurredAt: z.date(),
  deadline: z.date(),
});
export type PendingInvitation = z.infer<typeof PendingInvitation>;

/**
 * Locks what is to be decided now: due, and the record known in which the interaction is counted (so that a consent which
 * it stated, or withdrew, is heeded). What is too late needs no record, nor does an interaction that was withdrawn.
 */
export const lockDue = async (tx: Transaction, now: number, limit: number): Promise<PendingInvitation[]> => {
  const { rows } = await tx.query({
    name: 'lock-due',
    text: `SELECT i.id, i.programme, i.programme_version AS "programmeVersion", i.source, i.interaction, i.touchpoint,
                  i.subject, i.customer, i.circumstances, i.occurred_at AS "occurredAt", i.deadline
             FROM invitations i
            WHERE i.state = 'pending' AND i.due_at <= to_timestamp($1)
              AND (i.deadline <= to_timestamp($1) OR i.circumstances->>'withdrawn' = 'true'
                   OR EXISTS (SELECT FROM customers c WHERE c.id = i.customer AND c.version >= i.record_version)
                      AND EXISTS (SELECT FROM claims k WHERE k.subject = i.subject))
            ORDER BY i.due_at, i.id LIMIT $2 FOR UPDATE OF i SKIP LOCKED`,
    values: [now / 1000, limit],
  });
  return z.array(PendingInvitation).parse(rows);
};

const Customer = z.object({
  subject: z.string(),
  customer: z.string(),
  record: z.object({
    version: z.int(),
    ambiguous: z.boolean(),
    identifiers: z.array(HeldIdentifier),
    consents: z.array(Consent),
    contactPreferences: CustomerRecord.shape.contactPreferences,
  }) satisfies z.ZodType<Profile>,
  lastAskedAt: z.date().nullable(),
});
export type Customer = z.infer<typeof Customer>;

/** Locks the customers of these subjects, so that nobody else decides about them and no consent changes meanwhile. */
export const lockCustomers = async (tx: Transaction, subjects: readonly string[]): Promise<Map<string, Customer>> => {
  const locked = await tx.query<{ id: string }>({
    name: 'lock-customers',
    text: `SELECT id FROM customers WHERE id IN (SELECT customer FROM claims WHERE subject = ANY ($1::uuid[]))
            ORDER BY id FOR UPDATE`,
    values: [subjects],
  });
  // Waiting for the locks, a subject may have become another customer's: only who is locked counts.
  const { rows } = await tx.query({
    name: 'read-customers',
    text: `SELECT k.subject, k.customer, p.record,
                  (SELECT max(i.decided_at) FROM claims own JOIN invitations i ON i.subject = own.subject
                    WHERE own.customer = k.customer AND i.state = 'invited') AS "lastAskedAt"
             FROM claims k JOIN profiles p ON p.customer = k.customer
            WHERE k.subject = ANY ($1::uuid[]) AND k.customer = ANY ($2::uuid[])`,
    values: [subjects, locked.rows.map(({ id }) => id)],
  });
  return new Map(
    z
      .array(Customer)
      .parse(rows)
      .map((row) => [row.subject, row]),
  );
};

export type Decided = { id: string; programme: string; customer: string; programmeVersion: number; decision: Decision };

/** Writes what was decided, with the customer and the version of the programme that it was decided by. */
export const saveDecisions = async (tx: Transaction, decided: readonly Decided[], now: number): Promise<void> => {
  const column = <Value>(pick: (one: Decided) => Value): Value[] => decided.map(pick);
  const invited = <Value>(pick: (one: Extract<Decision, { state: 'invited' }>) => Value): (Value | null)[] =>
    decided.map(({ decision }) => (decision.state === 'invited' ? pick(decision) : null));
  await tx.query({
    name: 'save-decisions',
    text: `UPDATE invitations i
              SET customer = d.customer, programme_version = d.programme_version, state = d.state, reason = d.reason,
                  channel = d.channel, contact_point = d.contact_point, consent = d.consent,
                  decided_at = to_timestamp($9)
             FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                         $8::jsonb[])
               AS d (id, customer, programme_version, state, reason, channel, contact_point, consent)
            WHERE i.id = d.id`,
    values: [
      column(({ id }) => id),
      column(({ customer }) => customer),
      column(({ programmeVersion }) => programmeVersion),
      column(({ decision }) => decision.state),
      column(({ decision }) => (decision.state === 'withheld' ? decision.reason : null)),
      invited(({ channel }) => channel),
      invited(({ contactPoint }) => JSON.stringify(contactPoint)),
      invited(({ consent }) => JSON.stringify(consent)),
      now / 1000,
    ],
  });
};
