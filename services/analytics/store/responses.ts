import type { ResolvedInteraction } from '@hilo/contracts';
import { generationNow, statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { revisionIn, revisionsBefore, surveySource } from '../domain/response.ts';
import { KeptFact, keptFact } from './facts.ts';

const keepLatestSql = statement({
  name: 'keep-latest-revisions',
  text: `INSERT INTO responses AS r (response, revision, rebuilt)
         SELECT response, max(revision), ${generationNow} FROM unnest($1::uuid[], $2::integer[]) AS t (response, revision)
          GROUP BY response ORDER BY response
         ON CONFLICT (response) DO UPDATE SET revision = greatest(r.revision, EXCLUDED.revision), rebuilt = EXCLUDED.rebuilt
         RETURNING response, revision`,
});

const supersedeSql = statement({
  name: 'supersede-revisions',
  text: `UPDATE facts AS f SET withdrawn = true
          WHERE source = (SELECT no FROM words WHERE word = $1) AND id = ANY ($2::text[]) AND NOT withdrawn
         RETURNING ${keptFact('old')}`,
});

/**
 * Of several revisions of the answers to an invitation the highest alone counts, whichever is heard of first: gives which of these do
 * not, and what was kept of others and does not count any more, which is withdrawn now. Whoever hears of the same response at this
 * moment waits.
 */
export const supersede = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
): Promise<{ isSuperseded(one: ResolvedInteraction): boolean; superseded: KeptFact[] }> => {
  const told = resolved.flatMap(({ interaction }) => revisionIn(interaction) ?? []);
  if (told.length === 0) return { isSuperseded: () => false, superseded: [] };
  const { rows } = await tx.query<{ response: string; revision: number }>(
    keepLatestSql([told.map(({ response }) => response), told.map(({ revision }) => revision)]),
  );
  const latest = new Map(rows.map(({ response, revision }) => [response, revision]));
  const superseded = await tx.query(supersedeSql([surveySource, rows.flatMap(revisionsBefore)]));
  return {
    isSuperseded: ({ interaction }) => {
      const own = revisionIn(interaction);
      return own !== undefined && own.revision !== latest.get(own.response);
    },
    superseded: z.array(KeptFact).parse(superseded.rows),
  };
};
