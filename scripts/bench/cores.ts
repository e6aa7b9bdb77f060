import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';

/** How many processors were kept busy: by Hilo, by Postgres, and by whatever else the machine does. */
export type Cores = { hilo: number; postgres: number; others: number };

const ticksPerSecond = 100;

/** Measures from now until it is asked (as Linux counts; elsewhere, not a number). */
export const measureCores = async (pool: Pool, hilo: number): Promise<() => Cores> => {
  if (!existsSync('/proc/stat')) return () => ({ hilo: Number.NaN, postgres: Number.NaN, others: Number.NaN });
  const { rows } = await pool.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  const server = Number(readFileSync(join(rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const before = secondsOf(hilo, server);
  return () => {
    const after = secondsOf(hilo, server);
    const seconds = (after.at - before.at) / 1000;
    const cores = { hilo: after.hilo - before.hilo, postgres: after.postgres - before.postgres };
    const others = after.all - before.all - cores.hilo - cores.postgres;
    return { hilo: cores.hilo / seconds, postgres: cores.postgres / seconds, others: others / seconds };
  };
};

/** Seconds of CPU so far: of Hilo, of the server with its backends, also those that have ended, and of the whole machine. */
const secondsOf = (hilo: number, server: number) => {
  const processes = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(name) ?? []) : []));
  const own = ({ user, system }: Stat): number => user + system;
  return {
    at: performance.now(),
    hilo: processes.filter(({ pid }) => pid === hilo).reduce((sum, one) => sum + own(one), 0),
    postgres:
      processes
        .filter(({ pid, parent }) => pid === server || parent === server)
        .reduce((sum, one) => sum + own(one), 0) +
      processes.filter(({ pid }) => pid === server).reduce((sum, { ended }) => sum + ended, 0),
    all: busySeconds(),
  };
};

type Stat = { pid: number; parent: number; user: number; system: number; ended: number };

/** Of a process that is there still. */
const statOf = (pid: string): Stat | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
    const [, parent = 0] = fields;
    const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = fields
      .slice(11)
      .map((ticks) => ticks / ticksPerSecond);
    return { pid: Number(pid), parent, user, system, ended: userOfEnded + systemOfEnded };
  } catch {
    return undefined;
  }
};

/** User, nice, system, idle, waiting, interrupts: all but the idle and the waiting ones. */
const busySeconds = (): number => {
  const [user = 0, nice = 0, system = 0, , , hard = 0, soft = 0] =
    /^cpu +(.+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]?.split(' ').map(Number) ?? [];
  return (user + nice + system + hard + soft) / ticksPerSecond;
};

export const showCores = ({ hilo, postgres, others }: Cores): string =>
  `${(hilo + postgres).toFixed(2)} (Hilo ${hilo.toFixed(2)}, Postgres ${postgres.toFixed(2)}; other work ${others.toFixed(2)})`;
