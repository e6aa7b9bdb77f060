/**
 * Kills Hilo with -9, while it replays real interactions and while it takes a million: `pnpm test:faults`, and `--full`. With
 * `--away SECONDS` it takes Kafka away for so long instead, under constant posting; with `--deciding` it kills those who decide whom to ask, with
 * `--delivering` those who send, and with `--following` those who remind and ask on another channel, by a webhook.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { type Kafka, makeDataFolder, startKafka } from '@hilo/testing';
import { Command, Option } from 'commander';
import { explainFailure } from '../../scripts/explain-failure.ts';
import { realData } from '../real-data.ts';
import { takeBrokerAway } from './broker-away.ts';
import { killDeciding } from './deciding/kill-deciding.ts';
import { killDelivering } from './delivering/kill-delivering.ts';
import { killFollowing } from './delivering/kill-following.ts';
import { killDuringReplay, replayInPeace } from './kill-during-replay.ts';
import { killUnderLoad } from './kill-under-load.ts';

type LogName = 'postgres' | 'kafka';
type Options = {
  full?: boolean;
  away?: string;
  deciding?: boolean;
  delivering?: boolean;
  following?: boolean;
  events?: string;
  log?: LogName;
  kills?: string;
  moves: string;
  seed: string;
  folder: string;
};

const { full, away, deciding, delivering, following, events, log, kills, moves, seed, folder } = new Command(
  'test:faults',
)
  .description(
    'Kills Hilo with -9 at random moments of a replay of real interactions, and compares what it knows with an undisturbed ' +
      'run. With --events, kills random services while so many interactions are posted, and looks into the log and the ' +
      'tables for what was lost or done twice.',
  )
  .option('--full', 'both, over the Postgres log and over Kafka: 20 kills in a replay; 1,000,000 events and 50 kills')
  .option('--away <seconds>', 'only this: takes Kafka away for so long, frozen and then killed, while senders post')
  .option(
    '--deciding',
    'only this: kills instances of survey-trigger 20 times while people arrive, refuse and are called (--full: 200; --kills)',
  )
  .option(
    '--delivering',
    'only this: kills who sends 20 times while 800 invitations leave to a mail server that goes wrong at every step (--full: 200, and 10,000)',
  )
  .option(
    '--following',
    'only this: kills who sends 20 times while 400 people are asked by mail, reminded, and asked by SMS, which a webhook carries, by servers ' +
      'that go wrong, and some of them answer (--full: 200, and 2,000; --kills)',
  )
  .option('--events <number>', 'only this: four services, a process each, take so many interactions')
  .addOption(new Option('--log <log>', 'over this log alone').choices(['postgres', 'kafka']))
  .option('--kills <number>', 'how often (default: 3 in a replay, 50 with --events)')
  .option('--moves <number>', "how often leaders are moved between Kafka's three brokers, with --events", '20')
  .option('--seed <number>', 'chooses the moments, the services and the interactions', String(Date.now()))
  .option('--folder <dir>', 'where the real tweets and reviews are', realData)
  .addHelpText(
    'after',
    '\nA million events take a quarter of an hour on two cores over the Postgres log, longer over Kafka, and some 8 GB ' +
      'there. The same seed has the same interactions, kills and moves. Ends with 1 if anything is wrong, and keeps the data ' +
      'then.',
  )
  .parse()
  .opts<Options>();

const inReplay = { kills: full ? 20 : Number(kills ?? 3) };
const underLoad = { events: Number(events ?? 1_000_000), kills: Number((full ? undefined : kills) ?? 50) };
const logs: readonly LogName[] = log ? [log] : full || events ? ['postgres', 'kafka'] : ['postgres'];

if (away) await inFolder((dataDir) => awayFor(Number(away) * 1000, dataDir));
if (deciding) await inFolder(whoDecides);
if (delivering) await inFolder(whoDelivers);
if (following) await inFolder(whoFollows);
for (const name of away || deciding || delivering || following ? [] : logs) {
  if (!events) await inFolder((dataDir) => replayOver(name, dataDir));
  if (full || events) await inFolder((dataDir) => loadOver(name, dataDir));
}

/** The data go if nothing is wrong. */
async function inFolder(run: (dataDir: string) => Promise<string[]>): Promise<void> {
  const dataDir = makeDataFolder('hilo-faults-');
  const faults = await run(dataDir).catch((error: unknown) => [`test:faults: ${explainFailure(error)}`]);
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) return rmSync(dataDir, { recursive: true, force: true });
  console.error(`seed ${seed}; the data are kept in ${dataDir}`);
  process.exitCode = 1;
}

async function replayOver(name: LogName, dataDir: string): Promise<string[]> {
  console.log(`a replay over ${name}, ${inReplay.kills} kills, seed ${seed}`);
  await using opened = new AsyncDisposableStack();
  const adminUrl = await openPostgres(opened, dataDir);
  const wanted = await replayInPeace({ databaseUrl: await createDatabase(adminUrl), folder });
  const { ledger, differences } = await killDuringReplay({
    databaseUrl: await createDatabase(adminUrl),
    log: name === 'kafka' ? await openKafka(opened, dataDir, 1) : undefined,
    wanted,
    folder,
    kills: inReplay.kills,
    seed: Number(seed),
    say,
  });
  const { accepted, stored, duplicate, quarantined } = ledger;
  const sum = `accepted ${accepted} = stored ${stored} + duplicate ${duplicate} + quarantined ${quarantined}`;
  const balance = accepted === stored + duplicate + quarantined ? [] : [`does not hold: ${sum}`];
  if (balance.length + differences.length > 0) return [...balance, ...differences];
  console.log(`${sum}\nnothing lost, nothing twice: all that is known is what it is without kills`);
  return [];
}

async function loadOver(name: LogName, dataDir: string): Promise<string[]> {
  const severity = { ...underLoad, moves: name === 'kafka' ? Number(moves) : 0 };
  console.log(`${severity.events} events over ${name}, ${severity.kills} kills, ${severity.moves} moves, seed ${seed}`);
  await using opened = new AsyncDisposableStack();
  const databaseUrl = await createDatabase(await openPostgres(opened, dataDir));
  const kafka = name === 'kafka' ? await openKafka(opened, dataDir, 3) : undefined;
  const outcome = await killUnderLoad({ databaseUrl, log: kafka, ...severity, seed: Number(seed), say });
  const { faults, ledger, traffic, ended, seconds } = outcome;
  const { accepted, stored, duplicate, quarantined } = ledger;
  console.log(`accepted ${accepted} = stored ${stored} + duplicate ${duplicate} + quarantined ${quarantined}`);
  const killed = [...traffic.struck.kills].map(([service, times]) => `${service} ${times} times`);
  console.log(`killed: ${killed.join(', ') || 'nobody'}; ${traffic.struck.leadersMoved} partitions got another leader`);
  console.log(`${traffic.retries} attempts were repeated; ${ended} times a process ended, or did not start, by itself`);
  console.log(`${seconds.posting} s posting, ${seconds.catchingUp} s catching up, ${seconds.looking} s looking`);
  if (faults.length === 0) console.log('nothing lost, nothing twice');
  return faults;
}

async function awayFor(awayMs: number, dataDir: string): Promise<string[]> {
  await using opened = new AsyncDisposableStack();
  const adminUrl = await openPostgres(opened, dataDir);
  const kafka = await openBrokers(opened, { ownProcesses: true });
  const faults: string[] = [];
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    const databaseUrl = await createDatabase(adminUrl);
    const outcome = await takeBrokerAway({ databaseUrl, kafka, signal, awayMs, senders: 20 });
    console.log(`${signal} for ${awayMs} ms: ${JSON.stringify(outcome)}`);
    const { accepted, refused, lost, disordered, ledger } = outcome;
    const isWhole = ledger.stored === accepted && ledger.accepted === accepted + ledger.duplicate;
    if (isWhole && lost + disordered + Object.keys(refused).length === 0) console.log('no sender saw it');
    else faults.push(`${signal}: senders saw it, or something was lost`);
  }
  return faults;
}

async function whoDecides(dataDir: string): Promise<string[]> {
  const times = full ? 200 : Number(kills ?? 20);
  console.log(`people arrive, refuse and are called, ${times} kills of who decides, seed ${seed}`);
  await using opened = new AsyncDisposableStack();
  const databaseUrl = await createDatabase(await openPostgres(opened, dataDir));
  const { faults, ended, killed, byThemselves, seconds } = await killDeciding({
    databaseUrl,
    kills: times,
    seed: Number(seed),
    say,
  });
  const { invited, withheld, historical } = ended;
  console.log(`candidates = ${invited} invited + ${withheld} withheld + ${historical} historical, in ${seconds} s`);
  console.log(`killed: ${[...killed].map(([name, count]) => `${name} ${count} times`).join(', ')}`);
  console.log(`${byThemselves} times a process ended by itself`);
  if (faults.length === 0) console.log('everybody is invited or withheld with reasons, once, and nobody after a no');
  return faults;
}

async function whoDelivers(dataDir: string): Promise<string[]> {
  const [times, invitations] = [full ? 200 : Number(kills ?? 20), full ? 10_000 : 800];
  console.log(`${invitations} invitations leave to a mail server that goes wrong, ${times} kills, seed ${seed}`);
  await using opened = new AsyncDisposableStack();
  const databaseUrl = await createDatabase(await openPostgres(opened, dataDir));
  const { faults, ended, byThemselves, seconds } = await killDelivering({
    databaseUrl,
    invitations,
    kills: times,
    seed: Number(seed),
    say,
  });
  const { accepted, refused, unknown, cancelled } = ended;
  console.log(
    `invited = ${accepted} accepted + ${refused} refused + ${unknown} unknown + ${cancelled} cancelled, in ${seconds} s`,
  );
  console.log(`${byThemselves} times a process ended by itself`);
  if (faults.length === 0) console.log('no message twice, none lost, and none after a withdrawal');
  return faults;
}

async function whoFollows(dataDir: string): Promise<string[]> {
  const [times, invitations] = [full ? 200 : Number(kills ?? 20), full ? 2000 : 400];
  console.log(`${invitations} people are asked by mail, reminded and asked by SMS, ${times} kills, seed ${seed}`);
  await using opened = new AsyncDisposableStack();
  const databaseUrl = await createDatabase(await openPostgres(opened, dataDir));
  const asked = { databaseUrl, invitations, kills: times, seed: Number(seed), say };
  const { faults, found, ended, byThemselves, seconds } = await killFollowing(asked);
  for (const [what, count] of Object.entries(ended).toSorted()) console.log(`${what}: ${count}`);
  console.log(`${found.answeredAt.size} answered; all had ended after ${seconds} s`);
  console.log(`${byThemselves} times a process ended by itself`);
  if (faults.length === 0) console.log('once each on either channel, none lost, and none a second after an answer');
  return faults;
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

async function openPostgres(opened: AsyncDisposableStack, dataDir: string): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  opened.defer(() => postgres.stop());
  return postgres.url;
}

async function openKafka(opened: AsyncDisposableStack, dataDir: string, nodes: 1 | 3): Promise<string> {
  const { brokers } = await openBrokers(opened, { nodes, folder: join(dataDir, 'kafka') });
  return `kafka://${brokers.join(',')}`;
}

async function openBrokers(opened: AsyncDisposableStack, options: Parameters<typeof startKafka>[0]): Promise<Kafka> {
  const kafka = await startKafka(options);
  if ('skipped' in kafka) throw new Error(kafka.skipped);
  opened.defer(() => kafka.stop());
  return kafka;
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
