import type { PairScore } from '@hilo/linkage';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Pair } from '../../domain/suggestion.ts';
import { deleteRecords } from './linkage-records.ts';

export const SuggestionState = z
  .enum(['open', 'accepted', 'rejected', 'automatic'])
  .describe('automatic: the threshold made one customer of both, and nobody decided.');
export type SuggestionState = z.infer<typeof SuggestionState>;

/** A pair that was compared and is likely enough. */
export type Suggested = Pair & PairScore & { id: string; model: number };

const keepSuggestionsSql = statement({
  name: 'keep-suggestions',
  text: `INSERT INTO suggestions AS s (id, a, b, probability, weight, fields, model, at)
         SELECT id, a, b, probability, weight, fields::jsonb, model, to_timestamp($8::double precision / 1000)
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::text[], $7::integer[])
                AS n (id, a, b, probability, weight, fields, model)
         ON CONFLICT (id) DO UPDATE
            SET probability = EXCLUDED.probability, weight = EXCLUDED.weight, fields = EXCLUDED.fields,
                model = EXCLUDED.model, state = 'open', at = EXCLUDED.at
          WHERE s.decision IS NULL OR EXISTS (SELECT FROM decisions WHERE id = s.decision AND retracted IS NOT NULL)`,
});

/** Keeps these as open, with the latest score; but not those of which a decision that holds was made. */
export const keepSuggestions = async (tx: Transaction, suggested: readonly Suggested[], now: number): Promise<void> => {
  if (suggested.length === 0) return;
  const ordered = suggested.toSorted((one, two) => (one.id < two.id ? -1 : 1));
  await tx.query(
    keepSuggestionsSql([
      ordered.map(({ id }) => id),
      ordered.map(({ a }) => a),
      ordered.map(({ b }) => b),
      ordered.map(({ probability }) => probability),
      ordered.map(({ weight }) => weight),
      ordered.map(({ fields }) => JSON.stringify(fields)),
      ordered.map(({ model }) => model),
      now,
    ]),
  );
};

const dropSuggestionsSql = statement(`
  WITH theirs AS (SELECT i.id FROM identifiers AS h JOIN identifiers AS i ON i.customer = h.customer
                   WHERE h.id = ANY ($1::uuid[]) AND coalesce(i.base, i.customer) = h.id),
       named AS (SELECT s.id FROM suggestions AS s JOIN theirs ON theirs.id = s.a
                 UNION SELECT s.id FROM suggestions AS s JOIN theirs ON theirs.id = s.b)
  DELETE FROM suggestions AS s USING named
   WHERE s.id = named.id AND s.id <> ALL ($2::uuid[])
     AND (s.decision IS NULL OR EXISTS (SELECT FROM decisions WHERE id = s.decision AND retracted IS NOT NULL))`);

/** Forgets what was suggested of these customers, but for those to keep and those of which a decision that holds was made. */
export const dropSuggestions = async (
  tx: Transaction,
  customers: readonly string[],
  keep: readonly string[],
): Promise<number> => {
  const { rowCount } = await tx.query(dropSuggestionsSql([customers, keep]));
  return rowCount ?? 0;
};

const forgetSuggestionsSql = statement('DELETE FROM suggestions WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])');

/** Forgets what was suggested of identifiers that nothing mentions any more. */
export const forgetSuggestions = async (tx: Transaction, gone: readonly string[]): Promise<number> => {
  if (gone.length === 0) return 0;
  const { rowCount } = await tx.query(forgetSuggestionsSql([gone]));
  return rowCount ?? 0;
};

const findApartSql = statement(`
  SELECT DISTINCT p.a, p.b FROM unnest($1::uuid[], $2::uuid[]) AS p (a, b)
    CROSS JOIN LATERAL (VALUES (p.a, p.b), (p.b, p.a)) AS side (one, other)
    JOIN identifiers AS h ON h.id = side.one
    JOIN identifiers AS i ON i.customer = h.customer AND coalesce(i.base, i.customer) = side.one
    JOIN denials AS d ON d.node = i.id
    JOIN identifiers AS o ON o.id = ANY (d.from_nodes) AND coalesce(o.base, o.customer) = side.other`);

/** Those of these pairs of customers whom something says not to be one person. */
export const findApart = async (tx: Transaction, pairs: readonly Pair[]): Promise<Pair[]> => {
  if (pairs.length === 0) return [];
  const { rows } = await tx.query<Pair>(findApartSql([pairs.map(({ a }) => a), pairs.map(({ b }) => b)]));
  return rows;
};

export type Judged = Pick<Suggested, 'id' | 'a' | 'b' | 'probability' | 'model'> & {
  state: SuggestionState;
  decision: string | null;
  /** Whether the decision holds. */
  holds: boolean;
};

const lockSuggestionSql = statement(
  'SELECT id, a, b, probability, model, state, decision FROM suggestions WHERE id = $1 FOR UPDATE',
);

const decisionHoldsSql = statement('SELECT FROM decisions WHERE id = $1 AND retracted IS NULL');

/** A suggestion that nobody else changes until the end of the transaction. */
export const lockSuggestion = async (tx: Transaction, id: string): Promise<Judged | undefined> => {
  const { rows } = await tx.query<Omit<Judged, 'holds'>>(lockSuggestionSql([id]));
  const [row] = rows;
  if (row === undefined) return undefined;
  const decided = await tx.query(decisionHoldsSql([row.decision]));
  return { ...row, holds: decided.rowCount === 1 };
};

const markJudgedSql = statement('UPDATE suggestions SET state = $2, decision = $3 WHERE id = $1');

export const markJudged = async (
  tx: Transaction,
  { id, state, decision }: { id: string; state: SuggestionState; decision: string },
): Promise<void> => {
  await tx.query(markJudgedSql([id, state, decision]));
};

const deleteLinkageQueueSql = statement('DELETE FROM linkage_queue WHERE subject = ANY ($1::uuid[])');

const deleteAutomaticPastSql = statement(
  'DELETE FROM automatic_past WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])',
);

/** Forgets all that was compared of these subjects and suggested of them. Gives how many suggestions. */
export const forgetCompared = async (tx: Transaction, subjects: readonly string[]): Promise<number> => {
  await deleteRecords(tx, subjects);
  await tx.query(deleteLinkageQueueSql([subjects]));
  await tx.query(deleteAutomaticPastSql([subjects]));
  return forgetSuggestions(tx, subjects);
};
