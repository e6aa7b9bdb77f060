import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const kafkaFolder = join(import.meta.dirname, '../../../../infra/kafka');

/** The folder with the broker's jars, downloaded by Maven if it is not in the cache yet. Rejects with Maven's output. */
export async function brokerJars(): Promise<string> {
  const folder = join(cacheFolder(), versionedName());
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  // Two processes may download at the same time: each into its own folder, and only a complete one gets the name.
  const download = mkdtempSync(`${folder}.download-`);
  try {
    await copyDependencies(download);
    publish(download, folder);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
  return folder;
}

/** What has to be installed on this machine to run a broker by Java, or undefined. */
export async function missingForJava(): Promise<string | undefined> {
  const major = Number(/version "(\d+)/.exec((await outputOf('java', ['-version'])) ?? '')?.[1] ?? 0);
  const cached = existsSync(join(cacheFolder(), versionedName()));
  const missing = [
    ...(major >= 17 ? [] : ['Java 17 or later']),
    ...(cached || (await outputOf('mvn', ['-version'])) ? [] : ['Maven']),
  ];
  return missing.join(' and ') || undefined;
}

function cacheFolder(): string {
  if (process.env.HILO_CACHE_DIR) return process.env.HILO_CACHE_DIR;
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'hilo');
  return process.getuid?.() === 0 ? '/var/cache/hilo' : join(homedir(), '.cache/hilo');
}

function versionedName(): string {
  const pom = readFileSync(join(kafkaFolder, 'pom.xml'), 'utf8');
  const version = (name: string) => new RegExp(`<${name}.version>([^<]+)<`).exec(pom)?.[1];
  return `kafka-${version('kafka')}-log4j-${version('log4j')}`;
}

async function copyDependencies(folder: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
  await run('mvn', ['-B', '-q', '-f', join(kafkaFolder, 'pom.xml'), ...goal]).catch((cause) => {
    throw new Error(`Maven could not fetch the jars of Kafka:\n${cause.stdout ?? ''}${cause.stderr ?? ''}`, { cause });
  });
}

function publish(download: string, folder: string): void {
  try {
    renameSync(download, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function outputOf(command: string, args: string[]): Promise<string | undefined> {
  const output = await run(command, args, { timeout: 20_000 }).catch(() => undefined);
  return output && output.stdout + output.stderr;
}
