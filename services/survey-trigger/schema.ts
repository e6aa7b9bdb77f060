import {
  apiKeys as apiKeysTable,
  claims as claimsTable,
  customers as customersTable,
  erased as erasedTable,
  erasuresDone as erasuresDoneTable,
  consumerOffsets as offsetsTable,
  outbox as outboxTable,
  rebuilds as rebuildsTable,
  rebuilt,
  timers as timersTable,
} from '@hilo/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/** One row per programme and interaction: pending until decided, then invited or withheld, with the reason. */
export const invitations = pgTable(
  'invitations',
  {
    id: uuid('id').primaryKey(),
    programme: text('programme').notNull(),
    programmeVersion: integer('programme_version').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    touchpoint: text('touchpoint').notNull(),
    subject: uuid('subject').notNull(),
    customer: uuid('customer').notNull(),
    attributionVersion: integer('attribution_version').notNull(),
    recordVersion: integer('record_version').notNull(),
    circumstances: jsonb('circumstances').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    deadline: timestamp('deadline', { withTimezone: true }).notNull(),
    state: text('state', { enum: ['pending', 'invited', 'withheld'] }).notNull(),
    reason: text('reason'),
    // Every reason, each with its rule and its end; of one that is put off, why it waits.
    reasons: jsonb('reasons'),
    // Of one that is put off, by which version of the contact policy.
    policyVersion: integer('policy_version'),
    channel: text('channel'),
    contactPoint: jsonb('contact_point'),
    // A keyed hash, by which an erasure finds it: it may be of somebody whom the interaction does not name.
    contactName: text('contact_name'),
    // Of when the record was that it was decided by.
    knownAt: timestamp('known_at', { withTimezone: true }),
    consent: jsonb('consent'),
    decidedAt: timestamp('decided_at', { withTimezone: true }),
    // Why it could not be decided, how often, and when it is tried again.
    unreadable: text('unreadable'),
    failures: integer('failures').notNull().default(0),
    retryAt: timestamp('retry_at', { withTimezone: true }),
    // Since when it could have been decided, where it was heard of after it was due.
    notedAt: timestamp('noted_at', { withTimezone: true }).notNull().defaultNow(),
    rebuilt: rebuilt(),
  },
  (table) => [
    // By this it is found what has no timer; and by the release before, what is due.
    index('invitations_due')
      .on(sql`coalesce(${table.retryAt}, ${table.dueAt})`, table.id)
      .where(sql`${table.state} = 'pending'`),
    index('invitations_of_subject').on(table.subject, table.occurredAt, table.id),
    index('invitations_at').on(table.occurredAt, table.id),
    index('invitations_of_contact').on(table.contactName).where(sql`${table.contactName} IS NOT NULL`),
    index('invitations_without_contact_name')
      .on(table.id)
      .where(sql`${table.contactPoint} IS NOT NULL AND ${table.contactName} IS NULL`),
    index('invitations_of_interaction').on(table.source, table.interaction),
    index('invitations_invited').on(table.programme, table.decidedAt).where(sql`${table.state} = 'invited'`),
    index('invitations_at_contact_point').on(table.contactPoint).where(sql`${table.state} = 'invited'`),
    // Put off to the deadline is what a paused programme would ask.
    index('invitations_held_back')
      .on(table.programme)
      .where(sql`${table.state} = 'pending' AND ${table.dueAt} >= ${table.deadline}`),
    index('invitations_put_off')
      .on(table.policyVersion)
      .where(sql`${table.state} = 'pending' AND ${table.policyVersion} IS NOT NULL`),
    index('invitations_unreadable').on(table.id).where(sql`${table.unreadable} IS NOT NULL`),
  ],
);

/** Whom to ask what, and when: every version of every programme. None is ever changed. */
export const programmeVersions = pgTable(
  'programme_versions',
  {
    id: text('id').notNull(),
    version: integer('version').notNull(),
    programme: jsonb('programme').notNull(),
    by: jsonb('by').notNull(),
    why: text('why').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    // The version of which this is a copy, where one was brought back.
    restored: integer('restored'),
  },
  (table) => [primaryKey({ columns: [table.id, table.version] })],
);

/** A row whenever something about a programme changes: the latest of a programme says which version is in force, and how it stands. */
export const programmeChanges = pgTable(
  'programme_changes',
  {
    // Of all programmes: by the latest, an instance sees that it knows what is in force.
    revision: integer('revision').primaryKey(),
    id: text('id').notNull(),
    version: integer('version').notNull(),
    state: text('state', { enum: ['active', 'paused', 'ended'] }).notNull(),
    // Of the state: since when, by whom and why it is so.
    since: timestamp('since', { withTimezone: true }).notNull(),
    by: jsonb('by').notNull(),
    why: text('why').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [index('programme_changes_of').on(table.id, table.revision)],
);

/** Candidates about whom nobody could be asked in time, by the day of the touchpoint: they are counted, and have no row. */
export const historicalCounts = pgTable(
  'historical_counts',
  {
    programme: text('programme').notNull(),
    day: date('day').notNull(),
    candidates: bigint('candidates', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.programme, table.day] })],
);

/** Which of them were counted, for as long as the log can tell of one again. */
export const historicalCandidates = pgTable(
  'historical_candidates',
  {
    id: uuid('id').primaryKey(),
    heardAt: timestamp('heard_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('historical_candidates_heard').on(table.heardAt)],
);

/** Who may be contacted, when and how often: every version of it, the latest in force. */
export const contactPolicies = pgTable('contact_policies', {
  version: integer('version').primaryKey(),
  policy: jsonb('policy').notNull(),
  by: jsonb('by').notNull(),
  why: text('why').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  // The version of which this is a copy, where one was brought back.
  restored: integer('restored'),
});

/** The record of every customer, as it was heard of last. */
export const profiles = pgTable('profiles', {
  customer: uuid('customer').primaryKey(),
  record: jsonb('record').notNull(),
  rebuilt: rebuilt(),
});

/** Who has a contact point, by its keyed hash: several where it is shared. A row for each contact point of each profile. */
export const contactPoints = pgTable(
  'contact_points',
  {
    place: text('place').notNull(),
    customer: uuid('customer').notNull(),
    rebuilt: rebuilt(),
  },
  (table) => [
    primaryKey({ columns: [table.place, table.customer] }),
    index('contact_points_of_customer').on(table.customer),
  ],
);

/** How far the contact points of the profiles are noted that were kept before they were: there is one row at the most. */
export const contactPointsNoted = pgTable(
  'contact_points_noted',
  {
    one: boolean('one').primaryKey().default(true),
    upTo: uuid('up_to'),
    isDone: boolean('is_done').notNull().default(false),
  },
  (table) => [check('contact_points_noted_is_one_row', sql`${table.one}`)],
);

/** What each teller says of a contact: the facts, of which the ledger is a function. */
export const contactFacts = pgTable(
  'contact_facts',
  {
    teller: text('teller').notNull(),
    source: text('source').notNull(),
    id: text('id').notNull(),
    version: integer('version').notNull(),
    // A keyed hash of the contact point.
    place: text('place').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    originSource: text('origin_source'),
    originId: text('origin_id'),
    reservation: uuid('reservation'),
    subject: uuid('subject'),
    brake: text('brake'),
    withdrawn: boolean('withdrawn').notNull(),
    told: jsonb('told').notNull(),
    // Of a report, as it was posted: whether another under its id says the same.
    digest: text('digest'),
    // The row of the ledger in which it stands.
    contact: uuid('contact'),
    rebuilt: rebuilt(),
  },
  (table) => [
    primaryKey({ columns: [table.teller, table.source, table.id] }),
    index('contact_facts_at_place').on(table.place, table.at),
    index('contact_facts_of_origin').on(table.originSource, table.originId).where(sql`${table.originId} IS NOT NULL`),
    index('contact_facts_of_reservation').on(table.reservation).where(sql`${table.reservation} IS NOT NULL`),
    index('contact_facts_of_subject').on(table.subject).where(sql`${table.subject} IS NOT NULL`),
    index('contact_facts_of_contact').on(table.contact),
    index('contact_facts_braking').on(table.place).where(sql`${table.brake} IS NOT NULL`),
    index('contact_facts_braking_subject').on(table.subject).where(sql`${table.brake} IS NOT NULL`),
  ],
);

/** The ledger: one row per attempt to contact somebody, whoever made it and however many told of it. */
export const contacts = pgTable(
  'contacts',
  {
    id: uuid('id').primaryKey(),
    place: text('place').notNull(),
    subject: uuid('subject'),
    contactPoint: jsonb('contact_point'),
    at: timestamp('at', { withTimezone: true }).notNull(),
    channel: text('channel').notNull(),
    direction: text('direction').notNull(),
    purpose: text('purpose'),
    class: text('class'),
    touchpoint: text('touchpoint'),
    reservedAt: timestamp('reserved_at', { withTimezone: true }),
    startedAt: timestamp('started_at', { withTimezone: true }),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    // Of what is only reserved: from when on it counts no more.
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    outcome: text('outcome'),
    weight: real('weight').notNull(),
    source: text('source').notNull(),
    tellers: jsonb('tellers').notNull(),
    rule: text('rule').notNull(),
  },
  (table) => [
    index('contacts_of_subject').on(table.subject, table.at).where(sql`${table.subject} IS NOT NULL`),
    index('contacts_at_place').on(table.place, table.at),
  ],
);

/** What an erasure left of a contact point, by its keyed hash: that it was erased, and why nobody is to be contacted there. */
export const contactMarks = pgTable(
  'contact_marks',
  {
    place: text('place').notNull(),
    mark: text('mark').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.place, table.mark] })],
);

/** What other programmes, or another policy, would have done: what was asked, how far it is, and what came of it. */
export const surveyDryRuns = pgTable(
  'dry_runs',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(),
    state: text('state').notNull(),
    request: jsonb('request').notNull(),
    by: jsonb('by').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    doneAt: timestamp('done_at', { withTimezone: true }),
    // Of whoever does it: when it was heard of last.
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull(),
    phase: text('phase'),
    phaseAt: timestamp('phase_at', { withTimezone: true }),
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    result: jsonb('result'),
    failure: text('failure'),
  },
  (table) => [index('dry_runs_at').on(table.kind, table.at, table.id)],
);

/** Of whom a dry run tells: apart, so that an erasure finds them. */
export const dryRunExamples = pgTable(
  'dry_run_examples',
  {
    run: uuid('run').notNull(),
    place: integer('place').notNull(),
    customer: uuid('customer').notNull(),
    subject: uuid('subject').notNull(),
    example: jsonb('example').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.run, table.place] }),
    index('dry_run_examples_of_subject').on(table.subject),
    index('dry_run_examples_of_customer').on(table.customer),
  ],
);

/** How many a programme with a quota has asked, by the period of the quota. Whoever was erased stays counted. */
export const quotaUses = pgTable(
  'quota_uses',
  { programme: text('programme').notNull(), period: text('period').notNull(), used: integer('used').notNull() },
  (table) => [primaryKey({ columns: [table.programme, table.period] })],
);

/** Every list of objections that was uploaded for an opt-out register: of each register one is in force at the most. */
export const optOutLists = pgTable(
  'opt_out_lists',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    register: text('register').notNull(),
    // Of those that were in force once.
    version: integer('version'),
    state: text('state', { enum: ['loading', 'in-force', 'replaced', 'removed', 'broken-off'] }).notNull(),
    asOf: timestamp('as_of', { withTimezone: true }).notNull(),
    lines: bigint('lines', { mode: 'number' }),
    entries: bigint('entries', { mode: 'number' }),
    unreadable: bigint('unreadable', { mode: 'number' }),
    by: jsonb('by').notNull(),
    why: text('why').notNull(),
    // When something was added to it last.
    touchedAt: timestamp('touched_at', { withTimezone: true }).notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true }),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    // Who removed it, and why.
    ended: jsonb('ended'),
    // Entries of what is in force no longer are removed a few at a time.
    hasEntries: boolean('has_entries').notNull().default(true),
  },
  (table) => [
    uniqueIndex('opt_out_lists_in_force').on(table.register).where(sql`${table.state} = 'in-force'`),
    uniqueIndex('opt_out_lists_version').on(table.register, table.version).where(sql`${table.version} IS NOT NULL`),
    index('opt_out_lists_with_entries').on(table.id).where(sql`${table.hasEntries}`),
  ],
);

/** Who stands on a list: contact points, by their keyed hashes (`place`, as the ledger has it). */
export const optOutEntries = pgTable(
  'opt_out_entries',
  { list: bigint('list', { mode: 'number' }).notNull(), place: uuid('place').notNull() },
  (table) => [primaryKey({ columns: [table.list, table.place] })],
);

export const customers = customersTable();
export const claims = claimsTable();
export const erased = erasedTable();
export const erasuresDone = erasuresDoneTable();
export const rebuilds = rebuildsTable();
export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const timers = timersTable();
export const apiKeys = apiKeysTable();
