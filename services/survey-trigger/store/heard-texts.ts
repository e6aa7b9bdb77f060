import { inMilliseconds, instantOf, type ResolvedInteraction } from '@hilo/contracts';
import { generationNow, isBeforeRebuild, setTimersOfKinds, statement, type Transaction, timersOf } from '@hilo/runtime';
import type { JudgedVerbatim } from '../domain/verbatims/judged.ts';
import { textId } from '../domain/verbatims/said.ts';

/** Texts that are to be judged: what is said now goes before what is told of the past. */
export const textTimers = timersOf('text');
export const pastTextTimers = timersOf('text-past');

/** What is withdrawn stays so until a later version says otherwise; what was judged is not judged again. */
const state = `CASE WHEN EXCLUDED.told IS NULL OR h.state = 'withdrawn' AND EXCLUDED.version <= h.version THEN 'withdrawn'
  WHEN h.state = 'judged' THEN 'judged' ELSE 'waiting' END`;

const noteSql = statement({
  name: 'note-texts',
  text: `WITH told AS (
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::integer[], $6::timestamptz[], $7::jsonb[])
             AS t (id, source, interaction, subject, version, occurred_at, told)),
         queues AS (SELECT * FROM unnest($1::uuid[], $10::text[]) AS q (id, kind)),
         before AS (SELECT h.id, h.state FROM heard_texts h JOIN told t ON t.id = h.id),
         noted AS (
           INSERT INTO heard_texts AS h (id, source, interaction, subject, version, occurred_at, told, state, heard_at, is_past, rebuilt)
           SELECT *, CASE WHEN told IS NULL THEN 'withdrawn' ELSE 'waiting' END, to_timestamp($8), $9::boolean, ${generationNow}
             FROM told ORDER BY id
           ON CONFLICT (id) DO UPDATE
              SET subject = EXCLUDED.subject, version = greatest(h.version, EXCLUDED.version), occurred_at = EXCLUDED.occurred_at,
                  state = ${state}, told = CASE WHEN ${state} = 'waiting' THEN EXCLUDED.told END,
                  is_past = CASE WHEN h.state = 'withdrawn' AND EXCLUDED.version > h.version THEN EXCLUDED.is_past ELSE h.is_past END,
                  heard_at = EXCLUDED.heard_at, rebuilt = EXCLUDED.rebuilt
            WHERE h.version < EXCLUDED.version OR ${isBeforeRebuild('h')}
           RETURNING h.id, h.subject, h.state, h.is_past, h.heard_at),
         gone AS (DELETE FROM verbatims v USING noted n WHERE v.heard = n.id AND n.state = 'withdrawn')
         ${setTimersOfKinds(`(
           SELECT q.kind, n.id AS ref, n.subject AS about, n.heard_at AS due_at
             FROM noted n JOIN queues q ON q.id = n.id LEFT JOIN before b ON b.id = n.id
            WHERE n.state = 'waiting' AND coalesce(b.state, 'withdrawn') = 'withdrawn') AS fresh`)}`,
});

/**
 * Notes that there is something to be judged in these, or that they were withdrawn; what was judged is forgotten then. What is told for a
 * rebuild (`isPast`) sets nothing off, and is judged after everything else, as what was old when it came.
 */
export const noteTexts = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  { heardAt, isPast }: { heardAt: number; isPast: boolean },
): Promise<void> => {
  if (resolved.length === 0) return;
  await tx.query(
    noteSql([
      resolved.map(({ interaction }) => textId(interaction)),
      resolved.map(({ interaction }) => interaction.source),
      resolved.map(({ interaction }) => interaction.id),
      resolved.map(({ subject }) => subject),
      resolved.map(({ version }) => version),
      resolved.map(({ interaction }) => inMilliseconds(interaction.occurredAt)),
      resolved.map((one) => (one.withdrawn ? null : JSON.stringify(one))),
      heardAt / 1000,
      isPast,
      resolved.map((one) => (isPast || isOld(one) ? 'text-past' : 'text')),
    ]),
  );
};

/** What comes so late nobody waits for: an import has many of them. */
const oldMs = 86_400_000;

const isOld = ({ interaction: { occurredAt, receivedAt } }: ResolvedInteraction): boolean =>
  instantOf(receivedAt) - instantOf(occurredAt) >= oldMs;

const holdSql = statement({
  name: 'hold-judged-texts',
  text: `SELECT h.id FROM heard_texts h JOIN unnest($1::uuid[], $2::integer[]) AS j (id, version) ON h.id = j.id AND h.version = j.version
          WHERE h.state = 'waiting' ORDER BY h.id FOR UPDATE OF h`,
});

/** Of these versions, locked, those that nobody has judged, withdrawn, or attributed anew meanwhile. */
export const holdWaiting = async (
  tx: Transaction,
  texts: readonly { id: string; version: number }[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await tx.query<{ id: string }>(
    holdSql([texts.map(({ id }) => id), texts.map(({ version }) => version)]),
  );
  return new Set(rows.map(({ id }) => id));
};

const keepSql = statement({
  name: 'keep-verbatims',
  text: `WITH judged AS (
           UPDATE heard_texts SET state = 'judged', told = NULL, failures = 0, unworkable = NULL WHERE id = ANY ($1::uuid[]))
         INSERT INTO verbatims (id, heard, part, question, revision, language, polarity, confidence, score, topics, words, method, version, judged_at,
                                example, scored_as, input)
         SELECT id, heard, part, question, revision, language, polarity, confidence, score, topics, words, method, version, to_timestamp($3),
                (scored->>'example')::uuid, scored->>'as', decode(scored->>'input', 'base64')
           FROM jsonb_to_recordset($2::jsonb)
             AS v (id uuid, heard uuid, part smallint, question text, revision integer, language text, polarity text, confidence real,
                   score real, topics jsonb, words jsonb, method text, version text, scored jsonb)
          ORDER BY id ON CONFLICT (id) DO NOTHING`,
});

export type KeptVerbatim = JudgedVerbatim & { heard: string; revision: number };

/** Keeps what was judged of texts that are locked, and of each text that it was, and forgets what was written. */
export const keepVerbatims = async (
  tx: Transaction,
  texts: readonly string[],
  verbatims: readonly KeptVerbatim[],
  now: number,
): Promise<void> => {
  if (texts.length > 0) await tx.query(keepSql([texts, JSON.stringify(verbatims), now / 1000]));
};
