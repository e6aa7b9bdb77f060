import { Person } from '@hilo/contracts';
import { compose, composed, given, statement, type Transaction } from '@hilo/runtime';
import { and, desc, lt, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { z } from 'zod';
import { reads } from '../schema.ts';

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

const insertReadsSql = statement({
  name: 'insert-reads',
  text: `INSERT INTO reads (at, key, source, purpose, route, customer, person)
         SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[])`,
});

/** Keeps who read what. */
export const insertReads = async (pool: Transaction | Pool, read: readonly Read[]): Promise<void> => {
  await pool.query(
    insertReadsSql([
      read.map(({ at }) => new Date(at).toISOString()),
      read.map(({ key }) => key),
      read.map(({ source }) => source),
      read.map(({ purpose }) => purpose),
      read.map(({ route }) => route),
      read.map(({ customer }) => customer),
      read.map(({ person }) => (person === undefined ? null : JSON.stringify(person))),
    ]),
  );
};

type Page = { customers: readonly string[]; after: readonly [id: number] | undefined; limit: number };

const listReadsSql = composed(
  ({ customers, after, limit }: Page) =>
    compose
      .select()
      .from(reads)
      .where(
        and(
          sql`${reads.customer} = ANY (${sql.param(customers)}::uuid[])`,
          given(after, ([id]) => lt(reads.id, id)),
        ),
      )
      .orderBy(desc(reads.id))
      .limit(limit),
  [[{ customers: [], after: undefined, limit: 1 }], [{ customers: [], after: [1], limit: 1 }]],
);

/** A page of who read the records of these customers, the latest first. */
export const listReads = async (pool: Transaction | Pool, page: Page): Promise<ReadRow[]> => {
  const { rows } = await pool.query(listReadsSql(page));
  return z.array(Row).parse(rows);
};
