/** Treats Hilo as a hostile network does, and measures what comes of it: `pnpm test:load`, and `--full` for the whole size. */
import { rmSync } from 'node:fs';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder } from '@hilo/testing';
import { Command } from 'commander';
import { startHilo } from '../../scripts/api/hilo-process.ts';
import { explainFailure } from '../../scripts/explain-failure.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { dropBombs } from './bombs.ts';
import { postMalformed } from './malformed.ts';
import { sigtermUnderLoad } from './sigterm.ts';
import { slowLoris } from './slow-loris.ts';

const { seed, full, bodies } = new Command('test:load')
  .description('Sends Hilo what is malformed, what explodes and what drips, and stops it under load.')
  .option('--full', '10,000 malformed bodies on every endpoint, 1,000 sockets that drip, bombs of half a gigabyte')
  .option('--bodies <number>', 'how many malformed bodies on every endpoint')
  .option('--seed <number>', 'chooses the malformed bodies', String(Date.now()))
  .parse()
  .opts<{ seed: string; full?: boolean; bodies?: string }>();

const verdict = (holds: boolean, line: string): void => {
  console.log(`${holds ? 'holds' : 'FAILS'}: ${line}`);
  if (!holds) process.exitCode = 1;
};

await run().catch((error: unknown) => {
  console.error(`test:load: ${explainFailure(error)}`);
  process.exitCode = 1;
});

async function run(): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const dataDir = makeDataFolder('hilo-load-');
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir });
  opened.defer(() => postgres.stop());
  let hilo = await startHilo({ databaseUrl: postgres.url });
  opened.defer(async () => {
    await hilo.stop();
  });

  const loris = await slowLoris(hilo, full ? 1000 : 300);
  const { before, meanwhile } = loris.p99;
  verdict(loris.longestMs <= 15_000, `sockets that drip are cut after ${loris.longestMs} ms at the most`);
  verdict(meanwhile < 2 * before, `the p99 of others was ${before} ms before, ${meanwhile} ms meanwhile`);

  const bombs = await dropBombs(hilo, full ? 500 : 100);
  const only413 = bombs.statuses.every((status) => status === 413);
  verdict(only413, `${bombs.statuses.length} bombs: ${[...new Set(bombs.statuses)].join(', ')}`);
  console.log(`memory grew by ${bombs.grownMegabytes} MB under them`);

  const perEndpoint = Number(bodies ?? (full ? 10_000 : 200));
  const malformed = await postMalformed({ hilo, perEndpoint, oddOneIn: 1, seed: Number(seed), say: console.log });
  const { posted, endpoints, statuses, failures, memory } = malformed;
  verdict(
    failures.length === 0,
    `${posted} bodies on ${endpoints} endpoints, seed ${seed}: ${JSON.stringify(statuses)}`,
  );
  for (const failure of failures) console.error(failure);
  verdict(memory.late < memory.early * 1.25, `memory ${memory.early} MB early, ${memory.late} MB late`);

  const { stored } = await untilThrough(hilo.client);
  const stopped = await sigtermUnderLoad(hilo, full ? 100 : 40);
  verdict(
    stopped.failures.length === 0,
    `${stopped.answered} requests around SIGTERM, failed: ${stopped.failures.join(', ') || 'none'}`,
  );
  verdict(
    stopped.exitMs <= 20_000 && stopped.exitCode === 0,
    `gone after ${stopped.exitMs} ms with code ${stopped.exitCode}`,
  );
  hilo = await startHilo({ databaseUrl: postgres.url });
  const kept = (await untilThrough(hilo.client)).stored - stored;
  verdict(kept === stopped.answered, `${kept} of ${stopped.answered} accepted interactions are stored`);
}
