import { Consent, CustomerRecord, HeldIdentifier, inMilliseconds } from '@hilo/contracts';
import { type CustomerChange, generationNow, type NameHashes, statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Candidate } from '../domain/candidate.ts';
import type { Profile, SurveyDecision } from '../domain/decide.ts';
import { findLastAsked } from './contacts.ts';
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

const Known = z.object({
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
});

/** What is known of a customer, and when somebody was asked last there, in milliseconds since the epoch. */
export type Customer = z.infer<typeof Known> & { lastAskedAt: number | undefined };

const lockCustomersSql = statement({
  name: 'lock-customers',
  text: `SELECT id FROM customers WHERE id IN (SELECT customer FROM claims WHERE subject = ANY ($1::uuid[]))
          ORDER BY id FOR UPDATE`,
});

const readCustomersSql = statement({
  name: 'read-customers',
  text: `SELECT k.subject, k.customer, p.record FROM claims k JOIN profiles p ON p.customer = k.customer
          WHERE k.subject = ANY ($1::uuid[]) AND k.customer = ANY ($2::uuid[])`,
});

/**
 * Locks the customers of these subjects, so that nobody else decides about them and no consent changes meanwhile. Gives what is
 * known of each subject's, or why it cannot be read.
 */
export const lockCustomers = async (
  tx: Transaction,
  hashes: NameHashes,
  subjects: readonly string[],
): Promise<Map<string, Customer | { unreadable: string }>> => {
  const locked = await tx.query<{ id: string }>(lockCustomersSql([subjects]));
  // Waiting for the locks, a subject may have become another customer's: only who is locked counts.
  const { rows } = await tx.query<{ subject: string }>(readCustomersSql([subjects, locked.rows.map(({ id }) => id)]));
  const read = rows.map((row) => ({ subject: row.subject, ...Known.safeParse(row) }));
  const lastAsked = await findLastAsked(
    tx,
    read.flatMap(({ data }) => (data ? { customer: data.customer, places: contactPlacesOf(data, hashes) } : [])),
  );
  return new Map(
    read.map(({ subject, data, error }) => [
      subject,
      data
        ? { ...data, lastAskedAt: lastAsked.get(data.customer) }
        : { unreadable: `record: ${error ? wrongIn(error) : ''}` },
    ]),
  );
};

/** The customer's contact points, as the ledger knows them. */
export const contactPlacesOf = ({ record: { identifiers } }: Pick<Customer, 'record'>, hashes: NameHashes): string[] =>
  identifiers
    .filter(({ status }) => status === 'linked')
    .map(({ kind, value }) => hashes.ofIdentifier({ kind, value }));

export type KnownRecord = Customer['record'];

const findRecordsSql = statement({
  name: 'find-records',
  text: `SELECT a.id AS asked, p.record FROM unnest($1::uuid[]) AS a (id)
           JOIN profiles p ON p.customer = coalesce((SELECT c.id FROM customers c WHERE c.id = a.id AND NOT c.deleted),
                                                    (SELECT k.customer FROM claims k WHERE k.subject = a.id))`,
});

const FoundRecord = z.object({ asked: z.string(), record: Known.shape.record });

/** The records of the customers with these ids, or to whom the identifiers with these derived ids belong now, by these ids. */
export const findRecords = async (
  tx: Pick<Transaction, 'query'>,
  ids: readonly string[],
): Promise<Map<string, KnownRecord>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query(findRecordsSql([ids]));
  return new Map(
    z
      .array(FoundRecord)
      .parse(rows)
      .map(({ asked, record }) => [asked, record]),
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
                channel = d.channel, contact_point = d.contact_point, consent = d.consent,
                decided_at = to_timestamp($9), known_at = d.known_at, unreadable = NULL
           FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                       $8::jsonb[], $10::timestamptz[])
             AS d (id, customer, programme_version, state, reason, channel, contact_point, consent, known_at)
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
      invited(({ consent }) => JSON.stringify(consent)),
      now / 1000,
      column(({ knownAt }) => knownAt ?? null),
    ]),
  );
};
