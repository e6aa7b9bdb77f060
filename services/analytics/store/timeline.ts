import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Period } from '../domain/period.ts';

const TimelineRow = z.object({
  source: z.string(),
  id: z.string(),
  occurredAt: z.date(),
  channel: z.string(),
  touchpoint: z.string(),
  kind: z.string(),
  verbatim: z.string().nullable(),
  answers: z.string().nullable(),
  why: z.string(),
  surveys: z.array(z.object({ programme: z.string(), state: z.string(), reason: z.string().nullable() })),
});

export type TimelineRow = z.infer<typeof TimelineRow>;

/** Each subject gives its latest by the index, so that a busy customer costs no more than a page of each of her subjects. */
const timelineOf = (such: string): string => `
  WITH page AS (
    SELECT f.* FROM customers AS c JOIN subjects AS s ON s.customer = c.no
     CROSS JOIN LATERAL (
       SELECT f.source, f.id, f.occurred_at, f.step, f.verbatim, f.answers, f.why FROM facts AS f
        WHERE f.subject = s.no AND NOT f.withdrawn ${such}
          AND (f.occurred_at, f.source, f.id) <
              ($2::timestamptz, coalesce((SELECT no FROM words WHERE word = $3), 0), $4::text)
        ORDER BY f.occurred_at DESC, f.source DESC, f.id DESC LIMIT $5) AS f
     WHERE c.id = $1
     ORDER BY f.occurred_at DESC, f.source DESC, f.id DESC LIMIT $5)
  SELECT w.word AS source, p.id, p.occurred_at AS "occurredAt", t.channel, t.touchpoint, t.kind, p.verbatim, p.answers, p.why,
         coalesce((SELECT json_agg(json_build_object('programme', e.programme, 'state', e.state, 'reason', e.reason)
                                   ORDER BY e.at, e.programme, e.state)
                     FROM survey_events AS e WHERE e.source = w.word AND e.interaction = p.id), '[]') AS surveys
    FROM page AS p JOIN steps AS t ON t.no = p.step JOIN words AS w ON w.no = p.source
   ORDER BY p.occurred_at DESC, p.source DESC, p.id DESC`;

const readTimelineSql = statement({ name: 'read-timeline', text: timelineOf('') });

const readSuchSql = statement(
  timelineOf(`
          AND f.step IN (SELECT no FROM steps WHERE ($6::text IS NULL OR channel = $6) AND ($7::text IS NULL OR touchpoint = $7)
                                                AND ($8::text IS NULL OR kind = $8))
          AND ($9::timestamptz IS NULL OR f.occurred_at >= $9) AND ($10::timestamptz IS NULL OR f.occurred_at < $10)
          AND (NOT $11::boolean OR f.verbatim IS NOT NULL)`),
);

/** What of a thread is wanted: what is named must match. */
export type TimelineFilter = Period & {
  channel?: string | undefined;
  touchpoint?: string | undefined;
  kind?: string | undefined;
  /** Only where somebody wrote or said something. */
  withText?: boolean | undefined;
};

/** A page of what happened to a customer, the latest first; within a millisecond in the order of source, as they came first, and id. */
export const readTimeline = async (
  pool: Pool,
  {
    customer,
    after,
    limit,
    filter = {},
  }: {
    customer: string;
    after: readonly [occurredAt: string, source: string, id: string] | undefined;
    limit: number;
    filter?: TimelineFilter;
  },
): Promise<TimelineRow[]> => {
  const { channel = null, touchpoint = null, kind = null, from = null, to = null, withText = false } = filter;
  const page = [customer, after?.[0] ?? 'infinity', after?.[1] ?? '', after?.[2] ?? '', limit];
  const wanted = [channel, touchpoint, kind, from, to];
  const isAll = !withText && wanted.every((one) => one === null);
  const { rows } = await pool.query(isAll ? readTimelineSql(page) : readSuchSql([...page, ...wanted, withText]));
  return z.array(TimelineRow).parse(rows);
};
