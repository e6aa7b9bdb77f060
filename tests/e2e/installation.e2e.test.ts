import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { CustomerRecord, IngestResult } from '@hilo/contracts';
import { createLogger, openDatabase } from '@hilo/runtime';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'hilo.ts');
const logger = createLogger({ level: 'silent', name: 'test' });
const secret = 'a secret of the tests';

let database: TestDatabase;
let admin: ReturnType<typeof openDatabase>;
let roles: string[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
  admin = openDatabase({ connectionString: database.url, schema: 'public', logger });
});
afterEach(async () => {
  await admin.end();
  await database.drop();
  const server = openDatabase({ connectionString: withDatabase('postgres'), schema: 'public', logger });
  for (const role of roles) await server.query(`DROP ROLE IF EXISTS "${role}"`);
  roles = [];
  await server.end();
});

const withDatabase = (name: string): string =>
  Object.assign(new URL(database.url), { pathname: `/${name}` }).toString();
const databaseName = (): string => new URL(database.url).pathname.slice(1);
/** A role that logs in, with these rights; gives its URL. */
const makeRole = async (rights = ''): Promise<{ role: string; url: string }> => {
  const role = `role_${randomUUID().slice(0, 8)}`;
  roles.push(role);
  await admin.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'secret' ${rights}`);
  return { role, url: Object.assign(new URL(database.url), { username: role, password: 'secret' }).toString() };
};

const environment = (url: string, others: Record<string, string> = {}) => ({
  ...process.env,
  DATABASE_URL: url,
  HILO_API_KEY: apiKey,
  HILO_ID_SECRET: secret,
  HOST: '127.0.0.1',
  PORT: '0',
  ...others,
});

/** What it printed, and how it ended. */
const ended = async (command: string, env: Record<string, string | undefined>) => {
  const child = spawn(process.execPath, [script, command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => printed.push(String(data)));
  const [code] = await once(child, 'exit');
  return { code, printed: printed.join('') };
};

/** Somebody is posted and found again. */
const works = async (hilo: HiloProcess): Promise<string> => {
  const who = { kind: 'customer_number', value: randomUUID() };
  await hilo.client.post(
    '/v1/interactions',
    { channel: 'web', touchpoint: 'x', kind: 'viewed', occurredAt: new Date().toISOString(), identifiers: [who] },
    IngestResult,
  );
  await untilThrough(hilo.client);
  return (await hilo.client.post('/v1/customers/lookup', who, CustomerRecord)).id;
};

it('a database that was made with another secret is refused, and nothing in it or of its roles is changed', async () => {
  await using first = await startHilo({ databaseUrl: database.url });
  await works(first);
  const refused = await ended('ingest', environment(database.url, { HILO_ID_SECRET: 'another secret of the tests' }));
  expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining('was made with another secret') });
  // Roles have passwords that are derived from the secret: whoever runs still gets connections.
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE $1', [
    `${databaseName()}_%`,
  ]);
  await works(first);
  await first.stop();
  await using again = await startHilo({ databaseUrl: database.url });
  await works(again);
});

it('so is one from before secrets were known again, by the ids of who is stored, and the right one goes on', async () => {
  const first = await startHilo({ databaseUrl: database.url });
  await works(first);
  await first.stop();
  for (const schema of ['ingest', 'identity', 'survey', 'analytics'])
    await admin.query(`DROP TABLE ${schema}.installation`);
  const refused = await ended(
    'identity-resolution',
    environment(database.url, { HILO_ID_SECRET: 'another secret of the tests' }),
  );
  expect(refused).toMatchObject({ code: 1, printed: expect.stringContaining('HILO_ID_SECRET') });
  await using again = await startHilo({ databaseUrl: database.url });
  await works(again);
});

it('a database that only a later version can run with is refused, by each service', async () => {
  expect((await ended('migrate', environment(database.url))).code).toBe(0);
  await admin.query("UPDATE analytics.installation SET value = '99.0.0' WHERE name = 'oldest-version'");
  const refused = await ended('analytics', environment(database.url));
  expect(refused).toMatchObject({
    code: 1,
    printed: expect.stringContaining('version 99.0.0 is the oldest that can run'),
  });
  expect((await ended('migrate', environment(database.url))).code).toBe(1);
});

it('services that do not migrate wait until somebody has, who may be several at once', async () => {
  const child = spawn(process.execPath, [script, 'all'], {
    env: environment(database.url, { HILO_MIGRATE: 'no' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (data) => {
    printed += data;
  });
  await expect.poll(() => printed).toContain('run hilo migrate');
  expect((await admin.query("SELECT FROM pg_namespace WHERE nspname IN ('ingest', 'log')")).rowCount).toBe(0);
  const migrations = await Promise.all([1, 2].map(() => ended('migrate', environment(database.url))));
  expect(migrations.map(({ code }) => code)).toEqual([0, 0]);
  expect(migrations.map((one) => one.printed).join('')).toContain('a migration was applied');
  expect((await admin.query("SELECT FROM pg_tables WHERE schemaname = 'log' AND tablename = 'records'")).rowCount).toBe(
    1,
  );
  await expect.poll(() => printed).toContain('"msg":"ready"');
  const roles = await admin.query<{ usename: string }>(
    "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name LIKE 'hilo %' AND datname = current_database()",
  );
  expect(roles.rows.map(({ usename }) => usename)).toContain(`${databaseName()}_ingest`);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});

it('an owner of the database who may create no roles owns everything', async () => {
  const owner = await makeRole();
  await admin.query(`ALTER DATABASE "${databaseName()}" OWNER TO "${owner.role}"`);
  const hilo = await startHilo({ databaseUrl: owner.url });
  await works(hilo);
  expect(await hilo.stop()).toBe(0);
  const again = await startHilo({ databaseUrl: owner.url });
  await works(again);
  expect(await again.stop()).toBe(0);
  const { rows } = await admin.query(
    "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('ingest', 'identity', 'log')",
  );
  expect(rows).toEqual([{ tableowner: owner.role }]);
});

it('one who may create roles, and is no superuser, makes one for each service', async () => {
  const owner = await makeRole('CREATEROLE');
  await admin.query(`GRANT CREATE ON DATABASE "${databaseName()}" TO "${owner.role}"`);
  const hilo = await startHilo({ databaseUrl: owner.url });
  await works(hilo);
  expect(await hilo.stop()).toBe(0);
  const again = await startHilo({ databaseUrl: owner.url });
  await works(again);
  expect(await again.stop()).toBe(0);
  const { rows } = await admin.query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'identity'");
  expect(rows).toEqual([{ tableowner: `${databaseName()}_identity` }]);
  for (const { rolname } of (await admin.query<{ rolname: string }>('SELECT rolname FROM pg_roles')).rows) {
    if (!rolname.startsWith(`${databaseName()}_`)) continue;
    await admin.query(`REASSIGN OWNED BY "${rolname}" TO CURRENT_USER`);
    await admin.query(`DROP OWNED BY "${rolname}"`);
    await admin.query(`DROP ROLE "${rolname}"`);
  }
});

it('every service may be given a role of its own, and then nothing else is needed', async () => {
  const given: Record<string, string> = {};
  for (const [variable, ...schemas] of [
    ['HILO_INGEST_DATABASE_URL', 'ingest'],
    ['HILO_IDENTITY_RESOLUTION_DATABASE_URL', 'identity', 'identity_next'],
    ['HILO_SURVEY_TRIGGER_DATABASE_URL', 'survey'],
    ['HILO_ANALYTICS_DATABASE_URL', 'analytics'],
    ['HILO_LOG', 'log'],
  ] as const) {
    const { role, url } = await makeRole();
    for (const schema of schemas) await admin.query(`CREATE SCHEMA ${schema} AUTHORIZATION "${role}"`);
    given[variable] = url;
  }
  const missing = await ended('all', environment('', { ...given, HILO_SURVEY_TRIGGER_DATABASE_URL: '' }));
  expect(missing).toMatchObject({
    code: 1,
    printed: expect.stringContaining('DATABASE_URL: is missing, and so is HILO_SURVEY_TRIGGER_DATABASE_URL'),
  });
  const hilo = await startHilo({ databaseUrl: '', environment: given });
  await works(hilo);
  const { rows } = await admin.query(
    "SELECT schemaname, tableowner FROM pg_tables WHERE schemaname = 'survey' LIMIT 1",
  );
  expect(rows).toEqual([
    { schemaname: 'survey', tableowner: new URL(given.HILO_SURVEY_TRIGGER_DATABASE_URL ?? '').username },
  ]);
  expect(await hilo.stop()).toBe(0);
});
