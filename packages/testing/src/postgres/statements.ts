import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { registeredStatements } from '@hilo/log/statement';
import { migrate, openDatabase, provisionSchemas, rolledBack, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { createTestDatabase } from './database.ts';

/** These begin to work when they are loaded, or belong to a tool; and all that they load is loaded by others. */
const left = /(^|\/)(main|drizzle\.config|[a-z-]*-?thread)\.ts$|\.test\.ts$|^(test|migrations|node_modules)\//;

/** Loads every module of a service or a package, so that its statements are registered. */
export const loadModules = async (folder: string): Promise<void> => {
  const modules = globSync('**/*.ts', { cwd: folder, exclude: ['node_modules'] }).filter((path) => !left.test(path));
  for (const path of modules) await import(pathToFileURL(join(folder, path)).href);
};

type Prepared = { prepared: number; refused: string[] };

/** Prepares all that a service asks, over its migrated tables. */
export const prepareService = async (folder: string, schema: string): Promise<Prepared> => {
  await loadModules(folder);
  const database = await createTestDatabase();
  const urls = await provisionSchemas({ adminUrl: database.url, secret: 'a secret of the tests' }, [schema]);
  const pool = openDatabase({ connectionString: urls[schema] ?? '', schema, logger: { warn: () => {} } });
  try {
    await migrate(pool, join(folder, 'migrations'));
    return await prepareStatements(pool, { in: [`services/${basename(folder)}/`, 'packages/runtime/'] });
  } finally {
    await pool.end();
    await database.drop();
  }
};

type Some = {
  /** Where they are made, from the folder of the project on: the beginnings of paths. */
  in: readonly string[];
  butIn?: readonly string[];
  /** Where their tables are looked for; where the pool looks, unless it is given. */
  searchPath?: string;
};

/** How many there are, and what Postgres says of those that it cannot prepare over these tables. Nothing stays. */
export const prepareStatements = (pool: Pool, { in: places, butIn = [], searchPath }: Some): Promise<Prepared> =>
  rolledBack(pool, async (tx) => {
    if (searchPath !== undefined) await tx.query(`SET LOCAL search_path TO ${searchPath}`);
    const statements = registeredStatements()
      .map(({ texts, madeAt }) => ({ place: madeAt(), texts }))
      .filter(({ place }) => places.some((one) => place.startsWith(one)) && !butIn.some((one) => place.startsWith(one)))
      .flatMap(({ place, texts }) =>
        texts().flatMap((text) => text.split(/;\s+/).map((part) => ({ place, text: part }))),
      );
    const refused: string[] = [];
    // What is kept in a table for others comes first.
    for (const { place, text } of statements.toSorted(
      (one, two) => Number(isRun(two.text)) - Number(isRun(one.text)),
    )) {
      const words = await refusalOf(tx, text);
      if (words !== undefined) refused.push(`${place}: ${words}\n${text}`);
    }
    return { prepared: statements.length, refused };
  });

/** Postgres prepares nothing but what reads or writes rows. */
const isRun = (text: string): boolean => /^\s*(CREATE|LOCK)\b/.test(text);

const refusalOf = async (tx: Transaction, text: string): Promise<string | undefined> => {
  await tx.query('SAVEPOINT one');
  try {
    if (isRun(text)) await tx.query(text, valuesFor(text));
    else await tx.query(`PREPARE one AS ${text}`);
    await tx.query(isRun(text) ? 'RELEASE SAVEPOINT one' : 'DEALLOCATE one');
    return undefined;
  } catch (error) {
    await tx.query('ROLLBACK TO SAVEPOINT one');
    return error instanceof Error ? error.message : String(error);
  }
};

const valuesFor = (text: string): null[] =>
  Array.from(
    { length: Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number))) },
    () => null,
  );
