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
} from '@hilo/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/** How far identity-resolution is with every partition of the interactions, as it last said. */
export const ledger = pgTable(
  'ledger',
  {
    log: text('log').notNull(),
    topic: text('topic').notNull(),
    partition: integer('partition').notNull(),
    nextOffset: bigint('next_offset', { mode: 'number' }).notNull(),
    stored: bigint('stored', { mode: 'number' }).notNull(),
    duplicate: bigint('duplicate', { mode: 'number' }).notNull(),
    quarantined: bigint('quarantined', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.log, table.topic, table.partition] })],
);

/** When each key was used last, at whichever service. */
export const apiKeyUses = pgTable('api_key_uses', {
  keyId: text('key_id').primaryKey(),
  lastUsedAt: timestamp('last_used_at', { withTimezone: true }).notNull(),
});

/** What was accepted while the log was away, in the order in which it came. */
export const spool = pgTable('spool', {
  id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  topic: text('topic').notNull(),
  key: text('key').notNull(),
  value: text('value'),
  headers: text('headers').notNull(),
  spooledAt: timestamp('spooled_at', { withTimezone: true }).notNull().defaultNow(),
});

/** How much is in the spool, in one row that changes together with it, so that nobody has to count. */
export const spoolSize = pgTable(
  'spool_size',
  {
    one: boolean('one').primaryKey().default(true),
    events: bigint('events', { mode: 'number' }).notNull().default(0),
    bytes: bigint('bytes', { mode: 'number' }).notNull().default(0),
  },
  (table) => [check('spool_size_is_one_row', sql`${table.one}`)],
);

/** Messages that a consumer could not process, each once by where it lay in the log, and what people did about them. */
export const quarantine = pgTable(
  'quarantine',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    log: text('log').notNull(),
    consumerGroup: text('consumer_group').notNull(),
    topic: text('topic').notNull(),
    partition: integer('partition').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    // Where the dead letter lies in its topic.
    letter: bigint('letter', { mode: 'number' }).notNull(),
    reason: text('reason').notNull(),
    // The message as JSON { key, value, headers }, which escapes what a text column could not hold.
    message: text('message').notNull(),
    source: text('source'),
    interaction: text('interaction'),
    // Subjects, and keyed hashes of identifiers and of the interaction: by these an erasure finds it.
    names: text('names').array().notNull(),
    happenedAt: timestamp('happened_at', { withTimezone: true }),
    arrivedAt: timestamp('arrived_at', { withTimezone: true }).notNull(),
    state: text('state', { enum: ['waiting', 'replayed', 'discarded'] }).notNull(),
    // The interaction that is to take the place of what was posted.
    fixed: text('fixed'),
    replayedAs: text('replayed_as'),
    // Of what was refused at the door and never lay in the log: its size, and a hash that is the same at each attempt.
    refusedBytes: integer('refused_bytes'),
    fingerprint: text('fingerprint'),
  },
  (table) => [
    uniqueIndex('quarantine_origin').on(table.log, table.consumerGroup, table.topic, table.partition, table.position),
    index('quarantine_by_state').on(table.state, table.id),
    index('quarantine_of_interaction').on(table.interaction, table.source),
    index('quarantine_replayed_as').on(table.replayedAs).where(sql`${table.replayedAs} IS NOT NULL`),
    index('quarantine_names').using('gin', table.names),
    uniqueIndex('quarantine_fingerprint')
      .on(table.source, table.fingerprint)
      .where(sql`${table.fingerprint} IS NOT NULL`),
  ],
);

/** How much was refused at the door and kept, by source: how often ever, for the ledger, and how many bytes wait now. */
export const refused = pgTable('refused', {
  source: text('source').primaryKey(),
  kept: bigint('kept', { mode: 'number' }).notNull().default(0),
  waitingBytes: bigint('waiting_bytes', { mode: 'number' }).notNull().default(0),
});

/** What people did with what is in the quarantine, looking at its content among it: who, when and why. */
export const quarantineActions = pgTable(
  'quarantine_actions',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    quarantine: bigint('quarantine', { mode: 'number' }).notNull(),
    action: text('action', { enum: ['read', 'fixed', 'replayed', 'discarded'] }).notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    by: jsonb('by').notNull(),
    note: text('note'),
  },
  (table) => [index('quarantine_actions_of').on(table.quarantine, table.id)],
);

/** What became of every interaction that is stored, by subject; a row for each, so it is narrow. */
export const receipts = pgTable(
  'receipts',
  {
    interaction: text('interaction').notNull(),
    source: text('source').notNull(),
    subject: uuid('subject').notNull(),
    version: integer('version').notNull(),
    withdrawn: boolean('withdrawn').notNull(),
    // Its place among the rules of the contract; -1 where that does not know it, and the word is beside it.
    rule: smallint('rule').notNull(),
    unknownRule: text('unknown_rule'),
    // As JSON: what of it is not used as it was posted.
    notes: text('notes'),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    storedAt: timestamp('stored_at', { withTimezone: true }).notNull(),
    rebuilt: rebuilt(),
  },
  (table) => [
    primaryKey({ columns: [table.interaction, table.source] }),
    index('receipts_of_subject').on(table.subject),
  ],
);

/**
 * What came in lately, in the order in which ingest was told of it: accepted, with its content; refused, without anything of
 * the person; or set aside. Ids are given in the order of commits, so that who follows them misses nothing.
 */
export const tail = pgTable(
  'tail',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    state: text('state', { enum: ['accepted', 'refused', 'quarantined'] }).notNull(),
    source: text('source'),
    interaction: text('interaction'),
    // JSON of an accepted interaction; of a refused one, of what was wrong with it.
    content: text('content'),
    quarantine: bigint('quarantine', { mode: 'number' }),
  },
  (table) => [
    index('tail_by_state').on(table.state, table.id),
    index('tail_by_source').on(table.source, table.state, table.id),
    uniqueIndex('tail_accepted').on(table.interaction, table.source).where(sql`${table.state} = 'accepted'`),
    index('tail_others').on(table.interaction, table.source).where(sql`${table.state} <> 'accepted'`),
    index('tail_quarantine').on(table.quarantine).where(sql`${table.quarantine} IS NOT NULL`),
  ],
);

/** What was decided about asking after an interaction, and what became of it. */
export const surveyDecisions = pgTable(
  'survey_decisions',
  {
    id: uuid('id').notNull(),
    state: text('state').notNull(),
    programme: text('programme').notNull(),
    programmeVersion: integer('programme_version').notNull(),
    reason: text('reason'),
    interaction: text('interaction').notNull(),
    source: text('source').notNull(),
    subject: uuid('subject').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.state] }),
    index('survey_decisions_of_interaction').on(table.interaction, table.source),
    index('survey_decisions_of_subject').on(table.subject),
  ],
);

/** By what the quarantine knows messages of people who were erased: of an interaction for ever, else of what happened before. */
export const erasedNames = pgTable('erased_names', {
  name: text('name').primaryKey(),
  until: timestamp('until', { withTimezone: true }).notNull(),
});

export const customers = customersTable();
export const claims = claimsTable();
export const erased = erasedTable();
export const erasedVersions = erasedVersionsTable();
export const erasuresDone = erasuresDoneTable();
export const rebuilds = rebuildsTable();
export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const apiKeys = apiKeysTable();
export const sessions = sessionsTable();

/** Endpoints to which providers post, their secrets encrypted. */
export const webhooks = pgTable('webhooks', {
  id: text('id').primaryKey(),
  settings: jsonb('settings').notNull(),
  sealedSecrets: text('sealed_secrets').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});
