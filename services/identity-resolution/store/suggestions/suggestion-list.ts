import { CustomerId, SubjectId, Timestamp } from '@hilo/contracts';
import { compose, composed, given, named, statement } from '@hilo/runtime';
import { and, desc, eq, getTableColumns, gte, ne, not, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Pool } from 'pg';
import { z } from 'zod';
import { automaticLinks, identifiers, linkageRecords, suggestions } from '../../schema.ts';
import { beforeAllKeys } from '../graph/interactions.ts';
import { writtenIn } from './linkage-records.ts';
import { SuggestionState } from './suggestions.ts';

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

const one = alias(identifiers, 'one');
const other = alias(identifiers, 'other');
const recordOfOne = alias(linkageRecords, 'record_of_one');
const recordOfOther = alias(linkageRecords, 'record_of_other');

const isOneCustomer = eq(one.customer, other.customer);

/** An open suggestion is of two customers; one that is linked automatically is open too, and both are one customer. */
const isIn: Readonly<Record<SuggestionState, SQL | undefined>> = {
  open: and(eq(suggestions.state, 'open'), not(isOneCustomer)),
  automatic: and(
    eq(suggestions.state, 'open'),
    isOneCustomer,
    sql`EXISTS (SELECT FROM ${automaticLinks} AS l WHERE l.a = ${suggestions.a} AND l.b = ${suggestions.b})`,
  ),
  accepted: eq(suggestions.state, 'accepted'),
  rejected: eq(suggestions.state, 'rejected'),
};

const listSuggestionsSql = composed(
  ({ state, minProbability, subjects, after, limit }: Filter) =>
    compose
      .select(
        named({
          ...getTableColumns(suggestions),
          state: sql`${state}::text`,
          customer_a: one.customer,
          customer_b: other.customer,
          fields_a: recordOfOne.fields,
          fields_b: recordOfOther.fields,
        }),
      )
      .from(suggestions)
      .innerJoin(one, and(eq(one.id, suggestions.a), ne(one.aggregate, '')))
      .innerJoin(other, and(eq(other.id, suggestions.b), ne(other.aggregate, '')))
      .leftJoin(recordOfOne, sql`${recordOfOne.customer} = coalesce(${one.base}, ${one.customer})`)
      .leftJoin(recordOfOther, sql`${recordOfOther.customer} = coalesce(${other.base}, ${other.customer})`)
      .where(
        and(
          isIn[state],
          gte(suggestions.probability, minProbability),
          given(subjects, (ids) => {
            const any = sql`ANY (${sql.param(ids)}::uuid[])`;
            return sql`(${suggestions.a} = ${any} OR ${suggestions.b} = ${any})`;
          }),
          given(
            after,
            ([weight, id]) => sql`(${suggestions.weight}, ${suggestions.id}) < (${weight}::float8, ${id}::uuid)`,
          ),
        ),
      )
      .orderBy(desc(suggestions.weight), desc(suggestions.id))
      .limit(limit),
  [
    ...SuggestionState.options.map((state): [Filter] => [
      { state, minProbability: 0, subjects: undefined, after: undefined, limit: 1 },
    ]),
    [{ state: 'open', minProbability: 0, subjects: [], after: [0, beforeAllKeys], limit: 1 }],
  ],
);

/** A page of suggestions, the most probable first. Open ones are of two customers that there are. */
export const listSuggestions = async (pool: Pool, filter: Filter): Promise<Suggestion[]> => {
  const { rows } = await pool.query<Row>(listSuggestionsSql(filter));
  return rows.map(suggestionIn);
};

const countOpenSql = statement(`
  SELECT count(*) AS open
    FROM suggestions s JOIN identifiers one ON one.id = s.a AND one.aggregate <> ''
    JOIN identifiers other ON other.id = s.b AND other.aggregate <> ''
   WHERE s.state = 'open' AND one.customer <> other.customer AND s.probability >= $1`);

/** How many the list of open ones has, in all its pages. */
export const countOpen = async (pool: Pool, minProbability: number): Promise<number> => {
  const { rows } = await pool.query<{ open: string }>(countOpenSql([minProbability]));
  return Number(rows[0]?.open ?? 0);
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
