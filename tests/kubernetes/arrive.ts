import { z } from 'zod';
import type { Cluster } from './cluster.ts';
import { openDrivers } from './drivers.ts';
import { kubernetesFolder } from './manifests.ts';

const First = z.object({ acceptedAt: z.number(), foundAt: z.number(), toldAt: z.number() });

export type Arrival = { acceptedS: number; foundS: number; toldS: number };

/** Applies the overlay `local`; gives after how many seconds an interaction was accepted, its customer found, and on the timeline. */
export const arrive = async (cluster: Cluster, name: string): Promise<Arrival> => {
  const begun = Date.now();
  await cluster.kubectl(['apply', '-k', `${kubernetesFolder}/overlays/local`]);
  const drivers = await openDrivers(cluster);
  const where = ['ingest', 'identity-resolution', 'analytics'].map((service) => `http://${service}.hilo:8080`);
  const driver = await drivers.start(name, ['/programs/first.mjs', ...where]);
  const [line = ''] = (await driver.ended(300_000)).filter((one) => one.includes('"first"'));
  const { acceptedAt, foundAt, toldAt } = First.parse(JSON.parse(line));
  const since = (at: number): number => (at - begun) / 1000;
  return { acceptedS: since(acceptedAt), foundS: since(foundAt), toldS: since(toldAt) };
};
