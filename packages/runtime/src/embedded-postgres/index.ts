import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, openSync } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { postgresBinaries } from './binaries.ts';
import { stopLeftover } from './leftover.ts';
import { clusterFolder, type Owner, unprivilegedOwner } from './owner.ts';
import { type ServerSettings, settings as settingsOf } from './settings.ts';

export { cacheFolder } from './cache-folder.ts';

export type EmbeddedPostgresOptions = {
  /** Kept between starts: the cluster, its password, its port and its log. */
  dataDir: string;
  port?: number;
  /** false for tests: no fsync, and the server ends with its launcher. */
  durable?: boolean;
  /** What Postgres is set to beyond what suits a laptop, such as `{ shared_buffers: '2GB' }`. */
  settings?: ServerSettings;
  onProgress?(step: string): void;
  /** Ends the start: what runs by then is stopped, and it rejects. */
  signal?: AbortSignal;
};

export type EmbeddedPostgres = { url: string; port: number; stop(): Promise<void> };

const run = promisify(execFile);
const longestStartMs = 60_000;
/** Written last: a start that was cut off during initdb leaves half of a cluster, which is made anew. */
const createdMark = 'hilo-created';

/**
 * Starts the Postgres 18 that npm brought, as an unprivileged user if we are root; creates the cluster the first time.
 * A server that a kill left behind is stopped first. Throws with the end of the server's log if it does not start.
 */
export const startEmbeddedPostgres = async ({
  dataDir,
  port: wantedPort,
  durable = true,
  settings = {},
  onProgress = () => {},
  signal,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const owner = await unprivilegedOwner();
  const binaries = await postgresBinaries();
  const cluster = await clusterFolder(dataDir, owner);
  const password = await passwordIn(dataDir);
  if (!existsSync(join(cluster, createdMark))) {
    onProgress('creating the database');
    await createCluster({ binaries, cluster, owner, password, durable, signal });
  }
  signal?.throwIfAborted();
  await stopLeftover(cluster);
  signal?.throwIfAborted();
  const port = wantedPort ?? (await portFor(dataDir));
  onProgress('starting the database');
  const logFile = join(dataDir, 'postgres.log');
  const server = launch(binaries, cluster, { owner, logFile, port, durable, settings });
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await untilItAnswers(server, { url, logFile, signal });
  return { url, port, stop: () => stop(server) };
};

const passwordIn = async (dataDir: string): Promise<string> => {
  const file = join(dataDir, 'postgres-password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return (await readFile(file, 'utf8')).trim();
};

const createCluster = async ({
  binaries,
  cluster,
  owner,
  password,
  durable,
  signal,
}: {
  binaries: string;
  cluster: string;
  owner: Owner | undefined;
  password: string;
  durable: boolean;
  signal: AbortSignal | undefined;
}): Promise<void> => {
  if (existsSync(cluster)) await empty(cluster);
  const folder = await mkdtemp(join(tmpdir(), 'hilo-initdb-'));
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid);
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const auth = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`];
  if (!durable) auth.push('--set=scram_iterations=1');
  try {
    await run(join(binaries, 'bin', 'initdb'), ['-D', cluster, ...locale, ...auth, '--no-sync'], {
      ...owner,
      cwd: folder,
      ...(signal && { signal }),
    });
    await writeFile(join(cluster, createdMark), '');
  } catch (cause) {
    throw new Error(`initdb failed: ${cause instanceof Error ? cause.message : cause}`, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const empty = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
};

/** The port of last time if it is free still, so that a connection string in a notebook goes on working. */
const portFor = async (dataDir: string): Promise<number> => {
  const file = join(dataDir, 'postgres-port');
  const last = Number(await readFile(file, 'utf8').catch(() => ''));
  const port = last > 0 ? ((await freePort(last)) ?? (await freePort(0))) : await freePort(0);
  if (port === undefined) throw new Error('There is no free port for Postgres on 127.0.0.1.');
  await writeFile(file, String(port));
  return port;
};

const freePort = (wanted: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });

type Launch = { owner: Owner | undefined; logFile: string; port: number; durable: boolean; settings: ServerSettings };

const launch = (
  binaries: string,
  cluster: string,
  { owner, logFile, port, durable, settings }: Launch,
): ChildProcess => {
  const log = openSync(logFile, 'a');
  const args = ['-D', cluster, ...settingsOf({ port, durable }, settings)];
  const file = join(binaries, 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres');
  // Its own process group: Ctrl-C in the terminal reaches us alone, and we stop it last.
  const options = { ...owner, cwd: cluster, detached: true };
  const withParent = !durable && process.platform === 'linux' && existsSync('/usr/bin/setpriv');
  const child = withParent
    ? spawn('/usr/bin/setpriv', ['--pdeathsig', 'SIGINT', file, ...args], { ...options, stdio: ['ignore', log, log] })
    : spawn(file, args, { ...options, stdio: ['ignore', log, log] });
  child.unref();
  return child;
};

type Launched = { url: string; logFile: string; signal: AbortSignal | undefined };

const untilItAnswers = async (server: ChildProcess, { url, logFile, signal }: Launched): Promise<void> => {
  let failure: Error | undefined;
  server.once('error', (error) => {
    failure = error;
  });
  const deadline = Date.now() + longestStartMs;
  while (Date.now() < deadline && server.exitCode === null && failure === undefined && !signal?.aborted) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    // A server that is just stopping would otherwise end this process by an error that nobody hears.
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await delay(50);
    }
  }
  await stop(server);
  signal?.throwIfAborted();
  const tail = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-8).join('\n  ');
  throw new Error(`Postgres did not start${failure ? ` (${failure.message})` : ''}. The end of ${logFile}:\n  ${tail}`);
};

/** Fast shutdown: sessions are ended, everything is written. */
const stop = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.ref();
  server.kill('SIGINT');
  const killer = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(killer);
};
