import { differences, readBooks, untilThrough } from './books.ts';
import type { Cluster } from './cluster.ts';
import { openDrivers } from './drivers.ts';
import { type Traffic, withTraffic } from './traffic.ts';

export type Rolled = { traffic: Traffic; throughMs: number; wrong: string[] };

/** Replaces every instance of a service while senders post. */
export const rollUnderTraffic = async (
  cluster: Cluster,
  service: string,
  { name, rate, seconds }: { name: string; rate: number; seconds: number },
): Promise<Rolled> => {
  const before = await readBooks(cluster);
  const drivers = await openDrivers(cluster);
  const traffic = await withTraffic(drivers, { name, rate, seconds }, async () => {
    await cluster.kubectl(['-n', 'hilo', 'rollout', 'restart', `deployment/${service}`]);
    await cluster.kubectl(['-n', 'hilo', 'rollout', 'status', `deployment/${service}`, '--timeout=180s']);
  });
  const throughMs = await untilThrough(cluster, before, traffic.posted, 180_000);
  return { traffic, throughMs, wrong: differences(before, await readBooks(cluster), traffic.posted) };
};
