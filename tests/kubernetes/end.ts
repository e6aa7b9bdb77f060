import { differences, readBooks, untilThrough } from './books.ts';
import { type Cluster, isReady, type Pod, podsOf, until } from './cluster.ts';
import { openDrivers } from './drivers.ts';
import { processesOf } from './node-processes.ts';
import { type Traffic, withTraffic } from './traffic.ts';

export type Ended = {
  traffic: Traffic;
  /** From its end until the part was ready again, and from then until the last failure, which may be before. */
  readyMs: number;
  failingMs: number | undefined;
  throughMs: number;
  wrong: string[];
};

/** Ends a part while senders post: kills it with -9, lets it run out of memory, or asks the cluster to evict its Pod, as a drain does. */
export const endUnderTraffic = async (
  cluster: Cluster,
  part: string,
  end: (cluster: Cluster, victim: Pod) => Promise<void>,
  { name, rate, seconds }: { name: string; rate: number; seconds: number },
): Promise<Ended> => {
  const before = await readBooks(cluster);
  const drivers = await openDrivers(cluster);
  let [killedAt, readyAt] = [0, 0];
  const traffic = await withTraffic(drivers, { name, rate, seconds }, async () => {
    killedAt = Date.now();
    const [victim] = await podsOf(cluster, part);
    if (victim === undefined) throw new Error(`there is no Pod of ${part}`);
    await end(cluster, victim);
    await until(`${part} is ready again`, () => isBack(cluster, part, victim), 120_000);
    readyAt = Date.now();
  });
  const throughMs = await untilThrough(cluster, before, traffic.posted, 180_000);
  return {
    traffic,
    readyMs: readyAt - killedAt,
    failingMs: traffic.lastFailure && traffic.lastFailure.at - readyAt,
    throughMs,
    wrong: differences(before, await readBooks(cluster), traffic.posted),
  };
};

const restartsOf = ({ status }: Pod): number =>
  status.containerStatuses.reduce((sum, one) => sum + one.restartCount, 0);

const isBack = async (cluster: Cluster, part: string, victim: Pod): Promise<boolean> => {
  const pods = await podsOf(cluster, part);
  const isAnotherLife = (pod: Pod): boolean =>
    pod.metadata.uid !== victim.metadata.uid || restartsOf(pod) > restartsOf(victim);
  return pods.some((pod) => isReady(pod) && isAnotherLife(pod));
};

/** With the node at hand, its processes; else the Pod, without any time to end. */
export const kill = async (cluster: Cluster, victim: Pod): Promise<void> => {
  const processes = cluster.folder === undefined ? [] : await processesOf(victim);
  for (const { pid } of processes) process.kill(pid, 'SIGKILL');
  if (processes.length > 0) return;
  await cluster.kubectl([
    '-n',
    'hilo',
    'delete',
    'pod',
    victim.metadata.name,
    '--grace-period=0',
    '--force',
    '--wait=false',
  ]);
};

/** Rejects where a disruption budget does not allow it. */
export const evict = async (cluster: Cluster, { metadata: { name } }: Pod): Promise<void> => {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'hilo' } };
  const path = `/api/v1/namespaces/hilo/pods/${name}/eviction`;
  await cluster.kubectl(['create', '--raw', path, '-f', '-'], JSON.stringify(eviction));
};
