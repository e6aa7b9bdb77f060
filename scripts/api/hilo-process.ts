import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Client, createClient } from './client.ts';

export const apiKey = 'the-key-of-the-operator';

export type HiloOptions = {
  databaseUrl: string;
  /** Where the log is; without it, in the database. */
  log?: string | undefined;
  /** Which services: `all`, or the name of one. */
  command?: string;
  /** Options of Node that it is started with. */
  nodeOptions?: readonly string[];
  environment?: Readonly<Record<string, string>>;
};

export type HiloProcess = AsyncDisposable & {
  url: string;
  pid: number;
  client: Client;
  /** Resolves with the exit code when it is gone, however that came. */
  gone: Promise<number | null>;
  /** Ends it with SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it with SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
};

const root = join(import.meta.dirname, '..', '..');
const longestStartMs = 60_000;

/** Hilo as an operator runs it, in a process of its own; resolves when it listens and is ready. */
export const startHilo = async (options: HiloOptions): Promise<HiloProcess> => {
  const { databaseUrl, log, command = 'all', nodeOptions = [], environment = {} } = options;
  const child = spawn(process.execPath, [...nodeOptions, join(root, 'scripts', 'hilo.ts'), command], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      ...(log !== undefined && { HILO_LOG: log }),
      HILO_API_KEY: apiKey,
      HILO_ID_SECRET: 'a secret of the tests',
      HOST: '127.0.0.1',
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return gone;
  };
  const url = await whereItListens(child, gone);
  return {
    url,
    pid: child.pid ?? 0,
    client: createClient({ url, key: apiKey, patienceMs: longestStartMs }),
    gone,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      await end('SIGTERM');
    },
  };
};

/** The address in the line that says so; what it prints is kept in a file, and shown if it does not start. */
const whereItListens = async (child: ChildProcess, gone: Promise<number | null>): Promise<string> => {
  const file = join(mkdtempSync(join(tmpdir(), 'hilo-test-process-')), 'log');
  const kept = createWriteStream(file);
  const listening = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      kept.write(`${line}\n`);
      const [, address] = /"address":"([^"]+)"/.exec(line) ?? [];
      if (address !== undefined) listening.resolve(address);
    });
  }
  const failure = gone.then((code) => `it ended with code ${code}`);
  const tooLate = new Promise<string>((resolve) => {
    setTimeout(resolve, longestStartMs, `it did not listen within ${longestStartMs} ms`).unref();
  });
  const start = await Promise.race([listening.promise.then((url) => ({ url })), failure, tooLate]);
  if (typeof start === 'object') return start.url;
  child.kill('SIGKILL');
  throw new Error(`Hilo did not start: ${start}. ${file}:\n${readFileSync(file, 'utf8').slice(-2000)}`);
};
