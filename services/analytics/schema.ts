import {
  apiKeys as apiKeysTable,
  claims as claimsTable,
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
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' });
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
/** A number for a text or an id, which is never shown, and never given to another. */
const numbered = () => integer('no').primaryKey().generatedAlwaysAsIdentity();

/** Every subject that a fact or a claim names, by a number; with the number of whose it is, as `claims` says: 0 is nobody's. */
export const subjects = pgTable(
  'subjects',
  { no: numbered(), id: uuid('id').notNull().unique(), customer: integer('customer').notNull().default(0) },
  (table) => [index('subjects_of_customer').on(table.customer)],
);

/** Where something happens and what: a step of a journey. */
export const steps = pgTable(
  'steps',
  {
    no: numbered(),
    channel: text('channel').notNull(),
    touchpoint: text('touchpoint').notNull(),
    kind: text('kind').notNull(),
  },
  (table) => [unique('steps_are_once').on(table.channel, table.touchpoint, table.kind)],
);

/** Other texts by which one groups: sources, actors, outcomes, names of journeys, stages, what declared properties say. */
export const words = pgTable('words', { no: numbered(), word: text('word').notNull().unique() });

/**
 * The facts, by subject: a merge or a split of customers never touches them. What was withdrawn is shown to nobody. A partition for
 * each month, of which `filed` is the first day. Texts by which one groups are numbers.
 */
export const facts = pgTable(
  'facts',
  {
    source: integer('source').notNull(),
    id: text('id').notNull(),
    filed: date('filed').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    subject: integer('subject').notNull(),
    version: integer('version').notNull(),
    withdrawn: boolean('withdrawn').notNull().default(false),
    step: integer('step').notNull(),
    direction: integer('direction'),
    actor: integer('actor'),
    outcome: integer('outcome'),
    locale: integer('locale'),
    journey: text('journey'),
    journeyName: integer('journey_name'),
    stage: integer('stage'),
    momentOfTruth: boolean('moment_of_truth'),
    verbatim: text('verbatim'),
    // JSON, as it was posted; without a value, none.
    answers: text('answers'),
    properties: text('properties'),
    context: text('context'),
    why: text('why').notNull(),
    rebuilt: rebuilt(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.id, table.filed] }),
    index('facts_of_subject').on(table.subject, table.occurredAt, table.source, table.id),
  ],
);

/** Facts of which an earlier version, if it is told yet, may be of another month: these are looked for in every one. */
export const refiled = pgTable(
  'refiled',
  { source: integer('source').notNull(), id: text('id').notNull() },
  (table) => [primaryKey({ columns: [table.source, table.id] })],
);

/** How many interactions that count there are, by the day of the time zone in `projection`. Nobody's actor is 0. */
export const volumes = pgTable(
  'volumes',
  {
    day: date('day').notNull(),
    step: integer('step').notNull(),
    actor: integer('actor').notNull(),
    n: integer('n').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.step, table.actor] })],
);

/** The answers of a scale: how many, how many are low (detractors) and high (promoters, satisfied, easy), their sum, and that of squares. */
export const scores = pgTable(
  'scores',
  {
    day: date('day').notNull(),
    step: integer('step').notNull(),
    actor: integer('actor').notNull(),
    scale: text('scale').notNull(),
    n: integer('n').notNull(),
    low: integer('low').notNull(),
    high: integer('high').notNull(),
    total: bigint('total', { mode: 'number' }).notNull(),
    squares: bigint('squares', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.step, table.actor, table.scale] })],
);

/**
 * What a transaction changed in the columns, for whoever has them in memory: of what is new since one looked, `xid` was not visible
 * then; in the order of `seq`. Once it is in the chunks too, `chunked` says in which compaction, and it goes a little later.
 */
export const deltas = pgTable(
  'deltas',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    xid: transactionId('xid').notNull().default(sql`pg_current_xact_id()`),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
    n: integer('n').notNull(),
    chunked: bigint('chunked', { mode: 'number' }),
    columns: bytea('columns').notNull(),
  },
  (table) => [index('deltas_by_xid').on(table.xid)],
);

/** The columns of a day, which are days of UTC, counted from 1970. */
export const chunks = pgTable('chunks', {
  day: integer('day').primaryKey(),
  n: integer('n').notNull(),
  columns: bytea('columns').notNull(),
});

/**
 * How the rollups and the columns are made, in one row: in which time zone the days of rollups are, and which properties the columns
 * have. `compaction` counts them; of those up to `dropped` the deltas are gone: who has seen less reads all again.
 */
export const projection = pgTable(
  'projection',
  {
    one: boolean('one').primaryKey().default(true),
    timeZone: text('time_zone').notNull(),
    properties: text('properties').array().notNull(),
    compaction: bigint('compaction', { mode: 'number' }).notNull().default(0),
    dropped: bigint('dropped', { mode: 'number' }).notNull().default(0),
    /** Whether the chunks are to be made anew, of the facts. */
    stale: boolean('stale').notNull().default(true),
    /** Whether deltas are to be compacted at once, since somebody is in them who was erased. */
    urgent: boolean('urgent').notNull().default(false),
    /** Another one whenever a subject's number goes: what is remembered of numbers under an earlier one holds no more. */
    numbering: uuid('numbering').notNull().defaultRandom(),
    /** The first month of which facts are kept; without it, all are. */
    keptFrom: date('kept_from'),
  },
  (table) => [check('projection_is_one_row', sql`${table.one}`)],
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

/** Of the answers to each invitation the revision that counts: the highest that was heard of. */
export const latestRevisions = pgTable('responses', {
  response: uuid('response').primaryKey(),
  revision: integer('revision').notNull(),
  rebuilt: rebuilt(),
});

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

/** Each case as it stands after the latest step that was told of it. */
export const cases = pgTable(
  'cases',
  {
    id: uuid('id').primaryKey(),
    revision: integer('revision').notNull(),
    status: text('status').notNull(),
    subject: uuid('subject').notNull(),
    // What opened it.
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    rule: text('rule').notNull(),
    about: text('about'),
    severity: text('severity'),
    queue: text('queue'),
    cause: text('cause'),
    touchpoint: text('touchpoint'),
    channel: text('channel'),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull(),
    // What is due next of one that is open.
    dueAt: timestamp('due_at', { withTimezone: true }),
    contactedAt: timestamp('contacted_at', { withTimezone: true }),
    resolvedAt: timestamp('resolved_at', { withTimezone: true }),
    // Whether one that is resolved was, before that was due; unknown of what was told before this was kept.
    inTime: boolean('in_time'),
    reopened: integer('reopened').notNull(),
    level: integer('level').notNull(),
    // By how much the score rose, where it is of the same scale.
    recovery: doublePrecision('recovery'),
  },
  (table) => [
    index('cases_opened').on(table.openedAt),
    index('cases_of_subject').on(table.subject),
    index('cases_of_interaction').on(table.source, table.interaction),
  ],
);

/** How somebody feels who wrote something, as it was judged last; never the words. When and whose is what the interaction says, once it is here. */
export const verbatims = pgTable(
  'verbatims',
  {
    id: uuid('id').primaryKey(),
    revision: integer('revision').notNull(),
    subject: uuid('subject').notNull(),
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    // Without it, the language is none that is measured.
    polarity: text('polarity'),
    score: doublePrecision('score'),
    topics: text('topics').array().notNull(),
    method: text('method').notNull(),
  },
  (table) => [
    index('verbatims_by_time').on(table.occurredAt),
    index('verbatims_of_interaction').on(table.source, table.interaction),
    index('verbatims_of_subject').on(table.subject),
  ],
);

/** Each card for the front line that was pushed, as it stands after the latest step that was told of it. */
export const guidance = pgTable(
  'guidance',
  {
    id: uuid('id').primaryKey(),
    revision: integer('revision').notNull(),
    status: text('status').notNull(),
    card: text('card').notNull(),
    cardVersion: integer('card_version').notNull(),
    subject: uuid('subject').notNull(),
    // What began the situation.
    source: text('source').notNull(),
    interaction: text('interaction').notNull(),
    beganAt: timestamp('began_at', { withTimezone: true }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    pushedAt: timestamp('pushed_at', { withTimezone: true }).notNull(),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    endedBy: text('ended_by'),
    // By language, while it is shown.
    wordings: jsonb('wordings'),
    // Of each of its roles how often it was read, when first, and whom it did not help.
    uses: jsonb('uses').notNull(),
  },
  (table) => [
    index('guidance_pushed').on(table.pushedAt),
    index('guidance_of_subject').on(table.subject),
    index('guidance_of_interaction').on(table.source, table.interaction),
  ],
);

/** What of the record of each living customer a question may name; of an older version's customers, `hilo rebuild analytics` fills it. */
export const customerProfiles = pgTable('profiles', {
  customer: uuid('customer').primaryKey(),
  traits: jsonb('traits').notNull(),
  preferences: jsonb('preferences').notNull(),
  rebuilt: rebuilt(),
});

/** Every version of every segment; the latest is in force. Without a condition, the segment was removed. */
export const segmentVersions = pgTable(
  'segment_versions',
  {
    name: text('name').notNull(),
    version: integer('version').notNull(),
    condition: jsonb('condition'),
    by: jsonb('by').notNull(),
    why: text('why').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
);

/** Of each customer whether she may be predicted and learnt from; of whom nothing is here, nobody knows, and she is neither. */
export const profiling = pgTable('profiling', {
  customer: uuid('customer').primaryKey(),
  state: text('state').notNull(),
  rebuilt: rebuilt(),
});

/** What was learnt, each time: the numbers of a model and how good it is, as JSON. Nobody is in it. */
export const models = pgTable(
  'models',
  {
    target: text('target').notNull(),
    version: integer('version').notNull(),
    trainedAt: timestamp('trained_at', { withTimezone: true }).notNull(),
    content: text('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.target, table.version] })],
);

/** The risk of every customer of whom it can be told, by a version of a model. */
export const predictions = pgTable(
  'predictions',
  {
    target: text('target').notNull(),
    version: integer('version').notNull(),
    customer: uuid('customer').notNull(),
    probability: doublePrecision('probability').notNull(),
    reasons: text('reasons').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.target, table.version, table.customer] }),
    index('predictions_by_risk').on(table.target, table.version, table.probability, table.customer),
    index('predictions_of_customer').on(table.customer),
  ],
);

/** When models are learnt anew; whoever learns puts it off for the others. */
export const training = pgTable(
  'training',
  { one: boolean('one').primaryKey().default(true), nextAt: timestamp('next_at', { withTimezone: true }).notNull() },
  (table) => [check('training_is_one_row', sql`${table.one}`)],
);

/** Every version of what is watched; the latest is in force. Without content, it is watched no more. */
export const watchVersions = pgTable(
  'watch_versions',
  {
    name: text('name').notNull(),
    version: integer('version').notNull(),
    content: jsonb('content'),
    by: jsonb('by').notNull(),
    why: text('why').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
);

/** What somebody has taken on to end what goes wrong again and again, as it stands. */
export const improvements = pgTable(
  'improvements',
  {
    id: uuid('id').primaryKey(),
    revision: integer('revision').notNull(),
    state: text('state').notNull(),
    touchpoint: text('touchpoint').notNull(),
    cause: text('cause'),
    owner: text('owner').notNull(),
    due: date('due').notNull(),
    doneOn: date('done_on'),
    standing: jsonb('standing').notNull(),
    openedAt: instant('opened_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    index('improvements_by_due').on(table.due, table.id),
    index('improvements_of_cause').on(table.touchpoint, table.cause),
  ],
);

/** What was done with each, one after the other. */
export const improvementSteps = pgTable(
  'improvement_steps',
  {
    improvement: uuid('improvement').notNull(),
    revision: integer('revision').notNull(),
    step: text('step').notNull(),
    standing: jsonb('standing').notNull(),
    by: jsonb('by').notNull(),
    why: text('why'),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.improvement, table.revision] })],
);

/** Of each watch in force the day that is judged next, and when; whoever judges holds its row. */
export const watching = pgTable(
  'watching',
  {
    name: text('name').primaryKey(),
    version: integer('version').notNull(),
    day: date('day').notNull(),
    dueAt: instant('due_at').notNull(),
    /** It is not tried before. */
    retryAt: instant('retry_at'),
    failures: integer('failures').notNull().default(0),
    /** Why it could not be judged. */
    unreadable: text('unreadable'),
    /** How many groups there were, and how many of them were too many. */
    groups: integer('groups').notNull().default(0),
    leftOut: integer('left_out').notNull().default(0),
  },
  (table) => [index('watching_by_time').on(table.dueAt)],
);

/** What is kept of each group of a watch from one day to the next; and until when it tells nobody. */
export const watchedSeries = pgTable(
  'watched_series',
  {
    watch: text('watch').notNull(),
    key: text('key').notNull(),
    group: jsonb('group').notNull(),
    state: jsonb('state').notNull(),
    muted: jsonb('muted'),
  },
  (table) => [primaryKey({ columns: [table.watch, table.key] })],
);

/** What left its band, or fell silent; once for each time. */
export const alerts = pgTable(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    watch: text('watch').notNull(),
    version: integer('version').notNull(),
    key: text('key').notNull(),
    metric: text('metric').notNull(),
    group: jsonb('group').notNull(),
    kind: text('kind').notNull(),
    day: date('day').notNull(),
    content: jsonb('content').notNull(),
    raisedAt: instant('raised_at').notNull(),
    overAt: instant('over_at'),
    ending: text('ending'),
    acknowledged: jsonb('acknowledged'),
    /** Nobody was told. */
    muted: boolean('muted').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    uniqueIndex('alerts_are_once').on(table.watch, table.version, table.key, table.kind, table.day),
    index('alerts_by_time').on(table.raisedAt, table.id),
    index('alerts_by_change').on(table.changedAt),
  ],
);

/** Who signed in, until that ends by itself; what who signs people in is asked with is sealed. */
export const signIns = pgTable(
  'sign_ins',
  {
    id: text('id').primaryKey(),
    subject: text('subject').notNull(),
    roles: jsonb('roles').notNull(),
    signedInBy: text('signed_in_by').notNull(),
    /** Sealed; absent for who was signed in by the link of a local start, and when it has ended. */
    refreshToken: text('refresh_token'),
    /** held, unconfirmed or ended. */
    standing: text('standing').notNull(),
    since: instant('since').notNull(),
    until: instant('until').notNull(),
    /** When it was known to hold. */
    checkedAt: instant('checked_at').notNull(),
    /** Until then one of all processes asks. */
    claimedUntil: instant('claimed_until'),
  },
  (table) => [index('sign_ins_by_check').on(table.checkedAt), index('sign_ins_by_end').on(table.until)],
);

export const consumerOffsets = offsetsTable();
export const outbox = outboxTable();
export const apiKeys = apiKeysTable();
export const sessions = sessionsTable();
/** As every service has them, with a dense number (of the sequence `customer_numbers`), and whether several people share the record. */
export const customers = pgTable(
  'customers',
  {
    id: uuid('id').primaryKey(),
    version: integer('version').notNull(),
    deleted: boolean('deleted').notNull(),
    rebuilt: rebuilt(),
    no: integer('no').default(sql`nextval('customer_numbers')`),
    ambiguous: boolean('ambiguous').notNull().default(false),
  },
  (table) => [uniqueIndex('customers_by_no').on(table.no)],
);
export const claims = claimsTable();
export const erased = erasedTable();
export const erasedVersions = erasedVersionsTable();
export const erasuresDone = erasuresDoneTable();
export const rebuilds = rebuildsTable();
