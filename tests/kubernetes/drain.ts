import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Cluster } from './cluster.ts';
import { openDrivers } from './drivers.ts';

const First = z.object({ acceptedAt: z.number(), toldAt: z.number() });

/** Drains every node of all that is Hilo's, then lets it come back; gives how long either took. */
export const drainAll = async (cluster: Cluster, name: string) => {
  const nodes = (await cluster.kubectl(['get', 'nodes', '-o', 'name'])).trim().split('\n');
  const begun = Date.now();
  for (const node of nodes) {
    const ours = ['--pod-selector=app.kubernetes.io/part-of=hilo', '--delete-emptydir-data', '--ignore-daemonsets'];
    await cluster.kubectl(['drain', node, ...ours, '--timeout=180s']);
  }
  const drainedMs = Date.now() - begun;
  await delay(2000);
  const backAt = Date.now();
  for (const node of nodes) await cluster.kubectl(['uncordon', node]);
  const driver = await (await openDrivers(cluster)).start(name, ['/programs/first.mjs', ...urls]);
  const [line = ''] = (await driver.ended(180_000)).filter((one) => one.includes('"first"'));
  const { acceptedAt, toldAt } = First.parse(JSON.parse(line));
  return { drainedMs, acceptingMs: acceptedAt - backAt, toldMs: toldAt - backAt };
};

const urls = ['ingest', 'identity-resolution', 'analytics'].map((service) => `http://${service}.hilo:8080`);
