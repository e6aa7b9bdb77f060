import { compose, composed, given, named, statement } from '@hilo/runtime';
import { and, count, eq, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { DatabaseError, type Pool } from 'pg';
import { z } from 'zod';
import { KpiCounts } from '../domain/kpi.ts';
import type { Period } from '../domain/period.ts';
import { forPostgres } from '../domain/time-zone.ts';
import { answers, interactions } from '../schema.ts';

const TimelineRow = z.object({
  source: z.string(),
  id: z.string(),
  occurredAt: z.date(),
  channel: z.string(),
  touchpoint: z.string(),
  kind: z.string(),
  verbatim: z.string().nullable(),
  answers: z.string(),
  why: z.string(),
  surveys: z.array(z.object({ programme: z.string(), state: z.string(), reason: z.string().nullable() })),
});

export type TimelineRow = z.infer<typeof TimelineRow>;

/** An older version kept microseconds: within a millisecond, the order is that of source and id. */
const inMs = "date_trunc('milliseconds', i.occurred_at)";

const readTimelineSql = statement(`
  SELECT i.source, i.id, ${inMs} AS "occurredAt", i.channel, i.touchpoint, i.kind, i.verbatim, i.answers, i.why,
         coalesce((SELECT json_agg(json_build_object('programme', s.programme, 'state', s.state, 'reason', s.reason)
                                   ORDER BY s.at, s.programme, s.state)
                     FROM survey_events s WHERE s.source = i.source AND s.interaction = i.id), '[]') AS surveys
    FROM claims c JOIN interactions i ON i.subject = c.subject
   WHERE c.customer = $1 AND NOT i.withdrawn
     AND (${inMs}, i.source, i.id) < ($2::timestamptz, $3, $4)
   ORDER BY ${inMs} DESC, i.source DESC, i.id DESC LIMIT $5`);

/** A page of what happened to a customer, the latest first. */
export const readTimeline = async (
  pool: Pool,
  {
    customer,
    after,
    limit,
  }: { customer: string; after: readonly [occurredAt: string, source: string, id: string] | undefined; limit: number },
): Promise<TimelineRow[]> => {
  const { rows } = await pool.query(
    readTimelineSql([customer, after?.[0] ?? 'infinity', after?.[1] ?? '', after?.[2] ?? '', limit]),
  );
  return z.array(TimelineRow).parse(rows);
};

export const groupings = ['channel', 'touchpoint', 'day', 'week', 'month'] as const;
export type Grouping = (typeof groupings)[number];
export type KpiFilter = Period & { channel?: string | undefined; touchpoint?: string | undefined };

/** What is counted, where and when it was. */
type Counted = Record<'occurredAt' | 'channel' | 'touchpoint', AnyPgColumn>;

/** A week is named by its Monday, so that what is grouped by it is in the order of time. */
const expressions: Record<Grouping, (counted: Counted, timeZone: string) => SQLWrapper> = {
  channel: ({ channel }) => channel,
  touchpoint: ({ touchpoint }) => touchpoint,
  day: ({ occurredAt }, zone) => sql`to_char(${occurredAt} AT TIME ZONE ${zone}::text, 'YYYY-MM-DD')`,
  week: ({ occurredAt }, zone) =>
    sql`to_char(date_trunc('week', ${occurredAt} AT TIME ZONE ${zone}::text), 'YYYY-MM-DD')`,
  month: ({ occurredAt }, zone) => sql`to_char(${occurredAt} AT TIME ZONE ${zone}::text, 'YYYY-MM')`,
};

const groupOf = (counted: Counted, groupBy: readonly Grouping[], timeZone: string): SQL => {
  const pairs = groupBy.map((name) => sql`${name}::text, ${expressions[name](counted, timeZone)}`);
  return sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
};

const within = ({ occurredAt, channel, touchpoint }: Counted, filter: KpiFilter): SQL | undefined =>
  and(
    given(filter.from, (from) => sql`${occurredAt} >= ${from}::timestamptz`),
    given(filter.to, (to) => sql`${occurredAt} < ${to}::timestamptz`),
    given(filter.channel, (one) => eq(channel, one)),
    given(filter.touchpoint, (one) => eq(touchpoint, one)),
  );

const { scale, value } = answers;
const scores = {
  promoters: sql`count(*) FILTER (WHERE ${scale} = 'nps' AND ${value} >= 9)`,
  passives: sql`count(*) FILTER (WHERE ${scale} = 'nps' AND ${value} BETWEEN 7 AND 8)`,
  detractors: sql`count(*) FILTER (WHERE ${scale} = 'nps' AND ${value} <= 6)`,
  satisfied: sql`count(*) FILTER (WHERE ${scale} = 'csat' AND ${value} >= 4)`,
  csat: sql`count(*) FILTER (WHERE ${scale} = 'csat')`,
  easy: sql`count(*) FILTER (WHERE ${scale} = 'ces' AND ${value} >= 5)`,
  ces: sql`count(*) FILTER (WHERE ${scale} = 'ces')`,
  cesSum: sql`sum(${value}) FILTER (WHERE ${scale} = 'ces')`,
};

const readKpisSql = composed(
  (filter: KpiFilter, groupBy: readonly Grouping[], timeZone: string) => {
    const volume = compose.$with('volume').as(
      compose
        .select({
          group: groupOf(interactions, groupBy, timeZone).as('group'),
          interactions: count().as('interactions'),
        })
        .from(interactions)
        .where(and(eq(interactions.withdrawn, false), within(interactions, filter)))
        .groupBy(sql`1`),
    );
    const scored = compose.$with('scored').as(
      compose
        .select({ scoredGroup: groupOf(answers, groupBy, timeZone).as('scored_group'), ...named(scores) })
        .from(answers)
        .where(and(inArray(scale, ['nps', 'csat', 'ces']), within(answers, filter)))
        .groupBy(sql`1`),
    );
    const counts = Object.keys(scores).map((name) => [name, sql`coalesce(${sql.identifier(name)}, 0)`]);
    return compose
      .with(volume, scored)
      .select(named({ group: volume.group, interactions: volume.interactions, ...Object.fromEntries(counts) }))
      .from(volume)
      .leftJoin(scored, eq(scored.scoredGroup, volume.group))
      .orderBy(sql`${volume.group}::text`);
  },
  [
    [{}, [], 'UTC'],
    [
      { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', channel: 'web', touchpoint: 'checkout' },
      groupings,
      'UTC',
    ],
  ],
);

/** Counts by group; a day begins at midnight in the time zone, a week on Monday. */
export const readKpis = async (
  pool: Pool,
  filter: KpiFilter,
  groupBy: readonly Grouping[],
  timeZone: string,
): Promise<KpiCounts[]> => {
  const { rows } = await pool.query(readKpisSql(filter, groupBy, forPostgres(timeZone)));
  return z.array(KpiCounts).parse(rows);
};

const invalidParameterValue = '22023';

const isKnownTimeZoneSql = statement('SELECT now() AT TIME ZONE $1');

/** Whether Postgres, which has tables of time zones of its own, knows this one too. */
export const isKnownTimeZone = async (pool: Pool, timeZone: string): Promise<boolean> => {
  try {
    await pool.query(isKnownTimeZoneSql([forPostgres(timeZone)]));
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === invalidParameterValue) return false;
    throw error;
  }
};
