import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  deadLetterSettings,
  deadLetterTopics,
  rebuildSettings,
  rebuildTopics,
  replaySettings,
  replayTopics,
  topics,
} from '@hilo/contracts';
import { inspectLog, openLog, type TopicSettings } from '@hilo/log';
import { createLogger, diagnose, type Finding, migrateAll, openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { createTestDatabase, makeDataFolder, type TestDatabase } from '@hilo/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { services } from '../../scripts/services.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', '..', 'scripts', 'hilo.ts');

let database: TestDatabase;
let admin: ReturnType<typeof openDatabase>;
const environment = (others: Record<string, string> = {}) => ({
  DATABASE_URL: database.url,
  HILO_API_KEY: 'f1d4c7a09b3e58264c1fa0d7',
  HILO_ID_SECRET: '8c02e6b1d97f4a35e0b8c4d1',
  HILO_ERASURE_LIST: 'none',
  ...others,
});
/** What is not well, in a few words each. */
const wrong = async (others: Record<string, string> = {}, now?: () => number): Promise<string[]> => {
  const findings = await diagnose(services, environment(others), now);
  return findings.filter(isWrong).map(({ status, check, message, todo }) => {
    expect(todo).not.toBe('');
    expect(message).not.toContain(new URL(database.url).password);
    return `${status} ${check}: ${message} → ${todo}`;
  });
};
// The Postgres of tests forgets what it acknowledged, and the disk of who runs them may be full.
const isWrong = ({ status, check, message }: Finding): boolean =>
  status !== 'ok' && check !== 'disk' && !/may lose what it acknowledged/.test(message);

/** Every topic, as the services make them when they start. */
const declaredTopics: readonly TopicSettings[] = [
  ...Object.values(topics),
  ...deadLetterTopics.map(({ name }) => ({ name, ...deadLetterSettings })),
  ...replayTopics.map(({ name }) => ({ name, ...replaySettings })),
  ...rebuildTopics.map(({ name }) => ({ name, ...rebuildSettings })),
];

const makeAll = async (): Promise<void> => {
  await migrateAll(services, { ...process.env, ...environment({ LOG_LEVEL: 'silent' }) }, () => {});
  await using log = await openLog(database.url);
  await log.ensureTopics(declaredTopics);
};

beforeAll(async () => {
  database = await createTestDatabase();
  admin = openDatabase({
    connectionString: database.url,
    schema: 'public',
    logger: createLogger({ level: 'silent', name: 'test' }),
  });
  expect(await wrong()).toEqual([expect.stringMatching(/^failed roles: .*there is no role .*: run hilo migrate/)]);
  await makeAll();
});
afterAll(async () => {
  await admin?.end();
  await database?.drop();
});
beforeEach(async () => {
  expect(await wrong()).toEqual([]);
});
let mend: () => Promise<unknown> = async () => {};
afterEach(() => mend());

it('changes nothing, and says in JSON and by its exit code how it is', async () => {
  const env = { ...process.env, ...environment() };
  const { stdout } = await run(process.execPath, [script, 'doctor', '--json'], { env });
  const { ok, findings } = JSON.parse(stdout);
  expect(ok).toBe(true);
  const checks = new Set(findings.map(({ check }: Finding) => check));
  for (const check of [
    'configuration',
    'secrets',
    'database',
    'roles',
    'migrations',
    'clock',
    'disk',
    'log',
    'topics',
    'lag',
  ])
    expect(checks).toContain(check);
  const broken = { ...env, HILO_ID_SECRET: '0123456789abcdef01234567' };
  await expect(run(process.execPath, [script, 'doctor'], { env: broken })).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('failed   secrets'),
  });
});

it('looks at one service alone, with the variables that it has', async () => {
  const { DATABASE_URL, ...others } = { ...process.env, ...environment() };
  const env = { ...others, HILO_ANALYTICS_DATABASE_URL: DATABASE_URL, HILO_LOG: DATABASE_URL };
  const { stdout } = await run(process.execPath, [script, 'doctor', 'analytics'], { env });
  expect(stdout).toContain('the tables of analytics are as this version needs them');
  expect(stdout).not.toContain('ingest may');
  const all = run(process.execPath, [script, 'doctor'], { env });
  await expect(all).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('DATABASE_URL: is missing') });
});

it('names every variable that is wrong', async () => {
  expect(await wrong({ PORT: '-1', HILO_LOG: 'redis://x' })).toEqual([
    expect.stringMatching(/^failed configuration: HILO_LOG: is neither/),
    expect.stringMatching(/^failed configuration: PORT: /),
  ]);
});

it.each<[string, () => Record<string, string>, RegExp]>([
  [
    'nothing listens',
    () => ({ DATABASE_URL: 'postgres://hilo:sesame@127.0.0.1:1/hilo' }),
    /^failed database: Postgres at 127\.0\.0\.1:1 \(DATABASE_URL\): nothing listens/,
  ],
  [
    'a wrong password',
    () => ({ DATABASE_URL: Object.assign(new URL(database.url), { password: 'wrong' }).toString() }),
    /^failed database: .*refuses the user or the password/,
  ],
  [
    'no broker',
    () => ({ HILO_LOG: 'kafka://127.0.0.1:1' }),
    /^failed log: Kafka at 127\.0\.0\.1:1 \(HILO_LOG\): 127\.0\.0\.1:1 is not listening/,
  ],
  [
    'another secret',
    () => ({ HILO_ID_SECRET: '0123456789abcdef01234567' }),
    /^failed secrets: HILO_ID_SECRET: this database .* another secret/,
  ],
  [
    'a secret that can be guessed',
    () => ({ HILO_API_KEY: 'aaaaaaaaaaaaaaaaaaaa' }),
    /^warning secrets: HILO_API_KEY could be guessed/,
  ],
  [
    'one secret for both',
    () => ({ HILO_API_KEY: '8c02e6b1d97f4a35e0b8c4d1' }),
    /^warning secrets: HILO_API_KEY is HILO_ID_SECRET/,
  ],
])('says what is the matter and what to do: %s', async (_, others, words) => {
  expect(await wrong(others())).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
});

it('a secret in a file that everybody may read', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hilo-test-')), 'password');
  writeFileSync(file, 'sesame');
  const kafka = {
    HILO_LOG: 'kafka://127.0.0.1:1',
    HILO_KAFKA_SASL_MECHANISM: 'PLAIN',
    HILO_KAFKA_SASL_USERNAME: 'hilo',
    HILO_KAFKA_SASL_PASSWORD_FILE: file,
  };
  chmodSync(file, 0o644);
  expect((await wrong(kafka)).join()).toContain(`chmod 600 ${file}`);
  chmodSync(file, 0o600);
  expect((await wrong(kafka)).join()).not.toContain('chmod');
});

it.each<[string, string, string, RegExp]>([
  [
    'tables that its role may not write',
    'ALTER TABLE analytics.facts OWNER TO CURRENT_USER',
    'ALTER TABLE analytics.facts OWNER TO "NAME_analytics"',
    /^failed roles: .*may not read and write analytics\.facts/,
  ],
  [
    'a schema that its role may not use',
    'ALTER SCHEMA survey OWNER TO CURRENT_USER',
    'ALTER SCHEMA survey OWNER TO "NAME_survey"',
    /^failed roles: .*may not use the schema survey/,
  ],
  [
    'a role that reads what is of others',
    'GRANT USAGE ON SCHEMA identity TO "NAME_ingest"',
    'REVOKE USAGE ON SCHEMA identity FROM "NAME_ingest"',
    /^warning roles: .*ingest could read identity/,
  ],
  [
    'a role that may not log in',
    'ALTER ROLE "NAME_ingest" NOLOGIN',
    'ALTER ROLE "NAME_ingest" LOGIN',
    /^failed roles: ingest cannot use its database/,
  ],
  [
    'a migration that is missing',
    "UPDATE ingest.migrations SET hash = 'x' || hash WHERE applied_at = (SELECT max(applied_at) FROM ingest.migrations)",
    "UPDATE ingest.migrations SET hash = substr(hash, 2) WHERE hash LIKE 'x%'",
    /^failed migrations: the schema ingest of ingest lacks .* → hilo migrate/,
  ],
  [
    'a database for a later version',
    "INSERT INTO survey.installation VALUES ('oldest-version', '99.0.0')",
    "DELETE FROM survey.installation WHERE name = 'oldest-version'",
    /^failed migrations: .*99\.0\.0 is the oldest/,
  ],
  [
    'a topic that is gone',
    "UPDATE log.topics SET name = 'gone' WHERE name = 'hilo.resolved.v1'",
    "UPDATE log.topics SET name = 'hilo.resolved.v1' WHERE name = 'gone'",
    /^failed topics: hilo\.resolved\.v1 is missing/,
  ],
  [
    'a topic that keeps too little',
    "UPDATE log.topics SET retention_ms = 3600000 WHERE name = 'hilo.surveys.v1'",
    "UPDATE log.topics SET retention_ms = 604800000 WHERE name = 'hilo.surveys.v1'",
    /^failed topics: hilo\.surveys\.v1 keeps 0 days in place of 7 days/,
  ],
  [
    'a topic that is not compacted',
    "UPDATE log.topics SET compacted = false WHERE name = 'hilo.customers.v1'",
    "UPDATE log.topics SET compacted = true WHERE name = 'hilo.customers.v1'",
    /^failed topics: hilo\.customers\.v1 has cleanup\.policy=delete in place of compact/,
  ],
  [
    'a standby, or a database that is read-only',
    'ALTER DATABASE "NAME" SET default_transaction_read_only = on',
    'ALTER DATABASE "NAME" RESET default_transaction_read_only',
    /^failed database: .*takes no writes/,
  ],
])('finds %s', async (_, spoil, repair, words) => {
  const name = new URL(database.url).pathname.slice(1);
  const act = async (sql: string) => {
    await admin.query('SET default_transaction_read_only = off');
    await admin.query(sql.replaceAll('NAME', name));
  };
  mend = async () => {
    mend = async () => {};
    await act(repair);
  };
  await act(spoil);
  expect(await wrong()).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
});

it('finds a clock that is off, by a little and by much', async () => {
  expect((await wrong({}, () => Date.now() + 5000)).join()).toMatch(
    /warning clock: .*[45]\d{3} ms behind the one here/,
  );
  expect((await wrong({}, () => Date.now() - 60_000)).join()).toMatch(
    /failed clock: .* before the one here.*synchronise/,
  );
});

it('finds who is behind, and who is so far behind that the log may forget', async () => {
  await using log = await openLog(database.url);
  await log.append(topics.surveys.name, [{ key: 'somebody', value: '{}' }]);
  const age = (days: number) =>
    admin.query(
      "UPDATE log.records SET appended_at = floor(extract(epoch FROM now() - $1 * interval '1 day') * 1000)",
      [days],
    );
  mend = async () => {
    mend = async () => {};
    await admin.query('DELETE FROM log.records');
    await admin.query('UPDATE log.partitions SET next_offset = 0');
  };
  await age(1);
  expect((await wrong()).join()).toMatch(
    /warning lag: analytics is 1 messages and 86\d{3} s behind in hilo\.surveys\.v1/,
  );
  await age(6);
  expect((await wrong()).join()).toMatch(/failed lag: analytics is 1 messages and 518\d{3} s behind/);
});

it('finds a Postgres with few connections that forgets what it acknowledged', async () => {
  const dataDir = makeDataFolder('hilo-test-postgres-');
  const small = await startEmbeddedPostgres({ dataDir, durable: false, settings: { max_connections: '20' } });
  const found = (await diagnose(services, environment({ DATABASE_URL: small.url }))).map(
    ({ status, message, todo }) => `${status}: ${message} → ${todo}`,
  );
  await small.stop();
  await rm(dataDir, { recursive: true, force: true });
  const [, free, needed, wanted] =
    /warning: .* has (1\d) connections for Hilo, and .* takes up to (\d+) → ALTER SYSTEM SET max_connections = (\d+)/
      .exec(found.join('\n'))
      ?.map(Number) ?? [];
  // Of ingest 8, identity-resolution 32, survey-trigger 20, analytics 9; of the log 9 each, and for a thread.
  expect(needed).toBe(8 + 32 + 20 + 9 + 5 * 9);
  expect(wanted).toBe(Number(needed) + Number(free));
  expect(found.join('\n')).toMatch(
    /warning: .* may lose what it acknowledged .* fsync.* → ALTER SYSTEM SET fsync = on/,
  );
});

/** A disk of a megabyte, for one command alone. */
const onSmallDisk = (folder: string, command: string): string[] => [
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=1m tmpfs ${folder} && cd ${folder} && ${command}`,
];
const folder = mkdtempSync(join(tmpdir(), 'hilo-test-'));
const mayMount = spawnSync('unshare', onSmallDisk(folder, 'true')).status === 0;

it('finds erasures that are noted nowhere else, a list that is not there, and what of it was not done here', async () => {
  const alone = /^warning erasures: erasures are noted in the database alone/;
  expect(await wrong({ HILO_ERASURE_LIST: '' })).toEqual([expect.stringMatching(alone)]);
  const folder = join(makeDataFolder('hilo-doctor-'), 'erasures');
  const list = { HILO_ERASURE_LIST: pathToFileURL(folder).href };
  expect(await wrong(list)).toEqual([expect.stringMatching(/^failed erasures: the list of erasures cannot be read/)]);
  mkdirSync(folder);
  expect(await wrong(list)).toEqual([]);
  writeFileSync(join(folder, `${randomUUID()}.json`), '{}');
  expect(await wrong(list)).toEqual([]);
  await admin.query("INSERT INTO survey.installation (name, value) VALUES ('erasure-list', 'kept')");
  const undone = /^failed erasures: survey-trigger has 1 erasures of the list to do/;
  expect(await wrong(list)).toEqual([expect.stringMatching(undone)]);
  await admin.query("DELETE FROM survey.installation WHERE name = 'erasure-list'");
});

it.skipIf(!mayMount)('finds a disk that is full', async () => {
  const env = { ...process.env, ...environment() };
  const doctor = run('unshare', onSmallDisk(folder, `"${process.execPath}" "${script}" doctor`), { env });
  await expect(doctor).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/failed {3}disk .*of 1 MB are free on the disk of this machine/),
  });
});

it('looks at a log without making anything in it', async () => {
  const empty = await createTestDatabase();
  {
    await using log = await inspectLog(empty.url, {});
    expect(await log.describeTopics([topics.interactions.name])).toEqual([]);
  }
  const other = openDatabase({ connectionString: empty.url, schema: 'public', logger: { warn: () => {} } });
  expect((await other.query("SELECT FROM pg_namespace WHERE nspname = 'log'")).rowCount).toBe(0);
  await other.end();
  await empty.drop();
});
