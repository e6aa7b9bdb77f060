import {
  apiKeys as apiKeysTable,
  erasuresDone as erasuresDoneTable,
  consumerOffsets as offsetsTable,
  outbox as outboxTable,
  sessions as sessionsTable,
} from '@hilo/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { isOtherKind } from './store/usual-kinds.ts';

/** Text in the order of its bytes, so that what begins alike stands together. */
const ordered = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/**
 * The nodes of the evidence, each with what its facts add up to. A customer's version stands with its oldest node. Without
 * an aggregate, a node is only known by name: nothing that counts mentions it (any more). One that was erased has not even
 * a name: its row stays for the version of the record, below which nobody would believe a later one. `base` is the customer
 * without what is linked automatically, where that is another.
 */
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
    beyond: integer('beyond').notNull().default(0),
    aggregate: text('aggregate').notNull(),
    consents: text('consents').notNull(),
    recordVersion: integer('record_version').notNull().default(0),
    recordUpdatedAt: bigint('record_updated_at', { mode: 'number' }).notNull().default(0),
    // The ids under which it was known by earlier rules, which lead here for ever.
    former: uuid('former').array(),
    base: uuid('base'),
  },
  (table) => [
    index('identifiers_component').on(table.component),
    index('identifiers_customer').on(table.customer),
    index('identifiers_former').using('gin', table.former).where(sql`${table.former} IS NOT NULL`),
    // Which kinds there are beside the usual ones, for who searches by any: of these few, and at no cost of the others.
    index('identifiers_other_kinds').on(table.kind).where(sql.raw(isOtherKind)),
  ],
);

/**
 * Pairs that an interaction named as one person's, or that a person said are (`same`); `refusal` says why one does not
 * hold, and `beyond` which end has too many of the other's kind. From there it is not read any more. `aliasAt` is when a
 * sender said first that one is an earlier name of the other: `aliasFormer`, or, without it, both of a third.
 */
export const links = pgTable(
  'links',
  {
    a: uuid('a').notNull(),
    b: uuid('b').notNull(),
    same: boolean('same').notNull().default(false),
    firstSeen: bigint('first_seen', { mode: 'number' }).notNull(),
    refusal: text('refusal'),
    beyond: uuid('beyond'),
    aliasAt: bigint('alias_at', { mode: 'number' }),
    aliasFormer: uuid('alias_former'),
  },
  (table) => [
    primaryKey({ columns: [table.a, table.b, table.same] }),
    index('links_open_from_a').on(table.a).where(sql`${table.beyond} IS DISTINCT FROM ${table.a}`),
    index('links_open_from_b').on(table.b).where(sql`${table.beyond} IS DISTINCT FROM ${table.b}`),
    index('links_beyond').on(table.beyond).where(sql`${table.beyond} IS NOT NULL`),
    // Few links are refused, and of everybody who is read, those are asked for.
    index('links_refused_a').on(table.a).where(sql`${table.refusal} IS NOT NULL`),
    index('links_refused_b').on(table.b).where(sql`${table.refusal} IS NOT NULL`),
  ],
);

/** Pairs that a model finds probable enough to be one person, since when, by a subject of each; they need not hold. */
export const automaticLinks = pgTable(
  'automatic_links',
  {
    a: uuid('a').notNull(),
    b: uuid('b').notNull(),
    weight: doublePrecision('weight').notNull(),
    since: bigint('since', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.a, table.b] }), index('automatic_links_b').on(table.b)],
);

/** Pairs that were linked automatically, from when to when: the past is told as it was. */
export const automaticPast = pgTable(
  'automatic_past',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    a: uuid('a').notNull(),
    b: uuid('b').notNull(),
    weight: doublePrecision('weight').notNull(),
    since: bigint('since', { mode: 'number' }).notNull(),
    until: bigint('until', { mode: 'number' }).notNull(),
  },
  (table) => [index('automatic_past_a').on(table.a), index('automatic_past_b').on(table.b)],
);

/** What says that identifiers are not one person's; by the interaction or decision that says it. */
export const denials = pgTable(
  'denials',
  {
    key: text('key').primaryKey(),
    origin: uuid('origin').notNull(),
    node: uuid('node').notNull(),
    from: uuid('from_nodes').array().notNull(),
    at: bigint('at', { mode: 'number' }).notNull(),
    reason: text('reason').notNull(),
  },
  (table) => [index('denials_node').on(table.node)],
);

/** What people decided, as they asked for it and as it is kept, with the nodes that it names. */
export const decisions = pgTable(
  'decisions',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(),
    at: bigint('at', { mode: 'number' }).notNull(),
    request: text('request').notNull(),
    content: text('content').notNull(),
    nodes: uuid('nodes').array().notNull(),
    interaction: uuid('interaction'),
    retracted: text('retracted'),
  },
  (table) => [
    index('decisions_nodes').using('gin', table.nodes),
    index('decisions_at').on(table.at, table.id),
    index('decisions_interaction').on(table.interaction),
  ],
);

/** Who read which record, and what for. */
export const reads = pgTable(
  'reads',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    key: text('key').notNull(),
    source: text('source').notNull(),
    purpose: text('purpose').notNull(),
    route: text('route').notNull(),
    customer: uuid('customer').notNull(),
    person: jsonb('person'),
  },
  (table) => [index('reads_of_customer').on(table.customer, table.id)],
);

/**
 * The facts: every interaction as it was accepted, and whose it is. The system of record. A withdrawn one counts for
 * nobody; without content, it was withdrawn before it was heard of.
 */
export const interactions = pgTable(
  'interactions',
  {
    key: uuid('key').primaryKey(),
    subject: uuid('subject').notNull(),
    rule: text('rule').notNull(),
    version: integer('version').notNull(),
    withdrawn: boolean('withdrawn').notNull().default(false),
    content: text('content').notNull(),
  },
  (table) => [index('interactions_subject').on(table.subject)],
);

/**
 * Keyed hashes of the identifiers and of the interactions that were erased, with the moment: what happened until then is
 * not let in. The hashes are other ones than the ids of subjects, so that these tell nobody who was erased.
 */
export const erased = pgTable('erased', {
  mark: uuid('mark').primaryKey(),
  until: bigint('until', { mode: 'number' }).notNull(),
});

/**
 * Identifiers that stand in interactions and decisions and that the rules in force do not use, but rules before did, by
 * their ids of then: nothing else finds what names a person whom a rule has blocked.
 */
export const unusedNames = pgTable(
  'unused_names',
  { node: uuid('node').notNull(), key: uuid('key').notNull() },
  (table) => [primaryKey({ columns: [table.node, table.key] }), index('unused_names_in').on(table.key)],
);

/**
 * Every erasure that was asked for, without whose it was: of the request, a keyed hash. `remains` is what there is still to
 * be looked for on the log; when nothing is left there, it goes.
 */
export const erasures = pgTable(
  'erasures',
  {
    id: uuid('id').primaryKey(),
    request: uuid('request').notNull(),
    requestedAt: bigint('requested_at', { mode: 'number' }).notNull(),
    until: bigint('until', { mode: 'number' }).notNull(),
    by: text('by').notNull(),
    reason: text('reason'),
    remains: text('remains'),
  },
  (table) => [
    index('erasures_at').on(table.requestedAt, table.id),
    index('erasures_unfinished').on(table.id).where(sql`${table.remains} IS NOT NULL`),
  ],
);

/** What each service, and the log, removed for an erasure. */
export const erasureReports = pgTable(
  'erasure_reports',
  {
    erasure: uuid('erasure').notNull(),
    place: text('place').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    removed: text('removed').notNull(),
    note: text('note'),
  },
  (table) => [primaryKey({ columns: [table.erasure, table.place] })],
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
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('publications_partition').on(table.log, table.topic, table.partition)],
);

/**
 * What is left to do for suggestions: subjects whose customers changed (`changed`), or are to be read again (`again`, after
 * all else); those to be compared (`compare`); those of whose pairs it is to be judged whether they are probable enough to be
 * linked automatically (`judge`). The same one may wait twice, so that nobody who notes one waits for another.
 */
export const linkageQueue = pgTable(
  'linkage_queue',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    step: text('step').notNull(),
    subject: uuid('subject').notNull(),
  },
  (table) => [index('linkage_queue_step').on(table.step, table.id)],
);

/** What is compared of each customer: as written, and cleaned by the habits of a model; under which keys it is found. */
export const linkageRecords = pgTable(
  'linkage_records',
  {
    customer: uuid('customer').primaryKey(),
    version: integer('version').notNull(),
    model: integer('model').notNull(),
    fields: text('fields').notNull(),
    cleaned: text('cleaned').notNull(),
    keys: bigint('keys', { mode: 'bigint' }).array().notNull(),
    // Whether the names can be searched: those of an earlier version of Hilo cannot, until they are brought over.
    searchable: boolean('searchable').notNull().default(false),
  },
  (table) => [index('linkage_records_unsearchable').on(table.customer).where(sql`NOT ${table.searchable}`)],
);

/** The words of the names of customers, each beside all of them, so that a search reads nothing else. */
export const searchNames = pgTable(
  'search_names',
  { word: ordered('word').notNull(), customer: uuid('customer').notNull(), words: ordered('words').notNull() },
  (table) => [
    primaryKey({ columns: [table.word, table.customer, table.words] }),
    index('search_names_customer').on(table.customer),
  ],
);

/** Hashes of blocking keys: customers who share one are compared. */
export const linkageKeys = pgTable(
  'linkage_keys',
  { key: bigint('key', { mode: 'bigint' }).notNull(), customer: uuid('customer').notNull() },
  (table) => [primaryKey({ columns: [table.key, table.customer] })],
);

/** Models of linkage, learnt from the records; without content, one that is asked for. */
export const linkageModels = pgTable(
  'linkage_models',
  {
    version: serial('version').primaryKey(),
    content: text('content'),
    records: integer('records'),
    requestedAt: timestamp('requested_at', { withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    estimatedAt: timestamp('estimated_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('linkage_models_one_asked_for')
      .on(sql`(${table.content} IS NULL)`)
      .where(sql`${table.content} IS NULL`),
  ],
);

/**
 * Pairs that may be one person, by a subject of each, the smaller first, so that merges and splits leave them valid; what a
 * person, or the threshold, said of them is a decision.
 */
export const suggestions = pgTable(
  'suggestions',
  {
    id: uuid('id').primaryKey(),
    a: uuid('a').notNull(),
    b: uuid('b').notNull(),
    probability: doublePrecision('probability').notNull(),
    weight: doublePrecision('weight').notNull(),
    fields: jsonb('fields').notNull(),
    model: integer('model').notNull(),
    state: text('state').notNull().default('open'),
    decision: uuid('decision'),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [
    index('suggestions_a').on(table.a),
    index('suggestions_b').on(table.b),
    index('suggestions_by_weight').on(table.state, table.weight, table.id),
  ],
);

/**
 * Every version of the rules: the one in force, one that is being applied, and those that were in force. Who writes what
 * follows from the rules holds this table in ROW SHARE mode, so that they stay in force meanwhile.
 */
export const registries = pgTable(
  'registries',
  {
    version: integer('version').primaryKey(),
    content: text('content').notNull(),
    state: text('state').notNull(),
    by: text('by').notNull(),
    proposedAt: bigint('proposed_at', { mode: 'number' }).notNull(),
    inForceAt: bigint('in_force_at', { mode: 'number' }),
    phase: text('phase').notNull().default('begin'),
    copiedUpTo: uuid('told_up_to'),
    done: bigint('done', { mode: 'number' }).notNull().default(0),
    total: bigint('total', { mode: 'number' }).notNull().default(0),
    cancelledBy: text('cancelled_by'),
  },
  (table) => [
    uniqueIndex('registries_one_of_a_kind').on(table.state).where(sql`${table.state} IN ('in-force', 'being-applied')`),
  ],
);

/** What other rules would do to the real evidence. Reports name identifiers by their ids: who is erased is not in them. */
export const dryRuns = pgTable(
  'dry_runs',
  {
    id: uuid('id').primaryKey(),
    content: text('content').notNull(),
    state: text('state').notNull(),
    by: text('by').notNull(),
    at: bigint('at', { mode: 'number' }).notNull(),
    seenAt: timestamp('seen_at', { withTimezone: true }),
    done: bigint('done', { mode: 'number' }).notNull().default(0),
    total: bigint('total', { mode: 'number' }).notNull().default(0),
    report: text('report'),
    failure: text('failure'),
  },
  (table) => [index('dry_runs_at').on(table.at, table.id)],
);

/**
 * Services that are told everything again, or were: how far each is, and in which run of the service. `cursor` is the last that
 * was told, of the records or of the interactions.
 */
export const rebuilds = pgTable(
  'rebuilds',
  {
    id: uuid('id').primaryKey(),
    service: text('service').notNull(),
    state: text('state').notNull(),
    by: text('by').notNull(),
    perSecond: integer('per_second').notNull(),
    askedAt: bigint('asked_at', { mode: 'number' }).notNull(),
    movedAt: bigint('moved_at', { mode: 'number' }).notNull(),
    doneAt: bigint('done_at', { mode: 'number' }),
    run: uuid('run'),
    cursor: uuid('cursor'),
    done: bigint('done', { mode: 'number' }).notNull().default(0),
    total: bigint('total', { mode: 'number' }).notNull().default(0),
    removed: text('removed'),
  },
  (table) => [
    uniqueIndex('rebuilds_one_of_a_service').on(table.service).where(sql`${table.state} NOT IN ('done', 'cancelled')`),
    index('rebuilds_at').on(table.askedAt, table.id),
  ],
);

export const consumerOffsets = offsetsTable();
export const erasuresDone = erasuresDoneTable();
export const outbox = outboxTable();
export const apiKeys = apiKeysTable();
export const sessions = sessionsTable();
