import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster, Pod } from './cluster.ts';
import { type ContainerProcess, processesOf } from './node-processes.ts';

const megabyte = 1024 * 1024;
/** Each has less than the process that is to be ended: the kernel ends the largest of a container. */
const mostOfEach = 48 * megabyte;
const mostNeighbours = 64;

/**
 * Lets a container run out of memory: processes join its control group and fill it, each smaller than its first process, until the
 * kernel ends that one. It has to run on the node itself.
 */
export const runOutOfMemory = async (cluster: Cluster, victim: Pod): Promise<void> => {
  if (cluster.folder === undefined) throw new Error('only on a node of this machine a container can be filled');
  const processes = await processesOf(victim);
  const largest = (await Promise.all(processes.map(withSize))).toSorted((one, other) => other.bytes - one.bytes)[0];
  if (largest === undefined) throw new Error(`${victim.metadata.name} has no process`);
  const neighbours: ChildProcess[] = [];
  try {
    while (neighbours.length < mostNeighbours && (await isAlive(largest))) {
      neighbours.push(fill(largest, Math.min(mostOfEach, largest.bytes / 4)));
      await delay(150);
    }
    if (await isAlive(largest)) throw new Error(`${victim.metadata.name} did not run out of memory`);
  } finally {
    for (const neighbour of neighbours) neighbour.kill('SIGKILL');
  }
};

const withSize = async (found: ContainerProcess): Promise<ContainerProcess & { bytes: number }> => {
  const status = await readFile(`/proc/${found.pid}/status`, 'utf8').catch(() => '');
  return { ...found, bytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024 };
};

/** A process that was ended is not there, or waits to be buried. */
const isAlive = async ({ pid, startedAt }: ContainerProcess): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return false;
  const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state !== 'Z' && rest[18] === startedAt;
};

/** Joins the group first: what it takes after that is the container's. The smallest program that there is to hold memory: a shell's would not be. */
const fill = ({ group }: ContainerProcess, bytes: number): ChildProcess => {
  const program = `require('node:fs').writeFileSync(process.argv[1] + '/cgroup.procs', String(process.pid));
    globalThis.held = Buffer.alloc(Number(process.argv[2]), 1); setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--max-semi-space-size=1', '-e', program, group, String(Math.round(bytes))], {
    stdio: 'ignore',
  });
};
