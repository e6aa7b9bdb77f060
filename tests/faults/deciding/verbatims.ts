import { topics, VerbatimEvent } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { Pool } from 'pg';
import { readTopic } from '../find.ts';

type Row = { interaction: string; state: string; isForgotten: boolean; judged: number };

/** What was noted of texts, how often each was judged, and what the log was told of each. */
export type FoundVerbatims = { texts: readonly Row[]; told: ReadonlyMap<string, ReadonlySet<string>> };

const textsSql = `
  SELECT h.interaction, h.state, h.told IS NULL AS "isForgotten",
         (SELECT count(*)::int FROM survey.verbatims v WHERE v.heard = h.id) AS judged
    FROM survey.heard_texts h`;

export const findVerbatims = async (pool: Pool, logUrl: string): Promise<FoundVerbatims> => {
  const { rows: texts } = await pool.query<Row>(textsSql);
  await using log = await openLog(logUrl);
  const told = new Map<string, Set<string>>();
  await readTopic(log, topics.verbatims.name, ({ value }) => {
    const { interaction } = VerbatimEvent.parse(JSON.parse(value ?? ''));
    told.set(interaction.id, (told.get(interaction.id) ?? new Set()).add(value ?? ''));
  });
  return { texts, told };
};

/** What is wrong with these: each text is judged once, and the log says the same of it however often. */
export const faultsOfVerbatims = (written: readonly { id: string }[], { texts, told }: FoundVerbatims): string[] => {
  const of = Map.groupBy(texts, ({ interaction }) => interaction);
  const faults: [string, string[]][] = [
    ['texts that are not noted once', written.flatMap(({ id }) => (of.get(id)?.length === 1 ? [] : id))],
    [
      'texts that were not judged once, or are kept',
      texts.flatMap(({ interaction, state, isForgotten, judged }) =>
        state === 'judged' && isForgotten && judged === 1 ? [] : interaction,
      ),
    ],
    [
      'texts of which the log tells nothing, or two things',
      written.flatMap(({ id }) => (told.get(id)?.size === 1 ? [] : id)),
    ],
  ];
  return faults
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${ids.length}: ${what} (${ids.slice(0, 5).join(', ')})`);
};
