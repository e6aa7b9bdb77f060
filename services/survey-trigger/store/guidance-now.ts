import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';

const nowSql = statement({
  name: 'guidance-now',
  text: `SELECT g.id, g.revision, g.card, g.card_version AS "cardVersion", g.source, g.interaction, g.version, g.subject,
                coalesce(k.customer, g.subject) AS customer, g.began_at AS "beganAt", g.ends_at AS "endsAt", g.pushed_at AS "pushedAt",
                g.ended_at AS "endedAt", g.ended_by AS "endedBy", c.card AS content,
                (SELECT coalesce(json_agg(u), '[]') FROM (
                   SELECT r.role, count(*) FILTER (WHERE r.what = 'read') AS reads,
                          round(extract(epoch FROM min(r.at) FILTER (WHERE r.what = 'read')) * 1000) AS "firstReadAt",
                          count(*) FILTER (WHERE r.what = 'not-helpful') AS "notHelpful"
                     FROM guidance_reads r WHERE r.guidance = g.id GROUP BY r.role) AS u) AS uses
           FROM guidance g JOIN guidance_cards c ON c.id = g.card AND c.version = g.card_version
           LEFT JOIN claims k ON k.subject = g.subject
          WHERE g.id = ANY ($1::uuid[]) AND g.pushed_at IS NOT NULL ORDER BY g.id`,
});

const milliseconds = z.date().transform((at) => at.getTime());

const Row = z.object({
  id: z.string(),
  revision: z.int(),
  card: z.string(),
  cardVersion: z.int(),
  source: z.string(),
  interaction: z.string(),
  version: z.int(),
  subject: z.string(),
  customer: z.string(),
  beganAt: milliseconds,
  endsAt: milliseconds,
  pushedAt: milliseconds,
  endedAt: milliseconds.nullable(),
  endedBy: z.enum(['interaction', 'time', 'withdrawn']).nullable(),
  content: z.unknown(),
  uses: z.array(z.object({ role: z.string(), reads: z.int(), firstReadAt: z.int().nullable(), notHelpful: z.int() })),
});

/** A card that was pushed, as it stands: until when, and who used it by role. Times are in milliseconds since the epoch. */
export type GuidanceNow = z.infer<typeof Row>;

/** How these stand, which are locked, so that nobody changes them meanwhile. */
export const readGuidanceNow = async (tx: Transaction, ids: readonly string[]): Promise<GuidanceNow[]> =>
  ids.length === 0 ? [] : z.array(Row).parse((await tx.query(nowSql([ids]))).rows);
