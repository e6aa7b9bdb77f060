import { inMilliseconds, type ResolvedInteraction } from '@hilo/contracts';
import { bare, generationNow, statement, type Transaction, texts } from '@hilo/runtime';
import type { CountedAnswer } from '../domain/counted.ts';

type Interaction = ResolvedInteraction['interaction'];

const deleteAnswersSql = statement({
  name: 'delete-answers',
  text: `DELETE FROM answers AS a USING unnest($1::text[], $2::text[]) AS w (source, id)
          WHERE a.source = w.source AND a.id = w.id`,
});

/** What was withdrawn counts in no KPI; put back, it comes again with a later version, as does what happened at another time. */
export const deleteAnswers = async (
  tx: Transaction,
  interactions: readonly Pick<Interaction, 'source' | 'id'>[],
): Promise<void> => {
  if (interactions.length === 0) return;
  await tx.query(
    deleteAnswersSql([texts(interactions.map(({ source }) => source)), texts(interactions.map(({ id }) => id))]),
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

/** Saves the answers that count. */
export const saveAnswers = async (
  tx: Transaction,
  answered: readonly { interaction: Interaction; answers: readonly CountedAnswer[] }[],
): Promise<void> => {
  const all = answered.flatMap(({ interaction, answers }) => answers.map((answer) => ({ interaction, ...answer })));
  if (all.length === 0) return;
  await tx.query(
    saveAnswersSql([
      texts(all.map(({ interaction }) => interaction.source)),
      texts(all.map(({ interaction }) => interaction.id)),
      bare(all.map(({ place }) => place)),
      texts(all.map(({ scale }) => scale)),
      bare(all.map(({ value }) => value)),
      bare(all.map(({ interaction }) => inMilliseconds(interaction.occurredAt))),
      texts(all.map(({ interaction }) => interaction.channel)),
      texts(all.map(({ interaction }) => interaction.touchpoint)),
    ]),
  );
};
