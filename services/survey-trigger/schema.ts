import {
  apiKeys as apiKeysTable,
  claims as claimsTable,
  customers as customersTable,
  erased as erasedTable,
  erasedVersions as erasedVersionsTable,
  erasuresDone as erasuresDoneTable,
  consumerOffsets as offsetsTable,
  outbox as outboxTable,
  rebuilds as rebuildsTable,
  rebuilt,
  sessions as sessionsTable,
  timers as timersTable,
} from '@hilo/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

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
    // They come about in the order of time: it costs next to nothing, and figures of some days read these alone.
    index('contacts_at').using('brin', table.at),
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

/** How many who answered everything are counted in a quota of answers, of whatever version of its programme. Whoever was erased stays counted. */
export const answerQuotaUses = pgTable(
  'answer_quota_uses',
  { programme: text('programme').notNull(), name: text('name').notNull(), used: integer('used').notNull() },
  (table) => [primaryKey({ columns: [table.programme, table.name] })],
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
export const erasedVersions = erasedVersionsTable();
export const erasuresDone = erasuresDoneTable();
export const rebuilds = rebuildsTable();
export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const timers = timersTable();
export const apiKeys = apiKeysTable();
export const sessions = sessionsTable();

/**
 * A message to a person by which an invitation is brought to him: the invitation itself, a reminder, or another channel's turn. One row
 * from when it is queued; its state says how far it came. What cannot be known is `unknown`, and is never sent again by itself.
 */
export const messages = pgTable(
  'messages',
  {
    // Derived from the invitation and the ordinal: whoever queues it again, queues no second one.
    id: uuid('id').primaryKey(),
    invitation: uuid('invitation').notNull(),
    ordinal: integer('ordinal').notNull(),
    kind: text('kind', { enum: ['invitation', 'reminder', 'fallback'] }).notNull(),
    subject: uuid('subject').notNull(),
    customer: uuid('customer').notNull(),
    channel: text('channel').notNull(),
    // Gone where it was of somebody who is erased.
    contactPoint: jsonb('contact_point'),
    // A keyed hash of the contact point, by which an erasure, a bounce and a reply find it.
    place: text('place').notNull(),
    // What carries it: `smtp`, `endpoint:{id}`, `call-list:{name}` or `app`.
    route: text('route').notNull(),
    state: text('state', {
      enum: [
        'queued',
        'sending',
        'accepted',
        'delivered',
        'deferred',
        'refused',
        'bounced',
        'unknown',
        'cancelled',
        'expired',
      ],
    }).notNull(),
    queuedAt: timestamp('queued_at', { withTimezone: true }).notNull(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    // Never handed over later.
    deadline: timestamp('deadline', { withTimezone: true }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    // Of the attempt that is under way: after this it is unknown what became of it.
    claimedUntil: timestamp('claimed_until', { withTimezone: true }),
    handedOverAt: timestamp('handed_over_at', { withTimezone: true }),
    settledAt: timestamp('settled_at', { withTimezone: true }),
    // What whoever carries it calls it: the Message-ID of a mail, the id of a provider.
    providerId: text('provider_id'),
    reason: text('reason'),
    // Every reason of Hilo's own for not sending it, each with its rule and its end.
    reasons: jsonb('reasons'),
    // Who settled by hand what was unknown, and why.
    settledBy: jsonb('settled_by'),
    unreadable: text('unreadable'),
    failures: integer('failures').notNull().default(0),
    retryAt: timestamp('retry_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('messages_of_invitation').on(table.invitation, table.ordinal),
    index('messages_due')
      .on(sql`coalesce(${table.retryAt}, ${table.dueAt})`, table.id)
      .where(sql`${table.state} IN ('queued', 'deferred')`),
    index('messages_sending').on(table.claimedUntil).where(sql`${table.state} = 'sending'`),
    index('messages_unknown').on(table.queuedAt, table.id).where(sql`${table.state} = 'unknown'`),
    index('messages_of_subject').on(table.subject),
    index('messages_at_place').on(table.place, table.queuedAt),
    index('messages_of_provider').on(table.providerId).where(sql`${table.providerId} IS NOT NULL`),
  ],
);

/** Every attempt to hand a message over, and everything that whoever carries it told of it afterwards: the delivery log. */
export const messageReports = pgTable(
  'message_reports',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    message: uuid('message').notNull(),
    // `attempt` of Hilo, or `callback`, `bounce`, `reply` of others, or `settled` by a person.
    by: text('by').notNull(),
    // What was said, as whoever said it says it: told twice, it is one row.
    status: text('status').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    detail: jsonb('detail'),
  },
  (table) => [
    uniqueIndex('message_reports_once').on(table.message, table.by, table.status),
    index('message_reports_of').on(table.message, table.at),
  ],
);

/** Links that were given to people, by hashes: nobody can say from this table what the link was. Each is good for one purpose. */
export const surveyTokens = pgTable(
  'survey_tokens',
  {
    // SHA-256 of the token.
    hash: text('hash').primaryKey(),
    purpose: text('purpose', { enum: ['answer', 'unsubscribe', 'confirm'] }).notNull(),
    invitation: uuid('invitation').notNull(),
    message: uuid('message'),
    // The contact point to which it was sent, by its keyed hash.
    place: text('place'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    // Until when it takes answers; refusing works for as long as the row stands.
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('survey_tokens_of').on(table.invitation)],
);

/** How far the answering of an invitation came: a row from when somebody opens it. */
export const responses = pgTable(
  'responses',
  {
    invitation: uuid('invitation').primaryKey(),
    state: text('state', { enum: ['opened', 'partial', 'completed', 'screened-out'] }).notNull(),
    // Counts each change: who writes answers holds this row.
    revision: integer('revision').notNull().default(0),
    language: text('language'),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull(),
    answeredAt: timestamp('answered_at', { withTimezone: true }),
    completedAt: timestamp('completed_at', { withTimezone: true }),
    // Why it is kept and left out of scores, such as `suspect-automation` or `self-selected`.
    leftOut: text('left_out'),
    // The quota that was full, of whoever was screened out.
    screenedBy: text('screened_by'),
  },
  (table) => [
    index('responses_completed').on(table.completedAt),
    index('responses_answered').on(table.answeredAt, table.invitation).where(sql`${table.answeredAt} IS NOT NULL`),
  ],
);

/** What was answered, by question and revision: of several the highest counts, the others are kept and counted nowhere. */
export const surveyAnswers = pgTable(
  'answers',
  {
    invitation: uuid('invitation').notNull(),
    question: text('question').notNull(),
    revision: integer('revision').notNull(),
    // A number, a text, the code of a choice or a list of codes; null where the question was passed over.
    value: jsonb('value'),
    channel: text('channel').notNull(),
    language: text('language'),
    message: uuid('message'),
    at: timestamp('at', { withTimezone: true }).notNull(),
    // After the deadline of the invitation, and before its link expired.
    late: boolean('late').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.invitation, table.question, table.revision] })],
);

/** Whom a call centre calls: a list is a choice among those who are to be called. */
export const callLists = pgTable('call_lists', {
  name: text('name').primaryKey(),
  settings: jsonb('settings').notNull(),
  by: jsonb('by').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
});

/** Who was given to an agent to be called, until when, and what came of it. Whoever's lease is over is given to another. */
export const callLeases = pgTable(
  'call_leases',
  {
    id: uuid('id').primaryKey(),
    list: text('list').notNull(),
    message: uuid('message').notNull(),
    by: jsonb('by').notNull(),
    // As the call centre calls whoever calls.
    agent: text('agent'),
    leasedAt: timestamp('leased_at', { withTimezone: true }).notNull(),
    until: timestamp('until', { withTimezone: true }).notNull(),
    disposition: text('disposition'),
    // Of what was reported: whether another report says the same.
    digest: text('digest'),
    endedAt: timestamp('ended_at', { withTimezone: true }),
  },
  (table) => [index('call_leases_of').on(table.message, table.leasedAt)],
);

/** Links that are printed, on a receipt or a sign, by hashes: whoever opens one is asked there and then. */
export const surveyLinks = pgTable(
  'survey_links',
  {
    id: uuid('id').primaryKey(),
    // SHA-256 of the code.
    hash: text('hash').notNull(),
    kind: text('kind', { enum: ['transaction', 'sign'] }).notNull(),
    programme: text('programme').notNull(),
    touchpoint: text('touchpoint').notNull(),
    // Of a receipt: the transaction, and its derived id.
    identifier: jsonb('identifier'),
    subject: uuid('subject'),
    by: jsonb('by').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex('survey_links_hash').on(table.hash),
    index('survey_links_of_subject').on(table.subject).where(sql`${table.subject} IS NOT NULL`),
  ],
);
/** What comes next for an invitation that Hilo delivers, as it was looked at last, and what ended it. The rest is in its messages and answers. */
export const followUps = pgTable('follow_ups', {
  invitation: uuid('invitation').primaryKey(),
  // What she said that ended it, on whichever channel.
  ending: text('ending', { enum: ['refused', 'objected', 'wrong-person'] }),
  step: text('step', { enum: ['reminder', 'fallback', 'wait', 'over'] }),
  nextAt: timestamp('next_at', { withTimezone: true }),
  reason: text('reason'),
  // Every reason of Hilo's own for not sending what would be next, each with its rule and its end.
  reasons: jsonb('reasons'),
  // Whoever follows surveys was told that nobody answered in time.
  expiredAt: timestamp('expired_at', { withTimezone: true }),
  unreadable: text('unreadable'),
  failures: integer('failures').notNull().default(0),
});
/** Where messages to people, and what happens, are posted to; the secrets encrypted. */
export const outgoingWebhooks = pgTable('outgoing_webhooks', {
  id: text('id').primaryKey(),
  settings: jsonb('settings').notNull(),
  sealedSecrets: text('sealed_secrets').notNull(),
  // Out of use, by somebody or since nothing has arrived for three days, and why.
  disabledAt: timestamp('disabled_at', { withTimezone: true }),
  disabledReason: text('disabled_reason'),
  // Since when no event has arrived.
  failingSince: timestamp('failing_since', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

/** Something that happened, for one outgoing webhook: posted until it is taken, at least once, under the same id. */
export const eventDeliveries = pgTable(
  'event_deliveries',
  {
    // Derived from both: whoever is told of the event again, posts no second one.
    id: uuid('id').primaryKey(),
    webhook: text('webhook').notNull(),
    // The id of what happened, by which the receiver knows it: `webhook-id`.
    event: text('event').notNull(),
    type: text('type').notNull(),
    // Whose it is, where it is somebody's, and a keyed hash of the contact point that stands in it: an erasure finds it by these.
    subject: uuid('subject'),
    place: text('place'),
    body: text('body').notNull(),
    state: text('state', { enum: ['waiting', 'delivered', 'failed'] }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    // When it is posted next; while it is being posted, when it is posted again if nobody says what came of it.
    nextAt: timestamp('next_at', { withTimezone: true }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    attemptedAt: timestamp('attempted_at', { withTimezone: true }),
    // Until when it is tried, and what came of the last attempt.
    giveUpAt: timestamp('give_up_at', { withTimezone: true }).notNull(),
    status: integer('status'),
    detail: text('detail'),
  },
  (table) => [
    index('event_deliveries_waiting').on(table.webhook, table.nextAt).where(sql`${table.state} = 'waiting'`),
    index('event_deliveries_of').on(table.webhook, table.createdAt, table.id),
    index('event_deliveries_of_subject').on(table.subject),
    index('event_deliveries_at_place').on(table.place).where(sql`${table.place} IS NOT NULL`),
    index('event_deliveries_at').on(table.createdAt),
  ],
);

/** Segments as analytics defines them; without a condition, one was removed. */
export const segmentDefinitions = pgTable('segments', {
  name: text('name').primaryKey(),
  version: integer('version').notNull(),
  condition: jsonb('condition'),
});

/** Mails that came back to Hilo, each once, by a hash of its Message-ID; what was filed of those that are about no message of ours is all there is of them. */
export const inboundMails = pgTable(
  'inbound_mails',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    message: uuid('message'),
    // What it says of a delivery, as RFC 3463 writes it.
    status: text('status'),
    // Of what is about no message of ours: by what that was seen.
    unmatched: text('unmatched', { enum: ['names-no-message', 'message-not-there', 'link-not-there'] }),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('inbound_mails_received').on(table.receivedAt),
    index('inbound_mails_unmatched').on(table.receivedAt, table.id).where(sql`${table.unmatched} IS NOT NULL`),
  ],
);

/** What opens a case, who takes care of it, and until when: every version that was published. */
export const caseRules = pgTable('case_rules', {
  version: integer('version').primaryKey(),
  rules: jsonb('rules').notNull(),
  by: jsonb('by').notNull(),
  why: text('why').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
});

/** An unhappy customer of whom somebody takes care, as it stands; how it came to that is in its steps. */
export const cases = pgTable(
  'cases',
  {
    // Derived of what opened it and what it is about: whoever hears of it again opens no second one.
    id: uuid('id').primaryKey(),
    subject: uuid('subject').notNull(),
    // Whose the subject is now: it follows merges and splits, so that the index below holds.
    customer: uuid('customer').notNull(),
    about: text('about').notNull(),
    state: text('state', { enum: ['open', 'waiting', 'resolved', 'joined', 'withdrawn'] }).notNull(),
    rule: text('rule').notNull(),
    rulesVersion: integer('rules_version').notNull(),
    severity: text('severity', { enum: ['low', 'normal', 'high', 'urgent'] }).notNull(),
    queue: text('queue').notNull(),
    owner: text('owner'),
    defender: text('defender'),
    calendar: text('calendar').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    // The version of that by which the subject is whose it is.
    attributionVersion: integer('attribution_version').notNull().default(1),
    touchpoint: text('touchpoint').notNull(),
    channel: text('channel').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull(),
    clockFrom: timestamp('clock_from', { withTimezone: true }).notNull(),
    firstResponseMinutes: integer('first_response_minutes').notNull(),
    resolutionMinutes: integer('resolution_minutes').notNull(),
    // Pauses of this clock that are over, as pairs of milliseconds.
    pauses: jsonb('pauses').notNull(),
    pausedAt: timestamp('paused_at', { withTimezone: true }),
    pausedUntil: timestamp('paused_until', { withTimezone: true }),
    firstResponseDueAt: timestamp('first_response_due_at', { withTimezone: true }),
    resolutionDueAt: timestamp('resolution_due_at', { withTimezone: true }),
    contactedAt: timestamp('contacted_at', { withTimezone: true }),
    respondedAt: timestamp('responded_at', { withTimezone: true }),
    resolvedAt: timestamp('resolved_at', { withTimezone: true }),
    rootCause: text('root_cause'),
    resolution: text('resolution'),
    reopened: integer('reopened').notNull().default(0),
    level: integer('level').notNull().default(0),
    // The levels that this clock has reached.
    raised: jsonb('raised').notNull(),
    joinedTo: uuid('joined_to'),
    // The score with which it began, and the first one after it was resolved.
    before: jsonb('before'),
    after: jsonb('after'),
    reach: doublePrecision('reach'),
    // Counts its steps: each has a row of its own, and is told once.
    revision: integer('revision').notNull(),
    failures: integer('failures').notNull().default(0),
    unworkable: text('unworkable'),
  },
  (table) => [
    uniqueIndex('cases_in_hand').on(table.customer, table.about).where(sql`${table.state} IN ('open', 'waiting')`),
    index('cases_opened').on(table.openedAt, table.id),
    index('cases_of_customer').on(table.customer),
    index('cases_of_subject').on(table.subject),
    index('cases_of_interaction').on(table.source, table.interaction),
    index('cases_joined').on(table.joinedTo).where(sql`${table.joinedTo} IS NOT NULL`),
    index('cases_due')
      .on(
        sql`least(CASE WHEN ${table.respondedAt} IS NULL THEN ${table.firstResponseDueAt} END, ${table.resolutionDueAt})`,
      )
      .where(sql`${table.state} = 'open'`),
  ],
);

/** What happened to a case, each step once, with whoever did it. */
export const caseSteps = pgTable(
  'case_steps',
  {
    case: uuid('case').notNull(),
    revision: integer('revision').notNull(),
    step: text('step').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    by: jsonb('by'),
    // What the customer said that did it.
    source: text('source'),
    interaction: text('interaction'),
    detail: jsonb('detail'),
  },
  (table) => [
    primaryKey({ columns: [table.case, table.revision] }),
    // The same word does the same to a case once.
    uniqueIndex('case_steps_by_word')
      .on(table.case, table.source, table.interaction, table.step)
      .where(sql`${table.source} IS NOT NULL`),
  ],
);

/** What opens a case only when it has happened several times. */
export const caseSignals = pgTable(
  'case_signals',
  {
    rule: text('rule').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    version: integer('version').notNull().default(1),
    subject: uuid('subject').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.rule, table.source, table.interaction] }),
    index('case_signals_of').on(table.subject, table.at),
    index('case_signals_at').on(table.at),
  ],
);

/** What customers wrote and is to be judged, or was: once for each interaction, however often it is told. */
export const heardTexts = pgTable(
  'heard_texts',
  {
    // Derived of the interaction.
    id: uuid('id').primaryKey(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    subject: uuid('subject').notNull(),
    version: integer('version').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    state: text('state', { enum: ['waiting', 'judged', 'withdrawn'] }).notNull(),
    // What was told of it, until it is judged; then it is forgotten.
    told: jsonb('told'),
    heardAt: timestamp('heard_at', { withTimezone: true }).notNull(),
    // Told for a rebuild: it sets nothing off.
    isPast: boolean('is_past').notNull(),
    failures: integer('failures').notNull().default(0),
    unworkable: text('unworkable'),
    rebuilt: rebuilt(),
  },
  (table) => [
    index('heard_texts_of_subject').on(table.subject, table.occurredAt),
    index('heard_texts_unworkable').on(table.id).where(sql`${table.unworkable} IS NOT NULL`),
  ],
);

/** How somebody feels who wrote something, and the words by which it was judged so; never all that was written. */
export const judgedVerbatims = pgTable(
  'verbatims',
  {
    // Derived of the interaction, and of which part of it this is.
    id: uuid('id').primaryKey(),
    heard: uuid('heard').notNull(),
    part: smallint('part').notNull(),
    question: text('question'),
    revision: integer('revision').notNull(),
    language: text('language'),
    polarity: text('polarity'),
    confidence: real('confidence'),
    score: real('score'),
    topics: jsonb('topics').notNull(),
    words: jsonb('words').notNull(),
    method: text('method').notNull(),
    version: text('version').notNull(),
    judgedAt: timestamp('judged_at', { withTimezone: true }).notNull(),
    // Where a score stands beside the words: the same for every revision of an answer, what the score says, and what the head saw.
    example: uuid('example'),
    scoredAs: text('scored_as'),
    input: bytea('input'),
    // The number of the head that was learnt of it, while that judges.
    learntBy: integer('learnt_by'),
  },
  (table) => [
    index('verbatims_of_text').on(table.heard),
    index('verbatims_learnt_from').on(table.language, table.judgedAt).where(sql`${table.input} IS NOT NULL`),
  ],
);

/** The head that was learnt of a company's own answers in a language, if one is better than what is shipped; and when it is next tried. */
export const sentimentHeads = pgTable('sentiment_heads', {
  language: text('language').primaryKey(),
  nextAt: timestamp('next_at', { withTimezone: true }).notNull(),
  // Counts the heads that there were.
  number: integer('number').notNull().default(0),
  // Without one, the shipped head judges.
  head: jsonb('head'),
  // Of which embeddings and lists it is a head.
  base: text('base'),
  since: timestamp('since', { withTimezone: true }),
  content: jsonb('content'),
});

/** What came of challengers, each night one. */
export const sentimentTrials = pgTable(
  'sentiment_trials',
  {
    language: text('language').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    content: jsonb('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.language, table.at] })],
);

/** To what Hilo reacts, and how: every version that was published. */
export const reactionRules = pgTable('reaction_rules', {
  version: integer('version').primaryKey(),
  rules: jsonb('rules').notNull(),
  by: jsonb('by').notNull(),
  why: text('why').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
});

/** What began a window of a rule, and what became of it: decided once, when it is due. */
export const reactions = pgTable(
  'reactions',
  {
    // Derived of the rule, the interaction and what has to be the same: whoever hears of it again finds the same.
    id: uuid('id').primaryKey(),
    rule: text('rule').notNull(),
    same: text('same').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    version: integer('version').notNull(),
    subject: uuid('subject').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    state: text('state', {
      enum: ['open', 'fired', 'cancelled', 'renewed', 'overtaken', 'resting', 'withheld', 'withdrawn'],
    }).notNull(),
    // What happened, until it is decided.
    resolved: jsonb('resolved'),
    rulesVersion: integer('rules_version'),
    decidedAt: timestamp('decided_at', { withTimezone: true }),
    reason: text('reason'),
    // By which interaction it was decided so.
    bySource: text('by_source'),
    byInteraction: text('by_interaction'),
    action: text('action'),
    // What came of the action: the case, the message.
    outcome: jsonb('outcome'),
    failures: integer('failures').notNull().default(0),
    unworkable: text('unworkable'),
  },
  (table) => [
    index('reactions_of_subject').on(table.subject, table.rule, table.same, table.at),
    index('reactions_of_interaction').on(table.source, table.interaction),
    index('reactions_at').on(table.at, table.id),
    index('reactions_decided').on(table.state, table.at, table.id).where(sql`${table.state} <> 'open'`),
    index('reactions_unworkable').on(table.id).where(sql`${table.unworkable} IS NOT NULL`),
  ],
);

/** What ends windows: it is looked for when they are due. */
export const reactionEnds = pgTable(
  'reaction_ends',
  {
    id: uuid('id').primaryKey(),
    rule: text('rule').notNull(),
    // Without one, it ends whatever is open.
    same: text('same'),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    version: integer('version').notNull(),
    subject: uuid('subject').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('reaction_ends_of_subject').on(table.subject, table.rule, table.at),
    index('reaction_ends_of_interaction').on(table.source, table.interaction),
    index('reaction_ends_at').on(table.at),
  ],
);

/** Short cards for the front line, every version that was published; the latest of each is in force. */
export const guidanceCards = pgTable(
  'guidance_cards',
  {
    id: text('id').notNull(),
    version: integer('version').notNull(),
    card: jsonb('card').notNull(),
    by: jsonb('by').notNull(),
    why: text('why').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.id, table.version] })],
);

/** A card that somebody's situation calls for: from when it begins until it ends. */
export const guidance = pgTable(
  'guidance',
  {
    // Derived of the card and what began it: whoever hears of it again pushes no second one.
    id: uuid('id').primaryKey(),
    card: text('card').notNull(),
    cardVersion: integer('card_version').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    version: integer('version').notNull(),
    subject: uuid('subject').notNull(),
    same: text('same').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
    beganAt: timestamp('began_at', { withTimezone: true }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    state: text('state', { enum: ['new', 'open', 'ended'] }).notNull(),
    // Counts what became of it, reading it as well.
    revision: integer('revision').notNull().default(0),
    pushedAt: timestamp('pushed_at', { withTimezone: true }),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    endedBy: text('ended_by', { enum: ['interaction', 'time', 'withdrawn'] }),
  },
  (table) => [
    index('guidance_of_subject').on(table.subject),
    index('guidance_of_interaction').on(table.source, table.interaction),
    index('guidance_ending').on(table.endsAt).where(sql`${table.state} <> 'ended'`),
    index('guidance_of_card').on(table.card, table.beganAt),
  ],
);

/** What ends situations: kept, since what began them may be heard of later. */
export const guidanceEndings = pgTable(
  'guidance_endings',
  {
    card: text('card').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    version: integer('version').notNull(),
    subject: uuid('subject').notNull(),
    same: text('same').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    notedAt: timestamp('noted_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.card, table.source, table.interaction] }),
    index('guidance_endings_of').on(table.subject, table.card),
    index('guidance_endings_noted').on(table.notedAt),
  ],
);

/** Who has read a card that was pushed, and whom it did not help; each says each once. */
export const guidanceReads = pgTable(
  'guidance_reads',
  {
    guidance: uuid('guidance').notNull(),
    reader: text('reader').notNull(),
    what: text('what', { enum: ['read', 'not-helpful'] }).notNull(),
    role: text('role').notNull(),
    comment: text('comment'),
    by: jsonb('by').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.guidance, table.reader, table.what] })],
);
