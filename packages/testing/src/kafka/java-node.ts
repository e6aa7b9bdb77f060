import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaFolder } from './jars.ts';

const run = promisify(execFile);

export type JavaNode = { jars: string; properties: string; log: string };

/** Prepares a node's folder for a cluster; does nothing to a folder that is prepared already. */
export async function formatNode(
  { jars, properties }: JavaNode,
  clusterId: string,
  further: readonly string[] = [],
): Promise<void> {
  const settings = ['--ignore-formatted', '-t', clusterId, '-c', properties, ...further];
  const format = ['kafka.tools.StorageTool', 'format', ...settings];
  await run('java', ['-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), ...format]);
}

/**
 * Starts a node's process. It ends with this one, however this one ends, unless it is detached: then it goes on for ever.
 */
export function spawnNode({ jars, properties, log }: JavaNode, detached: boolean): ChildProcess {
  const [command, ...before] = !detached && diesWithParent() ? ['setpriv', '--pdeathsig', 'SIGKILL', 'java'] : ['java'];
  const output = openSync(log, 'a');
  const child = spawn(command ?? 'java', [...before, ...javaArguments(jars), properties], {
    stdio: ['ignore', output, output],
    detached,
  });
  if (detached) child.unref();
  else endWithThisProcess(child);
  return child;
}

/** Resolves when the process has gone; asks again, by SIGKILL, after ten seconds. */
export async function endNode(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(patience);
}

function javaArguments(jars: string): string[] {
  const memory = ['-Xms256m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const logging = `-Dlog4j2.configurationFile=${join(kafkaFolder, 'log4j2.properties')}`;
  return [...memory, logging, '-cp', join(jars, '*'), 'kafka.Kafka'];
}

let hasSetpriv: boolean | undefined;
function diesWithParent(): boolean {
  hasSetpriv ??= spawnSync('setpriv', ['--pdeathsig', 'SIGKILL', 'true']).status === 0;
  return hasSetpriv;
}

function endWithThisProcess(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.removeListener('exit', end));
}
