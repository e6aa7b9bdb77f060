/**
 * Makes the fixture of an installation of before: starts the code in a checkout of that time (`node tests/upgrade/make-fixture.ts
 * CHECKOUT`), lives through the story, and writes down the rows of every table of its services.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CustomerRecord } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import { z } from 'zod';
import { programme } from '../e2e/programme.ts';
import { fixtureFile, type Installation } from './installation.ts';
import { type Ask, decisions, interactions, posted, user } from './story.ts';

const checkout = resolve(process.argv[2] ?? '.');
const secret = 'the secret of an installation of before';
const folder = mkdtempSync(join(tmpdir(), 'hilo-fixture-'));

const Embedded = z.object({
  startEmbeddedPostgres: z.custom<typeof import('@hilo/runtime/embedded-postgres').startEmbeddedPostgres>(),
});
const Runtime = z.object({ startProcess: z.custom<typeof import('@hilo/runtime').startProcess>() });
const Services = z.object({ services: z.custom<typeof import('../../scripts/services.ts').services>() });

const { startEmbeddedPostgres } = Embedded.parse(
  await import(join(checkout, 'packages/runtime/src/embedded-postgres/index.ts')),
);
const { startProcess } = Runtime.parse(await import(join(checkout, 'packages/runtime/src/index.ts')));
const { services } = Services.parse(await import(join(checkout, 'scripts/services.ts')));

const key = 'the-key-of-the-operator';
const programmes = join(folder, 'programmes.json');
writeFileSync(programmes, JSON.stringify([programme]));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
const hilo = await startProcess(services, {
  DATABASE_URL: postgres.url,
  HILO_API_KEY: key,
  HILO_ID_SECRET: secret,
  HILO_PROGRAMMES: programmes,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'error',
});

const ask: Ask = async (method, path, body) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = { status: response.status, body: JSON.parse(await response.text()) };
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer.body)}`);
  return answer;
};
const untilThrough = async (): Promise<void> => {
  const Ledger = z.object({ inFlight: z.int() });
  do await delay(500);
  while (Ledger.parse((await ask('GET', '/v1/ledger')).body).inFlight > 0);
};
const Found = z.object({ id: z.string() });
const Made = z.object({ decision: Found });

await ask('POST', '/v1/interactions', interactions(Date.now()).map(posted));
await untilThrough();
const split = Found.parse((await ask('POST', '/v1/customers/lookup', user('split'))).body).id;
const made = new Map<string, string>();
for (const [name, request] of Object.entries(decisions(split))) {
  made.set(name, Made.parse((await ask('POST', '/v1/identity/decisions', request)).body).decision.id);
}
await ask('DELETE', `/v1/identity/decisions/${made.get('taken')}`);
await ask('POST', '/v1/erasures', { identifier: user('erased') });
// Until surveys are decided, and everybody downstream has heard.
await delay(20_000);

const client = openDatabase({
  connectionString: postgres.url,
  schema: 'public',
  logger: { warn: console.warn },
  maxConnections: 1,
});
const { rows: names } = await client.query<{ schema: string; table: string }>(
  `SELECT schemaname AS schema, tablename AS table FROM pg_tables WHERE schemaname = ANY ($1) ORDER BY 1, 2`,
  [services.map((service) => service.schema)],
);
const tables: Installation['tables'] = [];
for (const { schema, table } of names) {
  const { rows } = await client.query<{ row: string }>(
    `SELECT row_to_json(t)::text AS row FROM ${schema}.${table} AS t`,
  );
  tables.push({ schema, table, rows: rows.map(({ row }) => row) });
}
const { rows: ids } = await client.query<{ id: string }>(
  "SELECT DISTINCT customer AS id FROM identity.identifiers WHERE aggregate <> ''",
);
const customers: Installation['customers'] = [];
for (const { id } of ids) {
  const { identifiers } = CustomerRecord.parse((await ask('GET', `/v1/customers/${id}`)).body);
  customers.push({ id, identifiers: identifiers.map(({ kind, value }) => ({ kind, value })) });
}
const commit = execFileSync('git', ['-C', checkout, 'rev-parse', '--short', 'HEAD']).toString().trim();
const installation: Installation = { commit, secret, tables, customers };
writeFileSync(fixtureFile, gzipSync(JSON.stringify(installation)));
console.log(`${fixtureFile}: ${tables.length} tables, ${customers.length} customers, of ${commit}`);

await client.end();
await hilo.close();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
