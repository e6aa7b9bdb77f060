import { statement } from '@hilo/log/statement';
import type { Pool } from 'pg';
import { openDatabase } from '../database/database.ts';
import { refuseNewerDatabase, refuseOtherSecret } from '../database/installation.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { type Finding, failed, fine, reasonIn, warning } from '../finding.ts';
import type { ServiceDefinition } from '../process/service-definition.ts';

const migrateFirst = 'hilo migrate';

/** That all schemas that the owner of the roles may read were made with another secret, from which their passwords come. */
export const checkOwner = async (url: string, secret: string): Promise<Finding | undefined> => {
  const pool = openDatabase({ connectionString: url, schema: 'public', logger: { warn: () => {} }, maxConnections: 1 });
  try {
    await refuseOtherSecret(pool, secret);
    return undefined;
  } catch (error) {
    return failed('secrets', reasonIn(error), 'set HILO_ID_SECRET to the one of before');
  } finally {
    await pool.end();
  }
};

type SchemaCheck = { definition: ServiceDefinition; url: string; secret: string; others: readonly string[] };

/** The role, the rights and the tables of a service, and the secret with which they were made. */
export const checkSchema = async ({ definition, url, secret, others }: SchemaCheck): Promise<Finding[]> => {
  const { name, schema, migrations } = definition;
  const pool = openDatabase({ connectionString: url, schema, logger: { warn: () => {} }, maxConnections: 1 });
  try {
    const rights = await checkRights(pool, name, schema, others);
    if (rights.some(({ status }) => status === 'failed')) return rights;
    return [...rights, ...(await checkTables(pool, { name, schema, migrations, secret }))];
  } catch (error) {
    const todo = `${migrateFirst}; or correct the role of ${name} in Postgres`;
    return [failed('roles', `${name} cannot use its database: ${reasonIn(error)}`, todo)];
  } finally {
    await pool.end();
  }
};

const rightsSql = statement(`
  SELECT current_user AS role,
         EXISTS (SELECT FROM pg_namespace WHERE nspname = $1) AS there,
         coalesce((SELECT has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE')
                     FROM pg_namespace WHERE nspname = $1), false) AS may,
         (SELECT coalesce(array_agg(c.relname::text ORDER BY c.relname), '{}')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')
             AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                      AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))) AS closed,
         (SELECT coalesce(array_agg(nspname::text ORDER BY nspname), '{}') FROM pg_namespace
           WHERE nspname = ANY ($2::text[]) AND has_schema_privilege(oid, 'USAGE')) AS foreign`);

type Rights = { role: string; there: boolean; may: boolean; closed: string[]; foreign: string[] };

const checkRights = async (pool: Pool, name: string, schema: string, others: readonly string[]): Promise<Finding[]> => {
  const { rows } = await pool.query<Rights>(rightsSql([schema, others]));
  const [rights] = rows;
  if (rights === undefined) return [];
  const { role, there, may, closed, foreign } = rights;
  if (!there) return [failed('roles', `there is no schema ${schema} for ${name}`, migrateFirst)];
  if (!may) {
    const todo = `ALTER SCHEMA ${schema} OWNER TO "${role}"`;
    return [failed('roles', `the role ${role} of ${name} may not use the schema ${schema}`, todo)];
  }
  if (closed.length > 0) {
    const todo = `ALTER TABLE ${schema}.… OWNER TO "${role}", for each of them`;
    return [failed('roles', `the role ${role} may not read and write ${schema}.${closed.join(`, ${schema}.`)}`, todo)];
  }
  if (foreign.length > 0) {
    const todo = 'give each service a role of its own: docs/operating.md, Roles and addresses';
    return [warning('roles', `the role ${role} of ${name} could read ${foreign.join(', ')} as well`, todo)];
  }
  return [fine('roles', `the role ${role} of ${name} may use ${schema}, and nothing of others`)];
};

type TableCheck = { name: string; schema: string; migrations: string; secret: string };

const checkTables = async (pool: Pool, { name, schema, migrations, secret }: TableCheck): Promise<Finding[]> => {
  const newer = await refuseNewerDatabase(pool, schema).then(() => undefined, reasonIn);
  if (newer !== undefined) return [failed('migrations', newer, 'deploy a later version')];
  const other = await refuseOtherSecret(pool, secret).then(() => undefined, reasonIn);
  if (other !== undefined) return [failed('secrets', other, 'set HILO_ID_SECRET to the one of before')];
  const missing = await pendingMigrations(pool, migrations);
  if (missing.length > 0)
    return [failed('migrations', `the schema ${schema} of ${name} lacks ${missing.join(', ')}`, migrateFirst)];
  return [fine('migrations', `the tables of ${name} are as this version needs them`)];
};
