import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { locks } from '@hilo/log/locks';
import { command, statement } from '@hilo/log/statement';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Client, DatabaseError, type Pool } from 'pg';
import { z } from 'zod';
import { StartRefused } from '../errors.ts';
import { retry } from '../retry.ts';

/** What is told while migrations are applied. */
export type MigrationProgress = { migration: string; number: number; of: number; ms?: number };

export type MigrateOptions = {
  signal?: AbortSignal;
  /** Before each migration, and after it with the time that it took. */
  onProgress?(progress: MigrationProgress): void;
  /** Told what it waits for: another process that migrates, or a lock. */
  onWaiting?(reason: string): void;
};

/** Somebody has to apply migrations first: this process does not. */
export class NotMigrated extends Error {
  override name = 'NotMigrated';
}

type Migration = { name: string; hash: string; sql: readonly string[] };

const askEveryMs = 500;
/** Whoever waits for a lock on a table keeps everybody waiting who comes after. */
const lockTimeoutMs = 4000;

/**
 * Applies the migrations that the schema has not seen yet, in order, each once and each in a transaction, however many
 * processes do so at once. It takes as long as it takes; but for a lock it waits for seconds only, lets others through, and
 * tries again.
 */
export const migrate = async (pool: Pool, folder: string, options: MigrateOptions = {}): Promise<void> => {
  const { signal, onWaiting = () => {} } = options;
  await retry(() => migrateOnce(pool, folder, options), {
    ...(signal && { signal }),
    shouldRetry: isLocked,
    onError: () => onWaiting('a lock that somebody else holds'),
    firstDelayMs: 1000,
  });
};

const isMigratedSql = statement("SELECT to_regclass('migrations') IS NOT NULL AS known");

/** The migrations that the schema has not seen yet. */
export const pendingMigrations = async (pool: Pick<Pool, 'query'>, folder: string): Promise<string[]> => {
  const { rows } = await pool.query<{ known: boolean }>(isMigratedSql());
  return pending(rows[0]?.known ? await hashesIn(pool) : new Set(), folder).map(({ name }) => name);
};

/** Rejects with `NotMigrated` while a migration is missing. */
export const refuseUnmigrated = async (pool: Pick<Pool, 'query'>, schema: string, folder: string): Promise<void> => {
  const missing = await pendingMigrations(pool, folder);
  if (missing.length === 0) return;
  throw new NotMigrated(`the schema ${schema} lacks ${missing.join(', ')}: run hilo migrate`);
};

const isLocked = (error: unknown): boolean =>
  error instanceof DatabaseError && /^(55P03|40P01)$/.test(error.code ?? '');

const migrateOnce = async (pool: Pool, folder: string, options: MigrateOptions): Promise<void> => {
  // A connection of its own: those of the pool give up after a minute.
  const { connectionString, options: settings, application_name } = pool.options;
  const client = new Client({
    ...(connectionString !== undefined && { connectionString }),
    ...(settings !== undefined && { options: settings }),
    application_name: `${application_name ?? 'hilo'} migrations`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on('error', () => {});
  // Ending the connection ends the statement, and nothing of its transaction is kept.
  const end = (): Promise<void> => client.end();
  options.signal?.addEventListener('abort', end, { once: true });
  try {
    await client.connect();
    await client.query(
      command(
        `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = ${lockTimeoutMs}`,
      ),
    );
    await untilFirst(client, options);
    await client.query(bookkeepingSql());
    await applyAll(client, folder, options);
  } finally {
    options.signal?.removeEventListener('abort', end);
    await client.end().catch(() => {});
  }
};

const bookkeepingSql = () =>
  command(`
  CREATE TABLE IF NOT EXISTS migrations (hash text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS installation (name text PRIMARY KEY, value text NOT NULL)`);

const tryToBeFirstSql = statement(`
  SELECT pg_try_advisory_lock($1, hashtext(current_schema())) AS locked, current_user AS role, current_setting('search_path') AS path`);

type Tried = { locked: boolean | null; role: string; path: string };

/** Until no other process migrates this schema; the lock ends with the connection. */
const untilFirst = async (client: Client, { signal, onWaiting = () => {} }: MigrateOptions): Promise<void> => {
  for (;;) {
    const { rows } = await client.query<Tried>(tryToBeFirstSql([locks.migrating]));
    const [{ locked, role, path } = { locked: false, role: '', path: '' }] = rows;
    if (locked === true) return;
    if (locked === null)
      throw new StartRefused(
        `the role ${role} may use no schema of ${path}, or there is none: CREATE SCHEMA it, or GRANT USAGE, CREATE ON SCHEMA ${path} TO ${role}`,
      );
    onWaiting('another process that migrates the same schema');
    await delay(askEveryMs, undefined, signal && { signal });
  }
};

const insertMigrationSql = statement('INSERT INTO migrations (hash) VALUES ($1)');

const applyAll = async (
  client: Client,
  folder: string,
  { signal, onProgress = () => {} }: MigrateOptions,
): Promise<void> => {
  const left = pending(await hashesIn(client), folder);
  for (const [at, { name, hash, sql }] of left.entries()) {
    signal?.throwIfAborted();
    const progress = { migration: name, number: at + 1, of: left.length };
    onProgress(progress);
    const startedAt = performance.now();
    await client.query(command('BEGIN'));
    // biome-ignore lint/plugin: a migration is what the schema is made of, written by drizzle-kit.
    for (const part of sql) await client.query(part);
    await client.query(insertMigrationSql([hash]));
    await client.query(command('COMMIT'));
    onProgress({ ...progress, ms: Math.round(performance.now() - startedAt) });
  }
};

const hashesInSql = statement('SELECT hash FROM migrations');

const hashesIn = async (client: Pick<Pool, 'query'>): Promise<Set<string>> => {
  const { rows } = await client.query<{ hash: string }>(hashesInSql());
  return new Set(rows.map(({ hash }) => hash));
};

const Journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

const pending = (applied: ReadonlySet<string>, migrationsFolder: string): Migration[] => {
  const { entries } = Journal.parse(JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')));
  const names = new Map(entries.map(({ when, tag }) => [when, tag]));
  return readMigrationFiles({ migrationsFolder })
    .filter(({ hash }) => !applied.has(hash))
    .map(({ hash, sql, folderMillis }) => ({ hash, sql, name: names.get(folderMillis) ?? hash.slice(0, 12) }));
};
