import { inMilliseconds, type OpenAnswer, type ResolvedInteraction, type SurveyEvent } from '@hilo/contracts';
import type { Handle } from '@hilo/log';
import {
  bare,
  generationNow,
  isBeforeRebuild,
  latestSurveyEvents,
  statement,
  type Transaction,
  texts,
} from '@hilo/runtime';
import type { Pool } from 'pg';

type Value = string | number | boolean | null;
type Column = readonly [name: string, type: string, pick: (one: ResolvedInteraction) => Value];

/** Of an interaction what makes its row, beside its key. A later version has all of it anew: whoever was erased is not in it. */
const columns: readonly Column[] = [
  ['subject', 'uuid', ({ subject }) => subject],
  ['version', 'integer', ({ version }) => version],
  ['withdrawn', 'boolean', ({ withdrawn = false }) => withdrawn],
  ['occurred_at', 'timestamptz', ({ interaction }) => inMilliseconds(interaction.occurredAt)],
  ['channel', 'text', ({ interaction }) => interaction.channel],
  ['touchpoint', 'text', ({ interaction }) => interaction.touchpoint],
  ['kind', 'text', ({ interaction }) => interaction.kind],
  ['verbatim', 'text', ({ interaction }) => interaction.text ?? null],
  ['answers', 'text', ({ interaction }) => JSON.stringify(interaction.answers ?? [])],
  ['why', 'text', ({ why }) => JSON.stringify(why)],
  ['direction', 'text', ({ interaction }) => interaction.direction ?? null],
  ['actor', 'text', ({ interaction }) => interaction.actor ?? null],
  ['outcome', 'text', ({ interaction }) => interaction.outcome ?? null],
  ['locale', 'text', ({ interaction }) => interaction.locale ?? null],
  ['journey', 'text', ({ interaction }) => interaction.journey?.id ?? null],
  ['journey_name', 'text', ({ interaction }) => interaction.journey?.name ?? null],
  ['stage', 'text', ({ interaction }) => interaction.journey?.stage ?? null],
  ['moment_of_truth', 'boolean', ({ interaction }) => interaction.journey?.momentOfTruth ?? null],
  ['properties', 'text', ({ interaction }) => jsonOf(interaction.properties)],
  ['context', 'text', ({ interaction }) => jsonOf(interaction.context)],
];

const jsonOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

const key: readonly Column[] = [
  ['source', 'text', ({ interaction }) => interaction.source],
  ['id', 'text', ({ interaction }) => interaction.id],
];

const all = [...key, ...columns];
const replaced = [...columns.map(([name]) => name), 'rebuilt'].map((name) => `${name} = EXCLUDED.${name}`);
const saveInteractionsSql = statement({
  name: 'save-interactions',
  text: `INSERT INTO interactions AS i (${all.map(([name]) => name).join(', ')}, rebuilt)
         SELECT *, ${generationNow} FROM unnest(${all.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
         ON CONFLICT (source, id) DO UPDATE SET ${replaced.join(', ')}
          WHERE i.version < EXCLUDED.version OR ${isBeforeRebuild('i')}
         RETURNING source, id, coalesce((SELECT active FROM rebuilds), false) AS rebuilding`,
});

/**
 * Stores interactions and their answers, unless a later version is there already; during a rebuild, one from before counts for
 * nothing.
 */
export const saveInteractions = async (tx: Transaction, resolved: readonly ResolvedInteraction[]): Promise<void> => {
  if (resolved.length === 0) return;
  const { rows } = await tx.query<{ source: string; id: string; rebuilding: boolean }>(
    saveInteractionsSql(all.map(([, type, pick]) => parameter(type, resolved.map(pick)))),
  );
  const saved = new Set(rows.map(({ source, id }) => JSON.stringify([source, id])));
  const fresh = resolved.filter(({ interaction: { source, id } }) => saved.has(JSON.stringify([source, id])));
  // Of a first version nothing is here that would be otherwise, but for what a rebuild is to mend.
  const anew = rows[0]?.rebuilding ? fresh : fresh.filter(({ version }) => version > 1);
  await deleteAnswers(tx, anew);
  await saveAnswers(tx, fresh.filter(({ withdrawn }) => !withdrawn).flatMap(countable));
  await moveSurveyEvents(tx, anew);
};

/** Of all these types, text alone needs quotes. */
const parameter = (type: string, values: readonly Value[]): string | Buffer =>
  type === 'text' ? texts(values.map((value) => (value === null ? null : String(value)))) : bare(values);

type CountableAnswer = { interaction: ResolvedInteraction['interaction']; place: number; scale: string; value: number };

const countable = ({ interaction }: ResolvedInteraction): CountableAnswer[] =>
  (interaction.answers ?? []).flatMap((answer, place) => {
    const value = numberIn(answer);
    return value === undefined ? [] : [{ interaction, place, scale: answer.scale, value }];
  });

/** What an unknown scale says is kept with the interaction, and counts nowhere. */
const numberIn = (answer: OpenAnswer): number | undefined => {
  if (!('value' in answer)) return undefined;
  const { value } = answer;
  return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined;
};

const deleteAnswersSql = statement(`
  DELETE FROM answers AS a USING unnest($1::text[], $2::text[]) AS w (source, id)
   WHERE a.source = w.source AND a.id = w.id`);

/**
 * What was withdrawn counts in no KPI; put back, it comes again with a later version, as does what happened earlier than it was
 * said.
 */
const deleteAnswers = async (tx: Transaction, resolved: readonly ResolvedInteraction[]): Promise<void> => {
  if (resolved.length === 0) return;
  await tx.query(
    deleteAnswersSql([
      resolved.map(({ interaction }) => interaction.source),
      resolved.map(({ interaction }) => interaction.id),
    ]),
  );
};

const saveAnswersSql = statement({
  name: 'save-answers',
  text: `INSERT INTO answers AS a (source, id, place, scale, value, occurred_at, channel, touchpoint, rebuilt)
         SELECT *, ${generationNow} FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::float8[],
                                                $6::timestamptz[], $7::text[], $8::text[])
         ON CONFLICT (source, id, place) DO UPDATE
            SET scale = EXCLUDED.scale, value = EXCLUDED.value, occurred_at = EXCLUDED.occurred_at,
                channel = EXCLUDED.channel, touchpoint = EXCLUDED.touchpoint, rebuilt = EXCLUDED.rebuilt`,
});

const saveAnswers = async (tx: Transaction, answers: readonly CountableAnswer[]): Promise<void> => {
  if (answers.length === 0) return;
  const column = <Value>(pick: (one: CountableAnswer) => Value): Value[] => answers.map(pick);
  await tx.query(
    saveAnswersSql([
      column(({ interaction }) => interaction.source),
      column(({ interaction }) => interaction.id),
      column(({ place }) => place),
      column(({ scale }) => scale),
      column(({ value }) => value),
      column(({ interaction }) => inMilliseconds(interaction.occurredAt)),
      column(({ interaction }) => interaction.channel),
      column(({ interaction }) => interaction.touchpoint),
    ]),
  );
};

const moveSurveyEventsSql = statement({
  name: 'move-survey-events',
  text: `WITH moved AS (
           SELECT s.id, s.state, m.subject
             FROM survey_events AS s
             JOIN unnest($1::text[], $2::text[], $3::uuid[]) AS m (source, interaction, subject)
               ON m.source = s.source AND m.interaction = s.interaction
            WHERE s.subject IS DISTINCT FROM m.subject
            ORDER BY s.id, s.state FOR UPDATE OF s)
         UPDATE survey_events AS s SET subject = m.subject FROM moved AS m WHERE m.id = s.id AND m.state = s.state`,
});

/** What became of asking about an interaction that was attributed anew follows it. */
const moveSurveyEvents = async (tx: Transaction, anew: readonly ResolvedInteraction[]): Promise<void> => {
  if (anew.length === 0) return;
  await tx.query(
    moveSurveyEventsSql([
      anew.map(({ interaction }) => interaction.source),
      anew.map(({ interaction }) => interaction.id),
      anew.map(({ subject }) => subject),
    ]),
  );
};

const saveSurveyEventsSql = statement(`
  WITH known AS (
    SELECT i.source, i.id, i.subject FROM interactions AS i
     WHERE (i.source, i.id) IN (SELECT * FROM unnest($6::text[], $7::text[]))
     ORDER BY i.source COLLATE "C", i.id COLLATE "C" FOR SHARE)
  INSERT INTO survey_events AS s (id, state, programme, reason, touchpoint, source, interaction, at, subject)
  SELECT t.id, t.state, t.programme, t.reason, t.touchpoint, t.source, t.interaction, t.at, coalesce(k.subject, t.subject)
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                $9::uuid[]) WITH ORDINALITY
           AS t (id, state, programme, reason, touchpoint, source, interaction, at, subject, place)
    LEFT JOIN known AS k ON k.source = t.source AND k.id = t.interaction
   ORDER BY t.place
  ON CONFLICT (id, state) DO UPDATE SET reason = EXCLUDED.reason, at = EXCLUDED.at, subject = EXCLUDED.subject
   WHERE s.at < EXCLUDED.at`);

/**
 * Stores what became of asking: each state of an invitation once, as it was told last. It is of whoever the interaction is, where
 * that is known: it may have been attributed anew since it was asked about, and is kept from being so meanwhile.
 */
export const saveSurveyEvents = async (tx: Transaction, told: readonly SurveyEvent[]): Promise<void> => {
  const events = latestSurveyEvents(told);
  const column = <Value>(pick: (one: SurveyEvent) => Value): Value[] => events.map(pick);
  await tx.query(
    saveSurveyEventsSql([
      column(({ id }) => id),
      column(({ state }) => state),
      column(({ programme }) => programme),
      column((event) => (event.state === 'withheld' ? event.reason : null)),
      column(({ touchpoint }) => touchpoint),
      column(({ interaction }) => interaction.source),
      column(({ interaction }) => interaction.id),
      column(({ at }) => inMilliseconds(at)),
      column(({ subject }) => subject),
    ]),
  );
};

const listHandlesSql = statement(`
  SELECT source, id FROM interactions WHERE (source, id) > ($1, $2) ORDER BY source, id LIMIT 5000`);

/** A page of the interactions that are kept, those after this one. */
export const listHandles = async (pool: Pool, [source, id]: Handle): Promise<Handle[]> => {
  const { rows } = await pool.query<{ source: string; id: string }>(listHandlesSql([source, id]));
  return rows.map((row): Handle => [row.source, row.id]);
};
