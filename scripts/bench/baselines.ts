import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AcceptedInteraction } from '@hilo/contracts';
import type { Pool } from 'pg';
import { from } from 'pg-copy-streams';

/** The table of the floor: the same facts, one table, one index. */
export const createFloor = async (pool: Pool): Promise<void> => {
  await pool.query('CREATE TABLE floor (key uuid PRIMARY KEY, content text NOT NULL)');
  await pool.query(
    'CREATE TABLE naive_people (id text PRIMARY KEY, interactions integer NOT NULL, last_at text NOT NULL)',
  );
  await pool.query('CREATE TABLE naive_facts (key uuid PRIMARY KEY, person text NOT NULL, content text NOT NULL)');
};

const keyOf = ({ source, id }: AcceptedInteraction): string =>
  createHash('md5').update(`${source}\0${id}`).digest('hex');

/** Rows as COPY reads them, made before anything is timed. */
export const copyRows = (facts: readonly AcceptedInteraction[]): string[] =>
  facts.map((fact) => `${keyOf(fact)}\t${JSON.stringify(fact).replaceAll('\\', '\\\\')}\n`);

/** Copies the rows in one transaction; gives rows per second. */
export const copyFacts = async (pool: Pool, rows: readonly string[]): Promise<number> => {
  const client = await pool.connect();
  try {
    const startedAt = performance.now();
    await pipeline(Readable.from([rows.join('')]), client.query(from('COPY floor (key, content) FROM STDIN')));
    return (rows.length / (performance.now() - startedAt)) * 1000;
  } finally {
    client.release();
  }
};

/** What the obvious code does: a transaction for every event, with a lookup and two upserts; gives events per second. */
export const oneTransactionPerEvent = async (pool: Pool, facts: readonly AcceptedInteraction[]): Promise<number> => {
  const client = await pool.connect();
  try {
    const startedAt = performance.now();
    for (const fact of facts) {
      const person = fact.identifiers.map(({ kind, value }) => `${kind}:${value}`).join();
      await client.query('BEGIN');
      await client.query('SELECT interactions FROM naive_people WHERE id = $1 FOR UPDATE', [person]);
      await client.query('INSERT INTO naive_facts VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
        keyOf(fact),
        person,
        JSON.stringify(fact),
      ]);
      await client.query(
        `INSERT INTO naive_people AS p VALUES ($1, 1, $2)
         ON CONFLICT (id) DO UPDATE SET interactions = p.interactions + 1, last_at = EXCLUDED.last_at`,
        [person, fact.occurredAt],
      );
      await client.query('COMMIT');
    }
    return (facts.length / (performance.now() - startedAt)) * 1000;
  } finally {
    client.release();
  }
};
