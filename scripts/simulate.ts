/** The traffic of a simulated airline for a running Hilo: `pnpm simulate --rate 50`. */
import { Command, InvalidArgumentError } from 'commander';
import { createClient } from './api/client.ts';
import { findKey } from './api/local-key.ts';
import { explainFailure } from './explain-failure.ts';
import { simulate } from './simulate/simulate.ts';

type Options = { url: string; key?: string; rate: number; seed: number; count?: number };

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('give a number above 0.');
};

const { url, key, rate, seed, count } = new Command('simulate')
  .description('Posts what happens at a simulated airline. The same seed gives the same people and the same events.')
  .option('--url <url>', 'where Hilo is', 'http://127.0.0.1:8080')
  .option('--key <key>', 'the API key; without it HILO_API_KEY, or that of the local start')
  .option('--rate <number>', 'interactions per second', number, 5)
  .option('--seed <number>', 'another seed, another airline', number, 1)
  .option('--count <number>', 'stop after so many; without it, with Ctrl-C', number)
  .parse()
  .opts<Options>();

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

try {
  let toldAt = Date.now();
  const { signal } = stopping;
  const client = createClient({ url, key: findKey(key), signal, patienceMs: 60_000, onRetry: complain });
  const onPosted = (posted: number): void => {
    if (Date.now() - toldAt < 5000) return;
    toldAt = Date.now();
    console.log(`${posted} posted`);
  };
  const posted = await simulate({ client, rate, seed, signal, onPosted, ...(count !== undefined && { count }) });
  console.log(`${posted} posted`);
} catch (error) {
  console.error(`simulate: ${explainFailure(error)}`);
  process.exitCode = 1;
}

function complain(reason: string): void {
  console.error(`simulate: ${url} does not answer (${reason}); trying again`);
}
