/**
 * Kills Hilo with -9 while it replays real interactions: `pnpm test:faults`, and `--full` for twenty times on each log. With
 * `--away SECONDS` it takes Kafka away for so long instead, under constant posting.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { type Kafka, startKafka } from '@hilo/testing';
import { Command } from 'commander';
import { explainFailure } from '../../scripts/explain-failure.ts';
import { realData } from '../real-data.ts';
import { takeBrokerAway } from './broker-away.ts';
import { killDuringReplay } from './kill-during-replay.ts';

type Options = { kills: string; seed: string; folder: string; full?: boolean; away?: string };

const { kills, seed, folder, full, away } = new Command('test:faults')
  .description('Kills Hilo with -9 at random moments of a replay, and compares what it knows with an undisturbed run.')
  .option('--kills <number>', 'how often, on the Postgres log', '3')
  .option('--full', 'twenty times, on the Postgres log and on Kafka')
  .option('--away <seconds>', 'takes Kafka away for so long instead, frozen and then killed, while senders post')
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
  if (away === undefined) await runOn('the Postgres log', postgres.url, undefined);
  if (!full && away === undefined) return;
  const kafka = await startKafka({ ownProcesses: away !== undefined });
  if ('skipped' in kafka) throw new Error(kafka.skipped);
  opened.defer(() => kafka.stop());
  if (away !== undefined) {
    await runAway(kafka, postgres.url, Number(away) * 1000);
    return;
  }
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

async function runAway(kafka: Kafka, adminUrl: string, awayMs: number): Promise<void> {
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    const databaseUrl = await createDatabase(adminUrl);
    const outcome = await takeBrokerAway({ databaseUrl, kafka, signal, awayMs, senders: 20 });
    console.log(`${signal} for ${awayMs} ms: ${JSON.stringify(outcome)}`);
    const { accepted, refused, lost, disordered, ledger } = outcome;
    const isWhole = ledger.stored === accepted && ledger.accepted === accepted + ledger.duplicate;
    if (isWhole && lost + disordered + Object.keys(refused).length === 0) console.log('no sender saw it');
    else process.exitCode = 1;
  }
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
