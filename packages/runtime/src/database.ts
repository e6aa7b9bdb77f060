import { createHmac } from 'node:crypto';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { isUnfit } from './errors.ts';
import type { Logger } from './logger.ts';

export type Transaction = Pick<PoolClient, 'query'>;

export type DatabaseOptions = {
  connectionString: string;
  /** The one schema that the service owns; every name in its SQL is found there. */
  schema: string;
  logger: Pick<Logger, 'warn'>;
  maxConnections?: number;
  /** Planner settings and the like, for every connection. */
  settings?: Readonly<Record<string, string>>;
};

/** A pool that survives a restart of the server, and never waits for ever on a dead socket. */
export const openDatabase = ({
  connectionString,
  schema,
  logger,
  maxConnections = 8,
  settings = {},
}: DatabaseOptions): Pool => {
  const options = Object.entries({ search_path: schema, random_page_cost: '1.1', jit: 'off', ...settings });
  const config: PoolConfig = {
    connectionString,
    application_name: `hilo ${schema}`,
    options: options.map(([name, value]) => `-c ${name}=${value}`).join(' '),
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  };
  const pool = new Pool(config);
  // Without a listener, a restart of the server would end this process.
  pool.on('error', (error) => logger.warn({ schema, reason: error.message }, 'an idle database connection was lost'));
  return pool;
};

/** Everything or nothing: commits if the work resolves, rolls back if it rejects. */
export const transaction = <Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  inTransaction(pool, 'BEGIN', work);

/** Every statement of the work sees the same moment, that of the first one which is not a lock; none of them writes. */
export const snapshot = <Result>(pool: Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  inTransaction(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', work);

const inTransaction = async <Result>(
  pool: Pool,
  begin: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  // The pool listens to idle connections only; one that is lost between two statements would end this process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    // The plans that a connection keeps outlive what they were made for: the next attempt has to make its own.
    if (isUnfit(error)) broken ??= new Error('the connection may hold plans from before a change');
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};

const migrationLock = 7_141_503;

/** Applies the migrations that the schema has not seen yet, in order, each once, however many instances start at once. */
export const migrate = (pool: Pool, migrationsFolder: string): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))', [migrationLock]);
    await tx.query(
      'CREATE TABLE IF NOT EXISTS migrations (hash text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await tx.query<{ hash: string }>('SELECT hash FROM migrations');
    const applied = new Set(rows.map(({ hash }) => hash));
    for (const migration of readMigrationFiles({ migrationsFolder })) {
      if (applied.has(migration.hash)) continue;
      for (const statement of migration.sql) await tx.query(statement);
      await tx.query('INSERT INTO migrations (hash) VALUES ($1)', [migration.hash]);
    }
  });

/**
 * A role and a schema for each service, which can read no other's; gives each its connection string. In a further schema, a
 * service may build what takes the place of its tables.
 */
export const provisionSchemas = async (
  { adminUrl, secret }: { adminUrl: string; secret: string },
  schemas: readonly string[],
  further: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> => {
  const pool = new Pool({ connectionString: adminUrl, max: 1, connectionTimeoutMillis: 10_000 });
  try {
    return await transaction(pool, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      const { rows } = await tx.query<{ name: string }>('SELECT current_database() AS name');
      const database = rows[0]?.name ?? '';
      const urls: Record<string, string> = {};
      for (const schema of schemas) {
        const role = roleName(database, schema);
        const password = createHmac('sha256', secret).update(`role ${role}`).digest('hex');
        const owned = [schema, ...(further[schema] === undefined ? [] : [further[schema]])];
        await provisionSchema(tx, { database, owned, role, password });
        urls[schema] = withCredentials(adminUrl, role, password);
      }
      return urls;
    });
  } finally {
    await pool.end();
  }
};

/** Roles belong to the whole server, so the database is part of the name. Postgres cuts names at 63 bytes. */
const roleName = (database: string, schema: string): string => `${database.slice(0, 40)}_${schema}`;

const provisionSchema = async (
  tx: Transaction,
  { database, owned, role, password }: { database: string; owned: readonly string[]; role: string; password: string },
): Promise<void> => {
  const quoted = `"${role.replaceAll('"', '""')}"`;
  const { rowCount } = await tx.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  // The password is hexadecimal, so it needs no quoting; neither statement takes parameters.
  await tx.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${quoted} LOGIN PASSWORD '${password}'`);
  await tx.query(`GRANT ${quoted} TO CURRENT_USER`);
  for (const schema of owned) {
    await tx.query(`CREATE SCHEMA IF NOT EXISTS "${schema}" AUTHORIZATION ${quoted}`);
    await tx.query(`REVOKE ALL ON SCHEMA "${schema}" FROM PUBLIC`);
  }
  await tx.query(`GRANT CONNECT, TEMPORARY ON DATABASE "${database.replaceAll('"', '""')}" TO ${quoted}`);
};

const withCredentials = (url: string, user: string, password: string): string => {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.toString();
};
