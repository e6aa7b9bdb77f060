/** Asks a Hilo whatever its document allows, and what it does not: `node tests/openapi/fuzz.ts --help`. Needs Python's schemathesis. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import { Command, InvalidArgumentError } from 'commander';
import { apiKey, startHilo } from '../../scripts/api/hilo-process.ts';

type Options = { seconds: number; seed: number; examples: number };

const count = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('a whole number above 0.');
};

const checks =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method,ignored_auth';
const fuzz = async ({ seconds, seed, examples }: Options): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const dataDir = makeDataFolder('hilo-fuzz-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir });
  opened.defer(() => postgres.stop());
  const hilo = opened.use(await startHilo({ databaseUrl: postgres.url }));
  const args = ['run', `${hilo.url}/docs/json`, '-H', `Authorization: Bearer ${apiKey}`, '--checks', checks];
  const bounds = [
    '--max-time',
    String(seconds),
    '--seed',
    String(seed),
    '-n',
    String(examples),
    '--phases',
    'examples,coverage,fuzzing',
  ];
  // A stream of events never ends, which is no fault.
  const child = spawn('schemathesis', [...args, ...bounds, '--request-timeout', '10', '--continue-on-failure'], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  process.exitCode = code;
};

await new Command('fuzz')
  .description(
    'Starts a Hilo of its own and asks it at random, for some minutes; ends with 1 if it answers what its document does not say, or 500.',
  )
  .option('--seconds <number>', 'how long', count, 180)
  .option('--seed <number>', 'the same requests for the same seed', count, 1)
  .option('--examples <number>', 'how many requests of each kind', count, 30)
  .action(fuzz)
  .parseAsync();
