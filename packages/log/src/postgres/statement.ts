import type { QueryArrayConfig, QueryConfig } from 'pg';

/**
 * SQL, and under which name a connection keeps it prepared, if it does: that pays for what is asked all the time. Behind a pooler
 * that gives every transaction another connection, the pooler has to keep them too (PgBouncer does from 1.21 on).
 */
type Sql = { name?: string; text: string };

/** SQL in every shape that it takes, and the file and line where it is made. */
type Registered = { texts(): string[]; madeAt(): string };

const registered: Registered[] = [];
const textsByName = new Map<string, string>();

/** What the modules that are loaded ask of Postgres. */
export const registeredStatements = (): readonly Registered[] => registered;

/**
 * A statement of constant text: gives what `query` takes, of its values. It is made when its module is loaded, so that a test
 * can prepare it against the tables as they are.
 */
export function statement(sql: string | Sql): (values?: unknown[]) => QueryConfig;
export function statement(sql: Sql & { rowMode: 'array' }): (values?: unknown[]) => QueryArrayConfig;
export function statement(sql: string | Sql): (values?: unknown[]) => QueryConfig {
  const config = typeof sql === 'string' ? { text: sql } : sql;
  refuseSecondText(config);
  register(() => [config.text], statement);
  return (values = []) => ({ ...config, values });
}

/** A connection asks what it has prepared under a name, and pg refuses another text only where both meet. */
const refuseSecondText = ({ name, text }: Sql): void => {
  if (name === undefined) return;
  if ((textsByName.get(name) ?? text) !== text) throw new Error(`two statements have the name ${name}`);
  textsByName.set(name, text);
};

/** A statement over tables of schemas whose names are known only when it is asked, with an example of these names. */
export const statementIn = <Names>(
  example: Names,
  write: (names: Names) => string,
): ((names: Names, values?: unknown[]) => QueryConfig) => {
  register(() => [write(example)], statementIn);
  return (names, values = []) => ({ text: write(names), values });
};

/** What a query builder gives. */
type Composition = { toSQL(): { sql: string; params: unknown[] } };

/** A statement that a query builder composes of what is wanted, with examples of that: all conditions, and none of them. */
export const composed = <Wanted extends unknown[]>(
  compose: (...wanted: Wanted) => Composition,
  examples: readonly Wanted[],
): ((...wanted: Wanted) => QueryConfig) => {
  register(() => examples.map((wanted) => compose(...wanted).toSQL().sql), composed);
  return (...wanted) => {
    const { sql, params } = compose(...wanted).toSQL();
    return { text: sql, values: params };
  };
};

/**
 * What Postgres does not prepare: it makes and removes tables, sets parameters, locks tables, and begins and ends transactions. It
 * may name what is known only when it is done. Whatever reads or writes rows is a statement.
 */
export const command = (text: string): QueryConfig => {
  if (/^[\s(]*(select|insert|update|delete|merge|with|values)\b/i.test(text))
    throw new Error(`this is a statement, and no command: ${text}`);
  return { text };
};

const register = (texts: Registered['texts'], maker: (...all: never[]) => unknown): void => {
  const place: { stack?: string } = {};
  Error.captureStackTrace(place, maker);
  registered.push({ texts, madeAt: () => placeIn(place.stack ?? '') });
};

/** The first place in a stack, from the folder of the project on. */
const placeIn = (stack: string): string => /((?:services|packages)\/[^\s()]+:\d+):\d+/.exec(stack)?.[1] ?? stack;
