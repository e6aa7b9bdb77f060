/** Everything on one machine: embedded Postgres, the four services in this process, and a simulated airline. */
import { join, resolve } from 'node:path';
import { startProcess } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { Command, InvalidArgumentError } from 'commander';
import { createClient } from './api/client.ts';
import { defaultDataDir } from './api/local-key.ts';
import { explainFailure, portTaken } from './explain-failure.ts';
import { services } from './services.ts';
import { simulate } from './simulate/simulate.ts';
import { announcement } from './start/announcement.ts';
import { holdDataFolder, secretsIn } from './start/data-folder.ts';
import { isPortFree } from './start/port.ts';

type Options = { traffic: boolean; port: number; dataDir: string; kafka?: string };

const port = (text: string): number => {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('a port is a number from 0 to 65535.');
};
const brokers = (text: string): string => {
  if (text.split(',').every((address) => /^[^:/\s]+:\d+$/.test(address))) return text;
  throw new InvalidArgumentError('give HOST:PORT, or several with commas between.');
};

const options = new Command('npm start --')
  .description('Runs all of Hilo on this machine. DATABASE_URL, HILO_API_KEY and HILO_ID_SECRET are used where set.')
  .option('--no-traffic', 'without the simulated airline')
  .option('--port <number>', 'where to listen', port, 8080)
  .option('--data-dir <dir>', 'where data, key and logs are kept', defaultDataDir)
  .option('--kafka <addresses>', 'put the log on this Kafka, HOST:PORT[,HOST:PORT…], instead of Postgres', brokers)
  .parse()
  .opts<Options>();

const longestStopMs = 9_000;
const stopping = new AbortController();
const opened = new AsyncDisposableStack();
let failed = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());

const starting = start(options).catch(fail);
await starting;

async function start({ traffic, port, dataDir: folder, kafka }: Options): Promise<void> {
  const dataDir = resolve(folder);
  const { HOST, DATABASE_URL } = process.env;
  const host = HOST || '127.0.0.1';
  const held = holdDataFolder(dataDir);
  opened.defer(() => held.release());
  if (port !== 0 && !(await isPortFree(port, host))) return fail(portTaken(port));
  const logFile = join(dataDir, 'hilo.log');
  const secrets = secretsIn(dataDir, process.env);
  const databaseUrl = DATABASE_URL || (await openPostgres(dataDir));
  if (stopping.signal.aborted) return;

  say('starting the services');
  const environment = {
    ...process.env,
    ...secrets,
    DATABASE_URL: databaseUrl,
    HOST: host,
    PORT: String(port),
    ...(kafka !== undefined && { HILO_LOG: `kafka://${kafka}` }),
  };
  const running = await startProcess(services, environment, { logFile });
  opened.defer(() => running.close());
  running.stopped.catch(fail);
  if (stopping.signal.aborted) return;

  const { url } = running;
  const key = secrets.HILO_API_KEY;
  if (traffic) startTraffic(url, key);
  console.log(announcement({ url, key, dataDir: folder, traffic }));
}

async function openPostgres(dataDir: string): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), onProgress: say });
  opened.defer(() => postgres.stop());
  return postgres.url;
}

function startTraffic(url: string, key: string): void {
  const client = createClient({ url, key, signal: stopping.signal });
  const traffic = simulate({ client, rate: 5, seed: 1, signal: stopping.signal });
  traffic.catch((error: unknown) => say(`the simulated airline stopped: ${explainFailure(error)}`));
  opened.defer(() => traffic.catch(() => {}).then(() => {}));
}

function fail(reason: unknown): void {
  if (stopping.signal.aborted) return;
  failed = true;
  console.error(`hilo: ${typeof reason === 'string' ? reason : explainFailure(reason, options.port)}`);
  stop();
}

/** The first call closes all in reverse order; the second, or too long a wait, ends at once. */
function stop(): void {
  if (stopping.signal.aborted) process.exit(130);
  stopping.abort();
  if (!failed) say('stopping');
  setTimeout(() => process.exit(failed ? 1 : 0), longestStopMs).unref();
  Promise.resolve(starting)
    .then(() => opened.disposeAsync())
    .then(
      () => process.exit(failed ? 1 : 0),
      (error) => {
        console.error(`hilo: ${explainFailure(error)}`);
        process.exit(1);
      },
    );
}

function say(line: string): void {
  console.log(`hilo: ${line}`);
}
