import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyFile } from '../api/local-key.ts';

/** The data folder of a local start, held by this process until `release`. Throws if another start holds it. */
export const holdDataFolder = (dataDir: string): { release(): void } => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'hilo.pid');
  const holder = Number(existsSync(file) ? readFileSync(file, 'utf8') : 0);
  if (isAnotherStart(holder)) {
    throw new Error(
      `${dataDir} is in use by another start of Hilo (process ${holder}). Stop that one, or give this one a folder of its ` +
        'own: npm start -- --data-dir DIR --port N',
    );
  }
  rmSync(file, { force: true });
  // Of two that start at the same moment, one fails here.
  writeFileSync(file, String(process.pid), { flag: 'wx' });
  return { release: () => rmSync(file, { force: true }) };
};

/** The secrets of the installation: those given, else those kept in the folder, else new ones, kept from now on. */
export const secretsIn = (dataDir: string, environment: Readonly<Record<string, string | undefined>>) => ({
  HILO_API_KEY: environment.HILO_API_KEY || keptIn(keyFile(dataDir)),
  HILO_ID_SECRET: environment.HILO_ID_SECRET || keptIn(join(dataDir, 'id-secret')),
  HILO_SESSION_SECRET: environment.HILO_SESSION_SECRET || keptIn(join(dataDir, 'session-secret')),
});

const keptIn = (file: string): string => {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
};

/** A number in a file may belong to another program by now: where the system tells, its command has to be a start. */
const isAnotherStart = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  if (process.platform !== 'linux') return true;
  const commandFile = `/proc/${pid}/cmdline`;
  return existsSync(commandFile) && readFileSync(commandFile, 'utf8').includes('start.ts');
};
