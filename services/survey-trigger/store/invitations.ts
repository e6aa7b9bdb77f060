import { Consent, CustomerRecord, HeldIdentifier, inMilliseconds } from '@hilo/contracts';
import { type CustomerChange, generationNow, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { type Candidate, Circumstances } from '../domain/candidate.ts';
import type { Decision, Profile } from '../domain/decide.ts';

/** One that is not decided yet, or was withheld since its interaction was withdrawn, which was put back now. */
const reopens = `(i.state = 'pending' OR i.state = 'withheld' AND i.reason = 'interaction-withdrawn'
  AND coalesce(EXCLUDED.circumstances->>'withdrawn', 'false') <> 'true')`;
const whereReopened = [
  'customer',
  'record_version',
  'circumstances',
  'due_at',
  'deadline',
  'state',
  'reason',
  'decided_at',
]
  .map((name) => `${name} = CASE WHEN ${reopens} THEN EXCLUDED.${name} ELSE i.${name} END`)
  .join(', ');

/**
 * Notes what may be asked. One that was attributed anew follows its interaction, decided or not, so that whoever it is now
 * has been asked; one that is not decided yet is decided by what is known now, as is one that was put back.
 */
export const savePending = async (tx: Transaction, candidates: readonly Candidate[]): Promise<void> => {
  if (candidates.length === 0) return;
  const ordered = candidates.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const column = <Value>(pick: (one: Candidate) => Value): Value[] => ordered.map(pick);
  await tx.query({
    name: 'save-pending',
    text: `INSERT INTO invitations AS i
             (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
              record_version, circumstances, occurred_at, due_at, deadline, state, rebuilt)
           SELECT *, 'pending', ${generationNow} FROM unnest(
             $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[],
             $9::integer[], $10::integer[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[])
           ON CONFLICT (id) DO UPDATE
              SET subject = EXCLUDED.subject, attribution_version = EXCLUDED.attribution_version,
                  occurred_at = EXCLUDED.occurred_at, unreadable = NULL, rebuilt = EXCLUDED.rebuilt, ${whereReopened}
            WHERE i.attribution_version < EXCLUDED.attribution_version`,
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
      column(({ resolved }) => inMilliseconds(resolved.interaction.occurredAt)),
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
      text: `INSERT INTO profiles (customer, record, rebuilt) SELECT *, ${generationNow} FROM unnest($1::uuid[], $2::jsonb[])
             ON CONFLICT (customer) DO UPDATE SET record = EXCLUDED.record, rebuilt = EXCLUDED.rebuilt`,
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

/** An invitation that cannot be decided, since something that it depends on cannot be read: it alone is left out. */
export type Unreadable = { id: string; reason: string };

/**
 * Locks what is to be decided now: due, and the record known in which the interaction is counted (so that a consent which
 * it stated, or withdrew, is heeded). What is too late needs no record, nor does an interaction that was withdrawn.
 */
export const lockDue = async (
  tx: Transaction,
  now: number,
  limit: number,
): Promise<{ due: PendingInvitation[]; unreadable: Unreadable[] }> => {
  const { rows } = await tx.query<{ id: string }>({
    name: 'lock-due',
    text: `SELECT i.id, i.programme, i.programme_version AS "programmeVersion", i.source, i.interaction, i.touchpoint,
                  i.subject, i.customer, i.circumstances, i.occurred_at AS "occurredAt", i.deadline
             FROM invitations i
            WHERE i.state = 'pending' AND i.unreadable IS NULL AND i.due_at <= to_timestamp($1)
              AND (i.deadline <= to_timestamp($1) OR i.circumstances->>'withdrawn' = 'true'
                   OR EXISTS (SELECT FROM customers c WHERE c.id = i.customer AND c.version >= i.record_version)
                      AND EXISTS (SELECT FROM claims k WHERE k.subject = i.subject))
            ORDER BY i.due_at, i.id LIMIT $2 FOR UPDATE OF i SKIP LOCKED`,
    values: [now / 1000, limit],
  });
  const read = rows.map((row) => ({ id: row.id, ...PendingInvitation.safeParse(row) }));
  return {
    due: read.flatMap(({ data }) => data ?? []),
    unreadable: read.flatMap(({ id, error }) => (error ? [{ id, reason: `invitation: ${wrongIn(error)}` }] : [])),
  };
};

/** Where it is wrong, and not what stands there: that may be personal. */
const wrongIn = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.join('.')} (${code})`)
    .join(', ');

const Customer = z.object({
  subject: z.string(),
  customer: z.string(),
  record: z.object({
    version: z.int(),
    updatedAt: z.string(),
    ambiguous: z.boolean(),
    identifiers: z.array(HeldIdentifier),
    consents: z.array(Consent),
    contactPreferences: CustomerRecord.shape.contactPreferences,
  }) satisfies z.ZodType<Profile>,
  lastAskedAt: z.date().nullable(),
});
export type Customer = z.infer<typeof Customer>;

/**
 * Locks the customers of these subjects, so that nobody else decides about them and no consent changes meanwhile. Gives what is
 * known of each subject's, or why it cannot be read.
 */
export const lockCustomers = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<Map<string, Customer | { unreadable: string }>> => {
  const locked = await tx.query<{ id: string }>({
    name: 'lock-customers',
    text: `SELECT id FROM customers WHERE id IN (SELECT customer FROM claims WHERE subject = ANY ($1::uuid[]))
            ORDER BY id FOR UPDATE`,
    values: [subjects],
  });
  // Waiting for the locks, a subject may have become another customer's: only who is locked counts.
  const { rows } = await tx.query<{ subject: string }>({
    name: 'read-customers',
    text: `SELECT k.subject, k.customer, p.record, greatest(
                  (SELECT max(i.decided_at) FROM claims own JOIN invitations i ON i.subject = own.subject
                    WHERE own.customer = k.customer AND i.state = 'invited'),
                  (SELECT max(i.decided_at)
                     FROM jsonb_array_elements(CASE WHEN jsonb_typeof(p.record->'identifiers') = 'array'
                                                    THEN p.record->'identifiers' ELSE '[]' END) AS held
                     JOIN invitations i ON i.contact_point = jsonb_build_object('kind', held->'kind', 'value', held->'value')
                    WHERE held->>'status' = 'linked' AND i.state = 'invited')) AS "lastAskedAt"
             FROM claims k JOIN profiles p ON p.customer = k.customer
            WHERE k.subject = ANY ($1::uuid[]) AND k.customer = ANY ($2::uuid[])`,
    values: [subjects, locked.rows.map(({ id }) => id)],
  });
  return new Map(
    rows.map((row) => {
      const { data, error } = Customer.safeParse(row);
      return [row.subject, data ?? { unreadable: `record: ${error ? wrongIn(error) : ''}` }];
    }),
  );
};

export type Decided = {
  id: string;
  programme: string;
  customer: string;
  programmeVersion: number;
  decision: Decision;
  /** Of when the record is, if it was decided by one. */
  knownAt: string | undefined;
};

/** Those of these subjects that are erased, with the moment until when, in milliseconds since the epoch. */
export const findErased = async (tx: Transaction, subjects: readonly string[]): Promise<Map<string, number>> => {
  const { rows } = await tx.query<{ subject: string; until: Date }>(
    'SELECT subject, until FROM erased WHERE subject = ANY ($1::uuid[])',
    [subjects],
  );
  return new Map(rows.map(({ subject, until }) => [subject, until.getTime()]));
};

/** Leaves these out from now on, and says why. */
export const setAside = async (tx: Transaction, unreadable: readonly Unreadable[]): Promise<void> => {
  if (unreadable.length === 0) return;
  await tx.query(
    `UPDATE invitations AS i SET unreadable = u.reason FROM unnest($1::uuid[], $2::text[]) AS u (id, reason)
      WHERE i.id = u.id`,
    [unreadable.map(({ id }) => id), unreadable.map(({ reason }) => reason)],
  );
};

/** Takes what was set aside up again: another version may read it. */
export const takeUpAgain = async (pool: Pool): Promise<void> => {
  await pool.query('UPDATE invitations SET unreadable = NULL WHERE unreadable IS NOT NULL');
};

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
                  decided_at = to_timestamp($9), known_at = d.known_at
             FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                         $8::jsonb[], $10::timestamptz[])
               AS d (id, customer, programme_version, state, reason, channel, contact_point, consent, known_at)
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
      column(({ knownAt }) => knownAt ?? null),
    ],
  });
};
