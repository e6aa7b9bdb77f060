/**
 * How long identity-resolution stands still on Kafka while its members are stopped, killed and started again, and whether the
 * group misses one that lives: `node tests/faults/members.ts --help`.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { IngestResult, topics } from '@hilo/contracts';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { makeDataFolder, startKafka } from '@hilo/testing';
import { Command } from 'commander';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { LedgerAnswer } from '../../scripts/api/ledger.ts';
import { madeUp } from './made-up.ts';
import { createWatch } from './standstill.ts';

type Options = { minutes: string; rate: string; rounds: string; named?: boolean; only: string };

const { minutes, rate, rounds, named, only } = new Command('members')
  .description(
    'Starts Kafka, Postgres, ingest and identity-resolution, and measures, at a steady rate, the longest time without a ' +
      'commit of a partition: while two members are restarted in turn, while one is, and while one of two is killed with ' +
      '-9, with and without another coming. Then posts as fast as Hilo takes it for so many minutes, and counts the ' +
      'members that the group missed though they live.',
  )
  .option('--minutes <number>', 'how long at full load; 0 leaves that out', '10')
  .option('--rate <number>', 'interactions a second otherwise', '300')
  .option('--rounds <number>', 'how often each is done; 0 leaves these out', '3')
  .option('--only <words>', 'a part of the name of what is done', '')
  .option('--named', 'with HILO_KAFKA_INSTANCE_ID')
  .parse()
  .opts<Options>();

const postEveryMs = 100;
const fullBatch = 1000;
const mostInFlight = 20_000;
const settleMs = 4000;
/** As brokers come; tests elsewhere have 0. */
const production = { 'group.initial.rebalance.delay.ms': 3000 };

await using opened = new AsyncDisposableStack();
const folder = makeDataFolder('hilo-members-');
opened.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
const postgres = await startEmbeddedPostgres({ dataDir: folder });
opened.defer(() => postgres.stop());
const kafka = await startKafka({ ownProcesses: true, folder: join(folder, 'kafka'), properties: production });
if ('skipped' in kafka) throw new Error(kafka.skipped);
opened.defer(() => kafka.stop());
const where = { databaseUrl: postgres.url, log: `kafka://${kafka.brokers.join(',')}` };
const startMember = (at: number): Promise<HiloProcess> =>
  startHilo({
    ...where,
    command: 'identity-resolution',
    environment: named ? { HILO_KAFKA_INSTANCE_ID: `member-${at}` } : {},
  });
const pool = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
opened.defer(() => pool.end());
const ingest = opened.use(await startHilo({ ...where, command: 'ingest' }));
const members = [await startMember(0), await startMember(1)];
opened.defer(async () => void (await Promise.all(members.map((member) => member.kill()))));
const watch = createWatch(pool, topics.interactions.name);

const blows: readonly (readonly [what: string, prepare: () => Promise<void>, work: () => Promise<void>])[] = [
  ['two members, nothing is done to them', two, async () => void (await delay(10_000))],
  [
    'two members restarted in turn',
    two,
    async () => {
      await restart(0);
      await restart(1);
    },
  ],
  [
    'one of two killed with -9, and no other comes',
    two,
    async () => {
      await members.pop()?.kill();
      await delay(15_000);
    },
  ],
  [
    'one of two killed with -9, and started again',
    two,
    async () => {
      await members[1]?.kill();
      members[1] = await startMember(1);
      await delay(15_000);
    },
  ],
  ['one member, alone, restarted', one, () => restart(0)],
];

if (Number(rounds) > 0) await steadily();
if (Number(minutes) > 0) await atFullLoad(Number(minutes) * 60_000);

async function steadily(): Promise<void> {
  const posting = new AbortController();
  const posted = post(posting.signal, () => delay(postEveryMs), Math.ceil((Number(rate) * postEveryMs) / 1000));
  await delay(10_000);
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const [what, prepare, work] of blows) {
      if (!what.includes(only)) continue;
      await prepare();
      watch.begin();
      await work();
      console.log(`${what}: the longest time without a commit of a partition was ${watch.longestMs()} ms`);
    }
  }
  posting.abort();
  await posted;
}

async function two(): Promise<void> {
  if (members.length === 2) return;
  members.push(await startMember(1));
  await delay(settleMs);
}

async function one(): Promise<void> {
  await members.pop()?.stop();
  await delay(settleMs);
}

async function restart(at: number): Promise<void> {
  const begun = Date.now();
  await members[at]?.stop();
  const stopped = Date.now();
  members[at] = await startMember(at);
  console.log(`  it stopped in ${stopped - begun} ms, and was ready again ${Date.now() - stopped} ms later`);
  await delay(settleMs);
}

async function atFullLoad(ms: number): Promise<void> {
  await untilDone();
  const before = missed().length;
  const posting = new AbortController();
  const inFlight = async (): Promise<number> => (await ingest.client.get('/v1/ledger', LedgerAnswer)).inFlight;
  const mayGoOn = async (): Promise<void> => {
    while ((await inFlight()) > mostInFlight) await delay(50);
  };
  const stop = setTimeout(() => posting.abort(), ms);
  const posted = await post(posting.signal, mayGoOn, fullBatch);
  clearTimeout(stop);
  const lost = missed().slice(before);
  console.log(
    `${posted} interactions in ${ms / 1000} s at full load: the group missed ${lost.length} members that live`,
  );
  for (const line of lost) console.log(line);
  if (lost.length > 0) process.exitCode = 1;
}

async function untilDone(): Promise<void> {
  while ((await ingest.client.get('/v1/ledger', LedgerAnswer)).inFlight > 0) await delay(200);
}

/** Posts batches of this size, each when it may; gives how many interactions it were. */
async function post(ended: AbortSignal, mayGoOn: () => Promise<void>, size: number): Promise<number> {
  const makeUp = madeUp({ seed: Date.now(), people: 5000 });
  const sender = Date.now() % 1_000_000;
  let place = 0;
  while (!ended.aborted) {
    const batch = Array.from({ length: size }, (_, at) => makeUp({ sender, place: place + at }));
    place += size;
    await Promise.all([ingest.client.post('/v1/interactions', batch, IngestResult), mayGoOn()]);
  }
  return place;
}

/** What the broker says of members that it has heard nothing of in time. */
function missed(): string[] {
  const lines = readFileSync(join(folder, 'kafka', 'node-1.log'), 'utf8').split('\n');
  return lines.filter((line) =>
    /has failed, removing|haven't joined|did not (join|sync)|pending sync|expired/.test(line),
  );
}
