import { createHmac } from 'node:crypto';
import { locks } from '@hilo/log/locks';
import { command, statement } from '@hilo/log/statement';
import { Pool } from 'pg';
import { surviveLosses, type Transaction, transaction } from './database.ts';
import { refuseOtherSecret } from './installation.ts';
import { NotMigrated } from './migrate.ts';

type Provisioning = { adminUrl: string; secret: string; onOneRole?(): void };

const lockRolesSql = statement('SELECT pg_advisory_xact_lock($1)');

/**
 * A role and a schema for each service, which can read no other's; gives each its connection string. Where no roles may be
 * created, the one role that is given owns all schemas. In a further schema, a service may build what takes the place of its
 * tables. Nothing is changed in a database that was made with another secret.
 */
export const provisionSchemas = async (
  { adminUrl, secret, onOneRole = () => {} }: Provisioning,
  schemas: readonly string[],
  further: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> =>
  asOwner(adminUrl, async (tx) => {
    await tx.query(lockRolesSql([locks.makingRoles]));
    await refuseOtherSecret(tx, secret);
    const { database, createsRoles } = await readOwner(tx);
    if (!createsRoles) onOneRole();
    const urls: Record<string, string> = {};
    for (const schema of schemas) {
      const owned = [schema, ...(further[schema] === undefined ? [] : [further[schema]])];
      const { role, password } = roleOf(database, schema, secret);
      if (createsRoles) await provisionSchema(tx, { database, owned, role, password });
      else for (const one of owned) await ensureSchema(tx, one);
      urls[schema] = createsRoles ? withCredentials(adminUrl, role, password) : adminUrl;
    }
    return urls;
  });

const findRoleSql = statement('SELECT FROM pg_roles WHERE rolname = $1');

/** The connection strings that provisioning gave; rejects with `NotMigrated` while it has not been done. Changes nothing. */
export const findSchemas = async (
  { adminUrl, secret, onOneRole = () => {} }: Provisioning,
  schemas: readonly string[],
): Promise<Record<string, string>> =>
  asOwner(adminUrl, async (tx) => {
    const { database, createsRoles } = await readOwner(tx);
    if (!createsRoles) onOneRole();
    const urls: Record<string, string> = {};
    for (const schema of schemas) {
      const { role, password } = roleOf(database, schema, secret);
      const { rowCount } = await tx.query(findRoleSql([role]));
      if (createsRoles && rowCount === 0) throw new NotMigrated(`there is no role ${role} yet: run hilo migrate`);
      urls[schema] = createsRoles ? withCredentials(adminUrl, role, password) : adminUrl;
    }
    return urls;
  });

const readOwnerSql = statement(`
  SELECT current_database() AS database, rolsuper OR rolcreaterole AS creates_roles
    FROM pg_roles WHERE rolname = current_user`);

const readOwner = async (tx: Transaction): Promise<{ database: string; createsRoles: boolean }> => {
  const { rows } = await tx.query<{ database: string; creates_roles: boolean }>(readOwnerSql());
  return { database: rows[0]?.database ?? '', createsRoles: rows[0]?.creates_roles ?? false };
};

/** The role that owns a schema, and its password: whoever has the secret of the installation can tell both. */
export const roleOf = (database: string, schema: string, secret: string): { role: string; password: string } => {
  const role = roleName(database, schema);
  return { role, password: createHmac('sha256', secret).update(`role ${role}`).digest('hex') };
};

/** Creates the schemas that are missing, as the role that is in the connection string. */
export const ensureSchemas = (url: string, secret: string, schemas: readonly string[]): Promise<void> =>
  asOwner(url, async (tx) => {
    await refuseOtherSecret(tx, secret);
    for (const schema of schemas) await ensureSchema(tx, schema);
  });

const asOwner = async <Result>(url: string, work: (tx: Transaction) => Promise<Result>): Promise<Result> => {
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000, query_timeout: 60_000 });
  surviveLosses(pool, () => {});
  try {
    return await transaction(pool, work);
  } finally {
    await pool.end();
  }
};

const findSchemaSql = statement('SELECT FROM pg_namespace WHERE nspname = $1');

/** Creating one takes a right on the whole database, which the role need not have where the schema is there. */
const ensureSchema = async (tx: Transaction, schema: string): Promise<void> => {
  const { rowCount } = await tx.query(findSchemaSql([schema]));
  if (rowCount === 0) await tx.query(command(`CREATE SCHEMA "${schema}"`));
};

/** Roles belong to the whole server, so the database is part of the name. Postgres cuts names at 63 bytes. */
const roleName = (database: string, schema: string): string => `${database.slice(0, 40)}_${schema}`;

const mayConnectSql = statement(`
  SELECT has_database_privilege($1, current_database(), 'CONNECT') AND
         has_database_privilege($1, current_database(), 'TEMPORARY') AS may`);

const provisionSchema = async (
  tx: Transaction,
  { database, owned, role, password }: { database: string; owned: readonly string[]; role: string; password: string },
): Promise<void> => {
  const quoted = `"${role.replaceAll('"', '""')}"`;
  const { rowCount } = await tx.query(findRoleSql([role]));
  // The password is hexadecimal, so it needs no quoting; neither statement takes parameters.
  await tx.query(command(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${quoted} LOGIN PASSWORD '${password}'`));
  await tx.query(command(`GRANT ${quoted} TO CURRENT_USER`));
  for (const schema of owned) {
    await tx.query(command(`CREATE SCHEMA IF NOT EXISTS "${schema}" AUTHORIZATION ${quoted}`));
    await tx.query(command(`REVOKE ALL ON SCHEMA "${schema}" FROM PUBLIC`));
  }
  // Everybody has both by default; only an owner of the database may give them.
  const { rows } = await tx.query<{ may: boolean }>(mayConnectSql([role]));
  if (!rows[0]?.may) {
    await tx.query(command(`GRANT CONNECT, TEMPORARY ON DATABASE "${database.replaceAll('"', '""')}" TO ${quoted}`));
  }
};

const withCredentials = (url: string, user: string, password: string): string => {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.toString();
};
