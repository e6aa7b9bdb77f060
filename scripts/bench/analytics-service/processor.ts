import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';

const ticksPerSecond = 100;

/** The process of a server of Postgres, of which every other one of it is a child. */
export const serverOf = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  return Number(readFileSync(join(rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
};

/** Milliseconds of processor so far, of all threads of a process and of a server with all that it started (as Linux counts). */
export const processorMs = (pid: number, server: number): number => {
  const backends = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === server);
  return threadsMs(pid) + endedMs(server) + backends.reduce((sum, name) => sum + runMs(`/proc/${name}/schedstat`), 0);
};

const threadsMs = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, name) => sum + runMs(`/proc/${pid}/task/${name}/schedstat`), 0);

/** A process or thread that has ended since it was listed has run for nothing more. */
const runMs = (file: string): number => {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
};

const fieldsOf = (name: string): number[] => {
  try {
    return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
  } catch {
    return [];
  }
};

const parentOf = (name: string): number | undefined => fieldsOf(name)[1];

/** Of those children that have ended: workers of a parallel statement do. */
const endedMs = (server: number): number => {
  const [user = 0, system = 0] = fieldsOf(String(server)).slice(13, 15);
  return ((user + system) * 1000) / ticksPerSecond;
};
