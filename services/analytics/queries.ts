import type { Pool } from 'pg';
import { z } from 'zod';

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

export const groupings = ['channel', 'touchpoint', 'day'] as const;
export type Grouping = (typeof groupings)[number];
export type KpiFilter = {
  from?: string | undefined;
  to?: string | undefined;
  channel?: string | undefined;
  touchpoint?: string | undefined;
};

const KpiRow = z.object({
  group: z.record(z.string(), z.string()),
  interactions: z.coerce.number(),
  promoters: z.coerce.number(),
  passives: z.coerce.number(),
  detractors: z.coerce.number(),
  satisfied: z.coerce.number(),
  csat: z.coerce.number(),
});
export type KpiRow = z.infer<typeof KpiRow>;

/** Counts by group; a day begins at midnight in the time zone. */
export const readKpis = async (
  pool: Pool,
  filter: KpiFilter,
  groupBy: readonly Grouping[],
  timeZone: string,
): Promise<KpiRow[]> => {
  const expression: Record<Grouping, string> = {
    channel: 'channel',
    touchpoint: 'touchpoint',
    day: "to_char(occurred_at AT TIME ZONE $5, 'YYYY-MM-DD')",
  };
  const group = `jsonb_build_object(${groupBy.map((name) => `'${name}', ${expression[name]}`).join(', ')})`;
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
              count(*) FILTER (WHERE scale = 'csat') AS csat
         FROM answers WHERE scale IN ('nps', 'csat') AND ${where} GROUP BY 1
     )
     SELECT v."group", v.interactions, coalesce(s.promoters, 0) AS promoters, coalesce(s.passives, 0) AS passives,
            coalesce(s.detractors, 0) AS detractors, coalesce(s.satisfied, 0) AS satisfied, coalesce(s.csat, 0) AS csat
       FROM volume v LEFT JOIN scores s ON s."group" = v."group" ORDER BY v."group"::text`,
    [filter.from ?? null, filter.to ?? null, filter.channel ?? null, filter.touchpoint ?? null, timeZone],
  );
  return z.array(KpiRow).parse(rows);
};
