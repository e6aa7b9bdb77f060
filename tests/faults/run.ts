/** Kills Hilo with -9 while it replays real interactions: `pnpm test:faults`, and `--full` for twenty times on each log. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { startKafka } from '@hilo/testing';
import { Command } from 'commander';
import { explainFailure } from '../../scripts/explain-failure.ts';
import { realData } from '../real-data.ts';
import { killDuringReplay } from './kill-during-replay.ts';

type Options = { kills: string; seed: string; folder: string; full?: boolean };

const { kills, seed, folder, full } = new Command('test:faults')
  .description('Kills Hilo with -9 at random moments of a replay, and compares what it knows with an undisturbed run.')
  .option('--kills <number>', 'how often, on the Postgres log', '3')
  .option('--full', 'twenty times, on the Postgres log and on Kafka')
  .option('--seed <number>', 'chooses the moments', String(Date.now()))
  .option('--folder <dir>', 'where the real tweets and reviews are', realData)
  .parse()
  .opts<Options>();

await run().catch((error: unknown) => {
  console.error(`test:faults: ${explainFailure(error)}`);
  process.exitCode = 1;
});

async function run(): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(join(tmpdir(), 'hilo-faults-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir });
  opened.defer(() => postgres.stop());
  await runOn('the Postgres log', postgres.url, undefined);
  if (!full) return;
  const kafka = await startKafka();
  if ('skipped' in kafka) throw new Error(kafka.skipped);
  opened.defer(() => kafka.stop());
  await runOn('Kafka', postgres.url, `kafka://${kafka.brokers.join(',')}`);
}

async function runOn(name: string, adminUrl: string, log: string | undefined): Promise<void> {
  console.log(`on ${name}, seed ${seed}`);
  const databaseUrls = { calm: await createDatabase(adminUrl), killed: await createDatabase(adminUrl) };
  const { ledger, differences } = await killDuringReplay({
    databaseUrls,
    log,
    folder,
    kills: full ? 20 : Number(kills),
    seed: Number(seed),
    say: console.log,
  });
  const { accepted, stored, duplicate, quarantined } = ledger;
  console.log(`accepted ${accepted} = stored ${stored} + duplicate ${duplicate} + quarantined ${quarantined}`);
  for (const difference of differences) console.error(difference);
  if (differences.length > 0 || accepted !== stored + duplicate + quarantined) process.exitCode = 1;
  else console.log('nothing lost, nothing twice: all that is known is what it is without kills');
}

async function createDatabase(adminUrl: string): Promise<string> {
  const pool = openDatabase({ connectionString: adminUrl, schema: 'public', logger: console });
  const name = `faults_${Date.now().toString(36)}_${process.hrtime.bigint() % 1000n}`;
  await pool.query(`CREATE DATABASE ${name}`);
  await pool.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
