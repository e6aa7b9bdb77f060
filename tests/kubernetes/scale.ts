import { type Books, differences, readBooks, untilThrough } from './books.ts';
import { type Cluster, isReady, podsOf, until } from './cluster.ts';
import { openDrivers } from './drivers.ts';
import { parseManifests, renderWith } from './manifests.ts';
import { type Traffic, withTraffic } from './traffic.ts';

export type Scaled = { most: number; least: number; traffic: Traffic; wrong: string[] };

const rate = 200;
const seconds = 240;

/** Lets the autoscaler of the component `hpa` have ingest, and gives it a target that this traffic is beyond, then one that it is below. */
export const scaleUnderTraffic = async (cluster: Cluster, name: string): Promise<Scaled> => {
  const manifests = parseManifests(await renderWith(['hpa']));
  const autoscaler = manifests.find(
    ({ kind, metadata }) => kind === 'HorizontalPodAutoscaler' && metadata.name === 'ingest',
  );
  await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(autoscaler));
  const autoscaled = async (averageValue: string): Promise<void> => {
    const target = { type: 'AverageValue', averageValue };
    // As it is, but that it comes back within a minute.
    const scaleDown = { stabilizationWindowSeconds: 10, policies: [{ type: 'Pods', value: 1, periodSeconds: 10 }] };
    const spec = { metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }], behavior: { scaleDown } };
    await cluster.kubectl([
      '-n',
      'hilo',
      'patch',
      'hpa',
      'ingest',
      '--type=merge',
      '--patch',
      JSON.stringify({ spec }),
    ]);
  };
  await autoscaled('2');
  await until('two instances are ready', async () => (await readyOf(cluster)) === 2, 180_000);
  const before: Books = await readBooks(cluster);
  let [most, least] = [0, 0];
  const traffic = await withTraffic(await openDrivers(cluster), { name, rate, seconds }, async () => {
    await autoscaled('20m');
    await until('four instances are ready', async () => (await readyOf(cluster)) === 4, 120_000);
    most = await readyOf(cluster);
    await autoscaled('2');
    await until('two instances are there', async () => (await podsOf(cluster, 'ingest')).length === 2, 120_000);
    least = (await podsOf(cluster, 'ingest')).length;
  });
  await untilThrough(cluster, before, traffic.posted, 180_000);
  const wrong = differences(before, await readBooks(cluster), traffic.posted);
  await cluster.kubectl(['-n', 'hilo', 'delete', 'hpa', 'ingest']);
  await cluster.kubectl(['-n', 'hilo', 'scale', 'deployment/ingest', '--replicas=1']);
  return { most, least, traffic, wrong };
};

const readyOf = async (cluster: Cluster): Promise<number> => (await podsOf(cluster, 'ingest')).filter(isReady).length;
