/** A Kafka on this machine for a person: `pnpm kafka up`, `pnpm kafka down`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { missingForJava, startJavaKafka } from '@hilo/testing';
import { Command, Option } from 'commander';

type Up = { nodes: string; port: string; dataDir: string; detach?: boolean };

const program = new Command('kafka').description(
  'Runs Apache Kafka on this machine; needs Java 17 and Maven, not Docker.',
);
const dataDir = new Option('--data-dir <dir>', 'where data, logs and process ids are kept').default('.hilo/kafka');
program
  .command('up')
  .description('start it, and stop it with Ctrl-C')
  .addOption(new Option('--nodes <count>', 'how many brokers').choices(['1', '3']).default('1'))
  .option('--port <port>', 'of the first broker; the others follow', '9092')
  .addOption(dataDir)
  .option('--detach', 'leave it running; `down` stops it')
  .action(up);
program.command('down').description('stop what `up` started; the data stays').addOption(dataDir).action(down);
await program.parseAsync().catch((error) => program.error(error.message));

async function up({ nodes, port, dataDir, detach = false }: Up): Promise<void> {
  const folder = resolve(dataDir);
  const missing = await missingForJava();
  if (missing) return program.error(`Kafka needs ${missing}: install it and try again`);
  if (runningIn(folder).length > 0) return program.error(`it is running in ${folder} already: pnpm kafka down`);
  const count = Number(nodes);
  const ports = Array.from({ length: count }, (_, index) => ({
    broker: Number(port) + index,
    controller: Number(port) + count + index,
  }));
  console.log('starting Kafka (the first time it is downloaded, 43 MB)');
  mkdirSync(folder, { recursive: true });
  const kafka = await startJavaKafka({ ports, folder, detached: detach });
  writeFileSync(pidFile(folder), kafka.pids().join('\n'));
  console.log(`Kafka answers on ${kafka.brokers.join(', ')}; data and logs are in ${folder}`);
  console.log(`npm start -- --kafka ${kafka.brokers[0]}`);
  if (detach) process.exit();
  await stopped(folder);
  await kafka.stop();
  rmSync(pidFile(folder), { force: true });
  process.exit();
}

async function down({ dataDir }: { dataDir: string }): Promise<void> {
  const folder = resolve(dataDir);
  const pids = runningIn(folder);
  if (pids.length === 0) console.log(`nothing is running in ${folder}`);
  // Stopped one after another, the last of three would wait for a quorum that is gone.
  for (const pid of pids) process.kill(pid, pids.length === 1 ? 'SIGTERM' : 'SIGKILL');
  while (runningIn(folder).length > 0) await sleep(100);
  rmSync(pidFile(folder), { force: true });
  if (pids.length > 0) console.log('stopped');
}

/** Resolves on Ctrl-C, on SIGTERM, and when `down` has ended the nodes. */
async function stopped(folder: string): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop());
  const watch = setInterval(() => runningIn(folder).length === 0 && stop(), 500);
  await promise;
  clearInterval(watch);
}

function pidFile(folder: string): string {
  return join(folder, 'pids');
}

/** The ids in the file that are still nodes of this folder: a stale file must not end somebody else's process. */
function runningIn(folder: string): number[] {
  const lines = readText(pidFile(folder)).split('\n').filter(Boolean);
  return lines.map(Number).filter((pid) => commandOf(pid).includes(`kafka.Kafka ${folder}/`));
}

function commandOf(pid: number): string {
  if (existsSync('/proc/self/cmdline')) return readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
