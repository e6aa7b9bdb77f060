import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod } from './cluster.ts';

/** A process of a container, on the node of this machine. */
export type ContainerProcess = {
  pid: number;
  /** Since when it runs, as the kernel counts it: another with the same number began at another time. */
  startedAt: string;
  /** The folder of the container's control group. */
  group: string;
};

const groups = '/sys/fs/cgroup/memory/hilo-k8s/kubepods/burstable';

/** The first process of each container of a Pod, but the one that holds the Pod's network. */
export const processesOf = async ({ metadata: { uid } }: Pod): Promise<ContainerProcess[]> => {
  const folder = join(groups, `pod${uid}`);
  const found: ContainerProcess[] = [];
  for (const container of await readdir(folder, { withFileTypes: true })) {
    if (!container.isDirectory()) continue;
    const group = join(folder, container.name);
    const pids = (await readFile(join(group, 'cgroup.procs'), 'utf8')).split('\n').filter((pid) => pid !== '');
    for (const pid of pids) {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      // With the first process of a container, the others end.
      if (!/^NSpid:.*\t1$/m.test(status) || /^Name:\tpause$/m.test(status)) continue;
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
      found.push({ pid: Number(pid), startedAt, group });
    }
  }
  return found;
};
