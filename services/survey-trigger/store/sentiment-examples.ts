import { VerbatimPolarity } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { judgeVersion, type NotedExample, polarities, unpackedInput } from '@hilo/sentiment';
import { z } from 'zod';
import { CountsByPolarity } from '../domain/verbatims/sentiment-trial.ts';

type Queryable = Pick<Transaction, 'query'>;

/** What was said by the same head and lists, each answer once, as its latest revision has it. */
const answers = `
  SELECT DISTINCT ON (example) id, scored_as AS "scoredAs", input, judged_at AS at,
         bool_or(coalesce(learnt_by = $3, false)) OVER (PARTITION BY example) AS "isLearnt"
    FROM verbatims WHERE language = $1 AND input IS NOT NULL AND split_part(version, '+', 1) = $2
   ORDER BY example, judged_at DESC, id`;

const readSql = statement(`
  WITH answers AS (${answers})
  SELECT * FROM (SELECT *, row_number() OVER (ORDER BY at DESC, id) AS place FROM answers) AS a
   WHERE place <= $4 OR "isLearnt" ORDER BY at, id`);

const Row = z.object({
  id: z.string(),
  scoredAs: VerbatimPolarity,
  input: z.instanceof(Uint8Array),
  at: z.date().transform((at) => at.getTime()),
  isLearnt: z.boolean(),
});

/** So many answers are learnt of, the newest ones: more bring little. */
const mostLearnt = 5000;

/** The answers of a language that carry a score beside the words, the newest ones, and all of which the head with this number was learnt. */
export const readExamples = async (tx: Queryable, language: string, number: number): Promise<NotedExample[]> => {
  const { rows } = await tx.query(readSql([language, judgeVersion, number, mostLearnt]));
  return z
    .array(Row)
    .parse(rows)
    .map(({ scoredAs, input, ...one }) => ({
      ...one,
      label: polarities.indexOf(scoredAs),
      input: unpackedInput(input),
    }));
};

const countSql = statement(`
  SELECT language, count(*) FILTER (WHERE scored_as = 'negative')::int AS negative,
         count(*) FILTER (WHERE scored_as = 'neutral')::int AS neutral, count(*) FILTER (WHERE scored_as = 'positive')::int AS positive
    FROM (SELECT DISTINCT ON (example) language, scored_as FROM verbatims
           WHERE input IS NOT NULL AND split_part(version, '+', 1) = $1 ORDER BY example, judged_at DESC, id) AS answers
   GROUP BY language ORDER BY language`);

const Counted = CountsByPolarity.extend({ language: z.string() });

/** How many there are, by language and by what the score says. */
export const countExamples = async (pool: Queryable): Promise<z.infer<typeof Counted>[]> =>
  z.array(Counted).parse((await pool.query(countSql([judgeVersion]))).rows);

const markSql = statement(`
  UPDATE verbatims SET learnt_by = CASE WHEN id = ANY ($3::uuid[]) THEN $2::integer END
   WHERE id IN (SELECT id FROM verbatims WHERE language = $1 AND input IS NOT NULL AND (learnt_by IS NOT NULL OR id = ANY ($3::uuid[]))
                 ORDER BY id FOR UPDATE)`);

/** Notes of which of these the head with this number was learnt, and of no other. */
export const markLearnt = async (
  tx: Transaction,
  language: string,
  number: number,
  learnt: readonly string[],
): Promise<void> => {
  await tx.query(markSql([language, number, learnt]));
};

/** So many answers are kept to learn of. */
const mostKept = 10_000;

const trimSql = statement(`
  UPDATE verbatims SET example = NULL, scored_as = NULL, input = NULL, learnt_by = NULL WHERE id IN (
    SELECT id FROM (SELECT id, learnt_by, version, row_number() OVER (ORDER BY judged_at DESC, id) AS place
                      FROM verbatims WHERE language = $1 AND input IS NOT NULL) AS v
     WHERE split_part(version, '+', 1) <> $2 OR place > $3 AND learnt_by IS NULL ORDER BY id)`);

/** Forgets what was noted for learning of older answers, and of what an earlier release saw otherwise. */
export const trimExamples = async (tx: Transaction, language: string): Promise<void> => {
  await tx.query(trimSql([language, judgeVersion, mostKept]));
};
