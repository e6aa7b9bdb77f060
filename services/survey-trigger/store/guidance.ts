import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Begun, EndedBy, SituationEnding } from '../domain/guidance/situation.ts';

const time = (at: number): string => new Date(at).toISOString();

const beginSql = statement({
  name: 'begin-guidance',
  text: `INSERT INTO guidance AS g (id, card, card_version, source, interaction, version, subject, same, withdrawn, began_at, ends_at, state)
         SELECT *, 'new' FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::integer[], $7::uuid[], $8::text[],
                                     $9::boolean[], $10::timestamptz[], $11::timestamptz[])
         ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, subject = EXCLUDED.subject, withdrawn = EXCLUDED.withdrawn
          WHERE g.version < EXCLUDED.version`,
});

/** Notes what began; what is noted already follows its interaction. */
export const noteSituations = async (tx: Transaction, begun: readonly Begun[]): Promise<void> => {
  if (begun.length === 0) return;
  const column = <Value>(pick: (one: Begun) => Value): Value[] => begun.map(pick);
  await tx.query(
    beginSql([
      column(({ id }) => id),
      column(({ card }) => card),
      column(({ cardVersion }) => cardVersion),
      column(({ source }) => source),
      column(({ interaction }) => interaction),
      column(({ version }) => version),
      column(({ subject }) => subject),
      column(({ same }) => same),
      column(({ withdrawn }) => withdrawn),
      column(({ beganAt }) => time(beganAt)),
      column(({ endsAt }) => time(endsAt)),
    ]),
  );
};

const endSql = statement({
  name: 'note-guidance-endings',
  text: `INSERT INTO guidance_endings AS e (card, source, interaction, version, subject, same, withdrawn, at, noted_at)
         SELECT *, to_timestamp($9) FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::uuid[], $6::text[], $7::boolean[],
                                                $8::timestamptz[])
         ON CONFLICT (card, source, interaction) DO UPDATE
            SET version = EXCLUDED.version, subject = EXCLUDED.subject, withdrawn = EXCLUDED.withdrawn, noted_at = EXCLUDED.noted_at
          WHERE e.version < EXCLUDED.version`,
});

/** Notes what ends situations, whether they are known yet or not. */
export const noteSituationEndings = async (
  tx: Transaction,
  endings: readonly SituationEnding[],
  now: number,
): Promise<void> => {
  if (endings.length === 0) return;
  const column = <Value>(pick: (one: SituationEnding) => Value): Value[] => endings.map(pick);
  await tx.query(
    endSql([
      column(({ card }) => card),
      column(({ source }) => source),
      column(({ interaction }) => interaction),
      column(({ version }) => version),
      column(({ subject }) => subject),
      column(({ same }) => same),
      column(({ withdrawn }) => withdrawn),
      column(({ at }) => time(at)),
      now / 1000,
    ]),
  );
};

const followSql = statement({
  name: 'follow-guidance',
  text: `WITH told AS (SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::uuid[], $5::boolean[])
                        AS t (source, interaction, version, subject, withdrawn)),
              ends AS (UPDATE guidance_endings e SET version = t.version, subject = t.subject, withdrawn = t.withdrawn
                         FROM told t WHERE e.source = t.source AND e.interaction = t.interaction AND e.version < t.version)
         UPDATE guidance g SET version = t.version, subject = t.subject, withdrawn = t.withdrawn
           FROM told t WHERE g.source = t.source AND g.interaction = t.interaction AND g.version < t.version`,
});

export type FollowedSituation = {
  source: string;
  interaction: string;
  version: number;
  subject: string;
  withdrawn: boolean;
};

/** What was noted of these follows whose they are now, or that they did not happen, whichever cards are in force. */
export const followGuidance = async (tx: Transaction, moved: readonly FollowedSituation[]): Promise<void> => {
  if (moved.length === 0) return;
  const column = <Value>(pick: (one: FollowedSituation) => Value): Value[] => moved.map(pick);
  await tx.query(
    followSql([
      column(({ source }) => source),
      column(({ interaction }) => interaction),
      column(({ version }) => version),
      column(({ subject }) => subject),
      column(({ withdrawn }) => withdrawn),
    ]),
  );
};

/** The end that lies nearest after the beginning, said of whichever of the customer's identifiers. */
const endedAt = `(SELECT min(e.at) FROM guidance_endings e
  WHERE e.card = g.card AND NOT e.withdrawn AND e.same = g.same AND e.at >= g.began_at
    AND (e.subject = g.subject OR e.subject IN (SELECT k.subject FROM claims k WHERE k.customer = own.customer)))`;
const reviewed = (
  which: string,
): string => `SELECT g.id, g.card, g.card_version AS "cardVersion", g.source, g.interaction, g.subject,
       coalesce(own.customer, g.subject) AS customer, g.withdrawn, g.began_at AS "beganAt", g.ends_at AS "endsAt", g.state,
       ${endedAt} AS "endedAt", c.card AS content
  FROM guidance g LEFT JOIN claims own ON own.subject = g.subject
  JOIN guidance_cards c ON c.id = g.card AND c.version = g.card_version
 WHERE g.state <> 'ended' AND ${which} ORDER BY g.id`;

const ofSubjectsSql = statement({
  name: 'review-guidance-of',
  text: `${reviewed(`g.subject IN (SELECT unnest($1::uuid[]) UNION SELECT k.subject FROM claims s JOIN claims k ON k.customer = s.customer
                                    WHERE s.subject = ANY ($1::uuid[]))`)} FOR UPDATE OF g`,
});

/** That one ends the other. */
const isEnd = `o.state <> 'ended' AND o.card = e.card AND o.same = e.same AND NOT e.withdrawn AND e.at BETWEEN o.began_at AND o.ends_at`;

// Each part by an index of its own: most of what is open is due by nothing.
const dueSql = statement({
  name: 'review-guidance-due',
  text: `${reviewed(`g.id IN (
    (SELECT d.id FROM guidance d WHERE d.state <> 'ended' AND d.ends_at <= to_timestamp($1) ORDER BY d.ends_at LIMIT $3)
    UNION ALL SELECT o.id FROM guidance_endings e JOIN guidance o ON o.subject = e.subject
      WHERE e.noted_at > to_timestamp($2) AND ${isEnd}
    UNION ALL SELECT o.id FROM guidance_endings e JOIN claims s ON s.subject = e.subject JOIN claims k ON k.customer = s.customer
      JOIN guidance o ON o.subject = k.subject WHERE e.noted_at > to_timestamp($2) AND ${isEnd})`)}
  LIMIT $3 FOR UPDATE OF g SKIP LOCKED`,
});

const milliseconds = z.date().transform((at) => at.getTime());

const ReviewRow = z.object({
  id: z.string(),
  card: z.string(),
  cardVersion: z.int(),
  source: z.string(),
  interaction: z.string(),
  subject: z.string(),
  customer: z.string(),
  withdrawn: z.boolean(),
  beganAt: milliseconds,
  endsAt: milliseconds,
  state: z.enum(['new', 'open', 'ended']),
  endedAt: milliseconds.nullable(),
  content: z.unknown(),
});

/** A situation that is not over as far as anybody said, with when it ended by what is known now. */
export type ReviewedGuidance = z.infer<typeof ReviewRow>;

/** Locks what is not over of the customers of these subjects. */
export const lockGuidanceOf = async (tx: Transaction, subjects: readonly string[]): Promise<ReviewedGuidance[]> =>
  subjects.length === 0 ? [] : z.array(ReviewRow).parse((await tx.query(ofSubjectsSql([subjects]))).rows);

/** The same of what is over by its time, or of whom an end was noted since then. */
export const lockGuidanceDue = async (
  tx: Transaction,
  { now, since, limit }: { now: number; since: number; limit: number },
): Promise<ReviewedGuidance[]> =>
  z.array(ReviewRow).parse((await tx.query(dueSql([now / 1000, since / 1000, limit]))).rows);

const saveSql = statement({
  name: 'save-guidance',
  text: `UPDATE guidance g SET revision = revision + 1, state = s.state, ended_at = s.ended_at, ended_by = s.ended_by,
                pushed_at = CASE WHEN s.state = 'open' THEN to_timestamp($5) ELSE g.pushed_at END
           FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[]) AS s (id, state, ended_at, ended_by) WHERE g.id = s.id`,
});

export type SavedGuidance = { id: string; state: 'open' | 'ended'; at?: number; by?: EndedBy };

/** Writes how these stand, which are locked. */
export const saveGuidance = async (tx: Transaction, changed: readonly SavedGuidance[], now: number): Promise<void> => {
  if (changed.length === 0) return;
  await tx.query(
    saveSql([
      changed.map(({ id }) => id),
      changed.map(({ state }) => state),
      changed.map(({ at }) => (at === undefined ? null : time(at))),
      changed.map(({ by }) => by ?? null),
      now / 1000,
    ]),
  );
};

const forgetSql = statement(
  `DELETE FROM guidance_endings WHERE (card, source, interaction) IN
    (SELECT card, source, interaction FROM guidance_endings WHERE noted_at < to_timestamp($1) LIMIT 1000)`,
);

/** Forgets what ends nothing any more; gives whether there may be more. */
export const forgetEndings = async (tx: Pick<Transaction, 'query'>, before: number): Promise<boolean> =>
  ((await tx.query(forgetSql([before / 1000]))).rowCount ?? 0) === 1000;
