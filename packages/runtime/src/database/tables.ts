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
  uuid,
} from 'drizzle-orm/pg-core';

/** How far each partition is processed; the truth, since it commits together with the effects. */
export const consumerOffsets = () =>
  pgTable(
    'consumer_offsets',
    {
      consumerGroup: text('consumer_group').notNull(),
      log: text('log').notNull(),
      topic: text('topic').notNull(),
      partition: integer('partition').notNull(),
      nextOffset: bigint('next_offset', { mode: 'number' }).notNull().default(0),
      stored: bigint('stored', { mode: 'number' }).notNull().default(0),
      duplicate: bigint('duplicate', { mode: 'number' }).notNull().default(0),
      quarantined: bigint('quarantined', { mode: 'number' }).notNull().default(0),
    },
    (table) => [primaryKey({ columns: [table.consumerGroup, table.log, table.topic, table.partition] })],
  );

/** Messages that were decided and not published yet. */
export const outbox = () =>
  pgTable(
    'outbox',
    {
      id: bigserial('id', { mode: 'number' }).primaryKey(),
      topic: text('topic').notNull(),
      key: text('key').notNull(),
      value: text('value'),
      headers: jsonb('headers').notNull(),
      createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    },
    (table) => [index('outbox_created_at').on(table.createdAt)],
  );

/** API keys as ingest published them, hashed. */
export const apiKeys = () => pgTable('api_keys', { id: text('id').primaryKey(), key: jsonb('key').notNull() });

/** What was told of sessions, each by its id until it ends by itself; and of all, up to when they were confirmed. */
export const sessions = () =>
  pgTable(
    'sessions',
    {
      id: text('id').primaryKey(),
      told: jsonb('told').notNull(),
      until: timestamp('until', { withTimezone: true }).notNull(),
    },
    (table) => [index('sessions_by_end').on(table.until)],
  );

/** In which generation the tables are, in which run of a rebuild, and whether that is under way: there is one row at the most. */
export const rebuilds = () =>
  pgTable(
    'rebuilds',
    {
      one: boolean('one').primaryKey().default(true),
      generation: integer('generation').notNull(),
      run: uuid('run').notNull(),
      active: boolean('active').notNull(),
    },
    (table) => [check('rebuilds_is_one_row', sql`${table.one}`)],
  );

/** In which generation a row was written last: after a rebuild, what is of an earlier one is in no fact. */
export const rebuilt = () => integer('rebuilt').notNull().default(0);

/** The latest version of every record that is known; one that was merged away stays, so that nothing older revives it. */
export const customers = () =>
  pgTable('customers', {
    id: uuid('id').primaryKey(),
    version: integer('version').notNull(),
    deleted: boolean('deleted').notNull(),
    rebuilt: rebuilt(),
  });

/** Who was erased, and until when: what happened before that is not kept, whenever it is heard of. */
export const erased = () =>
  pgTable('erased', {
    subject: uuid('subject').primaryKey(),
    until: timestamp('until', { withTimezone: true }).notNull(),
  });

/**
 * Interactions that were left out, since they were somebody's who is erased: a hash of which, at which version. An earlier version, whose
 * it was before, may be heard of afterwards where the log is read again, and is left out as well.
 */
export const erasedVersions = () =>
  pgTable(
    'erased_versions',
    {
      mark: text('mark').primaryKey(),
      version: integer('version').notNull(),
      notedAt: timestamp('noted_at', { withTimezone: true }).notNull(),
    },
    (table) => [index('erased_versions_noted_at').on(table.notedAt)],
  );

/** Which erasures were done in this database: those of the list outside of it that are not here are done before anything is served. */
export const erasuresDone = () => pgTable('erasures_done', { id: uuid('id').primaryKey() });

/** Whose every subject is now. */
export const claims = () =>
  pgTable(
    'claims',
    {
      subject: uuid('subject').primaryKey(),
      customer: uuid('customer').notNull(),
      updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
      rebuilt: rebuilt(),
    },
    (table) => [index('claims_of_customer').on(table.customer)],
  );

/**
 * What waits for its time: the row is the timer. It is written, moved and deleted in the transaction that changes what it is of, and it is
 * deleted by the transaction in which it fires.
 */
export const timers = () =>
  pgTable(
    'timers',
    {
      kind: text('kind').notNull(),
      /** The id of what is due, in the table of that kind. */
      ref: uuid('ref').notNull(),
      /** By whom it is about: what is about one person is in one shard. */
      shard: smallint('shard').notNull(),
      dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
      /** Before that nobody could have fired it; of one that waits, when it was tried last. */
      notedAt: timestamp('noted_at', { withTimezone: true }).notNull().defaultNow(),
      /** How often it fired in vain. */
      tries: smallint('tries').notNull().default(0),
      /** The customer or subject without whose record it cannot be done. */
      awaits: uuid('awaits'),
    },
    (table) => [
      primaryKey({ columns: [table.kind, table.ref] }),
      index('timers_due').on(table.kind, table.shard, table.dueAt),
      index('timers_awaiting').on(table.awaits).where(sql`${table.awaits} IS NOT NULL`),
    ],
  );
