import { composed } from '@hilo/runtime';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { FigureQuery, GroupPage } from '../../domain/figure-query.ts';
import { surveySource } from '../../domain/response.ts';
import type { Scale } from '../../domain/scales.ts';
import { answers, customers, facts, subjects, surveyEvents, words } from '../../schema.ts';
import { filedWithin, joinsOf } from './facts.ts';
import { type Fields, interactionFields } from './fields.ts';
import { countedBy } from './filters.ts';
import { type GroupCounting, groupColumns, grouped, keysOf } from './grouped.ts';
import { shapes } from './interactions.ts';

/** What was decided about asking, once per programme and interaction: the interaction is the one that it is about. */
const decisionFields: Fields = {
  ...interactionFields,
  at: sql`d.decided_at`,
  field: {
    ...interactionFields.field,
    touchpoint: sql`d.touchpoint`,
    programme: sql`d.programme`,
    reason: sql`d.reason`,
    source: sql`d.source`,
  },
};

const { state, at, id } = surveyEvents;
const when = (...states: string[]): SQL =>
  sql`FILTER (WHERE ${state} IN (${sql.join(
    states.map((one) => sql`${one}`),
    sql`, `,
  )}))`;
const reached = ['sent', 'accepted', 'delivered', 'opened', 'partial', 'answered'];

/**
 * All events of an invitation as one row. It is of the moment at which it was decided. It was sent where anything says that it left or came to
 * somebody; it bounced where it came back, and nothing left or arrived after that.
 */
const decided = ({ range, before }: FigureQuery): SQL => sql`
  SELECT ${id}, min(${surveyEvents.programme}) AS programme, min(${surveyEvents.touchpoint}) AS touchpoint,
         min(${surveyEvents.source}) AS source, min(${surveyEvents.interaction}) AS interaction,
         max(${at}) ${when('invited', 'withheld')} AS decided_at,
         coalesce(max(${at}) ${when('withheld')} > coalesce(max(${at}) ${when('invited')}, '-infinity'), false) AS withheld,
         max(${surveyEvents.reason}) ${when('withheld')} AS reason,
         min(${at}) ${when(...reached, 'reminded')} AS sent_at,
         coalesce(max(${at}) ${when('bounced')} > coalesce(max(${at}) ${when(...reached)}, '-infinity'), false) AS bounced,
         max(${at}) ${when('answered')} AS answered_at,
         count(*) ${when('partial')} > 0 AS partial, count(*) ${when('expired')} > 0 AS expired
    FROM ${surveyEvents}
   WHERE ${id} IN (SELECT s.id FROM ${surveyEvents} AS s WHERE s.state IN ('invited', 'withheld')
                      AND s.at >= ${before?.from ?? range.from}::timestamptz AND s.at < ${range.to}::timestamptz)
   GROUP BY ${id}`;

/** The interactions that decisions are about. */
const aboutOf = (asking: FigureQuery, withPeople = false): SQL =>
  sql`${words} AS about JOIN ${facts} ON ${facts.source} = about.no ${joinsOf(asking, [], withPeople)}`;

/** A row for each decision; what it is about may not be known here yet, and may have been withdrawn, which counts for nobody. */
export const decisionRows = (asking: FigureQuery, more: SQL = sql``, joins?: SQL): SQL => sql`
  SELECT ${groupColumns(asking, decisionFields)}, d.id AS decision, d.source, d.interaction AS id, d.decided_at AS at,
         d.withheld, d.reason, d.sent_at, d.bounced, d.answered_at, d.partial, d.expired,
         ${facts.occurredAt} AS occurred_at${more}
    FROM (${decided(asking)}) AS d
    LEFT JOIN (${aboutOf(asking, joins !== undefined)}) ON about.word = d.source AND ${facts.id} = d.interaction ${joins ?? sql``}
   WHERE ${and(sql`${facts.withdrawn} IS NOT TRUE`, countedBy(asking, decisionFields))}`;

/** Those that count for nobody any more, and those of which the interaction is not known here, which are in no figure that needs its time. */
export const decisionsAboutWithdrawn = (asking: FigureQuery): SQL => sql`
  SELECT 'interaction-withdrawn' AS reason, 1 AS n
    FROM (${decided(asking)}) AS d JOIN (${aboutOf(asking)}) ON about.word = d.source AND ${facts.id} = d.interaction
   WHERE ${and(eq(facts.withdrawn, true), countedBy(asking, decisionFields))}`;

const isSent = sql`NOT withheld AND (sent_at IS NOT NULL OR bounced)`;

export const countResponsesSql = composed((asking: FigureQuery, page: GroupPage) => {
  const counting: GroupCounting = {
    rows: decisionRows(asking),
    measures: {
      sent: sql`count(*) FILTER (WHERE ${isSent})`,
      bounced: sql`count(*) FILTER (WHERE ${isSent} AND bounced)`,
      answered: sql`count(*) FILTER (WHERE ${isSent} AND NOT bounced AND answered_at IS NOT NULL)`,
      partial: sql`count(*) FILTER (WHERE ${isSent} AND NOT bounced AND answered_at IS NULL AND partial)`,
      expired: sql`count(*) FILTER (WHERE NOT withheld AND answered_at IS NULL AND expired)`,
      invited: sql`count(*) FILTER (WHERE NOT withheld)`,
      withheld: sql`count(*) FILTER (WHERE withheld)`,
    },
  };
  return grouped(counting, asking, page);
}, shapes());

export const countWithheldSql = composed((asking: FigureQuery, page: GroupPage) => {
  const counting: GroupCounting = {
    rows: decisionRows(asking),
    within: { columns: ['reason', 'withheld'], measures: { decisions: sql`count(*)` } },
    measures: {
      decided: sql`sum(decisions)`,
      withheld: sql`coalesce(sum(decisions) FILTER (WHERE withheld), 0)`,
      reasons: sql`coalesce(jsonb_object_agg(coalesce(reason, '(none)'), decisions) FILTER (WHERE withheld), '{}')`,
    },
  };
  return grouped(counting, asking, page);
}, shapes());

const minutes = (until: SQL): SQL => sql`extract(epoch FROM ${until} - occurred_at) / 60`;
const quantiles = (until: SQL): SQL =>
  sql`to_jsonb(percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${minutes(until)}) FILTER (WHERE ${until} IS NOT NULL))`;
const soon = (until: SQL): SQL => sql`count(*) FILTER (WHERE ${until} <= occurred_at + interval '48 hours')`;
/** Invited, by a contact of which the time is known. */
const isTimed = sql`NOT withheld AND occurred_at IS NOT NULL`;

export const countImmediacySql = composed((asking: FigureQuery, page: GroupPage) => {
  const [sent, answered] = [sql`sent_at`, sql`answered_at`];
  const counting: GroupCounting = {
    rows: sql`SELECT * FROM (${decisionRows(asking)}) AS d WHERE ${isTimed}`,
    measures: {
      sent: sql`count(sent_at)`,
      sentSoon: soon(sent),
      sentMinutes: quantiles(sent),
      answered: sql`count(answered_at)`,
      answeredSoon: soon(answered),
      answeredMinutes: quantiles(answered),
    },
  };
  return grouped(counting, asking, page);
}, shapes());

export type DecisionsBehind = 'response-rate' | 'withheld' | 'immediacy';

/** Which decisions each figure counts, and what is told of each: whether it was answered, or the minutes until it was sent. */
const behind: Readonly<Record<DecisionsBehind, { condition: SQL; value: SQL }>> = {
  'response-rate': {
    condition: sql`${isSent} AND NOT bounced`,
    value: sql`(answered_at IS NOT NULL)::integer::float8`,
  },
  withheld: { condition: sql`withheld`, value: sql`NULL::float8` },
  immediacy: {
    condition: sql`${isTimed} AND sent_at IS NOT NULL`,
    value: sql`round(${minutes(sql`sent_at`)})::float8`,
  },
};

/** A row for each decision that a figure counts, with which it is, and whose what it is about is today. */
export const decisionsBehind = (asking: FigureQuery, of: DecisionsBehind): SQL => sql`
  SELECT ${sql.join([...keysOf(asking), sql`before`], sql`, `)}, ${surveySource}::text AS source, decision::text AS id, 0 AS place, at,
         ${behind[of].value} AS value, customer
    FROM (${decisionRows(asking, sql`, ${customers.id} AS customer`, sql``)}) AS d WHERE ${behind[of].condition}`;

/** How many interactions the customer had within 90 days before, as far as three; invitations and answers are none. */
const contactsBefore = sql`LEFT JOIN LATERAL (
  SELECT count(*) AS contacts FROM (
    SELECT FROM ${subjects} AS k JOIN ${facts} AS j ON j.subject = k.no
     WHERE (k.no = ${subjects.no} OR (k.customer = ${subjects.customer} AND k.customer <> 0))
       AND j.occurred_at < ${facts.occurredAt} AND j.occurred_at >= ${facts.occurredAt} - interval '90 days'
       AND ${filedWithin(sql`j.filed`, sql`(${facts.occurredAt} - interval '90 days')`, sql`${facts.occurredAt}`)}
       AND NOT j.withdrawn AND j.source IS DISTINCT FROM (SELECT no FROM ${words} WHERE word = ${surveySource})
     LIMIT 3) AS j) AS earlier ON true`;
const band = sql`CASE WHEN earlier.contacts = 0 THEN '0' WHEN earlier.contacts < 3 THEN '1-2' ELSE '3+' END`;

const answeredWith = (scale: Scale): SQL => sql`LEFT JOIN (
  SELECT DISTINCT ON (response) split_part(${answers.id}, ':', 2)::uuid AS response, ${answers.value}
    FROM ${answers} WHERE ${and(eq(answers.scale, scale), eq(answers.source, surveySource), sql`${answers.id} ~ '^answered:[0-9a-f-]{36}:'`)}
   ORDER BY response, ${answers.place}) AS said ON said.response = d.id`;

const highAndLow: Readonly<Record<Scale, { high: SQL; low: SQL }>> = {
  nps: { high: sql`value >= 9`, low: sql`value <= 6` },
  csat: { high: sql`value >= 4`, low: sql`value < 4` },
  ces: { high: sql`value >= 5`, low: sql`value < 5` },
};

/** By cell: how many were covered by a survey, whether they were asked or not, and what those who answered said. */
export const countCellsSql = composed((asking: FigureQuery, page: GroupPage, of: Scale) => {
  const { high, low } = highAndLow[of];
  const more = sql`, jsonb_build_array(d.touchpoint, ${band}) AS cell, said.value`;
  const counting: GroupCounting = {
    rows: sql`SELECT * FROM (${decisionRows(asking, more, sql`${contactsBefore} ${answeredWith(of)}`)}) AS d WHERE occurred_at IS NOT NULL`,
    within: {
      columns: ['cell'],
      measures: {
        covered: sql`count(*)`,
        answers: sql`count(value)`,
        high: sql`count(*) FILTER (WHERE ${high})`,
        low: sql`count(*) FILTER (WHERE ${low})`,
      },
    },
    measures: {
      cells: sql`jsonb_agg(jsonb_build_object('name', cell, 'covered', covered, 'answers', answers, 'high', high, 'low', low))`,
    },
  };
  return grouped(counting, asking, page);
}, shapes<[Scale]>('nps'));
