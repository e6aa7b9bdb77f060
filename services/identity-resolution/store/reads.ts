import { Person } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

/** That a record was read: by which key and for whom, what for, and on which route. */
export type Read = {
  at: number;
  key: string;
  source: string;
  person?: Person | undefined;
  purpose: string;
  route: string;
  customer: string;
};

const Row = z.object({
  id: z.string(),
  at: z.date().transform((at) => at.toISOString()),
  key: z.string(),
  source: z.string(),
  person: Person.nullable(),
  purpose: z.string(),
  route: z.string(),
  customer: z.string(),
});
export type ReadRow = z.infer<typeof Row>;

/** Keeps who read what. */
export const insertReads = async (pool: Transaction | Pool, reads: readonly Read[]): Promise<void> => {
  await pool.query({
    name: 'insert-reads',
    text: `INSERT INTO reads (at, key, source, purpose, route, customer, person)
           SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[])`,
    values: [
      reads.map(({ at }) => new Date(at).toISOString()),
      reads.map(({ key }) => key),
      reads.map(({ source }) => source),
      reads.map(({ purpose }) => purpose),
      reads.map(({ route }) => route),
      reads.map(({ customer }) => customer),
      reads.map(({ person }) => (person === undefined ? null : JSON.stringify(person))),
    ],
  });
};

/** A page of who read the records of these customers, the latest first. */
export const listReads = async (
  pool: Transaction | Pool,
  {
    customers,
    after,
    limit,
  }: { customers: readonly string[]; after: readonly [id: number] | undefined; limit: number },
): Promise<ReadRow[]> => {
  const { rows } = await pool.query(
    `SELECT id, at, key, source, person, purpose, route, customer FROM reads
      WHERE customer = ANY ($1::uuid[]) AND ($2::bigint IS NULL OR id < $2::bigint) ORDER BY id DESC LIMIT $3`,
    [customers, after?.[0] ?? null, limit],
  );
  return z.array(Row).parse(rows);
};
