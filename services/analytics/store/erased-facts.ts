import { noteErasedVersions, statement, type Transaction, type Version } from '@hilo/runtime';
import { z } from 'zod';
import { surveySource } from '../domain/response.ts';
import { KeptFact, keptFact } from './facts.ts';

/** In SQL: whether a row is of answers to an invitation, and to which. */
const isAnswered = (row: string): string =>
  `${row}.source_name = '${surveySource}' AND ${row}.id ~ '^answered:[0-9a-f-]{36}:'`;
const responseOf = (row: string): string => `CASE WHEN ${isAnswered(row)} THEN split_part(${row}.id, ':', 2)::uuid END`;

const GoneFact = KeptFact.extend({ sourceName: z.string() });
/** A fact that was removed, with the name of its source. */
export type GoneFact = z.infer<typeof GoneFact>;

const removedWith = `
  counted AS (
    DELETE FROM answers AS a USING gone AS g WHERE a.source = g.source_name AND a.id = g.id RETURNING 1
  ), responded AS (
    DELETE FROM responses WHERE response IN (SELECT ${responseOf('g')} FROM gone AS g WHERE ${isAnswered('g')})
  ), unfiled AS (
    DELETE FROM refiled AS r USING gone AS g WHERE r.source = g.source AND r.id = g.id
  )`;

const removePersonSql = statement(`
  WITH gone AS (
    DELETE FROM facts AS f USING subjects AS s, words AS w
     WHERE s.id = ANY ($1::uuid[]) AND f.subject = s.no AND w.no = f.source
       AND f.occurred_at < $2::timestamptz + interval '1 millisecond'
    RETURNING w.word AS source_name, ${keptFact('f')}
  ), ${removedWith}, asked AS (
    DELETE FROM survey_events AS s
     WHERE EXISTS (SELECT FROM gone AS g WHERE g.source_name = s.source AND g.id = s.interaction)
        OR (s.subject = ANY ($1::uuid[]) AND s.at < $2::timestamptz + interval '1 millisecond'
            AND NOT EXISTS (SELECT FROM facts AS f JOIN words AS w ON w.no = f.source JOIN subjects AS o ON o.no = f.subject
                             WHERE w.word = s.source AND f.id = s.interaction AND o.id <> ALL ($1::uuid[])))
     RETURNING 1
  )
  SELECT *, source_name AS "sourceName", (SELECT count(*)::int FROM counted) AS n_answers,
         (SELECT count(*)::int FROM asked) AS n_asked
    FROM (VALUES (true)) AS one LEFT JOIN gone ON true`);

const Counts = z.object({ n_answers: z.number(), n_asked: z.number(), source: z.number().nullable() });

/**
 * Removes what these subjects did until then, in milliseconds, with the answers and what became of asking. Gives the facts that were
 * there, and how many rows of the other tables.
 */
export const removePersonsFacts = async (
  tx: Transaction,
  { subjects, at }: { subjects: readonly string[]; at: string },
): Promise<{ gone: GoneFact[]; answers: number; surveyEvents: number }> => {
  const { rows } = await tx.query(removePersonSql([subjects, at]));
  const counts = z.array(Counts).parse(rows);
  return {
    gone: rows.filter((_, row) => counts[row]?.source !== null).map((row) => GoneFact.parse(row)),
    answers: counts[0]?.n_answers ?? 0,
    surveyEvents: counts[0]?.n_asked ?? 0,
  };
};

const findVersionsSql = statement(`
  SELECT w.word AS source, f.id, f.version FROM facts AS f JOIN subjects AS s ON s.no = f.subject JOIN words AS w ON w.no = f.source
   WHERE s.id = ANY ($1::uuid[]) AND f.occurred_at < $2::timestamptz + interval '1 millisecond' AND f.version > 1
  UNION
  SELECT source, interaction, revision FROM verbatims
   WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond' AND revision > 1`);

/**
 * Notes at which version every interaction is of somebody who is about to be erased: an earlier one, which was another's, or what was
 * judged by it, brings nothing back when it is told later.
 */
export const noteErasedFacts = async (
  tx: Transaction,
  { subjects, at }: { subjects: readonly string[]; at: string },
): Promise<void> => noteErasedVersions(tx, (await tx.query<Version>(findVersionsSql([subjects, at]))).rows);

/** Locks facts, of which it has the sources and the ids, in the order of their names, and gives their versions. */
export const lockFactsSql = statement(`
  SELECT w.word AS source, f.id, f.version
    FROM unnest($1::text[], $2::text[]) AS t (source, id)
    JOIN words AS w ON w.word = t.source JOIN facts AS f ON f.source = w.no AND f.id = t.id
   ORDER BY w.word COLLATE "C", f.id COLLATE "C" FOR UPDATE OF f`);

const removeFactsSql = statement(`
  WITH erased AS (
    SELECT w.no AS source, t.source AS source_name, t.id FROM unnest($1::text[], $2::text[]) AS t (source, id)
      LEFT JOIN words AS w ON w.word = t.source
  ), deleted AS (
    DELETE FROM facts AS f USING erased AS e WHERE f.source = e.source AND f.id = e.id
    RETURNING e.source_name AS source_name, ${keptFact('f')}
  ), gone AS (
    SELECT source, source_name, id FROM erased
  ), ${removedWith}, asked AS (
    DELETE FROM survey_events AS s USING erased AS e WHERE s.source = e.source_name AND s.interaction = e.id
  )
  SELECT *, source_name AS "sourceName" FROM deleted`);

/** Removes facts, whosever they are; gives those that were there. */
export const removeFacts = async (tx: Transaction, gone: readonly Version[]): Promise<GoneFact[]> => {
  if (gone.length === 0) return [];
  const { rows } = await tx.query(removeFactsSql([gone.map(({ source }) => source), gone.map(({ id }) => id)]));
  return z.array(GoneFact).parse(rows);
};
