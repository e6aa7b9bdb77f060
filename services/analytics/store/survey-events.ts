import { inMilliseconds, type ResolvedInteraction, type SurveyEvent } from '@hilo/contracts';
import { bare, latestSurveyEvents, statement, type Transaction, texts } from '@hilo/runtime';

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
export const moveSurveyEvents = async (tx: Transaction, anew: readonly ResolvedInteraction[]): Promise<void> => {
  if (anew.length === 0) return;
  await tx.query(
    moveSurveyEventsSql([
      texts(anew.map(({ interaction }) => interaction.source)),
      texts(anew.map(({ interaction }) => interaction.id)),
      bare(anew.map(({ subject }) => subject)),
    ]),
  );
};

const saveSurveyEventsSql = statement(`
  WITH known AS (
    SELECT w.word AS source, f.id, s.id AS subject
      FROM (SELECT DISTINCT * FROM unnest($6::text[], $7::text[])) AS t (source, id)
      JOIN words AS w ON w.word = t.source JOIN facts AS f ON f.source = w.no AND f.id = t.id
      JOIN subjects AS s ON s.no = f.subject
     ORDER BY w.word COLLATE "C", f.id COLLATE "C" FOR SHARE OF f)
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
