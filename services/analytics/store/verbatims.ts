import { inMilliseconds, type ResolvedInteraction, type VerbatimEvent } from '@hilo/contracts';
import { bare, statement, type Transaction, texts } from '@hilo/runtime';

const columns = `id uuid, revision integer, subject uuid, source text, interaction text, occurred_at timestamptz, polarity text,
  score float8, topics text[], method text`;
const names = columns.split(',').map((column) => column.trim().split(' ')[0] ?? '');

const saveVerbatimsSql = statement(`
  WITH told AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (${columns})),
  known AS (
    SELECT w.word AS source, f.id, f.occurred_at, s.id AS subject
      FROM (SELECT DISTINCT source, interaction FROM told) AS t
      JOIN words AS w ON w.word = t.source JOIN facts AS f ON f.source = w.no AND f.id = t.interaction
      JOIN subjects AS s ON s.no = f.subject
     ORDER BY w.word COLLATE "C", f.id COLLATE "C" FOR SHARE OF f)
  INSERT INTO verbatims AS v (${names.join(', ')})
  SELECT t.id, t.revision, coalesce(k.subject, t.subject), t.source, t.interaction, coalesce(k.occurred_at, t.occurred_at), t.polarity,
         t.score, t.topics, t.method
    FROM told AS t LEFT JOIN known AS k ON k.source = t.source AND k.id = t.interaction ORDER BY t.id
  ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}
   WHERE v.revision < EXCLUDED.revision`);

/**
 * Stores how those feel who wrote something, each as it was judged last, in whichever order that is told. When that was, and whose it is,
 * is as the interaction has it, if it is here: it may have been attributed anew, and is kept from being so meanwhile.
 */
export const saveVerbatims = async (tx: Transaction, told: readonly VerbatimEvent[]): Promise<void> => {
  const latest = new Map<string, VerbatimEvent>();
  for (const one of told) if ((latest.get(one.id)?.revision ?? 0) < one.revision) latest.set(one.id, one);
  if (latest.size > 0) await tx.query(saveVerbatimsSql([JSON.stringify([...latest.values()].map(rowOf))]));
};

const rowOf = ({ interaction, ...one }: VerbatimEvent) => ({
  id: one.id,
  revision: one.revision,
  subject: one.subject,
  source: interaction.source,
  interaction: interaction.id,
  occurred_at: inMilliseconds(one.occurredAt),
  polarity: one.polarity,
  score: one.score,
  topics: [...new Set(one.topics)],
  method: one.judgedBy.method,
});

const moveVerbatimsSql = statement({
  name: 'move-verbatims',
  text: `WITH moved AS (
           SELECT v.id, m.subject, m.occurred_at
             FROM verbatims AS v
             JOIN unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[]) AS m (source, interaction, subject, occurred_at)
               ON m.source = v.source AND m.interaction = v.interaction
            WHERE v.subject <> m.subject OR v.occurred_at <> m.occurred_at
            ORDER BY v.id FOR UPDATE OF v)
         UPDATE verbatims AS v SET subject = m.subject, occurred_at = m.occurred_at FROM moved AS m WHERE m.id = v.id`,
});

/** What was said follows its interaction where that was attributed anew, or happened at another time. */
export const moveVerbatims = async (tx: Transaction, anew: readonly ResolvedInteraction[]): Promise<void> => {
  if (anew.length === 0) return;
  await tx.query(
    moveVerbatimsSql([
      texts(anew.map(({ interaction }) => interaction.source)),
      texts(anew.map(({ interaction }) => interaction.id)),
      bare(anew.map(({ subject }) => subject)),
      bare(anew.map(({ interaction }) => inMilliseconds(interaction.occurredAt))),
    ]),
  );
};

const removeOfSubjectsSql = statement(
  "DELETE FROM verbatims WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'",
);

/** Removes what was judged of somebody who is erased; gives how much. */
export const removeVerbatimsOfSubjects = async (
  tx: Transaction,
  { subjects, at }: { subjects: readonly string[]; at: string },
): Promise<number> => (await tx.query(removeOfSubjectsSql([subjects, at]))).rowCount ?? 0;

const removeOfInteractionsSql = statement(
  'DELETE FROM verbatims v USING unnest($1::text[], $2::text[]) AS i (source, id) WHERE v.source = i.source AND v.interaction = i.id',
);

/** Removes what was judged of these interactions; gives how much. */
export const removeVerbatimsOfInteractions = async (
  tx: Transaction,
  gone: readonly { source: string; id: string }[],
): Promise<number> => {
  if (gone.length === 0) return 0;
  const named = [gone.map(({ source }) => source), gone.map(({ id }) => id)];
  return (await tx.query(removeOfInteractionsSql(named))).rowCount ?? 0;
};
