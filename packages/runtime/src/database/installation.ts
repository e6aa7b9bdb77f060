import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { statement, statementIn } from '@hilo/log/statement';
import type { Pool } from 'pg';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';

type Queries = Pick<Pool, 'query'>;

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/** The version of this code, as in its package. */
const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));

/** What a schema keeps of the installation that it belongs to. */
const names = {
  fingerprint: 'id-secret-fingerprint',
  oldest: 'oldest-version',
  erasureList: 'erasure-list',
} as const;

/** By what a secret is known again, and from what it cannot be computed. */
export const fingerprintOf = (secret: string): string =>
  createHmac('sha256', secret).update('hilo: fingerprint of the id secret').digest('hex');

const findInstallationsSql = statement(`
  SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relname = 'installation' AND c.relkind = 'r' AND has_schema_privilege(n.oid, 'USAGE')
     AND has_table_privilege(c.oid, 'SELECT')
     AND EXISTS (SELECT FROM pg_class m WHERE m.relname = 'migrations' AND m.relnamespace = c.relnamespace)`);

/** Rejects if any schema that this role may read was made with another secret. */
export const refuseOtherSecret = async (db: Queries, secret: string): Promise<void> => {
  const { rows } = await db.query<{ schema: string }>(findInstallationsSql());
  for (const { schema } of rows) {
    const kept = await keptIn(db, `"${schema.replaceAll('"', '""')}".installation`, names.fingerprint);
    if (kept !== undefined && kept !== fingerprintOf(secret)) throw otherSecret(schema);
  }
};

/** Whether the schema keeps by what to know the secret again. */
export const hasFingerprint = async (db: Queries): Promise<boolean> =>
  (await keptIn(db, 'installation', names.fingerprint)) !== undefined;

const keepInInstallationSql = statement(
  'INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
);

/** Keeps by what to know the secret again, where nothing is kept yet. */
export const keepFingerprint = async (db: Queries, secret: string): Promise<void> => {
  await db.query(keepInInstallationSql([names.fingerprint, fingerprintOf(secret)]));
};

/** Whether erasures of this schema were kept in a list outside of the database. */
export const hasErasureList = async (db: Queries): Promise<boolean> =>
  (await keptIn(db, 'installation', names.erasureList)) !== undefined;

/** Notes that erasures of this schema are kept in a list outside of the database: it is not to be used without it any more. */
export const noteErasureList = async (db: Queries): Promise<void> => {
  await db.query(keepInInstallationSql([names.erasureList, 'kept']));
};

/** What is told of a database whose customers this secret would not find. */
export const otherSecret = (schema: string): ConfigError =>
  new ConfigError(
    `HILO_ID_SECRET: this database (schema ${schema}) was made with another secret. With this one no customer would be ` +
      'found again, so nothing was changed. Set HILO_ID_SECRET to the one of before: it is in your secret store or backup, ' +
      'and of a local start in the file id-secret of the data folder (docs/operating.md says how to recover it). To begin ' +
      'with nothing, use an empty database.',
  );

const isInstalledSql = statement(
  "SELECT to_regclass(quote_ident(current_schema()) || '.installation') IS NOT NULL AS known",
);

/** Rejects if the schema, where the search path begins, says that only a later version can run with it. */
export const refuseNewerDatabase = async (db: Queries, schema: string, own = version): Promise<void> => {
  const { rows } = await db.query<{ known: boolean }>(isInstalledSql());
  if (!rows[0]?.known) return;
  const oldest = await keptIn(db, 'installation', names.oldest);
  if (oldest === undefined || byVersion.compare(own, oldest) >= 0) return;
  throw new ConfigError(
    `DATABASE_URL: this is Hilo ${own}, and version ${oldest} is the oldest that can run with this database (schema ` +
      `${schema}). Deploy ${oldest} or later; to go back, restore a backup from before it (docs/operating.md).`,
  );
};

/** 0.10.0 comes after 0.9.0. */
const byVersion = new Intl.Collator('en', { numeric: true });

const keptInSql = statementIn('installation', (table) => `SELECT value FROM ${table} WHERE name = $1`);

const keptIn = async (db: Queries, table: string, name: string): Promise<string | undefined> => {
  const { rows } = await db.query<{ value: string }>(keptInSql(table, [name]));
  return rows[0]?.value;
};
