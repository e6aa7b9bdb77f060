import { statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { JudgedVerbatim } from '../domain/verbatims/judged.ts';

const { shape } = JudgedVerbatim;
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);
const time = z.date().transform((at) => at.toISOString());

const ListedVerbatim = JudgedVerbatim.extend({
  question: orNothing(shape.question),
  language: orNothing(shape.language),
  polarity: orNothing(shape.polarity),
  confidence: orNothing(shape.confidence),
  score: orNothing(shape.score),
  subject: z.string(),
  source: z.string(),
  interaction: z.string(),
  occurredAt: time,
  judgedAt: time,
  orderedAt: z.string(),
});
export type ListedVerbatim = z.infer<typeof ListedVerbatim>;

const columns = `v.id, v.part, v.question, v.language, v.polarity, v.confidence, v.score, v.topics, v.words, v.method, v.version,
  v.judged_at AS "judgedAt", h.subject, h.source, h.interaction, h.occurred_at AS "occurredAt",
  to_char(h.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "orderedAt"`;

const findSql = statement(`SELECT ${columns} FROM verbatims v JOIN heard_texts h ON h.id = v.heard WHERE v.id = $1`);

/** How one verbatim was judged. */
export const findVerbatim = async (pool: Pool, id: string): Promise<ListedVerbatim | undefined> => {
  const { rows } = await pool.query(findSql([id]));
  return rows[0] && ListedVerbatim.parse(rows[0]);
};

const listSql = statement(`
  SELECT ${columns} FROM heard_texts h JOIN verbatims v ON v.heard = h.id
   WHERE h.subject IN (SELECT subject FROM claims WHERE customer = $1)
     AND ($2::text IS NULL OR v.polarity = $2)
     AND ($3::timestamptz IS NULL OR (h.occurred_at, v.id) < ($3, $4::uuid))
   ORDER BY h.occurred_at DESC, v.id DESC LIMIT $5`);

export type VerbatimFilter = { customer: string; polarity: string | undefined };

/** What a customer wrote, as it was judged; the latest first. */
export const listVerbatims = async (
  pool: Pool,
  { customer, polarity }: VerbatimFilter,
  { after, limit }: { after: readonly [string, string] | undefined; limit: number },
): Promise<ListedVerbatim[]> => {
  const { rows } = await pool.query(
    listSql([customer, polarity ?? null, after?.[0] ?? null, after?.[1] ?? null, limit]),
  );
  return z.array(ListedVerbatim).parse(rows);
};

const ofTextsSql = statement(`
  SELECT ${columns} FROM verbatims v JOIN heard_texts h ON h.id = v.heard WHERE h.id = ANY ($1::uuid[])
   ORDER BY h.occurred_at, h.id, v.part`);

/** How was judged what was written in these interactions, by the ids of their texts. */
export const verbatimsOfTexts = async (
  tx: Pick<Transaction, 'query'>,
  texts: readonly string[],
): Promise<ListedVerbatim[]> => {
  if (texts.length === 0) return [];
  return z.array(ListedVerbatim).parse((await tx.query(ofTextsSql([texts]))).rows);
};
