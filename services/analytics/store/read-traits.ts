import { compose, composed, named, type Transaction } from '@hilo/runtime';
import type { SegmentCondition } from '@hilo/segments';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { exampleCondition } from '../domain/segment-example.ts';
import { customerProfiles, customers } from '../schema.ts';
import { traitOf } from './asked/facts.ts';
import { membersOf } from './segment-members.ts';

/** Numbers of customers, four bytes each. */
const packed = (no: SQL): SQL => sql`string_agg(int4send(${no}), NULL)`;

const Packed = z.instanceof(Uint8Array).nullable();

const numbersIn = (bytes: z.infer<typeof Packed>): number[] => {
  const buffer = Buffer.from(bytes ?? []);
  return Array.from({ length: buffer.length / 4 }, (_, at) => buffer.readInt32BE(at * 4));
};

const people = sql`${customers} JOIN ${customerProfiles} ON ${customerProfiles.customer} = ${customers.id}
  AND ${customers.no} IS NOT NULL AND NOT ${customers.ambiguous}`;

/** The customers who have a trait, with its value. */
const valuesOf = (name: string): SQL =>
  sql`(SELECT ${customers.no} AS no, ${traitOf(name)} AS value FROM ${people}) AS t`;

const readTraitSql = composed(
  (name: string, most: number) =>
    compose
      .select(named({ value: sql`value`, customers: packed(sql`no`) }))
      .from(valuesOf(name))
      .where(sql`value IS NOT NULL`)
      .groupBy(sql`value`)
      .orderBy(sql`value COLLATE "C"`)
      .limit(most),
  [['tier', 1]],
);

const TraitValue = z.object({ value: z.string(), customers: Packed.transform(numbersIn) });

/** The values of a trait, in order, each with the customers who have it today; so many values at the most. */
export const readTrait = async (tx: Transaction, name: string, most: number): Promise<z.infer<typeof TraitValue>[]> => {
  const { rows } = await tx.query(readTraitSql(name, most));
  return z.array(TraitValue).parse(rows);
};

const readTraitsOfSql = composed(
  (name: string, numbers: readonly number[]) =>
    compose
      .select(named({ no: customers.no, value: traitOf(name) }))
      .from(people)
      .where(sql`${customers.no} = ANY (${sql.param([...numbers])}::integer[])`),
  [['tier', [1, 2]]],
);

const TraitOfOne = z.object({ no: z.int(), value: z.string().nullable() });

/** What these customers have of a trait today. */
export const readTraitsOf = async (
  tx: Transaction,
  name: string,
  numbers: readonly number[],
): Promise<z.infer<typeof TraitOfOne>[]> => {
  const { rows } = await tx.query(readTraitsOfSql(name, numbers));
  return z.array(TraitOfOne).parse(rows);
};

const Customers = z.object({ customers: Packed.transform(numbersIn) });

const readTraitHoldersSql = composed(
  (name: string, values: readonly string[] | undefined) =>
    compose
      .select(named({ customers: packed(sql`no`) }))
      .from(valuesOf(name))
      .where(values === undefined ? sql`value IS NOT NULL` : sql`value = ANY (${sql.param([...values])}::text[])`),
  [
    ['tier', ['gold']],
    ['tier', undefined],
  ],
);

/** The customers who have one of these values of a trait today; without values, any. */
export const readTraitHolders = async (
  tx: Transaction,
  name: string,
  values?: readonly string[],
): Promise<number[]> => {
  const { rows } = await tx.query(readTraitHoldersSql(name, values));
  return Customers.parse(rows[0]).customers;
};

const readMembersSql = composed(
  (condition: SegmentCondition, now: number) =>
    compose.select(named({ customers: packed(sql`customer`) })).from(sql`(${membersOf(condition, now)}) AS m`),
  [[exampleCondition, 0]],
);

/** The customers who are in a segment at this instant, in milliseconds since the epoch. */
export const readMembers = async (tx: Transaction, condition: SegmentCondition, now: number): Promise<number[]> => {
  const { rows } = await tx.query(readMembersSql(condition, now));
  return Customers.parse(rows[0]).customers;
};
