import { apiKeys as apiKeysTable, consumerOffsets as offsetsTable, outbox as outboxTable } from '@hilo/runtime/tables';
import { bigint, bigserial, boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** The nodes of the evidence, each with what its facts add up to. A customer's version stands with its oldest node. */
export const identifiers = pgTable(
  'identifiers',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(),
    value: text('value').notNull(),
    firstSeen: bigint('first_seen', { mode: 'number' }).notNull(),
    component: uuid('component').notNull(),
    customer: uuid('customer').notNull(),
    shared: boolean('shared').notNull(),
    aggregate: text('aggregate').notNull(),
    consents: text('consents').notNull(),
    recordVersion: integer('record_version').notNull().default(0),
    recordUpdatedAt: bigint('record_updated_at', { mode: 'number' }).notNull().default(0),
  },
  (table) => [index('identifiers_component').on(table.component), index('identifiers_customer').on(table.customer)],
);

/** Pairs that an interaction named as one person's; `refusal` says why it does not hold. */
export const links = pgTable(
  'links',
  {
    a: uuid('a').notNull(),
    b: uuid('b').notNull(),
    firstSeen: bigint('first_seen', { mode: 'number' }).notNull(),
    refusal: text('refusal'),
  },
  (table) => [primaryKey({ columns: [table.a, table.b] }), index('links_b').on(table.b)],
);

/** What says that identifiers are not one person's. */
export const denials = pgTable(
  'denials',
  {
    key: text('key').primaryKey(),
    node: uuid('node').notNull(),
    from: uuid('from_nodes').array().notNull(),
    at: bigint('at', { mode: 'number' }).notNull(),
    reason: text('reason').notNull(),
  },
  (table) => [index('denials_node').on(table.node)],
);

/** The facts: every interaction as it was accepted, and whose it is. The system of record. */
export const interactions = pgTable(
  'interactions',
  {
    key: uuid('key').primaryKey(),
    subject: uuid('subject').notNull(),
    rule: text('rule').notNull(),
    version: integer('version').notNull(),
    content: text('content').notNull(),
  },
  (table) => [index('interactions_subject').on(table.subject)],
);

/** Batches whose messages are committed and perhaps not published: what a crash left is published again. */
export const publications = pgTable(
  'publications',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    log: text('log').notNull(),
    topic: text('topic').notNull(),
    partition: integer('partition').notNull(),
    customers: uuid('customers').array().notNull(),
    interactions: uuid('interactions').array().notNull(),
  },
  (table) => [index('publications_partition').on(table.log, table.topic, table.partition)],
);

export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const apiKeys = apiKeysTable();
