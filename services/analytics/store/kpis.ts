import { DatabaseError, type Pool } from 'pg';
import { z } from 'zod';
import { KpiCounts } from '../domain/kpi.ts';
import type { Period } from '../domain/period.ts';
import { forPostgres } from '../domain/time-zone.ts';

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
    `SELECT i.source, i.id, ${inMs} AS "occurredAt", i.channel, i.touchpoint, i.kind, i.verbatim, i.answers, i.why,
            coalesce((SELECT json_agg(json_build_object('programme', s.programme, 'state', s.state, 'reason', s.reason)
                                      ORDER BY s.at, s.programme, s.state)
                        FROM survey_events s WHERE s.source = i.source AND s.interaction = i.id), '[]') AS surveys
       FROM claims c JOIN interactions i ON i.subject = c.subject
      WHERE c.customer = $1 AND NOT i.withdrawn
        AND ($2::timestamptz IS NULL OR (${inMs}, i.source, i.id) < ($2::timestamptz, $3, $4))
      ORDER BY ${inMs} DESC, i.source DESC, i.id DESC LIMIT $5`,
    [customer, after?.[0] ?? null, after?.[1] ?? '', after?.[2] ?? '', limit],
  );
  return z.array(TimelineRow).parse(rows);
};

export const groupings = ['channel', 'touchpoint', 'day', 'week', 'month'] as const;
export type Grouping = (typeof groupings)[number];
export type KpiFilter = Period & { channel?: string | undefined; touchpoint?: string | undefined };

/** When it was there: `$5` is the time zone. */
const there = 'occurred_at AT TIME ZONE $5';
/** A week is named by its Monday, so that what is grouped by it is in the order of time. */
const expressions: Record<Grouping, string> = {
  channel: 'channel',
  touchpoint: 'touchpoint',
  day: `to_char(${there}, 'YYYY-MM-DD')`,
  week: `to_char(date_trunc('week', ${there}), 'YYYY-MM-DD')`,
  month: `to_char(${there}, 'YYYY-MM')`,
};

/** Counts by group; a day begins at midnight in the time zone, a week on Monday. */
export const readKpis = async (
  pool: Pool,
  filter: KpiFilter,
  groupBy: readonly Grouping[],
  timeZone: string,
): Promise<KpiCounts[]> => {
  const group = `jsonb_build_object(${groupBy.map((name) => `'${name}', ${expressions[name]}`).join(', ')})`;
  const where = `($1::timestamptz IS NULL OR occurred_at >= $1) AND ($2::timestamptz IS NULL OR occurred_at < $2)
    AND ($3::text IS NULL OR channel = $3) AND ($4::text IS NULL OR touchpoint = $4) AND $5::text IS NOT NULL`;
  const { rows } = await pool.query(
    `WITH volume AS (
       SELECT ${group} AS "group", count(*) AS interactions FROM interactions WHERE NOT withdrawn AND ${where} GROUP BY 1
     ), scores AS (
       SELECT ${group} AS "group",
              count(*) FILTER (WHERE scale = 'nps' AND value >= 9) AS promoters,
              count(*) FILTER (WHERE scale = 'nps' AND value BETWEEN 7 AND 8) AS passives,
              count(*) FILTER (WHERE scale = 'nps' AND value <= 6) AS detractors,
              count(*) FILTER (WHERE scale = 'csat' AND value >= 4) AS satisfied,
              count(*) FILTER (WHERE scale = 'csat') AS csat,
              count(*) FILTER (WHERE scale = 'ces' AND value >= 5) AS easy,
              count(*) FILTER (WHERE scale = 'ces') AS ces,
              sum(value) FILTER (WHERE scale = 'ces') AS "cesSum"
         FROM answers WHERE scale IN ('nps', 'csat', 'ces') AND ${where} GROUP BY 1
     )
     SELECT v."group", v.interactions, coalesce(s.promoters, 0) AS promoters, coalesce(s.passives, 0) AS passives,
            coalesce(s.detractors, 0) AS detractors, coalesce(s.satisfied, 0) AS satisfied, coalesce(s.csat, 0) AS csat,
            coalesce(s.easy, 0) AS easy, coalesce(s.ces, 0) AS ces, coalesce(s."cesSum", 0) AS "cesSum"
       FROM volume v LEFT JOIN scores s ON s."group" = v."group" ORDER BY v."group"::text`,
    [filter.from ?? null, filter.to ?? null, filter.channel ?? null, filter.touchpoint ?? null, forPostgres(timeZone)],
  );
  return z.array(KpiCounts).parse(rows);
};

const invalidParameterValue = '22023';

/** Whether Postgres, which has tables of time zones of its own, knows this one too. */
export const isKnownTimeZone = async (pool: Pool, timeZone: string): Promise<boolean> => {
  try {
    await pool.query('SELECT now() AT TIME ZONE $1', [forPostgres(timeZone)]);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === invalidParameterValue) return false;
    throw error;
  }
};
