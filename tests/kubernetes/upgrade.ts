import { withImage } from '../../scripts/kubernetes/load.ts';
import { differences, readBooks, untilThrough } from './books.ts';
import type { Cluster } from './cluster.ts';
import { openDrivers } from './drivers.ts';
import { renderWith } from './manifests.ts';
import { type Traffic, withTraffic } from './traffic.ts';

export type Changed = { traffic: Traffic; throughMs: number; wrong: string[] };

const services = ['ingest', 'identity-resolution', 'survey-trigger', 'analytics'];

/**
 * Has the version before run: on a cluster with nothing in it, with the database as it was then. The secrets are made by the next version, since
 * the version before may not have known how.
 */
export const installVersionBefore = async (
  cluster: Cluster,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  const isThere = await cluster.kubectl(['get', 'namespace', 'hilo']).then(
    () => true,
    () => false,
  );
  if (isThere) {
    await setImage(cluster, from);
  } else {
    const manifests = await renderWith([], (kustomization) => withImage(kustomization, from));
    const documents = manifests
      .split(/^---$/m)
      .map((one) => (/^ {2}name: secrets-/m.test(one) ? one.replaceAll(from, to) : one));
    await cluster.kubectl(['apply', '-f', '-'], documents.join('---'));
  }
  await rolledOut(cluster);
};

/** Applies another version of Hilo, migrations first, as an operator does, while senders post. */
export const upgradeUnderTraffic = async (
  cluster: Cluster,
  image: string,
  traffic: { name: string; rate: number; seconds: number },
): Promise<Changed> => {
  const manifests = await renderWith([], (kustomization) => withImage(kustomization, image));
  const tag = image.slice(image.lastIndexOf(':') + 1);
  return underTraffic(cluster, traffic, async () => {
    await cluster.kubectl(['apply', '-f', '-'], manifests);
    await cluster.kubectl(['-n', 'hilo', 'wait', '--for=condition=complete', `job/migrate-${tag}`, '--timeout=180s']);
    await rolledOut(cluster);
  });
};

/** Goes back to the image of before, and leaves the database as it is: one service after the other, while senders post. */
export const goBackUnderTraffic = (
  cluster: Cluster,
  image: string,
  traffic: { name: string; rate: number; seconds: number },
): Promise<Changed> =>
  underTraffic(cluster, traffic, async () => {
    await setImage(cluster, image);
    await rolledOut(cluster);
  });

const setImage = async ({ kubectl }: Cluster, image: string): Promise<void> => {
  for (const service of services)
    await kubectl(['-n', 'hilo', 'set', 'image', `deployment/${service}`, `hilo=${image}`]);
};

const rolledOut = async ({ kubectl }: Cluster): Promise<void> => {
  for (const service of services)
    await kubectl(['-n', 'hilo', 'rollout', 'status', `deployment/${service}`, '--timeout=240s']);
};

const underTraffic = async (
  cluster: Cluster,
  options: { name: string; rate: number; seconds: number },
  change: () => Promise<void>,
): Promise<Changed> => {
  const before = await readBooks(cluster);
  const drivers = await openDrivers(cluster);
  const traffic = await withTraffic(drivers, options, change);
  const throughMs = await untilThrough(cluster, before, traffic.posted, 180_000);
  return { traffic, throughMs, wrong: differences(before, await readBooks(cluster), traffic.posted) };
};
