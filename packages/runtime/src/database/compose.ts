import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';

/** Composes what `composed` asks, of the tables of a `schema.ts`. */
export const compose = new QueryBuilder();

/** What to select, each under the name that it has in a row: what is composed is sent by pg, which knows of no other names. */
export const named = (columns: Readonly<Record<string, SQLWrapper>>): Record<string, SQL.Aliased> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, sql`${column}`.as(name)]));

/** A condition, if there is a value for it. */
export const given = <Value>(
  value: Value | undefined,
  condition: (value: Value) => SQL | undefined,
): SQL | undefined => (value === undefined ? undefined : condition(value));
