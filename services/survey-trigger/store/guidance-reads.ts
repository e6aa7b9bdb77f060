import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';

type Queryable = Pick<Transaction, 'query'>;

const openSql = statement({
  name: 'open-guidance',
  text: `SELECT g.id, g.card, g.card_version AS "cardVersion", coalesce(k.customer, g.subject) AS customer, g.source, g.interaction,
                g.began_at AS "beganAt", g.ends_at AS "endsAt", g.pushed_at AS "pushedAt", c.card AS content,
                (SELECT count(*)::int FROM guidance_reads r WHERE r.guidance = g.id AND r.what = 'read') AS reads
           FROM guidance g JOIN guidance_cards c ON c.id = g.card AND c.version = g.card_version
           LEFT JOIN claims k ON k.subject = g.subject
          WHERE g.state = 'open' AND g.ends_at > to_timestamp($1)
            AND ($2::uuid IS NULL OR g.subject = $2 OR g.subject IN (SELECT subject FROM claims WHERE customer = $2))
            AND ($3::text IS NULL OR c.card->'roles' ? $3)
          ORDER BY g.began_at DESC, g.id LIMIT $4`,
});

const OpenRow = z.object({
  id: z.string(),
  card: z.string(),
  cardVersion: z.int(),
  customer: z.string(),
  source: z.string(),
  interaction: z.string(),
  beganAt: z.date(),
  endsAt: z.date(),
  pushedAt: z.date(),
  content: z.unknown(),
  reads: z.int(),
});
export type OpenGuidance = z.infer<typeof OpenRow>;

/** What is pushed at this moment, of a customer, or for a role: what began last first. */
export const readOpenGuidance = async (
  tx: Queryable,
  {
    customer,
    role,
    limit,
    now,
  }: { customer?: string | undefined; role?: string | undefined; limit: number; now: number },
): Promise<OpenGuidance[]> =>
  z.array(OpenRow).parse((await tx.query(openSql([now / 1000, customer ?? null, role ?? null, limit]))).rows);

const shownSql = statement({
  name: 'count-shown-guidance',
  text: `SELECT count(*) FILTER (WHERE is_read)::int AS read, count(*) FILTER (WHERE NOT is_read)::int AS unread
           FROM (SELECT EXISTS (SELECT FROM guidance_reads r WHERE r.guidance = g.id AND r.what = 'read') AS is_read
                   FROM guidance g WHERE g.state = 'open' AND g.ends_at > to_timestamp($1)) AS shown`,
});
const Shown = z.tuple([z.object({ read: z.int(), unread: z.int() })]);

/** How many cards are shown to the front line, by whether somebody has read them. */
export const countShown = async (tx: Queryable, now: number): Promise<{ read: number; unread: number }> =>
  Shown.parse((await tx.query(shownSql([now / 1000]))).rows)[0];

const lockSql = statement('SELECT FROM guidance WHERE id = $1 AND pushed_at IS NOT NULL FOR UPDATE');

/** Locks a card that was pushed; gives whether there is such. */
export const lockPushed = async (tx: Transaction, guidance: string): Promise<boolean> =>
  (await tx.query(lockSql([guidance]))).rowCount === 1;

const readSql = statement({
  name: 'note-guidance-read',
  text: `WITH noted AS (INSERT INTO guidance_reads (guidance, reader, what, role, comment, by, at)
                        VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7)) ON CONFLICT DO NOTHING RETURNING guidance)
         UPDATE guidance g SET revision = revision + 1 FROM noted WHERE noted.guidance = g.id`,
});

export type NewRead = {
  guidance: string;
  reader: string;
  what: 'read' | 'not-helpful';
  role: string;
  comment: string | undefined;
  by: DecidedBy;
  at: number;
};

/** Notes that somebody read it, which is locked, or was not helped; gives whether that is news: said again it is noted already. */
export const noteGuidanceRead = async (
  tx: Transaction,
  { guidance, reader, what, role, comment, by, at }: NewRead,
): Promise<boolean> =>
  (await tx.query(readSql([guidance, reader, what, role, comment ?? null, JSON.stringify(by), at / 1000]))).rowCount ===
  1;

const feedbackSql = statement({
  name: 'guidance-feedback',
  text: `SELECT r.guidance, g.card_version AS "cardVersion", r.role, r.comment, r.by, r.at
           FROM guidance_reads r JOIN guidance g ON g.id = r.guidance
          WHERE g.card = $1 AND r.what = 'not-helpful' ORDER BY r.at DESC, r.guidance, r.reader LIMIT $2`,
});

const FeedbackRow = z.object({
  guidance: z.string(),
  cardVersion: z.int(),
  role: z.string(),
  comment: z.string().nullable(),
  by: DecidedBy,
  at: z.date(),
});

/** What came back to the author of a card from whom it did not help, the latest first. */
export const readFeedback = async (
  tx: Queryable,
  card: string,
  limit: number,
): Promise<z.infer<typeof FeedbackRow>[]> =>
  z.array(FeedbackRow).parse((await tx.query(feedbackSql([card, limit]))).rows);

const figuresSql = statement({
  name: 'guidance-figures',
  text: `WITH pushed AS (SELECT g.id, g.card, g.pushed_at, role.name AS role
                           FROM guidance g JOIN guidance_cards c ON c.id = g.card AND c.version = g.card_version
                           CROSS JOIN LATERAL jsonb_array_elements_text(c.card->'roles') AS role (name)
                          WHERE g.pushed_at >= $1 AND g.pushed_at < $2),
              said AS (SELECT p.card, p.role, p.id, p.pushed_at,
                              min(r.at) FILTER (WHERE r.what = 'read') AS first_read,
                              count(*) FILTER (WHERE r.what = 'read')::int AS reads,
                              count(*) FILTER (WHERE r.what = 'not-helpful')::int AS not_helpful
                         FROM pushed p LEFT JOIN guidance_reads r ON r.guidance = p.id AND r.role = p.role
                        GROUP BY p.card, p.role, p.id, p.pushed_at)
         SELECT card, role, count(*)::int AS pushed, count(first_read)::int AS covered, sum(reads)::int AS reads,
                sum(not_helpful)::int AS "notHelpful",
                percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_read - pushed_at))::float8 AS "medianSeconds"
           FROM said GROUP BY card, role ORDER BY card, role`,
});

const FigureRow = z.object({
  card: z.string(),
  role: z.string(),
  pushed: z.int(),
  covered: z.int(),
  reads: z.int(),
  notHelpful: z.int(),
  medianSeconds: z.number().nullable(),
});
export type GuidanceFigure = z.infer<typeof FigureRow>;

/** Of what was pushed in this time: how often it was read in the role, and did not help. */
export const readGuidanceFigures = async (
  tx: Queryable,
  { from, until }: { from: string; until: string },
): Promise<GuidanceFigure[]> => z.array(FigureRow).parse((await tx.query(figuresSql([from, until]))).rows);
