import {
  apiKeys as apiKeysTable,
  claims as claimsTable,
  customers as customersTable,
  erased as erasedTable,
  consumerOffsets as offsetsTable,
  outbox as outboxTable,
  rebuilds as rebuildsTable,
  rebuilt,
  timers as timersTable,
} from '@hilo/runtime/tables';
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

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
    index('invitations_at_contact_point').on(table.contactPoint).where(sql`${table.state} = 'invited'`),
    index('invitations_unreadable').on(table.id).where(sql`${table.unreadable} IS NOT NULL`),
  ],
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

export const customers = customersTable();
export const claims = claimsTable();
export const erased = erasedTable();
export const rebuilds = rebuildsTable();
export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const timers = timersTable();
export const apiKeys = apiKeysTable();
