import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, provisionSchemas, type ServiceDefinition, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { Installation } from './installation.ts';

/** Restores an installation: the tables as its code had made them, and their rows. The log is a new one. */
export const restore = async (
  adminUrl: string,
  { secret, tables }: Installation,
  services: readonly ServiceDefinition[],
): Promise<void> => {
  const further = Object.fromEntries(
    services.flatMap(({ schema, furtherSchema: next }) => (next ? [[schema, next]] : [])),
  );
  const urls = await provisionSchemas(
    { adminUrl, secret },
    services.map(({ schema }) => schema),
    further,
  );
  for (const { schema, migrations } of services) {
    const pool = openDatabase({ connectionString: urls[schema] ?? '', schema, logger: console });
    const own = tables.filter((one) => one.schema === schema);
    await migrateAsThen(pool, migrations, own);
    for (const { table, rows } of own) if (table !== 'migrations') await insertRows(pool, table, rows);
    await pool.end();
  }
};

const Migrated = z.object({ hash: z.string() });
const Journal = z.object({ entries: z.array(z.looseObject({ tag: z.string() })) });

/** Those of the migrations that there were. */
const migrateAsThen = async (
  pool: Parameters<typeof migrate>[0],
  folder: string,
  tables: Installation['tables'],
): Promise<void> => {
  const rows = tables.find(({ table }) => table === 'migrations')?.rows ?? [];
  const then = new Set(rows.map((row) => Migrated.parse(JSON.parse(row)).hash));
  const copy = mkdtempSync(join(tmpdir(), 'hilo-migrations-'));
  cpSync(folder, copy, { recursive: true });
  const file = join(copy, 'meta', '_journal.json');
  const journal = Journal.loose().parse(JSON.parse(readFileSync(file, 'utf8')));
  const entries = journal.entries.filter(({ tag }) => then.has(hashOf(join(copy, `${tag}.sql`))));
  writeFileSync(file, JSON.stringify({ ...journal, entries }));
  await migrate(pool, copy);
  rmSync(copy, { recursive: true });
};

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const insertRows = async (pool: Pick<Transaction, 'query'>, table: string, rows: readonly string[]): Promise<void> => {
  if (rows.length === 0) return;
  await pool.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`, [
    `[${rows.join(',')}]`,
  ]);
  const { rows: serials } = await pool.query<{ name: string; sequence: string }>(
    `SELECT attname AS name, pg_get_serial_sequence($1, attname) AS sequence FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND pg_get_serial_sequence($1, attname) IS NOT NULL`,
    [table],
  );
  for (const { name, sequence } of serials) {
    await pool.query(`SELECT setval('${sequence}', (SELECT max(${name}) FROM ${table}))`);
  }
};
