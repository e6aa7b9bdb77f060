import { readFileSync } from 'node:fs';

/** The value in the middle; of an even number, the lower of the two. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN;

/** The most memory that a process ever held, in megabytes; where the system does not tell, not a number. */
export const peakMemoryMb = (pid: number): number => statusMb(pid, 'VmHWM');

/** Seconds of CPU that a process has used so far (clock ticks of 10 ms, as Linux counts them). */
export const cpuSeconds = (pid: number): number => {
  try {
    const [utime = '', stime = ''] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return (Number(utime) + Number(stime)) / 100;
  } catch {
    return Number.NaN;
  }
};

/** The memory that a process holds now, in megabytes; where the system does not tell, not a number. */
export const memoryMb = (pid: number): number => statusMb(pid, 'VmRSS');

const statusMb = (pid: number, name: string): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
};
