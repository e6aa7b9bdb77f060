import { type GuidanceEvent, GuidanceWording, inMilliseconds, type ResolvedInteraction } from '@hilo/contracts';
import { bare, statement, type Transaction, texts } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const columns = `id uuid, revision integer, status text, card text, card_version integer, subject uuid, source text, interaction text,
  began_at timestamptz, ends_at timestamptz, pushed_at timestamptz, ended_at timestamptz, ended_by text, wordings jsonb, uses jsonb`;
const names = columns.split(',').map((column) => column.trim().split(' ')[0] ?? '');

const saveGuidanceSql = statement(`
  WITH told AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (${columns})),
  known AS (
    SELECT w.word AS source, f.id, s.id AS subject
      FROM (SELECT DISTINCT source, interaction FROM told) AS t
      JOIN words AS w ON w.word = t.source JOIN facts AS f ON f.source = w.no AND f.id = t.interaction
      JOIN subjects AS s ON s.no = f.subject
     ORDER BY w.word COLLATE "C", f.id COLLATE "C" FOR SHARE OF f)
  INSERT INTO guidance AS g (${names.join(', ')})
  SELECT ${names.map((name) => (name === 'subject' ? 'coalesce(k.subject, t.subject)' : `t.${name}`)).join(', ')}
    FROM told AS t LEFT JOIN known AS k ON k.source = t.source AND k.id = t.interaction ORDER BY t.id
  ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}
   WHERE g.revision < EXCLUDED.revision`);

/**
 * Stores how cards stand that were pushed, each as its latest step says it, in whichever order they are told. Whose it is, is as the
 * interaction has it that began the situation, if that is here: it may have been attributed anew, and is kept from being so meanwhile.
 */
export const keepGuidance = async (tx: Transaction, told: readonly GuidanceEvent[]): Promise<void> => {
  const latest = new Map<string, GuidanceEvent>();
  for (const one of told) if ((latest.get(one.id)?.revision ?? 0) < one.revision) latest.set(one.id, one);
  if (latest.size > 0) await tx.query(saveGuidanceSql([JSON.stringify([...latest.values()].map(rowOf))]));
};

const rowOf = (one: GuidanceEvent) => ({
  id: one.id,
  revision: one.revision,
  status: one.status,
  card: one.card,
  card_version: one.cardVersion,
  subject: one.subject,
  source: one.interaction.source,
  interaction: one.interaction.id,
  began_at: inMilliseconds(one.beganAt),
  ends_at: inMilliseconds(one.endsAt),
  pushed_at: inMilliseconds(one.pushedAt),
  ended_at: one.endedAt && inMilliseconds(one.endedAt),
  ended_by: one.endedBy,
  // What it says is of use while it is shown.
  wordings: one.status === 'open' ? one.wordings : undefined,
  uses: one.uses,
});

const moveGuidanceSql = statement({
  name: 'move-guidance',
  text: `WITH moved AS (
           SELECT g.id, m.subject FROM guidance AS g
             JOIN unnest($1::text[], $2::text[], $3::uuid[]) AS m (source, interaction, subject)
               ON m.source = g.source AND m.interaction = g.interaction
            WHERE g.subject <> m.subject ORDER BY g.id FOR UPDATE OF g)
         UPDATE guidance AS g SET subject = m.subject FROM moved AS m WHERE m.id = g.id`,
});

/** A situation follows what began it, where that was attributed anew. */
export const moveGuidance = async (tx: Transaction, anew: readonly ResolvedInteraction[]): Promise<void> => {
  if (anew.length === 0) return;
  await tx.query(
    moveGuidanceSql([
      texts(anew.map(({ interaction }) => interaction.source)),
      texts(anew.map(({ interaction }) => interaction.id)),
      bare(anew.map(({ subject }) => subject)),
    ]),
  );
};

const removeOfSubjectsSql = statement(
  "DELETE FROM guidance WHERE subject = ANY ($1::uuid[]) AND began_at < $2::timestamptz + interval '1 millisecond'",
);

/** Removes the cards of somebody who is erased; gives how many. */
export const removeGuidanceOfSubjects = async (
  tx: Transaction,
  { subjects, at }: { subjects: readonly string[]; at: string },
): Promise<number> => (await tx.query(removeOfSubjectsSql([subjects, at]))).rowCount ?? 0;

const removeOfInteractionsSql = statement(
  'DELETE FROM guidance g USING unnest($1::text[], $2::text[]) AS i (source, id) WHERE g.source = i.source AND g.interaction = i.id',
);

/** Removes the cards of the situations that these interactions began; gives how many. */
export const removeGuidanceOfInteractions = async (
  tx: Transaction,
  gone: readonly { source: string; id: string }[],
): Promise<number> => {
  if (gone.length === 0) return 0;
  const named = [gone.map(({ source }) => source), gone.map(({ id }) => id)];
  return (await tx.query(removeOfInteractionsSql(named))).rowCount ?? 0;
};

const readShownSql = statement({
  name: 'read-shown-guidance',
  text: `SELECT g.id, g.card, g.card_version AS "cardVersion", g.began_at AS "beganAt", g.ends_at AS "endsAt", g.wordings,
                jsonb_path_query_array(g.uses, '$[*].role') AS roles
           FROM guidance g
          WHERE g.status = 'open' AND g.ends_at > to_timestamp($3)
            AND g.subject IN (SELECT s.id FROM customers c JOIN subjects s ON s.customer = c.no WHERE c.id = $1 UNION SELECT $1)
            AND ($2::text IS NULL OR jsonb_path_exists(g.uses, '$[*] ? (@.role == $role)', jsonb_build_object('role', $2)))
          ORDER BY g.began_at DESC, g.id LIMIT $4`,
});

const Shown = z.array(
  z.object({
    id: z.string(),
    card: z.string(),
    cardVersion: z.int(),
    beganAt: z.date(),
    endsAt: z.date(),
    wordings: z.record(z.string(), GuidanceWording).nullable(),
    roles: z.array(z.string()),
  }),
);

/** The cards that are shown to the front line of a customer at this moment, for a role or for any; what began last first. */
export const readShownGuidance = async (
  pool: Pick<Pool, 'query'>,
  { customer, role, now, limit }: { customer: string; role: string | undefined; now: number; limit: number },
): Promise<z.infer<typeof Shown>> =>
  Shown.parse((await pool.query(readShownSql([customer, role ?? null, now / 1000, limit]))).rows);
