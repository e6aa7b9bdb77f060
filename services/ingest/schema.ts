import { apiKeys as apiKeysTable, consumerOffsets as offsetsTable, outbox as outboxTable } from '@hilo/runtime/tables';
import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

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

export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const apiKeys = apiKeysTable();

/** Endpoints to which providers post, their secrets encrypted. */
export const webhooks = pgTable('webhooks', {
  id: text('id').primaryKey(),
  settings: jsonb('settings').notNull(),
  sealedSecrets: text('sealed_secrets').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});
