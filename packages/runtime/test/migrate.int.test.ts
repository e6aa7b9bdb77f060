import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { Pool } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepFingerprint, refuseNewerDatabase, refuseOtherSecret } from '../src/database/installation.ts';
import { type MigrationProgress, migrate, pendingMigrations, refuseUnmigrated } from '../src/database/migrate.ts';

const soon = { interval: 50 };
let database: TestDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await createTestDatabase();
  // Every statement through the pool gives up after two seconds, as those of a service do after a minute.
  pool = new Pool({ connectionString: database.url, query_timeout: 2000, options: '-c statement_timeout=2000' });
  pool.on('error', () => {});
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

/** A folder of migrations as drizzle writes them. */
const folderOf = (...migrations: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'hilo-test-'));
  mkdirSync(join(folder, 'meta'));
  const entries = migrations.map((sql, idx) => {
    const tag = `000${idx}_step`;
    writeFileSync(join(folder, `${tag}.sql`), sql);
    return { idx, version: '7', when: idx + 1, tag, breakpoints: true };
  });
  writeFileSync(
    join(folder, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
  return folder;
};
const columns = async (): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass('kept') AND attnum > 0 ORDER BY attnum",
  );
  return rows.map(({ name }) => name);
};
const table = 'CREATE TABLE kept (one integer)';
const more = 'ALTER TABLE kept ADD COLUMN two integer';

it('says so, and does not wait for another, where its role may not use the schema', async () => {
  const options = '-c search_path=elsewhere';
  const stranger = new Pool({ connectionString: database.url, options });
  await expect(migrate(stranger, folderOf(table))).rejects.toThrow(/may use no schema of elsewhere.*GRANT USAGE/);
  await stranger.end();
});

it('may take longer than any other statement, and tells how far it is', async () => {
  const told: MigrationProgress[] = [];
  await migrate(pool, folderOf(table, 'SELECT pg_sleep(2.5)', more), { onProgress: (progress) => told.push(progress) });
  expect(await columns()).toEqual(['one', 'two']);
  expect(told.filter(({ ms }) => ms === undefined)).toEqual([
    { migration: '0000_step', number: 1, of: 3 },
    { migration: '0001_step', number: 2, of: 3 },
    { migration: '0002_step', number: 3, of: 3 },
  ]);
  expect(told.find(({ migration, ms }) => migration === '0001_step' && ms !== undefined)?.ms).toBeGreaterThan(2000);
});

it('is done once by many who do it at the same time', async () => {
  const folder = folderOf(table, 'SELECT pg_sleep(2.5)', more);
  await Promise.all(Array.from({ length: 4 }, () => migrate(pool, folder)));
  expect(await columns()).toEqual(['one', 'two']);
  expect((await pool.query('SELECT FROM migrations')).rowCount).toBe(3);
});

it('waits for a lock for seconds only, lets others through, and tries again', async () => {
  await migrate(pool, folderOf(table));
  const holder = await pool.connect();
  await holder.query('BEGIN; SELECT FROM kept');
  const waits: string[] = [];
  const migrating = migrate(pool, folderOf(table, more), { onWaiting: (reason) => waits.push(reason) });
  await expect.poll(() => waits, soon).toContain('a lock that somebody else holds');
  // Nobody queues behind it now.
  await expect
    .poll(async () => (await pool.query('INSERT INTO kept VALUES (1)').catch(() => undefined))?.rowCount, soon)
    .toBe(1);
  await holder.query('ROLLBACK');
  holder.release();
  await migrating;
  expect(await columns()).toEqual(['one', 'two']);
});

it('keeps what was done before one that fails, nothing of that one, and goes on there', async () => {
  await expect(migrate(pool, folderOf(table, `${more}; SELECT 1 / 0`))).rejects.toThrow('division by zero');
  expect(await columns()).toEqual(['one']);
  await migrate(pool, folderOf(table, more));
  expect(await columns()).toEqual(['one', 'two']);
});

it('ends when it is told to, in the middle of a statement', async () => {
  const stopping = new AbortController();
  const begun: string[] = [];
  const onProgress = ({ migration }: MigrationProgress): void => void begun.push(migration);
  const migrating = migrate(pool, folderOf(table, 'SELECT pg_sleep(150)'), { signal: stopping.signal, onProgress });
  await expect.poll(() => begun, soon).toContain('0001_step');
  // Into the statement, or nearly.
  await delay(300);
  stopping.abort();
  await expect(migrating).rejects.toThrow();
  expect(await columns()).toEqual(['one']);
});

it('says which are missing where somebody else is to apply them', async () => {
  const folder = folderOf(table, more);
  expect(await pendingMigrations(pool, folder)).toEqual(['0000_step', '0001_step']);
  await migrate(pool, folderOf(table));
  await expect(refuseUnmigrated(pool, 'analytics', folder)).rejects.toThrow(
    'the schema analytics lacks 0001_step: run hilo migrate',
  );
  await migrate(pool, folder);
  await refuseUnmigrated(pool, 'analytics', folder);
});

it('knows the secret again that a schema was made with, and refuses any other', async () => {
  await refuseOtherSecret(pool, 'the secret');
  await migrate(pool, folderOf(table));
  await refuseOtherSecret(pool, 'the secret');
  await keepFingerprint(pool, 'the secret');
  await keepFingerprint(pool, 'another secret');
  await refuseOtherSecret(pool, 'the secret');
  await expect(refuseOtherSecret(pool, 'another secret')).rejects.toThrow(
    'HILO_ID_SECRET: this database (schema public)',
  );
  const { rows } = await pool.query('SELECT * FROM installation');
  expect(JSON.stringify(rows)).not.toContain('the secret');
});

it.each([
  ['0.9.0', '0.10.0', false],
  ['0.10.0', '0.9.0', true],
  ['0.10.0', '0.10.0', true],
  ['1.0.0', '0.99.9', true],
  ['0.99.9', '1.0.0', false],
])('version %s runs with a database for which %s is the oldest: %s', async (own, oldest, runs) => {
  await refuseNewerDatabase(pool, 'public', own);
  await migrate(pool, folderOf(table));
  await refuseNewerDatabase(pool, 'public', own);
  await pool.query("INSERT INTO installation VALUES ('oldest-version', $1)", [oldest]);
  const refused = refuseNewerDatabase(pool, 'public', own);
  if (runs) await refused;
  else await expect(refused).rejects.toThrow(`this is Hilo ${own}, and version ${oldest} is the oldest that can run`);
});
