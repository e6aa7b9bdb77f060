import { inMilliseconds, type OpenAnswer, type ResolvedInteraction, type SurveyEvent } from '@hilo/contracts';
import { latestSurveyEvents, statement, type Transaction } from '@hilo/runtime';

const saveInteractionsSql = statement({
  name: 'save-interactions',
  text: `INSERT INTO interactions AS i
           (source, id, subject, version, withdrawn, occurred_at, channel, touchpoint, kind, verbatim, answers, why)
         SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::integer[], $5::boolean[], $6::timestamptz[],
                              $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
         ON CONFLICT (source, id) DO UPDATE
            SET subject = EXCLUDED.subject, version = EXCLUDED.version, withdrawn = EXCLUDED.withdrawn,
                why = EXCLUDED.why, occurred_at = EXCLUDED.occurred_at
          WHERE i.version < EXCLUDED.version
         RETURNING source, id`,
});

/** Stores interactions and their answers, unless a later version is there already. */
export const saveInteractions = async (tx: Transaction, resolved: readonly ResolvedInteraction[]): Promise<void> => {
  if (resolved.length === 0) return;
  const column = <Value>(pick: (one: ResolvedInteraction) => Value): Value[] => resolved.map(pick);
  const { rows } = await tx.query<{ source: string; id: string }>(
    saveInteractionsSql([
      column(({ interaction }) => interaction.source),
      column(({ interaction }) => interaction.id),
      column(({ subject }) => subject),
      column(({ version }) => version),
      column(({ withdrawn = false }) => withdrawn),
      column(({ interaction }) => inMilliseconds(interaction.occurredAt)),
      column(({ interaction }) => interaction.channel),
      column(({ interaction }) => interaction.touchpoint),
      column(({ interaction }) => interaction.kind),
      column(({ interaction }) => interaction.text ?? null),
      column(({ interaction }) => JSON.stringify(interaction.answers ?? [])),
      column(({ why }) => JSON.stringify(why)),
    ]),
  );
  const saved = new Set(rows.map(({ source, id }) => JSON.stringify([source, id])));
  const fresh = resolved.filter(({ interaction: { source, id } }) => saved.has(JSON.stringify([source, id])));
  await saveAnswers(tx, fresh.filter(({ withdrawn }) => !withdrawn).flatMap(countable));
  await deleteAnswers(
    tx,
    fresh.filter(({ withdrawn }) => withdrawn),
  );
  await moveSurveyEvents(
    tx,
    fresh.filter(({ version }) => version > 1),
  );
};

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

/** What was withdrawn counts in no KPI. Put back, it comes again with a later version. */
const deleteAnswers = async (tx: Transaction, withdrawn: readonly ResolvedInteraction[]): Promise<void> => {
  if (withdrawn.length === 0) return;
  await tx.query(
    deleteAnswersSql([
      withdrawn.map(({ interaction }) => interaction.source),
      withdrawn.map(({ interaction }) => interaction.id),
    ]),
  );
};

const saveAnswersSql = statement({
  name: 'save-answers',
  text: `INSERT INTO answers AS a (source, id, place, scale, value, occurred_at, channel, touchpoint)
         SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::float8[], $6::timestamptz[],
                              $7::text[], $8::text[])
         ON CONFLICT (source, id, place) DO UPDATE SET occurred_at = EXCLUDED.occurred_at
          WHERE a.occurred_at <> EXCLUDED.occurred_at`,
});

/**
 * Of an interaction's content only the time may change, to an earlier one: so its answers are written once, but for that. An
 * older version kept microseconds.
 */
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
