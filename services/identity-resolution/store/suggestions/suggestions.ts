import { CustomerId, SubjectId, Timestamp } from '@hilo/contracts';
import type { PairScore } from '@hilo/linkage';
import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Pair } from '../../domain/suggestion.ts';
import { deleteRecords, writtenIn } from './linkage-records.ts';

export const SuggestionState = z
  .enum(['open', 'accepted', 'rejected', 'automatic'])
  .describe('automatic: the threshold made one customer of both, and nobody decided.');
export type SuggestionState = z.infer<typeof SuggestionState>;

/** A pair that was compared and is likely enough. */
export type Suggested = Pair & PairScore & { id: string; model: number };

const Side = z.object({
  customer: CustomerId.describe('Who it is now.'),
  subject: SubjectId,
  fields: z.record(z.string(), z.string()).describe('What is compared of the customer, as it was written.'),
});

export const Suggestion = z.object({
  id: z.uuid(),
  state: SuggestionState,
  probability: z.number().describe('That both are one person.'),
  weight: z.number().describe('log2 of the odds of that: the sum of the weights of the fields and of the prior.'),
  fields: z
    .array(z.object({ field: z.string(), level: z.string(), weight: z.number() }))
    .describe('What each says for (or, below 0, against) one person, in bits, and how far it agrees.'),
  model: z.int().describe('The version of the model; 0 is the one that is shipped.'),
  at: Timestamp,
  decision: z.uuid().optional().describe('The decision that answered it, the last time.'),
  sides: z.tuple([Side, Side]),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** Keeps these as open, with the latest score; but not those of which a decision that holds was made. */
export const keepSuggestions = async (tx: Transaction, suggested: readonly Suggested[], now: number): Promise<void> => {
  if (suggested.length === 0) return;
  const ordered = suggested.toSorted((one, two) => (one.id < two.id ? -1 : 1));
  await tx.query({
    name: 'keep-suggestions',
    text: `INSERT INTO suggestions AS s (id, a, b, probability, weight, fields, model, at)
           SELECT id, a, b, probability, weight, fields::jsonb, model, to_timestamp($8::double precision / 1000)
             FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::text[], $7::integer[])
                  AS n (id, a, b, probability, weight, fields, model)
           ON CONFLICT (id) DO UPDATE
              SET probability = EXCLUDED.probability, weight = EXCLUDED.weight, fields = EXCLUDED.fields,
                  model = EXCLUDED.model, state = 'open', at = EXCLUDED.at
            WHERE s.decision IS NULL OR EXISTS (SELECT FROM decisions WHERE id = s.decision AND retracted IS NOT NULL)`,
    values: [
      ordered.map(({ id }) => id),
      ordered.map(({ a }) => a),
      ordered.map(({ b }) => b),
      ordered.map(({ probability }) => probability),
      ordered.map(({ weight }) => weight),
      ordered.map(({ fields }) => JSON.stringify(fields)),
      ordered.map(({ model }) => model),
      now,
    ],
  });
};

/** Forgets what was suggested of these customers, but for those to keep and those of which a decision that holds was made. */
export const dropSuggestions = async (
  tx: Transaction,
  customers: readonly string[],
  keep: readonly string[],
): Promise<number> => {
  const { rowCount } = await tx.query(
    `WITH theirs AS (SELECT i.id FROM identifiers AS h JOIN identifiers AS i ON i.customer = h.customer
                      WHERE h.id = ANY ($1::uuid[]) AND coalesce(i.base, i.customer) = h.id),
          named AS (SELECT s.id FROM suggestions AS s JOIN theirs ON theirs.id = s.a
                    UNION SELECT s.id FROM suggestions AS s JOIN theirs ON theirs.id = s.b)
     DELETE FROM suggestions AS s USING named
      WHERE s.id = named.id AND s.id <> ALL ($2::uuid[])
        AND (s.decision IS NULL OR EXISTS (SELECT FROM decisions WHERE id = s.decision AND retracted IS NOT NULL))`,
    [customers, keep],
  );
  return rowCount ?? 0;
};

/** Forgets what was suggested of identifiers that nothing mentions any more. */
export const forgetSuggestions = async (tx: Transaction, gone: readonly string[]): Promise<number> => {
  if (gone.length === 0) return 0;
  const { rowCount } = await tx.query('DELETE FROM suggestions WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])', [
    gone,
  ]);
  return rowCount ?? 0;
};

/** Those of these pairs of customers whom something says not to be one person. */
export const findApart = async (tx: Transaction, pairs: readonly Pair[]): Promise<Pair[]> => {
  if (pairs.length === 0) return [];
  const { rows } = await tx.query<Pair>(
    `SELECT DISTINCT p.a, p.b FROM unnest($1::uuid[], $2::uuid[]) AS p (a, b)
       CROSS JOIN LATERAL (VALUES (p.a, p.b), (p.b, p.a)) AS side (one, other)
       JOIN identifiers AS h ON h.id = side.one
       JOIN identifiers AS i ON i.customer = h.customer AND coalesce(i.base, i.customer) = side.one
       JOIN denials AS d ON d.node = i.id
       JOIN identifiers AS o ON o.id = ANY (d.from_nodes) AND coalesce(o.base, o.customer) = side.other`,
    [pairs.map(({ a }) => a), pairs.map(({ b }) => b)],
  );
  return rows;
};

type Row = Omit<Suggestion, 'at' | 'sides' | 'decision'> & {
  at: Date;
  decision: string | null;
  a: string;
  b: string;
  customer_a: string;
  customer_b: string;
  fields_a: string | null;
  fields_b: string | null;
};

type Filter = {
  state: SuggestionState;
  minProbability: number;
  /** The subjects of a customer. */
  subjects: readonly string[] | undefined;
  after: readonly [weight: number, id: string] | undefined;
  limit: number;
};

/** A page of suggestions, the most probable first. Open ones are of two customers that there are. */
export const listSuggestions = async (
  pool: Pool,
  { state, minProbability, subjects, after, limit }: Filter,
): Promise<Suggestion[]> => {
  const { rows } = await pool.query<Row>(
    `SELECT s.id, $1 AS state, s.probability, s.weight, s.fields, s.model, s.at, s.decision, s.a, s.b,
            one.customer AS customer_a, other.customer AS customer_b, r.fields AS fields_a, q.fields AS fields_b
       FROM suggestions AS s
       JOIN identifiers AS one ON one.id = s.a AND one.aggregate <> ''
       JOIN identifiers AS other ON other.id = s.b AND other.aggregate <> ''
       LEFT JOIN linkage_records AS r ON r.customer = coalesce(one.base, one.customer)
       LEFT JOIN linkage_records AS q ON q.customer = coalesce(other.base, other.customer)
      WHERE s.state = CASE $1 WHEN 'automatic' THEN 'open' ELSE $1 END AND s.probability >= $2
        AND ($1 <> 'open' OR one.customer <> other.customer)
        AND ($1 <> 'automatic' OR (one.customer = other.customer
                                   AND EXISTS (SELECT FROM automatic_links AS l WHERE l.a = s.a AND l.b = s.b)))
        AND ($3::uuid[] IS NULL OR s.a = ANY ($3::uuid[]) OR s.b = ANY ($3::uuid[]))
        AND ($4::float8 IS NULL OR (s.weight, s.id) < ($4::float8, $5::uuid))
      ORDER BY s.weight DESC, s.id DESC LIMIT $6`,
    [state, minProbability, subjects ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map(suggestionIn);
};

const suggestionIn = ({ a, b, customer_a, customer_b, fields_a, fields_b, decision, at, ...row }: Row): Suggestion => ({
  ...row,
  at: at.toISOString(),
  ...(decision !== null && { decision }),
  sides: [side(a, customer_a, fields_a), side(b, customer_b, fields_b)],
});

const side = (subject: string, customer: string, fields: string | null): z.infer<typeof Side> => ({
  subject,
  customer,
  fields: fields === null ? {} : writtenIn(fields).fields,
});

export type Judged = Pick<Suggested, 'id' | 'a' | 'b' | 'probability' | 'model'> & {
  state: SuggestionState;
  decision: string | null;
  /** Whether the decision holds. */
  holds: boolean;
};

/** A suggestion that nobody else changes until the end of the transaction. */
export const lockSuggestion = async (tx: Transaction, id: string): Promise<Judged | undefined> => {
  const { rows } = await tx.query<Omit<Judged, 'holds'>>(
    'SELECT id, a, b, probability, model, state, decision FROM suggestions WHERE id = $1 FOR UPDATE',
    [id],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const decided = await tx.query('SELECT FROM decisions WHERE id = $1 AND retracted IS NULL', [row.decision]);
  return { ...row, holds: decided.rowCount === 1 };
};

export const markJudged = async (
  tx: Transaction,
  { id, state, decision }: { id: string; state: SuggestionState; decision: string },
): Promise<void> => {
  await tx.query('UPDATE suggestions SET state = $2, decision = $3 WHERE id = $1', [id, state, decision]);
};

/** Forgets all that was compared of these subjects and suggested of them. Gives how many suggestions. */
export const forgetCompared = async (tx: Transaction, subjects: readonly string[]): Promise<number> => {
  await deleteRecords(tx, subjects);
  await tx.query('DELETE FROM linkage_queue WHERE subject = ANY ($1::uuid[])', [subjects]);
  await tx.query('DELETE FROM automatic_past WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[])', [subjects]);
  return forgetSuggestions(tx, subjects);
};
