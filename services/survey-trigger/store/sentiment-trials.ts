import { VerbatimLanguage } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { SentimentTrial } from '../domain/verbatims/sentiment-trial.ts';

const insertSql = statement(`
  WITH old AS (DELETE FROM sentiment_trials WHERE at < to_timestamp($2) - interval '90 days')
  INSERT INTO sentiment_trials (language, at, content) VALUES ($1, to_timestamp($2), $3)`);

/** Keeps what came of a challenger, for 90 days. */
export const keepTrial = async (
  tx: Transaction,
  language: string,
  at: number,
  trial: SentimentTrial,
): Promise<void> => {
  await tx.query(insertSql([language, at / 1000, JSON.stringify(trial)]));
};

const Row = z.object({
  language: VerbatimLanguage,
  at: z.date().transform((at) => at.getTime()),
  content: SentimentTrial,
});
export type KeptTrial = z.infer<typeof Row>;

const latestSql = statement(
  'SELECT DISTINCT ON (language) language, at, content FROM sentiment_trials ORDER BY language, at DESC',
);

/** What came of the newest challenger of each language. */
export const latestTrials = async (pool: Pick<Transaction, 'query'>): Promise<KeptTrial[]> =>
  z.array(Row).parse((await pool.query(latestSql())).rows);
