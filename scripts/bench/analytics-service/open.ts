import { rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import type { Pool } from 'pg';
import { type HiloProcess, startHilo } from '../../api/hilo-process.ts';
import type { BenchRows } from '../analytics-rows.ts';
import { allocationOfImage } from '../image.ts';
import { fillAnalytics } from './fill.ts';
import { serverOf } from './processor.ts';

/** A server with a database in which analytics has its rows. Nobody is connected to it but who is started. */
export type ServiceBench = {
  url: string;
  /** The process of the server. */
  server: number;
  rows: BenchRows;
  /** A service in a process of its own. */
  start(
    command: string,
    where?: { url?: string; port?: string; environment?: Readonly<Record<string, string>> },
  ): Promise<HiloProcess>;
};

/** As the README tells operators to start it, with as much of a heap as infra/kubernetes gives it. */
const nodeOptions = [
  '--single-threaded-gc',
  '--no-parallel-scavenge',
  '--max-semi-space-size=16',
  '--max-old-space-size=230',
];

/** As operators set a Postgres that has millions of facts to keep. */
const serverSettings = () => ({
  shared_buffers: `${Math.min(4096, Math.floor(totalmem() / 4 / 2 ** 20))}MB`,
  max_wal_size: '4GB',
});

/** Services find what infra/Dockerfile has them find. */
export const openServiceBench = async (opened: AsyncDisposableStack, rows: BenchRows): Promise<ServiceBench> => {
  const dataDir = makeDataFolder('hilo-bench-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: serverSettings() });
  opened.defer(() => postgres.stop());
  const image = { NODE_COMPILE_CACHE: join(dataDir, 'compiled'), ...allocationOfImage() };
  const start: ServiceBench['start'] = async (command, { url = postgres.url, port, environment } = {}) =>
    opened.use(
      await startHilo({
        databaseUrl: url,
        command,
        port,
        nodeOptions,
        environment: { ...image, HILO_TIME_ZONE: 'UTC', ...environment },
      }),
    );
  // It makes the roles and the schemas of all services, and leaves what it compiled.
  await (await start('all')).stop();
  const server = await withTables(postgres.url, async (pool) => {
    await fillAnalytics(pool, rows);
    return serverOf(pool);
  });
  return { url: postgres.url, server, rows, start };
};

/** As the owner of all; the tables of analytics are found by their names. */
export const withTables = async <Result>(url: string, work: (pool: Pool) => Promise<Result>): Promise<Result> => {
  const pool = openDatabase({ connectionString: url, schema: 'analytics', logger: console });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
};

/** A copy of the database, for which nobody may be connected to it, until the work is done. */
export const withCopy = async <Result>(
  { url }: Pick<ServiceBench, 'url'>,
  work: (url: string) => Promise<Result>,
): Promise<Result> => {
  const addressOf = (database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).toString();
  const [original, copy] = [new URL(url).pathname.slice(1), 'hilo_copy'];
  const command = (sql: string) => withTables(addressOf('template1'), (pool) => pool.query(sql));
  await command(`CREATE DATABASE ${copy} TEMPLATE "${original}" STRATEGY = file_copy`);
  try {
    await withTables(addressOf(copy), (pool) => changeOwners(pool, original, copy));
    return await work(addressOf(copy));
  } finally {
    await command(`DROP DATABASE ${copy} WITH (FORCE)`);
  }
};

/** The roles of a service have the name of the database. */
const changeOwners = async (pool: Pool, original: string, copy: string): Promise<void> => {
  const { rows } = await pool.query<{ role: string }>(
    `SELECT DISTINCT rolname AS role FROM pg_namespace JOIN pg_roles AS r ON r.oid = nspowner WHERE rolname LIKE $1 || '\\_%'`,
    [original],
  );
  for (const { role } of rows) {
    const own = `${copy}${role.slice(original.length)}`;
    await pool.query(`CREATE ROLE "${own}"`);
    await pool.query(`REASSIGN OWNED BY "${role}" TO "${own}"`);
  }
};
