import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { consumerGroups, topics } from '@hilo/contracts';
import { type Log, openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { startEmbeddedPostgres } from '@hilo/runtime/embedded-postgres';
import { startKafka } from '@hilo/testing';
import type { Pool } from 'pg';
import { apiKey, startHilo } from '../api/hilo-process.ts';
import { showProgress } from '../replay/progress.ts';
import { cpuSeconds } from './figures.ts';
import { allocationOfImage } from './image.ts';
import { bytesBelow, privateMb, readTables, type Table } from './sizes.ts';
import { createTraffic } from './traffic.ts';

export type ResourcesBenchOptions = { interactions: number; idleSeconds: number };

type Process = { name: string; pid: number; url: string };
type Bench = { processes: Process[]; floor: Process; log: Log; pool: Pool; kafkaFolder: string };
type Rest = { name: string; privateMb: number; cpuPercent: number };

const perRequest = 100;
const atOnce = 4;

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** The percentage that infra/kubernetes gives the heap, of the limit of memory there. */
const heapMb: Readonly<Record<string, number>> = {
  ingest: 307,
  'identity-resolution': 192,
  'survey-trigger': 230,
  analytics: 230,
};

/**
 * Prints what four services, a process each, take over Kafka: memory and processor while nothing happens, beside a bare Fastify with a
 * member of a group; then, of interactions by people of whom some come again, the processor for one, and disk for a million.
 */
export const benchResources = async ({ interactions, idleSeconds }: ResourcesBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const bench = await open(opened);
  const rest = await measureRest([...bench.processes, bench.floor], idleSeconds);
  showRest(rest, idleSeconds);
  const before = readings(bench);
  const bytesBefore = bytesBelow(bench.kafkaFolder);
  const walBefore = await readWal(bench.pool);
  await post(bench, interactions);
  await untilThrough(bench);
  const micros = showWork(bench, before, interactions);
  const after = await measureRest(bench.processes, 10);
  const tables = await readTables(bench.pool);
  const disk = {
    kafkaMb: (bytesBelow(bench.kafkaFolder) - bytesBefore) / 2 ** 20,
    walMb: ((await readWal(bench.pool)) - walBefore) / 2 ** 20,
    tablesMb: tables.reduce((sum, one) => sum + one.bytes, 0) / 2 ** 20,
  };
  showDisk(disk, tables, interactions);
  console.log(JSON.stringify({ name: 'resources', interactions, rest, micros, after, disk, tables }));
};

const open = async (opened: AsyncDisposableStack): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'hilo-bench-'));
  opened.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const kafka = await startKafka({ ownProcesses: true, folder: join(folder, 'kafka') });
  if ('skipped' in kafka) throw new Error(kafka.skipped);
  opened.defer(() => kafka.stop());
  const address = `kafka://${kafka.brokers.join(',')}`;
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  opened.defer(() => postgres.stop());
  const pool = openDatabase({ connectionString: postgres.url, schema: 'public', logger: console });
  opened.defer(() => pool.end());
  const environment = await imageEnvironment(join(folder, 'compiled'));
  const processes: Process[] = [];
  for (const [name, mb] of Object.entries(heapMb)) {
    const started = await startHilo({
      databaseUrl: postgres.url,
      log: address,
      command: name,
      nodeOptions: [`--max-old-space-size=${mb}`],
      environment: { ...environment, HILO_KAFKA_INSTANCE_ID: name },
    });
    processes.push({ name, ...opened.use(started) });
  }
  const floor = await startFloor(opened, kafka.brokers[0] ?? '');
  const log = opened.use(await openLog(address));
  return { processes, floor, log, pool, kafkaFolder: join(folder, 'kafka') };
};

/** What infra/Dockerfile has every process find. */
const imageEnvironment = async (compiled: string): Promise<Record<string, string>> => {
  const environment = { NODE_COMPILE_CACHE: compiled, ...allocationOfImage() };
  for (const args of [['scripts/hilo.ts', '--help'], ['infra/compile.mjs']])
    await run(process.execPath, args, { cwd: root, env: { ...process.env, ...environment } });
  return environment;
};

const startFloor = async (opened: AsyncDisposableStack, broker: string): Promise<Process> => {
  const file = join(import.meta.dirname, 'idle-floor.ts');
  const child = spawn(process.execPath, [file, broker, topics.interactions.name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  opened.defer(() => void child.kill());
  const [url] = await once(createInterface(child.stdout), 'line');
  return { name: 'Fastify with kafkajs', pid: child.pid ?? 0, url: String(url) };
};

const longestSettleMs = 20_000;

/** Memory at the end of the time, and the processor over it, which begins when what starting left to do is done. */
const measureRest = async (processes: readonly Process[], seconds: number): Promise<Rest[]> => {
  await delay(Math.min(longestSettleMs, seconds * 1000));
  const before = processes.map(({ pid }) => cpuSeconds(pid));
  await delay(seconds * 1000);
  return processes.map(({ name, pid }, index) => ({
    name,
    privateMb: privateMb(pid),
    cpuPercent: ((cpuSeconds(pid) - (before[index] ?? 0)) / seconds) * 100,
  }));
};

const showRest = (rest: readonly Rest[], seconds: number): void => {
  console.log(`at rest over Kafka, ${seconds} s`);
  for (const one of rest)
    console.log(
      `  ${one.name.padEnd(22)} ${one.privateMb.toFixed(0).padStart(4)} MB private  ${one.cpuPercent.toFixed(1)} %`,
    );
  const sum = rest.slice(0, -1).reduce((total, one) => total + one.privateMb, 0);
  console.log(`  four services          ${sum.toFixed(0).padStart(4)} MB private (at most 450)`);
};

const readings = ({ processes }: Bench): number[] => processes.map(({ pid }) => cpuSeconds(pid));

const post = async ({ processes }: Bench, interactions: number): Promise<void> => {
  const url = processes[0]?.url ?? '';
  const traffic = createTraffic(1);
  const progress = showProgress('posting', interactions);
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (sent < interactions) {
      const batch = Array.from({ length: Math.min(perRequest, interactions - sent) }, () => {
        const { source: _, receivedAt: __, ...posted } = traffic.next();
        return posted;
      });
      sent += batch.length;
      const answer = await fetch(`${url}/v1/interactions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(batch),
      });
      if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`);
      progress.update(sent);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  progress.done();
};

/** Until no service has anything left to read, twice in a row: what one has read, it may just be about to write. */
const untilThrough = async ({ log }: Bench): Promise<void> => {
  for (let quiet = 0; quiet < 3; ) {
    const lags = await Promise.all(
      Object.entries(consumerGroups).flatMap(([group, read]) => read.map(({ name }) => log.lag(group, name))),
    );
    quiet = lags.every((lag) => lag === 0) ? quiet + 1 : 0;
    await delay(500);
  }
};

const showWork = (bench: Bench, before: readonly number[], interactions: number) => {
  const micros = bench.processes.map(({ name, pid }, index) => ({
    name,
    micros: ((cpuSeconds(pid) - (before[index] ?? 0)) / interactions) * 1e6,
  }));
  console.log('processor, for an interaction');
  for (const one of micros) console.log(`  ${one.name.padEnd(22)} ${one.micros.toFixed(0).padStart(4)} µs`);
  return micros;
};

const readWal = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS bytes`,
  );
  return Number(rows[0]?.bytes);
};

const showDisk = (
  disk: { kafkaMb: number; walMb: number; tablesMb: number },
  tables: readonly Table[],
  interactions: number,
): void => {
  const perMillion = 1e6 / interactions / 1024;
  console.log('disk, for a million interactions');
  console.log(`  Kafka, one replica     ${(disk.kafkaMb * perMillion).toFixed(2)} GB`);
  console.log(`  WAL, written           ${(disk.walMb * perMillion).toFixed(2)} GB`);
  console.log(`  tables and indexes     ${(disk.tablesMb * perMillion).toFixed(2)} GB`);
  for (const { name, bytes, rows } of tables.slice(0, 16))
    console.log(
      `    ${name.padEnd(40)} ${((bytes / 2 ** 20) * perMillion).toFixed(2).padStart(6)} GB  ${((rows / interactions) * 1e6).toFixed(0).padStart(9)} rows`,
    );
};
