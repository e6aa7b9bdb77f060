import { Channel, Consent, CustomerRecord, HeldIdentifier, Identifier, inMilliseconds } from '@hilo/contracts';
import { type CustomerChange, generationNow, statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Candidate } from '../domain/candidate.ts';
import type { SurveyDecision } from '../domain/decide.ts';
import { AddressTraits } from '../domain/place/address.ts';
import type { PastContact } from '../domain/policy/budget.ts';
import type { Profile } from '../domain/profile.ts';
import { toldReasons } from '../domain/refusals.ts';
import { setInvitationTimers } from './invitation-timers.ts';

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
  'reasons',
  'decided_at',
  'noted_at',
]
  .map((name) => `${name} = CASE WHEN ${reopens} THEN EXCLUDED.${name} ELSE i.${name} END`)
  .join(', ');

const savePendingSql = statement({
  name: 'save-pending',
  text: `WITH noted AS (INSERT INTO invitations AS i
           (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
            record_version, circumstances, occurred_at, due_at, deadline, state, rebuilt)
         SELECT *, 'pending', ${generationNow} FROM unnest(
           $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[],
           $9::integer[], $10::integer[], $11::jsonb[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[])
         ON CONFLICT (id) DO UPDATE
            SET subject = EXCLUDED.subject, attribution_version = EXCLUDED.attribution_version,
                occurred_at = EXCLUDED.occurred_at, unreadable = NULL, retry_at = NULL, failures = 0,
                rebuilt = EXCLUDED.rebuilt, ${whereReopened}
          WHERE i.attribution_version < EXCLUDED.attribution_version
         RETURNING i.id AS ref, i.subject AS about, i.due_at, i.state)
         ${setInvitationTimers('noted')}`,
});

/**
 * Notes what may be asked. One that was attributed anew follows its interaction, decided or not, so that whoever it is now
 * has been asked; one that is not decided yet is decided by what is known now, as is one that was put back.
 */
export const savePending = async (tx: Transaction, candidates: readonly Candidate[]): Promise<void> => {
  if (candidates.length === 0) return;
  const ordered = candidates.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const column = <Value>(pick: (one: Candidate) => Value): Value[] => ordered.map(pick);
  await tx.query(
    savePendingSql([
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
    ]),
  );
};

const saveProfilesSql = statement({
  name: 'save-profiles',
  text: `INSERT INTO profiles (customer, record, rebuilt) SELECT *, ${generationNow} FROM unnest($1::uuid[], $2::jsonb[])
         ON CONFLICT (customer) DO UPDATE SET record = EXCLUDED.record, rebuilt = EXCLUDED.rebuilt`,
});

const removeProfilesSql = statement('DELETE FROM profiles WHERE customer = ANY ($1::uuid[])');

/** Keeps the records of customers that changed; forgets those that are no more. */
export const saveProfiles = async (tx: Transaction, changes: readonly CustomerChange[]): Promise<void> => {
  const present = changes.flatMap(({ id, record }) => (record ? [{ id, record: JSON.stringify(record) }] : []));
  const gone = changes.filter(({ record }) => record === undefined).map(({ id }) => id);
  if (present.length > 0) {
    await tx.query(saveProfilesSql([present.map(({ id }) => id), present.map(({ record }) => record)]));
  }
  if (gone.length > 0) await tx.query(removeProfilesSql([gone]));
};

/** An invitation that cannot be decided, since something that it depends on cannot be read. */
export type Unreadable = { id: string; reason: string };

/** Where it is wrong, and not what stands there: that may be personal. */
export const wrongIn = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.join('.')} (${code})`)
    .join(', ');

/** An invitation as the rules of pressure count it; what cannot be read of where it went still counts. */
const Asked = z
  .object({
    at: z.number(),
    channel: Channel.catch('other'),
    contactPoint: Identifier.optional().catch(undefined),
  })
  .transform(
    ({ at, channel, contactPoint }): PastContact => ({
      at,
      channel,
      class: 'survey',
      weight: 1,
      contactPoint,
      outcome: undefined,
    }),
  );

const Customer = z.object({
  subject: z.string(),
  customer: z.string(),
  record: z
    .object({
      version: z.int(),
      updatedAt: z.string(),
      ambiguous: z.boolean(),
      identifiers: z.array(HeldIdentifier),
      consents: z.array(Consent),
      contactPreferences: CustomerRecord.shape.contactPreferences,
      traits: AddressTraits.optional(),
    })
    .transform(({ traits, ...record }) => ({
      ...record,
      ...(traits && { address: traits }),
    })) satisfies z.ZodType<Profile>,
  contacts: z.array(Asked),
});

export type Customer = z.infer<typeof Customer>;

const lockCustomersSql = statement({
  name: 'lock-customers',
  text: `SELECT id FROM customers WHERE id IN (SELECT customer FROM claims WHERE subject = ANY ($1::uuid[]))
          ORDER BY id FOR UPDATE`,
});

/** No cap counts more. */
const mostContacts = 1000;

const readCustomersSql = statement({
  name: 'read-customers',
  text: `SELECT k.subject, k.customer, p.record, (
                SELECT coalesce(jsonb_agg(jsonb_build_object('at', floor(extract(epoch FROM a.decided_at) * 1000),
                                                             'channel', a.channel, 'contactPoint', a.contact_point)), '[]')
                  FROM (SELECT i.id, i.decided_at, i.channel, i.contact_point
                          FROM claims own JOIN invitations i ON i.subject = own.subject
                         WHERE own.customer = k.customer AND i.state = 'invited'
                        UNION
                        SELECT i.id, i.decided_at, i.channel, i.contact_point
                          FROM jsonb_array_elements(CASE WHEN jsonb_typeof(p.record->'identifiers') = 'array'
                                                         THEN p.record->'identifiers' ELSE '[]' END) AS held
                          JOIN invitations i
                            ON i.contact_point = jsonb_build_object('kind', held->'kind', 'value', held->'value')
                         WHERE held->>'status' = 'linked' AND i.state = 'invited'
                         ORDER BY decided_at DESC LIMIT ${mostContacts}) AS a) AS contacts
           FROM claims k JOIN profiles p ON p.customer = k.customer
          WHERE k.subject = ANY ($1::uuid[]) AND k.customer = ANY ($2::uuid[])`,
});

/**
 * Locks the customers of these subjects, so that nobody else decides about them and no consent changes meanwhile. Gives what is
 * known of each subject's, or why it cannot be read.
 */
export const lockCustomers = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<Map<string, Customer | { unreadable: string }>> => {
  const locked = await tx.query<{ id: string }>(lockCustomersSql([subjects]));
  // Waiting for the locks, a subject may have become another customer's: only who is locked counts.
  const { rows } = await tx.query<{ subject: string }>(readCustomersSql([subjects, locked.rows.map(({ id }) => id)]));
  return new Map(
    rows.map((row) => {
      const { data, error } = Customer.safeParse(row);
      return [row.subject, data ?? { unreadable: `record: ${error ? wrongIn(error) : ''}` }];
    }),
  );
};

export type SavedDecision = {
  id: string;
  programme: string;
  customer: string;
  programmeVersion: number;
  decision: SurveyDecision;
  /** Of when the record is, if it was decided by one. */
  knownAt: string | undefined;
};

const findErasedSql = statement('SELECT subject, until FROM erased WHERE subject = ANY ($1::uuid[])');

/** Those of these subjects that are erased, with the moment until when, in milliseconds since the epoch. */
export const findErasedCandidates = async (
  tx: Transaction,
  subjects: readonly string[],
): Promise<Map<string, number>> => {
  const { rows } = await tx.query<{ subject: string; until: Date }>(findErasedSql([subjects]));
  return new Map(rows.map(({ subject, until }) => [subject, until.getTime()]));
};

const saveDecisionsSql = statement({
  name: 'save-decisions',
  text: `UPDATE invitations i
            SET customer = d.customer, programme_version = d.programme_version, state = d.state, reason = d.reason,
                reasons = d.reasons, channel = d.channel, contact_point = d.contact_point, consent = d.consent,
                decided_at = to_timestamp($9), known_at = d.known_at, unreadable = NULL
           FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                       $8::jsonb[], $10::timestamptz[], $11::jsonb[])
             AS d (id, customer, programme_version, state, reason, channel, contact_point, consent, known_at, reasons)
          WHERE i.id = d.id`,
});

/** Writes what was decided, with the customer and the version of the programme that it was decided by. */
export const saveDecisions = async (tx: Transaction, decided: readonly SavedDecision[], now: number): Promise<void> => {
  const column = <Value>(pick: (one: SavedDecision) => Value): Value[] => decided.map(pick);
  const invited = <Value>(pick: (one: Extract<SurveyDecision, { state: 'invited' }>) => Value): (Value | null)[] =>
    decided.map(({ decision }) => (decision.state === 'invited' ? pick(decision) : null));
  await tx.query(
    saveDecisionsSql([
      column(({ id }) => id),
      column(({ customer }) => customer),
      column(({ programmeVersion }) => programmeVersion),
      column(({ decision }) => decision.state),
      column(({ decision }) => (decision.state === 'withheld' ? decision.reason : null)),
      invited(({ channel }) => channel),
      invited(({ contactPoint }) => JSON.stringify(contactPoint)),
      invited(({ consent }) => (consent === undefined ? null : JSON.stringify(consent))),
      now / 1000,
      column(({ knownAt }) => knownAt ?? null),
      column(({ decision }) => (decision.state === 'withheld' ? JSON.stringify(toldReasons(decision.reasons)) : null)),
    ]),
  );
};
