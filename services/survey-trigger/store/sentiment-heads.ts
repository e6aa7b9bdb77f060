import { VerbatimLanguage } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { type Heads, judgeVersion, PolarityHead } from '@hilo/sentiment';
import type { Pool } from 'pg';
import { z } from 'zod';
import { CountsByPolarity, SentimentTrial } from '../domain/verbatims/sentiment-trial.ts';

type Queryable = Pick<Transaction, 'query'>;
type Language = z.infer<typeof VerbatimLanguage>;

/** By which what it judged is known: two of them are not on one scale. */
export const headVersion = (language: Language, number: number): string => `${judgeVersion}+${language}-${number}`;

const inForceSql = statement({
  name: 'sentiment-heads-in-force',
  text: `SELECT string_agg(concat_ws(' ', language, number, since), ',' ORDER BY language) AS key,
                CASE WHEN string_agg(concat_ws(' ', language, number, since), ',' ORDER BY language) IS DISTINCT FROM $1
                     THEN jsonb_agg(jsonb_build_object('language', language, 'number', number, 'head', head)) END AS heads
           FROM sentiment_heads WHERE head IS NOT NULL AND base = $2`,
});

const InForce = z.array(z.object({ language: VerbatimLanguage, number: z.int(), head: PolarityHead }));

/** The heads that were learnt and judge now; where there is none in a language, the shipped one does. */
export type HeadsInForce = { latest(tx: Queryable): Promise<Heads> };

/** Read once; after that a transaction asks for their numbers alone. */
export const openHeads = (): HeadsInForce => {
  let known: { key: string | null; heads: Heads } = { key: null, heads: {} };
  return {
    latest: async (tx) => {
      const { rows } = await tx.query<{ key: string | null; heads: unknown }>(inForceSql([known.key, judgeVersion]));
      const { key = null, heads = null } = rows[0] ?? {};
      if (key === known.key) return known.heads;
      const read = InForce.parse(heads ?? []);
      known = {
        key,
        heads: Object.fromEntries(
          read.map(({ language, number, head }) => [language, { version: headVersion(language, number), head }]),
        ),
      };
      return known.heads;
    },
  };
};

/** Of what a head was learnt, and how it did when it replaced the one before. */
const HeadContent = z.object({
  learntFrom: CountsByPolarity,
  from: z.number(),
  to: z.number(),
  figure: SentimentTrial.shape.figures.unwrap().shape.challenger.optional(),
});
export type HeadContent = z.infer<typeof HeadContent>;

const date = z.date().transform((at) => at.getTime());
const Row = z.object({
  language: VerbatimLanguage,
  nextAt: date,
  number: z.int(),
  head: PolarityHead.nullable(),
  since: date.nullable(),
  content: HeadContent.nullable(),
});
export type KeptHead = z.infer<typeof Row>;

const readSql = statement(`
  SELECT language, next_at AS "nextAt", number, CASE WHEN base = $1 THEN head END AS head, since, content
    FROM sentiment_heads ORDER BY language`);

/** What there is of each language: a head that was learnt, or none that can be used. */
export const readHeads = async (pool: Queryable): Promise<KeptHead[]> =>
  z.array(Row).parse((await pool.query(readSql([judgeVersion]))).rows);

const beginSql = statement(`
  INSERT INTO sentiment_heads (language, next_at) SELECT language, to_timestamp($2) FROM unnest($1::text[]) AS l (language) ORDER BY 1
  ON CONFLICT (language) DO NOTHING`);

/** These languages are learnt from that moment on, unless that was said before. */
export const beginLearning = async (pool: Pool, languages: readonly string[], at: number): Promise<void> => {
  await pool.query(beginSql([languages, at / 1000]));
};

const claimSql = statement(`
  UPDATE sentiment_heads SET next_at = to_timestamp($2) WHERE language IN (
    SELECT language FROM sentiment_heads WHERE next_at <= to_timestamp($1) ORDER BY language LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING language`);

/** A language of which it is time to learn, which nobody else does until then, whatever becomes of whoever asks. */
export const claimLearning = async (pool: Pool, now: number, until: number): Promise<Language | undefined> => {
  const { rows } = await pool.query(claimSql([now / 1000, until / 1000]));
  return rows[0] && VerbatimLanguage.parse(rows[0].language);
};

const putOffSql = statement('UPDATE sentiment_heads SET next_at = to_timestamp($2) WHERE language = $1');

export const putOffLearning = async (tx: Queryable, language: Language, at: number): Promise<void> => {
  await tx.query(putOffSql([language, at / 1000]));
};

const keepSql = statement(`
  UPDATE sentiment_heads SET number = number + 1, head = $3, base = $4, since = to_timestamp($5), content = $6
   WHERE language = $1 AND number = $2 RETURNING number`);

export type NewHead = { head: PolarityHead; content: HeadContent };

/**
 * From now on this one judges, or with none the shipped one; gives its number. Nothing where somebody else has changed it meanwhile.
 */
export const keepHead = async (
  tx: Transaction,
  { language, number }: Pick<KeptHead, 'language' | 'number'>,
  fresh: NewHead | undefined,
  now: number,
): Promise<number | undefined> => {
  const [head, content] = [fresh?.head ?? null, fresh?.content ?? null].map((one) => one && JSON.stringify(one));
  const { rows } = await tx.query<{ number: number }>(
    keepSql([language, number, head, fresh ? judgeVersion : null, now / 1000, content]),
  );
  return rows[0]?.number;
};
