import { apiKeys as apiKeysTable, consumerOffsets as offsetsTable, outbox as outboxTable } from '@hilo/runtime/tables';
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

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

export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const apiKeys = apiKeysTable();
