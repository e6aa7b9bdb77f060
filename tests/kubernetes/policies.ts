import type { Cluster } from './cluster.ts';
import { openDrivers } from './drivers.ts';
import { renderWith } from './manifests.ts';
import { tryPaths } from './paths.ts';

/** Puts the network policies into force, beside the mail server for trying, and tries every path, also from Pods that are not of Hilo. */
export const pathsOf = async (cluster: Cluster) => {
  await cluster.kubectl(['apply', '-f', '-'], await renderWith(['network-policies'], undefined, 'local-with-mail'));
  for (const part of ['deployment/ingest', 'deployment/survey-trigger', 'statefulset/mailpit'])
    await cluster.kubectl(['-n', 'hilo', 'rollout', 'status', part, '--timeout=120s']);
  const drivers = await openDrivers(cluster);
  const others = [
    { name: 'who may ask', namespace: 'hilo-tests', pod: await drivers.rest('hilo-tests') },
    { name: 'who may mail', namespace: 'hilo-mail', pod: await drivers.rest('hilo-mail', { 'hilo/may-mail': 'yes' }) },
    { name: 'a stranger', namespace: 'hilo-strangers', pod: await drivers.rest('hilo-strangers') },
    { name: 'a stranger in the namespace', namespace: 'hilo', pod: await drivers.rest('hilo') },
  ];
  return tryPaths(cluster, others);
};
