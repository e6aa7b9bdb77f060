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
} from '@hilo/runtime/tables';
import {
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/** The facts, by subject: a merge or a split of customers never touches them. What was withdrawn is shown to nobody. */
export const interactions = pgTable(
  'interactions',
  {
    source: text('source').notNull(),
    id: text('id').notNull(),
    subject: uuid('subject').notNull(),
    version: integer('version').notNull(),
    withdrawn: boolean('withdrawn').notNull().default(false),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    channel: text('channel').notNull(),
    touchpoint: text('touchpoint').notNull(),
    kind: text('kind').notNull(),
    verbatim: text('verbatim'),
    answers: text('answers').notNull(),
    why: text('why').notNull(),
    // What else a question may name. Without a value, nobody said; or the row is from before it was kept: `hilo rebuild analytics`.
    direction: text('direction'),
    actor: text('actor'),
    outcome: text('outcome'),
    locale: text('locale'),
    journey: text('journey'),
    journeyName: text('journey_name'),
    stage: text('stage'),
    momentOfTruth: boolean('moment_of_truth'),
    // JSON, as it was posted: read as a whole, and never by a condition of SQL.
    properties: text('properties'),
    context: text('context'),
    rebuilt: rebuilt(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.id] }),
    index('interactions_of_subject').on(table.subject, table.occurredAt, table.source, table.id),
    index('interactions_at').on(table.occurredAt),
  ],
);

/** One row for every answer that can be counted. */
export const answers = pgTable(
  'answers',
  {
    source: text('source').notNull(),
    id: text('id').notNull(),
    place: integer('place').notNull(),
    scale: text('scale').notNull(),
    value: doublePrecision('value').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    channel: text('channel').notNull(),
    touchpoint: text('touchpoint').notNull(),
    rebuilt: rebuilt(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.id, table.place] }),
    index('answers_by_scale').on(table.scale, table.touchpoint, table.occurredAt),
  ],
);

/** What became of asking. */
export const surveyEvents = pgTable(
  'survey_events',
  {
    id: uuid('id').notNull(),
    state: text('state').notNull(),
    programme: text('programme').notNull(),
    reason: text('reason'),
    touchpoint: text('touchpoint').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    // Of events from before erasures, it is the interaction's.
    subject: uuid('subject'),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.state] }),
    index('survey_events_of_interaction').on(table.source, table.interaction),
    index('survey_events_of_subject').on(table.subject),
  ],
);

export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const apiKeys = apiKeysTable();
export const customers = customersTable();
export const claims = claimsTable();
export const erased = erasedTable();
export const erasuresDone = erasuresDoneTable();
export const rebuilds = rebuildsTable();
