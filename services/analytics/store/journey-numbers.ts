import { statement } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const NumberedStep = z.object({ no: z.int(), channel: z.string(), touchpoint: z.string(), kind: z.string() });
export type NumberedStep = z.infer<typeof NumberedStep>;

const listStepsSql = statement('SELECT no, channel, touchpoint, kind FROM steps ORDER BY no');

/** Every step that there ever was. */
export const listSteps = async (pool: Pool): Promise<NumberedStep[]> => {
  const { rows } = await pool.query(listStepsSql());
  return z.array(NumberedStep).parse(rows);
};

const NumberedWord = z.object({ no: z.int(), word: z.string() });

const findWordNumbersSql = statement('SELECT no, word FROM words WHERE word = ANY ($1::text[])');

/** The numbers of these words; of those that nobody has said there is none. */
export const findWordNumbers = async (pool: Pool, words: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  if (words.length === 0) return new Map();
  const { rows } = await pool.query(findWordNumbersSql([words]));
  return new Map(
    z
      .array(NumberedWord)
      .parse(rows)
      .map(({ no, word }) => [word, no]),
  );
};

const readWordsSql = statement('SELECT no, word FROM words WHERE no = ANY ($1::integer[])');

/** What these numbers stand for. */
export const readWords = async (pool: Pool, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> => {
  if (numbers.length === 0) return new Map();
  const { rows } = await pool.query(readWordsSql([numbers]));
  return new Map(
    z
      .array(NumberedWord)
      .parse(rows)
      .map(({ no, word }) => [no, word]),
  );
};

const NumberedCustomer = z.object({ no: z.int(), id: z.string() });

const readCustomersSql = statement('SELECT no, id FROM customers WHERE no = ANY ($1::integer[]) ORDER BY no');

/** The ids of customers by their numbers, in the order of these. */
export const readCustomerIds = async (pool: Pool, numbers: readonly number[]): Promise<string[]> => {
  if (numbers.length === 0) return [];
  const { rows } = await pool.query(readCustomersSql([numbers]));
  return z
    .array(NumberedCustomer)
    .parse(rows)
    .map(({ id }) => id);
};

const StepOffered = NumberedStep.omit({ no: true }).extend({ n: z.coerce.number() });

const listOfferedSql = statement(`
  SELECT s.channel, s.touchpoint, s.kind, sum(v.n) AS n FROM volumes AS v JOIN steps AS s ON s.no = v.step
   GROUP BY s.no HAVING sum(v.n) > 0 ORDER BY sum(v.n) DESC, s.channel, s.touchpoint, s.kind LIMIT $1`);

/** The steps of which there are interactions that count, those with the most first. */
export const listOfferedSteps = async (pool: Pool, limit: number): Promise<z.infer<typeof StepOffered>[]> => {
  const { rows } = await pool.query(listOfferedSql([limit]));
  return z.array(StepOffered).parse(rows);
};
