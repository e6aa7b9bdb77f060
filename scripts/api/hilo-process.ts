import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, policyAtAnyHour } from '@hilo/testing';
import { type Client, createClient } from './client.ts';

export const apiKey = 'the-key-of-the-operator';

export type HiloOptions = {
  databaseUrl: string;
  /** Where the log is; without it, in the database. */
  log?: string | undefined;
  /** Which services: `all`, or the name of one. */
  command?: string;
  /** Where it listens, as it did before; without it, where it may be started again. */
  port?: string | undefined;
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
/** Four seconds of a processor; where others have both, that was more than a minute. */
const longestStartMs = 240_000;
/** It gives itself less; nobody waits for ever for one that hangs. */
const longestStopMs = 120_000;

/** Hilo as an operator runs it, in a process of its own; resolves when it listens and is ready. */
export const startHilo = async (options: HiloOptions): Promise<HiloProcess> => {
  const { databaseUrl, log: address, command = 'all', nodeOptions = [], environment = {} } = options;
  const { port = String(await freePort()) } = options;
  const child = spawn(process.execPath, [...nodeOptions, join(root, 'scripts', 'hilo.ts'), command], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      ...(address !== undefined && { HILO_LOG: address }),
      HILO_API_KEY: apiKey,
      HILO_ID_SECRET: 'a secret of the tests',
      HILO_CONTACT_POLICY: policyAtAnyHour,
      // Each text is judged: the encoder takes ten times as long as lists of words, for what hardly anybody who starts it here looks at.
      HILO_SENTIMENT: 'words',
      HOST: '127.0.0.1',
      PORT: port,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
  });
  const log = join(mkdtempSync(join(tmpdir(), 'hilo-test-process-')), 'log');
  const stop = () => endInTime(child, gone, log);
  const url = await whereItListens(child, gone, log);
  return {
    url,
    pid: child.pid ?? 0,
    client: createClient({ url, key: apiKey, patienceMs: longestStartMs }),
    gone,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
};

const endInTime = async (child: ChildProcess, gone: Promise<number | null>, log: string): Promise<number | null> => {
  child.kill('SIGTERM');
  let hangs = false;
  const patience = setTimeout(() => {
    hangs = true;
    child.kill('SIGKILL');
  }, longestStopMs);
  const code = await gone;
  clearTimeout(patience);
  if (hangs) throw new Error(`Hilo did not end within ${longestStopMs} ms of SIGTERM. ${endOf(log)}`);
  return code;
};

/** The address in the line that says so; what it prints is kept in a file, and shown if it does not start. */
const whereItListens = async (child: ChildProcess, gone: Promise<number | null>, log: string): Promise<string> => {
  const kept = createWriteStream(log);
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
  throw new Error(`Hilo did not start: ${start}. ${endOf(log)}`);
};

const endOf = (log: string): string => `${log}:\n${readFileSync(log, 'utf8').slice(-2000)}`;
