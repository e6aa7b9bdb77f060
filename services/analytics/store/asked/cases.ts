import { composed } from '@hilo/runtime';
import { and, type SQL, sql } from 'drizzle-orm';
import type { FigureQuery, GroupPage } from '../../domain/figure-query.ts';
import { surveySource } from '../../domain/response.ts';
import { cases, customers, facts, words } from '../../schema.ts';
import { joinsOf } from './facts.ts';
import { type Fields, interactionFields } from './fields.ts';
import { countedBy } from './filters.ts';
import { groupColumns, grouped, type Measures } from './grouped.ts';
import { shapes } from './interactions.ts';

/** Cases by when they were opened; the interaction is the one that opened each. */
const caseFields: Fields = {
  ...interactionFields,
  at: sql`${cases.openedAt}`,
  field: {
    ...interactionFields.field,
    touchpoint: sql`${cases.touchpoint}`,
    channel: sql`${cases.channel}`,
    source: sql`${cases.source}`,
    reason: sql`${cases.rule}`,
    severity: sql`${cases.severity}`,
    queue: sql`${cases.queue}`,
    cause: sql`${cases.cause}`,
  },
};

/** What was taken up by another case is counted with that, and what did not happen is none. */
const isCase = sql`${cases.status} NOT IN ('joined', 'withdrawn')`;

const caseRows = (asking: FigureQuery, more: SQL = sql``, withPeople = false): SQL => sql`
  SELECT ${groupColumns(asking, caseFields)}, ${cases.status}, ${cases.openedAt}, ${cases.dueAt}, ${cases.contactedAt}, ${cases.resolvedAt},
         ${cases.inTime}, ${cases.reopened}, ${cases.level}, ${cases.recovery}${more}
    FROM ${cases}
    LEFT JOIN (${words} AS about JOIN ${facts} ON ${facts.source} = about.no ${joinsOf(asking, [], withPeople)})
      ON about.word = ${cases.source} AND ${facts.id} = ${cases.interaction}
   WHERE ${and(isCase, countedBy(asking, caseFields))}`;

const isOverdue = (asOf: string): SQL => sql`(status = 'open' AND due_at <= ${asOf}::timestamptz)`;

/** Those that are left out, and why. */
export const casesLeftOut = (asking: FigureQuery): SQL => sql`
  SELECT ${cases.status} AS reason, 1 AS n
    FROM ${cases}
    LEFT JOIN (${words} AS about JOIN ${facts} ON ${facts.source} = about.no ${joinsOf(asking)})
      ON about.word = ${cases.source} AND ${facts.id} = ${cases.interaction}
   WHERE ${and(sql`NOT (${isCase})`, countedBy(asking, caseFields))}`;

const counting = (measures: Measures) =>
  composed(
    (asking: FigureQuery, page: GroupPage) => grouped({ rows: caseRows(asking), measures }, asking, page),
    shapes(),
  );

/** How many stand how, up to that moment. */
export const countCasesSql = composed(
  (asking: FigureQuery, page: GroupPage, asOf: string) =>
    grouped(
      {
        rows: caseRows(asking),
        measures: {
          cases: sql`count(*)`,
          open: sql`count(*) FILTER (WHERE status = 'open')`,
          waiting: sql`count(*) FILTER (WHERE status = 'waiting')`,
          overdue: sql`count(*) FILTER (WHERE ${isOverdue(asOf)})`,
          resolved: sql`count(*) FILTER (WHERE status = 'resolved')`,
          escalated: sql`count(*) FILTER (WHERE level > 0)`,
        },
      },
      asking,
      page,
    ),
  shapes<[string]>('2026-02-01T00:00:00.000Z'),
);

export type CasesBehind = 'cases' | 'cases-open' | 'cases-overdue';

/** A row for each case that a figure counts, with which it is, and whose what opened it is today. */
export const casesBehind = (asking: FigureQuery, of: CasesBehind, asOf: string): SQL => {
  const conditions: Readonly<Record<CasesBehind, SQL>> = {
    cases: sql`true`,
    'cases-open': sql`status IN ('open', 'waiting')`,
    'cases-overdue': isOverdue(asOf),
  };
  const named = sql`, ${surveySource}::text AS source, ${cases.id}::text AS id, 0 AS place, ${cases.openedAt} AS at, NULL::float8 AS value,
         ${customers.id} AS customer`;
  return sql`SELECT * FROM (${caseRows(asking, named, true)}) AS c WHERE ${conditions[of]}`;
};

const hours = (until: SQL): SQL => sql`(extract(epoch FROM ${until} - opened_at) / 3600)::float8`;
const hoursTo = (until: SQL): Measures => ({
  n: sql`count(${until})`,
  hours: sql`to_jsonb(percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${hours(until)}) FILTER (WHERE ${until} IS NOT NULL))`,
  total: sql`coalesce(sum(${hours(until)}), 0)`,
  cases: sql`count(*)`,
});

export const countFirstContactSql = counting(hoursTo(sql`contacted_at`));
export const countResolutionSql = counting({
  ...hoursTo(sql`resolved_at`),
  known: sql`count(in_time)`,
  soon: sql`count(*) FILTER (WHERE in_time)`,
});

export const countReopenedSql = counting({
  resolved: sql`count(*) FILTER (WHERE status = 'resolved' OR reopened > 0)`,
  reopened: sql`count(*) FILTER (WHERE reopened > 0)`,
  times: sql`coalesce(sum(reopened), 0)`,
});

export const countRecoverySql = counting({
  n: sql`count(recovery)`,
  total: sql`coalesce(sum(recovery), 0)`,
  squares: sql`coalesce(sum(recovery ^ 2), 0)`,
  better: sql`count(*) FILTER (WHERE recovery > 0)`,
  worse: sql`count(*) FILTER (WHERE recovery < 0)`,
});
